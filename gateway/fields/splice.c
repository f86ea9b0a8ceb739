#include "fields/splice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * Everything ends as a list of edits: bytes [from, to) of the text become
 * something else. Sorted by `from`, wider first, they are written in one pass;
 * an edit inside bytes that are gone already is dropped. Removals and additions
 * are only noted at first, because their commas depend on one another:
 *
 *   removed, an earlier sibling stays   [end of previous value, own end)
 *   removed, none stays before it       [own start, start of next or own end)
 *   added                               at the end of the last value, with a
 *                                       comma iff anything stays or came before
 */
struct addition {
    struct addition *next;  /* sibling */
    struct addition *child; /* a missing parent that becomes an object */
    uint32_t node;          /* top ones: the container in the document */
    struct span key;        /* .at NULL: an element */
    struct span json;       /* .at NULL: an object of its children */
};

struct edit {
    struct range at;
    struct span text;
    uint32_t add_to; /* node whose additions go here, else JSON_NONE */
    bool comma;      /* additions: begin with a comma */
    uint32_t order;
};

enum { REMOVED = 1, HAS_REMOVED = 2, HAS_ADDED = 4 };

struct splice {
    struct arena *a;
    const struct json *doc;
    bool exact;
    struct edit *edit;
    uint32_t count;
    uint32_t room;
    uint8_t *mark; /* per node; made when first needed */
    struct addition *added;
};

bool splice_new(struct arena *a, const struct json *doc, bool exact,
                struct splice **ret, struct err *e)
{
    struct splice *s = arena_alloc(a, sizeof(*s));

    if (s == NULL)
        return arena_err(a, "edits", e);
    s->a = a;
    s->doc = doc;
    s->exact = exact;
    *ret = s;
    return true;
}

bool splice_changed(const struct splice *s)
{
    return s->count > 0 || s->mark != NULL;
}

static bool push(struct splice *s, struct edit edit, struct err *e)
{
    if (s->count == s->room) {
        uint32_t room = s->room == 0 ? 8 : s->room * 2;
        struct edit *grown =
            arena_grow(s->a, s->edit, s->count, room, sizeof(*grown));

        if (grown == NULL)
            return arena_err(s->a, "edits", e);
        s->edit = grown;
        s->room = room;
    }
    edit.order = s->count;
    s->edit[s->count++] = edit;
    return true;
}

static bool push_text(struct splice *s, uint32_t from, uint32_t to,
                      struct span text, struct err *e)
{
    return push(s, (struct edit){{from, to}, text, JSON_NONE, false, 0}, e);
}

static bool mark(struct splice *s, uint32_t node, uint8_t what, struct err *e)
{
    if (s->mark == NULL)
        s->mark = arena_alloc(s->a, s->doc->count);
    if (s->mark == NULL)
        return arena_err(s->a, "edits", e);
    s->mark[node] |= what;
    return true;
}

static bool is_marked(const struct splice *s, uint32_t node, uint8_t what)
{
    return s->mark != NULL && (s->mark[node] & what) != 0;
}

/* ---- inside a string ---- */

/* Two places that move together: in the raw string and in its decoded text. */
struct walk {
    struct span inside;
    size_t raw;
    size_t decoded;
};

static bool walk_to(struct walk *w, uint32_t decoded, struct err *e)
{
    while (w->decoded < decoded && w->raw < w->inside.len) {
        char c[4];

        w->decoded += json_decode_char(w->inside, &w->raw, c);
    }
    return w->decoded == decoded ||
           err_set(e, ERR_INTERNAL, NULL,
                   "change at byte %u splits a character or is outside",
                   decoded);
}

static bool needs_escape(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == '"' || s.at[i] == '\\')
            return true;
    return false;
}

/* The inside of the JSON string literal for a text. */
static bool escape(struct arena *a, struct span text, struct span *ret,
                   struct err *e)
{
    struct buf b;

    if (!needs_escape(text)) {
        *ret = text;
        return true;
    }
    b = buf_make(text.len * 6 + 2);
    buf_add_json(&b, text);
    assert(!b.failed);
    *ret = arena_copy(a, span_slice(buf_span(&b), 1, b.len - 1));
    buf_free(&b);
    return ret->at != NULL || arena_err(a, "edits", e);
}

static bool text_change(struct splice *s, struct walk *w, uint32_t base,
                        const struct change *c, struct err *e)
{
    struct span text;
    size_t from;

    if (c->at.from < w->decoded || c->at.to < c->at.from)
        return err_set(e, ERR_INTERNAL, NULL, "changes out of order");
    if (!walk_to(w, c->at.from, e))
        return false;
    from = w->raw;
    return walk_to(w, c->at.to, e) && escape(s->a, c->text, &text, e) &&
           push_text(s, base + (uint32_t)from, base + (uint32_t)w->raw, text,
                     e);
}

bool splice_text(struct splice *s, uint32_t node, const struct change *changes,
                 uint32_t count, struct err *e)
{
    struct walk w = {json_raw(s->doc, node), 0, 0};
    uint32_t base = s->doc->node[node].at.from + 1;

    assert(s->doc->node[node].type == VALUE_STRING);
    for (uint32_t i = 0; i < count; i++)
        if (!text_change(s, &w, base, &changes[i], e))
            return false;
    return true;
}

/* ---- whole values ---- */

bool splice_value(struct splice *s, uint32_t node, struct span json,
                  struct err *e)
{
    struct range at = s->doc->node[node].at;

    return push_text(s, at.from, at.to, json, e);
}

bool splice_remove(struct splice *s, uint32_t node, struct err *e)
{
    uint32_t parent = s->doc->node[node].parent;

    if (parent == JSON_NONE)
        return err_set(e, ERR_INTERNAL, NULL, "the root can't be removed");
    return mark(s, node, REMOVED, e) && mark(s, parent, HAS_REMOVED, e);
}

/* ---- setting by pointer ---- */

static bool same_name(const struct splice *s, struct span x, struct span y)
{
    return s->exact ? span_equal(x, y) : span_equal_nocase(x, y);
}

static struct addition *find_addition(const struct splice *s,
                                      struct addition *list, uint32_t node,
                                      struct span key)
{
    for (; list != NULL; list = list->next)
        if (list->node == node && key.at != NULL && list->key.at != NULL &&
            same_name(s, list->key, key))
            return list;
    return NULL;
}

static bool append_addition(struct splice *s, struct addition **list,
                            uint32_t node, struct span key,
                            struct addition **ret, struct err *e)
{
    struct addition *new = arena_alloc(s->a, sizeof(*new));

    if (new == NULL)
        return arena_err(s->a, "edits", e);
    new->node = node;
    new->key = key;
    while (*list != NULL)
        list = &(*list)->next;
    *list = new;
    *ret = new;
    return true;
}

/* Tokens from `i` on don't exist below the container `node`. */
static bool add_below(struct splice *s, uint32_t node, const struct pointer *p,
                      uint32_t i, struct span json, struct err *e)
{
    struct addition **list = &s->added;
    bool array = s->doc->node[node].type == VALUE_ARRAY;

    if (!mark(s, node, HAS_ADDED, e))
        return false;
    for (;; i++) {
        struct span key = array ? (struct span){NULL, 0} : p->token[i].name;
        struct addition *here = find_addition(s, *list, node, key);

        if (here == NULL && !append_addition(s, list, node, key, &here, e))
            return false;
        if (i + 1 == p->count) {
            here->json = json;
            return true;
        }
        if (here->json.at != NULL)
            return err_set(e, ERR_INTERNAL, NULL, "'" SPAN_FMT "' set twice",
                           SPAN_ARG(p->text));
        list = &here->child;
        node = JSON_NONE;
        array = false;
    }
}

/* The member that the token names and that stays, or JSON_NONE. */
static bool find_member(struct splice *s, uint32_t object,
                        const struct pointer_token *t, uint32_t *ret,
                        bool *ret_spelled, struct err *e)
{
    *ret = JSON_NONE;
    for (uint32_t n = json_first(s->doc, object); n != JSON_NONE;
         n = json_next(s->doc, n)) {
        struct span key;

        if (is_marked(s, n, REMOVED))
            continue;
        if (!json_key(s->a, s->doc, n, &key, e))
            return false;
        if (!pointer_names(t, key, s->exact))
            continue;
        *ret = n;
        *ret_spelled = span_equal(key, t->name);
        return true;
    }
    return true;
}

static uint32_t find_element(const struct splice *s, uint32_t array,
                             const struct pointer_token *t)
{
    uint32_t n = t->number ? json_first(s->doc, array) : JSON_NONE;

    while (n != JSON_NONE &&
           (s->doc->node[n].index != t->index || is_marked(s, n, REMOVED)))
        n = json_next(s->doc, n);
    return n;
}

/* Moves to the child that token i names. *ret stays JSON_NONE when it has to be
 * added. */
static bool child_of(struct splice *s, uint32_t node, const struct pointer *p,
                     uint32_t i, uint32_t *ret, struct err *e)
{
    const struct pointer_token *t = &p->token[i];
    const bool last = i + 1 == p->count;
    bool spelled = true;

    *ret = JSON_NONE;
    switch (s->doc->node[node].type) {
    case VALUE_OBJECT:
        if (!find_member(s, node, t, ret, &spelled, e))
            return false;
        if (spelled || !last)
            return true;
        if (!splice_remove(s, *ret, e))
            return false;
        *ret = JSON_NONE;
        return true;
    case VALUE_ARRAY:
        *ret = find_element(s, node, t);
        if (*ret != JSON_NONE || (last && span_is(t->name, "-")))
            return true;
        break;
    case VALUE_NULL:
        return true;
    default:
        break;
    }
    return err_set(e, ERR_INPUT, NULL,
                   "JSON: nothing can be put at '" SPAN_FMT
                   "': byte %u is no object",
                   SPAN_ARG(p->text), s->doc->node[node].at.from);
}

bool splice_set(struct splice *s, uint32_t root, const struct pointer *at,
                struct span json, struct err *e)
{
    uint32_t node = root;

    assert(json.at != NULL);
    for (uint32_t i = 0; i < at->count; i++) {
        uint32_t child;

        if (!child_of(s, node, at, i, &child, e))
            return false;
        if (child == JSON_NONE)
            return add_below(s, node, at, i, json, e);
        node = child;
    }
    return splice_value(s, node, json, e);
}

/* ---- settling removals and additions ---- */

static uint32_t start_of(const struct json_node *n)
{
    return n->key.to > 0 ? n->key.from : n->at.from;
}

static bool settle_removal(struct splice *s, uint32_t n, uint32_t stays_end,
                           uint32_t previous_end, struct err *e)
{
    const struct json_node *node = &s->doc->node[n];
    uint32_t next = json_next(s->doc, n);
    uint32_t from = stays_end > 0 ? previous_end : start_of(node);
    uint32_t to = stays_end > 0 || next == JSON_NONE
                      ? node->at.to
                      : start_of(&s->doc->node[next]);

    return push_text(s, from, to, SPAN(""), e);
}

/* A container's children in one walk; then where its additions go. */
static bool settle(struct splice *s, uint32_t container, struct err *e)
{
    const struct json_node *c = &s->doc->node[container];
    uint32_t stays_end = 0; /* end of the last child that stays, or 0 */
    uint32_t previous_end = c->at.from + 1;

    for (uint32_t n = json_first(s->doc, container); n != JSON_NONE;
         n = json_next(s->doc, n)) {
        if (!is_marked(s, n, REMOVED))
            stays_end = s->doc->node[n].at.to;
        else if (!settle_removal(s, n, stays_end, previous_end, e))
            return false;
        previous_end = s->doc->node[n].at.to;
    }
    if (!is_marked(s, container, HAS_ADDED))
        return true;
    if (c->type == VALUE_NULL)
        return push(s, (struct edit){c->at, SPAN(""), container, false, 0}, e);
    return push(s,
                (struct edit){{previous_end, previous_end},
                              SPAN(""),
                              container,
                              stays_end > 0,
                              0},
                e);
}

static bool settle_all(struct splice *s, struct err *e)
{
    for (uint32_t n = 0; s->mark != NULL && n < s->doc->count; n++)
        if (is_marked(s, n, HAS_REMOVED | HAS_ADDED) && !settle(s, n, e))
            return false;
    return true;
}

/* ---- writing ---- */

static int compare_edits(const void *x, const void *y)
{
    const struct edit *p = x;
    const struct edit *q = y;

    if (p->at.from != q->at.from)
        return p->at.from < q->at.from ? -1 : 1;
    if (p->at.to != q->at.to)
        return p->at.to > q->at.to ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

/* As deep as a configured pointer has tokens (POINTER_TOKENS). */
static void write_addition(const struct addition *a, struct buf *out)
{
    if (a->key.at != NULL) {
        buf_add_json(out, a->key);
        buf_add_byte(out, ':');
    }
    if (a->json.at != NULL) {
        buf_add(out, a->json);
        return;
    }
    buf_add_byte(out, '{');
    for (const struct addition *c = a->child; c != NULL; c = c->next) {
        if (c != a->child)
            buf_add_byte(out, ',');
        write_addition(c, out);
    }
    buf_add_byte(out, '}');
}

static void write_additions(const struct splice *s, const struct edit *edit,
                            struct buf *out)
{
    bool object = s->doc->node[edit->add_to].type == VALUE_NULL;
    bool comma = edit->comma;

    if (object)
        buf_add_byte(out, '{');
    for (const struct addition *a = s->added; a != NULL; a = a->next) {
        if (a->node != edit->add_to)
            continue;
        if (comma)
            buf_add_byte(out, ',');
        write_addition(a, out);
        comma = true;
    }
    if (object)
        buf_add_byte(out, '}');
}

bool splice_write(struct splice *s, struct buf *out, struct err *e)
{
    uint32_t pos = 0;

    if (!settle_all(s, e))
        return false;
    if (s->count > 1)
        qsort(s->edit, s->count, sizeof(*s->edit), compare_edits);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct edit *edit = &s->edit[i];

        if (edit->at.from < pos && edit->at.to <= pos)
            continue;
        if (edit->at.from > pos)
            buf_add(out, span_slice(s->doc->text, pos, edit->at.from));
        buf_add(out, edit->text);
        if (edit->add_to != JSON_NONE)
            write_additions(s, edit, out);
        pos = edit->at.to;
    }
    buf_add(out, span_from(s->doc->text, pos));
    return !out->failed ||
           err_set(e, ERR_LIMIT, NULL, "the new body has over %zu bytes",
                   out->ceiling);
}
