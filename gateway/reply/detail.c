#include "reply/detail.h"

#include <string.h>

enum { MOST_ARGS = 3, LONGEST_KEY = 90, LONGEST_QUOTE = 40 };

struct speaker {
    const struct catalog *catalog;
    enum locale locale;
    struct arena *arena;
};

static bool say(const struct speaker *s, struct message m, struct span *ret)
{
    return catalog_message(s->catalog, s->locale, m, s->arena, ret);
}

/* ---- where ----------------------------------------------------------------*/

struct place {
    struct span what, byte, pointer;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_end(struct span s, size_t at)
{
    while (at < s.len && is_digit(s.at[at]))
        at++;
    return at;
}

/* "7", or "7 in '/body'" to the very end. */
static bool read_place(struct span s, struct place *ret)
{
    const struct span in = SPAN(" in '");
    const size_t end = digits_end(s, 0);
    const struct span rest = span_from(s, end);

    ret->byte = span_slice(s, 0, end);
    ret->pointer = SPAN("");
    if (end == 0 || rest.len == 0)
        return end > 0;
    ret->pointer = span_slice(rest, in.len, rest.len - 1);
    return rest.len > in.len && span_starts(rest, in) &&
           rest.at[rest.len - 1] == '\'';
}

/* The first place counts: what follows it may be a name that a client chose. */
static struct place cut_place(struct span text)
{
    const struct span mark = SPAN(" at byte ");
    struct place p;
    size_t at = span_find(text, mark, 0);

    for (; at < text.len; at = span_find(text, mark, at + 1))
        if (read_place(span_from(text, at + mark.len), &p)) {
            p.what = span_slice(text, 0, at);
            return p;
        }
    return (struct place){.what = text};
}

/* ---- what -----------------------------------------------------------------*/

struct phrase {
    char key[LONGEST_KEY];
    size_t len;
    struct message_arg arg[MOST_ARGS];
    uint32_t count;
    bool fits;
};

static void add(struct phrase *p, char c)
{
    p->fits = p->fits && p->len + 1 < sizeof(p->key);
    if (p->fits)
        p->key[p->len++] = c;
}

static void add_arg(struct phrase *p, struct span text)
{
    static const char *const names[MOST_ARGS] = {"a", "b", "c"};

    add(p, 'n');
    p->fits = p->fits && p->count < MOST_ARGS;
    if (p->fits) {
        p->arg[p->count] = (struct message_arg){names[p->count], text, 0};
        p->count++;
    }
}

/* Behind the quote that closes the one at `at`; `at` when none does. */
static size_t quote_end(struct span s, size_t at)
{
    const size_t end = span_find_byte(s, '\'', at + 1);

    return end < s.len && end - at <= LONGEST_QUOTE ? end + 1 : at;
}

static size_t add_piece(struct phrase *p, struct span s, size_t at)
{
    const char c = (char)(s.at[at] | 0x20);
    size_t end = digits_end(s, at);

    if (end > at) {
        add_arg(p, span_slice(s, at, end));
        return end;
    }
    end = s.at[at] == '\'' ? quote_end(s, at) : at;
    if (end > at) {
        add_arg(p, span_slice(s, at + 1, end - 1));
        return end;
    }
    if (c >= 'a' && c <= 'z')
        add(p, c);
    else if (p->len > 0 && p->key[p->len - 1] != '_')
        add(p, '_');
    return at + 1;
}

static bool say_phrase(const struct speaker *s, struct span text,
                       struct span *ret)
{
    struct phrase p = {.key = "detail.", .len = 7, .fits = true};

    *ret = text;
    p.key[p.len - 1] = '_'; /* nothing but words follows */
    for (size_t at = 0; at < text.len;)
        at = add_piece(&p, text, at);
    while (p.len > 7 && p.key[p.len - 1] == '_')
        p.len--;
    p.key[6] = '.';
    p.key[p.len] = '\0';
    return !p.fits || !catalog_has(s->catalog, p.key) ||
           say(s, (struct message){p.key, p.arg, p.count}, ret);
}

/* Each context stands around all that follows it. */
static bool say_all(const struct speaker *s, struct span text, struct span *ret)
{
    struct message_arg arg[2] = {{"context", {NULL, 0}, 0},
                                 {"what", {NULL, 0}, 0}};
    struct span said = {NULL, 0};

    for (;;) {
        const size_t end = span_find(text, SPAN(": "), 0);

        if (!say_phrase(s, span_slice(text, 0, end), &arg[1].text))
            return false;
        arg[0].text = said;
        if (said.at == NULL)
            said = arg[1].text;
        else if (!say(s, (struct message){"place.inside", arg, 2}, &said))
            return false;
        if (end == text.len)
            break;
        text = span_from(text, end + 2);
    }
    *ret = said;
    return true;
}

bool detail_say(const struct catalog *c, enum locale l, struct span text,
                struct arena *a, struct span *ret)
{
    const struct speaker s = {c, l, a};
    const struct place p = cut_place(text);
    struct message_arg arg[3] = {
        {"what", {NULL, 0}, 0}, {"byte", p.byte, 0}, {"pointer", p.pointer, 0}};
    const bool named = p.pointer.len > 0;

    if (!say_all(&s, p.what, &arg[0].text))
        return false;
    *ret = arg[0].text;
    return p.byte.len == 0 ||
           say(&s,
               (struct message){named ? "place.pointer" : "place.byte", arg,
                                named ? 3 : 2},
               ret);
}
