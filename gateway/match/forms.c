/*
 * Endings are put on by the rules of English spelling. What people write
 * beside them (fuckin, slutz, fuking, biter for one who bites) counts only
 * when it is no word of its own: cumin is no form of cum, spicing of spic.
 */
#include "match/forms.h"

#include <string.h>

#include "fold/english.h"

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

/* The same, unless it is a form of a common word that only the largest
 * dictionaries have: wenched and dumbing are no one's insults. */
static void add_usual(struct forms *f, size_t drop, const char *more,
                      const char *ending)
{
    add(f, drop, more, ending);
    if (f->count > 0 && english_common(f->term) &&
        english_word(f->out[f->count - 1]) &&
        !english_common(f->out[f->count - 1]))
        f->count--;
}

/* The same, unless it makes another word. Capitals make none. */
static void add_free(struct forms *f, size_t drop, const char *more,
                     const char *ending)
{
    add(f, drop, more, ending);
    if (f->count > 0 && english_word(f->out[f->count - 1]))
        f->count--;
}

static bool is_one_word(struct span term)
{
    for (size_t i = 0; i < term.len; i++) {
        if (!is_letter(term.at[i]))
            return false;
    }
    return true;
}

static void add_agents(struct forms *f, size_t drop, const char *more)
{
    add_free(f, drop, more, "in");
    if (!is_one_word(f->term))
        return;
    add_free(f, drop, more, "er");
    add_free(f, drop, more, "ers");
}

static void add_verb(struct forms *f, size_t drop, const char *more)
{
    add_usual(f, drop, more, "ed");
    add_usual(f, drop, more, "ing");
    add_agents(f, drop, more);
}

/* How often a vowel follows what is none: the syllables of the last word. */
static unsigned syllables(struct span term)
{
    unsigned count = 0;
    bool vowel = false;

    for (size_t i = 0; i < term.len; i++) {
        bool now = is_one_of(term.at[i], "aeiou");

        count = term.at[i] == ' ' ? 0 : count + (now && !vowel);
        vowel = now;
    }
    return count;
}

/* An ending without stress: bugger, tampon. */
static bool is_weak(const char *end)
{
    return is_one_of(end[-1], "rnl") && is_one_of(end[-2], "aeo");
}

/* shit → shitt-: one vowel between consonants doubles the last. */
static bool doubles(const struct forms *f, const char *end)
{
    return !is_one_of(end[-1], "aeiouwxy") && is_one_of(end[-2], "aeiou") &&
           !is_one_of(end[-3], "aeiou") &&
           (syllables(f->term) == 1 || !is_weak(end));
}

/* Takes -es and no -s: bitches. */
static bool hisses(const char *end)
{
    return is_one_of(end[-1], "sxz") ||
           (is_one_of(end[-1], "h") && is_one_of(end[-2], "cs"));
}

static void add_verbs(struct forms *f, const char *end)
{
    char twice[2] = {end[-1], '\0'};

    if (is_one_of(end[-1], "e")) {
        add_free(f, 1, "", "z");
        add_usual(f, 0, "", "d");
        add_usual(f, 1, "", "ing");
        add_agents(f, 1, "");
    } else if (is_one_of(end[-1], "y") && !is_one_of(end[-2], "aeiou")) {
        add(f, 1, "i", "es");
        add_usual(f, 1, "i", "ed");
        add_usual(f, 0, "", "ing");
    } else if (doubles(f, end)) {
        add_verb(f, 0, twice);
        add_free(f, 0, "", "ed");
        add_free(f, 0, "", "ing");
        add_agents(f, 0, "");
    } else {
        add_verb(f, 0, "");
    }
}

bool forms_of(struct arena *a, struct span term, struct span ret[FORMS_MOST],
              size_t *ret_count, struct err *e)
{
    struct forms f = {.arena = a, .term = term, .out = ret};
    const char *end = term.at + term.len;

    *ret_count = 0;
    if (term.len < 3 || !is_letter(end[-1]) || !is_letter(end[-2]) ||
        !is_letter(end[-3]))
        return true;
    if (hisses(end)) {
        add_usual(&f, 0, "", "es");
        add_free(&f, 0, "", "s");
    } else {
        add(&f, 0, "", "s");
        add_free(&f, 0, "", "z");
    }
    add_verbs(&f, end);
    if (arena_full(a))
        return arena_err(a, "forms of a term", e);
    *ret_count = f.count;
    return true;
}
