#include "fields/slot.h"

#include <string.h>

#include "base/buf.h"

/* A name cut into its first part and its brackets. */
struct name {
    struct span token[POINTER_TOKENS];
    uint32_t count;
};

static struct span strip(struct span s)
{
    size_t n = span_find_byte(s, '\0', 0);

    s = span_slice(s, 0, n);
    while (s.len > 0 && s.at[0] == ' ')
        s = span_from(s, 1);
    return s;
}

/* What follows a bracket and is no bracket is dropped, as PHP and qs do. */
static struct name cut(struct span s)
{
    struct name n = {.count = 0};
    size_t open;

    s = strip(s);
    open = span_find_byte(s, '[', 0);
    if (span_find_byte(s, ']', open) == s.len)
        open = s.len;
    if (open > 0 || s.len == 0)
        n.token[n.count++] = span_slice(s, 0, open);
    while (open < s.len && s.at[open] == '[' && n.count < POINTER_TOKENS) {
        size_t close = span_find_byte(s, ']', open);

        if (close == s.len)
            break;
        n.token[n.count++] = span_slice(s, open + 1, close);
        open = close + 1;
    }
    return n;
}

static bool is_number(struct span s)
{
    uint64_t n;

    return span_to_u64(s, &n);
}

/* As PHP writes a name: blank, dot and a lone '[' become '_'. */
static char underscored(char c)
{
    if (c == ' ' || c == '.' || c == '[')
        return '_';
    return c;
}

static bool same_underscored(struct span have, struct span want, bool exact)
{
    if (have.len != want.len)
        return false;
    for (size_t i = 0; i < have.len; i++) {
        char c = underscored(have.at[i]);
        const struct span x = {&c, 1};
        const struct span y = {want.at + i, 1};

        if (!(exact ? span_equal(x, y) : span_equal_nocase(x, y)))
            return false;
    }
    return true;
}

static bool token_fits(const struct pointer_token *t, struct span have,
                       bool exact)
{
    if (t->any || (t->number && have.len == 0))
        return true;
    return pointer_names(t, have, exact) ||
           same_underscored(have, t->name, exact);
}

/* Empty and number brackets are elements: a name reaches through them. */
static bool passed_through(const struct pointer_token *t, struct span have)
{
    return !t->any && !t->number && (have.len == 0 || is_number(have));
}

static bool name_fits(struct span text, const struct pointer *p, bool exact)
{
    const struct name n = cut(text);
    uint32_t at = 0;

    for (uint32_t i = 0; i < p->count; i++) {
        const struct pointer_token *t = &p->token[i];

        while (i > 0 && at < n.count && !token_fits(t, n.token[at], exact) &&
               passed_through(t, n.token[at]))
            at++;
        if (at == n.count && t->any)
            continue;
        if (at == n.count || !token_fits(t, n.token[at], exact))
            return false;
        at++;
    }
    return true;
}

bool slot_fits(const struct slot *s, const struct pointer *p, bool exact)
{
    return name_fits(s->name, p, exact) ||
           (s->other.at != NULL && name_fits(s->other, p, exact));
}

static void add_token(struct buf *b, struct span token)
{
    buf_add_byte(b, '/');
    for (size_t i = 0; i < token.len; i++) {
        char c = token.at[i];

        if (c == '~' || c == '/') {
            buf_add_byte(b, '~');
            c = c == '~' ? '0' : '1';
        }
        buf_add_byte(b, c);
    }
}

static void add_number(struct buf *b, uint32_t n)
{
    buf_add_byte(b, '/');
    buf_add_u64(b, n);
}

static bool take(struct arena *a, struct buf *b, struct span *ret,
                 struct err *e)
{
    bool failed = b->failed;
    struct span kept = arena_copy(a, buf_span(b));

    buf_free(b);
    if (failed || kept.at == NULL)
        return arena_err(a, "field name", e);
    *ret = kept;
    return true;
}

bool slot_pointer(struct arena *a, const struct slot *s,
                  const struct pointer *p, uint32_t nth, struct span *ret,
                  struct err *e)
{
    const struct name n = cut(s->name);
    struct buf b = buf_make(s->name.len * 2 + (size_t)POINTER_TOKENS * 12);

    for (uint32_t i = 0; i < n.count; i++)
        if (i > 0 && n.token[i].len == 0)
            add_number(&b, nth);
        else
            add_token(&b, n.token[i]);
    if (p->count > n.count && p->token[p->count - 1].any)
        add_number(&b, nth);
    return take(a, &b, ret, e);
}

bool slot_name(struct arena *a, const struct pointer *p, struct span *ret,
               struct err *e)
{
    struct buf b = buf_make(p->text.len * 2 + 2);

    for (uint32_t i = 0; i < p->count; i++) {
        if (i > 0)
            buf_add_byte(&b, '[');
        buf_add(&b, p->token[i].name);
        if (i > 0)
            buf_add_byte(&b, ']');
    }
    return take(a, &b, ret, e);
}
