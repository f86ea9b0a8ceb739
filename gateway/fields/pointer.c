#include "fields/pointer.h"

#include <string.h>

/* ---- compiling ---- */

static bool unescape(struct arena *a, struct span raw, struct span *ret,
                     struct err *e)
{
    char *to = arena_alloc(a, raw.len);
    size_t len = 0;

    if (to == NULL)
        return arena_err(a, "pointer", e);
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];

        if (c == '~') {
            i++;
            if (i == raw.len || (raw.at[i] != '0' && raw.at[i] != '1'))
                return err_set(e, ERR_CONFIG, NULL,
                               "'~' must be followed by 0 or 1");
            if (raw.at[i] == '1')
                c = '/';
        }
        to[len++] = c;
    }
    *ret = (struct span){to, len};
    return true;
}

static bool parse_token(struct arena *a, struct span raw,
                        struct pointer_token *ret, struct err *e)
{
    uint64_t number = 0;

    if (!unescape(a, raw, &ret->name, e))
        return false;
    ret->any = span_is(raw, "*");
    ret->number = raw.len < 10 && span_to_u64(raw, &number) &&
                  (raw.len == 1 || raw.at[0] != '0');
    ret->index = (uint32_t)number;
    return true;
}

static uint32_t count_tokens(struct span text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '/';
    return n;
}

bool pointer_parse(struct arena *a, struct span text, struct pointer *ret,
                   struct err *e)
{
    const uint32_t count = count_tokens(text);
    struct pointer_token *token = arena_array(a, count, sizeof(*token));
    struct span kept = arena_copy(a, text);
    struct span rest = kept;
    struct span raw;

    if (token == NULL || kept.at == NULL)
        return arena_err(a, "pointer", e);
    if (text.len > 0 && text.at[0] != '/')
        return err_set(e, ERR_CONFIG, NULL,
                       "pointer '" SPAN_FMT "' must begin with '/'",
                       SPAN_ARG(text));
    if (count > POINTER_TOKENS)
        return err_set(e, ERR_CONFIG, NULL, "pointer of %u tokens", count);
    (void)span_cut(&rest, '/', &raw);
    for (uint32_t i = 0; span_cut(&rest, '/', &raw); i++)
        if (!parse_token(a, raw, &token[i], e))
            return err_in(e, "pointer '" SPAN_FMT "'", SPAN_ARG(text));
    *ret = (struct pointer){kept, token, count};
    return true;
}

struct span pointer_last(const struct pointer *p)
{
    return p->count == 0 ? SPAN("") : p->token[p->count - 1].name;
}

bool pointer_names(const struct pointer_token *t, struct span key, bool exact)
{
    return exact ? span_equal(t->name, key) : span_equal_nocase(t->name, key);
}

/* ---- finding ---- */

struct found {
    uint32_t *node;
    uint32_t count;
    uint32_t room;
};

struct search {
    struct arena *a;
    const struct json *doc;
    const struct pointer_search *how;
    struct err *e;
    struct found next;
};

static bool push(struct search *s, uint32_t node)
{
    struct found *f = &s->next;

    if (f->count == f->room) {
        uint32_t room = f->room == 0 ? 4 : f->room * 2;
        uint32_t *grown =
            arena_grow(s->a, f->node, f->count, room, sizeof(*grown));

        if (grown == NULL)
            return arena_err(s->a, "pointer", s->e);
        f->node = grown;
        f->room = room;
    }
    f->node[f->count++] = node;
    return true;
}

static bool step_object(struct search *s, const struct pointer_token *t,
                        uint32_t object)
{
    for (uint32_t n = json_first(s->doc, object); n != JSON_NONE;
         n = json_next(s->doc, n)) {
        struct span key;

        if (!json_key(s->a, s->doc, n, &key, s->e))
            return false;
        if (pointer_names(t, key, s->how->keys_exact) && !push(s, n))
            return false;
    }
    return true;
}

static bool step_array(struct search *s, const struct pointer_token *t,
                       uint32_t array)
{
    for (uint32_t n = json_first(s->doc, array); n != JSON_NONE;
         n = json_next(s->doc, n))
        if ((t->any || (t->number && t->index == s->doc->node[n].index)) &&
            !push(s, n))
            return false;
    return true;
}

/* The wide reach of a name through arrays: each object that is reached from
 * the array through nothing but arrays. */
static bool step_through(struct search *s, const struct pointer_token *t,
                         uint32_t array)
{
    const struct json_node *node = s->doc->node;
    uint32_t n = array + 1;

    while (n < node[array].end) {
        if (node[n].type == VALUE_OBJECT && !step_object(s, t, n))
            return false;
        n = node[n].type == VALUE_ARRAY ? n + 1 : node[n].end;
    }
    return true;
}

/* `*` on what is no array: the value itself. Some apps read an object of
 * numbered members as a list, so what follows is looked for in them, too. */
static bool step_any(struct search *s, uint32_t node, bool last)
{
    if (!push(s, node))
        return false;
    if (last || s->doc->node[node].type != VALUE_OBJECT)
        return true;
    for (uint32_t n = json_first(s->doc, node); n != JSON_NONE;
         n = json_next(s->doc, n))
        if (!push(s, n))
            return false;
    return true;
}

static bool step(struct search *s, const struct pointer_token *t, uint32_t node,
                 bool last)
{
    enum json_value type = s->doc->node[node].type;
    bool wide = s->how->reach == POINTER_WIDE;

    if (type == VALUE_ARRAY)
        return t->any || t->number || !wide ? step_array(s, t, node)
                                            : step_through(s, t, node);
    if (t->any)
        return !wide || step_any(s, node, last);
    return type != VALUE_OBJECT || step_object(s, t, node);
}

bool pointer_find(struct arena *a, const struct pointer *p,
                  const struct json *doc, const struct pointer_search *how,
                  struct pointer_found *ret, struct err *e)
{
    struct search s = {.a = a, .doc = doc, .how = how, .e = e};

    if (!push(&s, how->root))
        return false;
    for (uint32_t i = 0; i < p->count; i++) {
        const struct found now = s.next;

        s.next = (struct found){NULL, 0, 0};
        for (uint32_t n = 0; n < now.count; n++)
            if (!step(&s, &p->token[i], now.node[n], i + 1 == p->count))
                return false;
    }
    *ret = (struct pointer_found){s.next.node, s.next.count};
    return true;
}
