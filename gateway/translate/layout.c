#include "translate/layout.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "translate/cutter.h"

static void *more(struct cutter *c, void *old, uint32_t count, uint32_t *room,
                  size_t each)
{
    void *at = old;

    if (count < *room)
        return old;
    *room = *room == 0 ? 16 : *room * 2;
    at = arena_grow(c->arena, old, count, *room, each);
    c->full = c->full || at == NULL;
    return at;
}

static struct layout_part *new_part(struct cutter *c)
{
    c->part = more(c, c->part, c->part_count, &c->part_room, sizeof(*c->part));
    return c->full ? NULL : &c->part[c->part_count++];
}

void cutter_copy(struct cutter *c, size_t from, size_t to)
{
    struct layout_part *p;

    if (from >= to || c->full)
        return;
    if (c->part_count > 0) { /* runs of copies are one part */
        p = &c->part[c->part_count - 1];
        if (p->copy.at != NULL &&
            p->copy.at + p->copy.len == c->text.at + from) {
            p->copy.len += to - from;
            return;
        }
    }
    p = new_part(c);
    if (p != NULL)
        p->copy = span_slice(c->text, from, to);
}

void cutter_guard(struct cutter *c, size_t from, size_t to, enum hug hug)
{
    if (c->full || from >= to)
        return;
    c->guard =
        more(c, c->guard, c->guard_count, &c->guard_room, sizeof(*c->guard));
    if (c->full)
        return;
    c->guard[c->guard_count++] = (struct guard){{(uint32_t)from, (uint32_t)to},
                                                LITERAL_MARKUP,
                                                span_slice(c->text, from, to),
                                                hug};
}

/* ---- ends that are no prose ---- */
static size_t skip_space(struct span s, size_t at, size_t to)
{
    size_t next = at;
    uint32_t c;

    while (at < to && utf8_next(s, &next, &c) && letter_is_space(c))
        at = next;
    return at;
}

static size_t skip_space_back(struct span s, size_t from, size_t at)
{
    size_t next = at;
    uint32_t c;

    while (at > from && utf8_prev(s, &next, &c) && letter_is_space(c))
        at = next;
    return at;
}

static size_t peel_front(const struct cutter *c, size_t from, size_t to)
{
    for (;;) {
        enum literal_kind kind;
        size_t at = skip_space(c->text, from, to);
        size_t len = literal_at(span_slice(c->text, 0, to), at, &kind);

        if (len == 0 || (kind != LITERAL_EMOJI && kind != LITERAL_STICKER) ||
            (c->guard_count > 0 && c->guard[0].at.from < at + len))
            return at;
        from = at + len;
    }
}

static bool peels_at_end(enum literal_kind kind)
{
    return kind == LITERAL_EMOJI || kind == LITERAL_STICKER ||
           kind == LITERAL_LINK || kind == LITERAL_TAG;
}

/* Walks over the line; `end` is the end of the last thing that must stay. */
static size_t peel_back(const struct cutter *c, size_t from, size_t to)
{
    struct span s = span_slice(c->text, 0, to);
    size_t end = from;
    size_t at = from;

    if (c->guard_count > 0)
        at = end = c->guard[c->guard_count - 1].at.to;
    while (at < to) {
        enum literal_kind kind;
        uint32_t ch;
        size_t len = literal_at(s, at, &kind);

        if (len > 0) {
            at += len;
            end = peels_at_end(kind) ? end : at;
        } else if (utf8_next(s, &at, &ch) && !letter_is_space(ch)) {
            end = at;
        }
    }
    return skip_space_back(c->text, from, end);
}

/* ---- lines ---- */
static void add_line(struct cutter *c, struct span text, struct guards guards)
{
    struct layout_part *p = new_part(c);

    c->line = more(c, c->line, c->line_count, &c->line_room, sizeof(*c->line));
    if (p == NULL || c->full)
        return;
    p->copy = (struct span){NULL, 0};
    c->line[c->line_count++] = (struct layout_line){text, guards};
}

/* What the caller keeps, cut to the line; a mark of the markup inside yields.
 */
static void add_keeps(struct cutter *c, size_t from, size_t to)
{
    struct guard *old = c->guard;
    uint32_t old_count = c->guard_count;

    while (c->keep_count > 0 && c->keep->to <= from) {
        c->keep++;
        c->keep_count--;
    }
    if (c->keep_count == 0 || c->keep->from >= to)
        return;
    c->guard = NULL;
    c->guard_count = c->guard_room = 0;
    for (uint32_t i = 0, k = 0; i < old_count || k < c->keep_count;) {
        const struct range *r = k < c->keep_count ? &c->keep[k] : NULL;

        if (r != NULL && r->from >= to)
            r = NULL;
        if (r == NULL && i == old_count)
            break;
        if (r == NULL || (i < old_count && old[i].at.to <= r->from)) {
            cutter_guard(c, old[i].at.from, old[i].at.to, old[i].hug);
            i++;
            continue;
        }
        cutter_guard(c, r->from > from ? r->from : from,
                     r->to < to ? r->to : to, HUG_NONE);
        while (i < old_count && old[i].at.from < r->to)
            i++;
        k++;
    }
}

void cutter_line(struct cutter *c, size_t from, size_t to)
{
    struct guards guards;
    size_t start;
    size_t end;

    add_keeps(c, from, to);
    start = peel_front(c, from, to);
    end = peel_back(c, start, to);
    end = end < start ? start : end;
    cutter_copy(c, from, start);
    for (uint32_t i = 0; i < c->guard_count; i++) {
        c->guard[i].at.from -= (uint32_t)start;
        c->guard[i].at.to -= (uint32_t)start;
    }
    guards = (struct guards){c->guard, c->guard_count};
    if (end > start && !c->full)
        add_line(c, span_slice(c->text, start, end), guards);
    cutter_copy(c, end, to);
    c->guard = NULL;
    c->guard_count = c->guard_room = 0;
}

void cutter_own_line(struct cutter *c, struct span line)
{
    add_line(c, line, (struct guards){NULL, 0});
}

size_t cutter_line_end(struct span text, size_t at, size_t *ret_next)
{
    while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r')
        at++;
    *ret_next = at;
    while (*ret_next < text.len &&
           (text.at[*ret_next] == '\n' || text.at[*ret_next] == '\r'))
        (*ret_next)++;
    return at;
}

static void cut_plain(struct cutter *c)
{
    for (size_t at = 0; at < c->text.len && !c->full;) {
        size_t next;
        size_t end = cutter_line_end(c->text, at, &next);

        cutter_line(c, at, end);
        cutter_copy(c, end, next);
        at = next;
    }
}

bool layout_cut(struct arena *a, const struct translate_text *text,
                struct layout *ret, struct err *e)
{
    static void (*const cut[])(struct cutter *) = {
        [MARKUP_PLAIN] = cut_plain,
        [MARKUP_HTML] = cut_html,
        [MARKUP_MARKDOWN] = cut_markdown,
        [MARKUP_WIKITEXT] = cut_wikitext,
    };
    struct cutter c = {.arena = a,
                       .text = text->text,
                       .keep = text->keep,
                       .keep_count = text->keep_count};

    cut[text->markup](&c);
    if (c.full)
        return arena_err(a, "a text to translate", e);
    *ret = (struct layout){c.part, c.part_count, c.line, c.line_count,
                           text->markup == MARKUP_HTML};
    return true;
}

/* ---- and back ---- */
static void add_escaped(struct buf *out, struct span s)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '<':
            buf_add_text(out, "&lt;");
            break;
        case '>':
            buf_add_text(out, "&gt;");
            break;
        case '&':
            buf_add_text(out, "&amp;");
            break;
        default:
            buf_add_byte(out, s.at[i]);
        }
    }
}

bool layout_join(struct arena *a, const struct layout *l,
                 const struct span *translation, struct span *ret,
                 struct err *e)
{
    size_t most = 1;
    uint32_t line = 0;
    struct buf out;

    for (uint32_t i = 0; i < l->part_count; i++)
        most += l->part[i].copy.len;
    for (uint32_t i = 0; i < l->line_count; i++)
        most += translation[i].len * (l->escape ? 5 : 1);
    out = buf_make(most);
    for (uint32_t i = 0; i < l->part_count; i++) {
        if (l->part[i].copy.at != NULL)
            buf_add(&out, l->part[i].copy);
        else if (l->escape)
            add_escaped(&out, translation[line++]);
        else
            buf_add(&out, translation[line++]);
    }
    *ret = arena_copy(a, buf_span(&out));
    buf_free(&out);
    return ret->at != NULL || arena_err(a, "a translation", e);
}
