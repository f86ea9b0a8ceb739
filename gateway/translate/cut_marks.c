/*
 * Markdown and wikitext are line by line: what opens a line (headings, bullets,
 * quotes) is copied, fences and tables are copied whole, and the marks inside a
 * line are guards. This is no renderer: what it does not know is prose, which
 * is harmless, since prose keeps its punctuation.
 */
#include <string.h>

#include "base/attr.h"
#include "translate/cutter.h"

enum { MOST_MARK = 2048, MOST_DEPTH = 16 };

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static size_t run_of(struct span s, size_t at, char c)
{
    size_t n = 0;

    while (at + n < s.len && s.at[at + n] == c)
        n++;
    return n;
}

/* A tag that closes; in these markups a lone < is prose. */
static size_t inline_tag(struct span s, size_t at)
{
    struct span near = span_slice(s, 0, at + MOST_MARK);
    size_t len = cut_tag(near, at);

    return len > 0 && s.at[at + len - 1] == '>' ? len : 0;
}

static size_t find_within(struct span s, struct span needle, size_t from)
{
    struct span near = span_slice(s, 0, from + MOST_MARK);
    size_t at = span_find(near, needle, from);

    return at < near.len ? at : s.len;
}

/* ---- markdown ---- */
/* Bytes of "#", ">", "-" or "12." at `at`. */
static size_t bullet(struct span s, size_t at)
{
    size_t end = at + run_of(s, at, '#');

    if (end > at || at >= s.len)
        return end - at;
    if (is_one_of(s.at[at], ">-+*"))
        return 1;
    while (end < s.len && s.at[end] >= '0' && s.at[end] <= '9')
        end++;
    return end > at && end < s.len && is_one_of(s.at[end], ".)") ? end + 1 - at
                                                                 : 0;
}

/* "> ", "## ", "- ", "12. ", any number of them. */
static size_t line_opening(struct span s)
{
    size_t at = 0;

    for (;;) {
        size_t len;

        while (at < s.len && is_space(s.at[at]))
            at++;
        len = bullet(s, at);
        if (len == 0 || (at + len < s.len && !is_space(s.at[at + len])))
            return at;
        at += len;
    }
}

/* ](target) or ][label], from the bracket that closes a link's text. */
static size_t link_tail(struct span s, size_t at)
{
    size_t end;

    if (at + 1 >= s.len || !is_one_of(s.at[at + 1], "(["))
        return 0;
    end = find_within(s, s.at[at + 1] == '(' ? SPAN(")") : SPAN("]"), at + 2);
    return end < s.len ? end + 1 - at : 0;
}

/* The mark of markdown at `at`: its length, and which side it touches. */
static size_t markdown_mark(struct span s, size_t at, enum hug *ret)
{
    char c = s.at[at];
    bool opens = at + 1 < s.len && !is_space(s.at[at + 1]) &&
                 (at == 0 || is_space(s.at[at - 1]));
    size_t len = 0;

    *ret = HUG_NONE;
    if (c == '\\' && at + 1 < s.len &&
        is_one_of(s.at[at + 1], "\\`*_{}[]()#+-.!|"))
        return 2;
    if (c == '`')
        return literal_code(s, at);
    if (c == '<')
        return inline_tag(s, at);
    if (c == ']') {
        *ret = HUG_LEFT;
        return link_tail(s, at);
    }
    if (c == '[' || (c == '!' && at + 1 < s.len && s.at[at + 1] == '[')) {
        size_t close = find_within(s, SPAN("]"), at);

        *ret = HUG_RIGHT;
        if (close < s.len && link_tail(s, close) > 0)
            len = c == '!' ? 2 : 1;
        return len;
    }
    if (c == '|')
        return 1;
    if (c == '*' || c == '~' || c == '_')
        len = run_of(s, at, c);
    if (c == '_' && len > 0 && at > 0 &&
        letter_is_word((unsigned char)s.at[at - 1]) && at + len < s.len &&
        letter_is_word((unsigned char)s.at[at + len]))
        return 0; /* snake_case */
    *ret = opens ? HUG_RIGHT : HUG_LEFT;
    return len;
}

/* ---- wikitext ---- */
/* {{…}} or {|…|} to its end, nesting counted. */
static size_t braces(struct span s, size_t at)
{
    int depth = 0;

    for (size_t i = at; i + 1 < s.len; i++) {
        if (s.at[i] == '{' && s.at[i + 1] == '{') {
            depth++;
            i++;
        } else if (s.at[i] == '}' && s.at[i + 1] == '}') {
            depth--;
            i++;
            if (depth == 0)
                return i + 1 - at;
        }
        if (depth > MOST_DEPTH)
            break;
    }
    return s.len - at;
}

/* [[target|label]]: all up to the label; [[target]]: all of it. */
static size_t wiki_link(struct span s, size_t at, enum hug *ret)
{
    size_t close = find_within(s, SPAN("]]"), at);
    size_t bar = find_within(s, SPAN("|"), at);

    if (close >= s.len)
        return 2;
    *ret = bar < close ? HUG_RIGHT : HUG_NONE;
    if (bar < close &&
        span_find_byte(span_slice(s, 0, close), '|', bar + 1) < close)
        return close + 2 - at; /* [[File:x|thumb|…]] */
    return (bar < close ? bar + 1 : close + 2) - at;
}

static size_t wikitext_mark(struct span s, size_t at, enum hug *ret)
{
    struct span rest = span_from(s, at);
    size_t quotes = run_of(s, at, '\'');

    *ret = HUG_NONE;
    if (quotes >= 2) {
        *ret = at == 0 || is_space(s.at[at - 1]) ? HUG_RIGHT : HUG_LEFT;
        return quotes;
    }
    if (span_starts(rest, SPAN("{{")))
        return braces(s, at);
    if (span_starts(rest, SPAN("[[")))
        return wiki_link(s, at, ret);
    if (span_starts_nocase(rest, SPAN("[http"))) {
        size_t end = at;

        while (end < s.len && !is_one_of(s.at[end], " ]\n"))
            end++;
        *ret = HUG_RIGHT;
        return (end < s.len && s.at[end] != '\n' ? end + 1 : end) - at;
    }
    if (s.at[at] == ']') {
        *ret = HUG_LEFT;
        return run_of(s, at, ']');
    }
    return s.at[at] == '<' ? inline_tag(s, at) : 0;
}

/* "* ", "# ", ": ", "== "; the whole line for tables and signs. */
static size_t wiki_opening(struct span s)
{
    size_t at = 0;

    if (span_starts(s, SPAN("{|")) || span_starts(s, SPAN("|")) ||
        span_starts(s, SPAN("!")) || span_starts(s, SPAN("__")))
        return s.len;
    while (at < s.len && is_one_of(s.at[at], "*#:;= "))
        at++;
    return at;
}

/* ---- both ---- */
struct marks {
    size_t (*opening)(struct span line);
    size_t (*mark)(struct span s, size_t at, enum hug *ret);
};

/* Adds the guards of a line; a mark may run on over line breaks. Returns where
 * the line ends then. */
static size_t guard_marks(struct cutter *c, const struct marks *m, size_t at,
                          size_t end)
{
    while (at < end && !c->full) {
        enum hug hug;
        size_t len = m->mark(c->text, at, &hug);
        size_t next;

        if (len == 0) {
            at++;
            continue;
        }
        cutter_guard(c, at, at + len, hug);
        at += len;
        if (at > end)
            end = cutter_line_end(c->text, at, &next);
    }
    return end;
}

/* One line of prose; returns where the next line begins. */
static size_t cut_line(struct cutter *c, const struct marks *m, size_t from,
                       size_t end)
{
    size_t at = from + m->opening(span_slice(c->text, from, end));
    size_t to;
    size_t next;

    cutter_copy(c, from, at);
    end = guard_marks(c, m, at, end);
    to = end;
    if (c->guard_count == 0 || c->guard[c->guard_count - 1].at.to < to)
        while (to > at && is_one_of(c->text.at[to - 1], "= \t"))
            to--; /* "== heading ==" */
    cutter_line(c, at, to);
    (void)cutter_line_end(c->text, end, &next);
    cutter_copy(c, to, next);
    return next;
}

void cut_wikitext(struct cutter *c)
{
    static const struct marks marks = {wiki_opening, wikitext_mark};

    for (size_t at = 0; at < c->text.len && !c->full;) {
        size_t next;

        at = cut_line(c, &marks, at, cutter_line_end(c->text, at, &next));
    }
}

/* ``` or ~~~ opens and closes a block of code. */
static char fence_of(struct span line)
{
    line = span_trim(line);
    if (span_starts(line, SPAN("```")))
        return '`';
    return span_starts(line, SPAN("~~~")) ? '~' : 0;
}

void cut_markdown(struct cutter *c)
{
    static const struct marks marks = {line_opening, markdown_mark};
    char fence = 0;

    for (size_t at = 0; at < c->text.len && !c->full;) {
        size_t next;
        size_t end = cutter_line_end(c->text, at, &next);
        char here = fence_of(span_slice(c->text, at, end));

        if (fence == 0 && here == 0) {
            at = cut_line(c, &marks, at, end);
            continue;
        }
        cutter_copy(c, at, next);
        if (fence == 0)
            fence = here;
        else if (fence == here)
            fence = 0;
        at = next;
    }
}
