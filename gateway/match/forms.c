#include "match/forms.h"

#include <string.h>

struct forms {
    struct arena *arena;
    struct span term;
    struct span *out;
    size_t count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c | 0x20) != NULL;
}

/* The term without its last `drop` bytes, then the endings. */
static void add(struct forms *f, size_t drop, const char *more,
                const char *ending)
{
    struct span stem = span_slice(f->term, 0, f->term.len - drop);

    if (f->count < FORMS_MOST)
        f->out[f->count++] = arena_printf(f->arena, SPAN_FMT "%s%s",
                                          SPAN_ARG(stem), more, ending);
}

static void add_verb(struct forms *f, size_t drop, const char *more)
{
    add(f, drop, more, "ed");
    add(f, drop, more, "ing");
    add(f, drop, more, "in");
}

/* shit → shitt-: one vowel between consonants doubles the last. */
static bool doubles(const char *end)
{
    return !is_one_of(end[-1], "aeiouwxy") && is_one_of(end[-2], "aeiou") &&
           !is_one_of(end[-3], "aeiou");
}

bool forms_of(struct arena *a, struct span term, struct span ret[FORMS_MOST],
              size_t *ret_count, struct err *e)
{
    struct forms f = {.arena = a, .term = term, .out = ret};
    const char *end = term.at + term.len;
    char twice[2] = {0};

    *ret_count = 0;
    if (term.len < 3 || !is_letter(end[-1]) || !is_letter(end[-2]) ||
        !is_letter(end[-3]))
        return true;
    twice[0] = end[-1];
    add(&f, 0, "", "s");
    if (is_one_of(end[-1], "sxzh"))
        add(&f, 0, "", "es");
    if (is_one_of(end[-1], "e")) {
        add(&f, 0, "", "d");
        add(&f, 1, "", "ing");
        add(&f, 1, "", "in");
    } else if (is_one_of(end[-1], "y") && !is_one_of(end[-2], "aeiou")) {
        add(&f, 1, "i", "es");
        add(&f, 1, "i", "ed");
        add(&f, 0, "", "ing");
    } else {
        add_verb(&f, 0, "");
    }
    if (doubles(end))
        add_verb(&f, 0, twice);
    if (arena_full(a))
        return arena_err(a, "forms of a term", e);
    *ret_count = f.count;
    return true;
}
