#include "match/pattern.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

/*
 * A Latin word goes on beside letters and their marks, a number beside digits;
 * beside Han neither does, nor does a word beside a number: vx138… is both.
 */
#define LETTER   "[\\p{Latin}\\p{Mn}]"
#define BOUNDARY "(?:(?<!" LETTER ")|(?!" LETTER "))(?:(?<![0-9])|(?![0-9]))"

static bool refuse(struct pattern_error *bad, size_t at, const char *text)
{
    bad->at = at;
    (void)snprintf(bad->text, sizeof(bad->text), "%s", text);
    return false;
}

static char byte_at(struct span s, size_t at)
{
    if (at >= s.len)
        return '\0';
    return s.at[at];
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Reads the escape at `at`; moves past it, past \Q…\E as a whole. */
static bool check_escape(struct span p, size_t *at, struct pattern_error *bad)
{
    switch (byte_at(p, *at + 1)) {
    case 'K':
        return refuse(bad, *at, "\\K is not allowed");
    case 'C':
        return refuse(bad, *at, "\\C is not allowed");
    case 'G':
        return refuse(bad, *at, "\\G is not allowed");
    case 'Q':
        *at = span_find(p, SPAN("\\E"), *at + 2) + 2;
        return true;
    default:
        *at += 2;
        return true;
    }
}

static bool check_group(struct span p, size_t at, struct pattern_error *bad)
{
    struct span rest = span_from(p, at);

    if (span_starts(rest, SPAN("(?C")))
        return refuse(bad, at, "callouts are not allowed");
    if (span_starts(rest, SPAN("(*")) && is_upper(byte_at(p, at + 2)))
        return refuse(bad, at, "verbs such as (*SKIP) are not allowed");
    return true;
}

/* Moves past a character class: `]` right at its start stands for itself. */
static bool skip_class(struct span p, size_t *at, struct pattern_error *bad)
{
    size_t i = *at + 1;

    if (byte_at(p, i) == '^')
        i++;
    if (byte_at(p, i) == ']')
        i++;
    while (i < p.len && p.at[i] != ']') {
        if (p.at[i] == '\\') {
            if (!check_escape(p, &i, bad))
                return false;
        } else if (span_starts(span_from(p, i), SPAN("[:"))) {
            i = span_find(p, SPAN(":]"), i) + 2;
        } else {
            i++;
        }
    }
    *at = i + 1;
    return true;
}

/* PCRE2 would take {{w}} for five characters, and the rule would never fire. */
static bool is_unknown_mark(struct span rest)
{
    return span_starts(rest, SPAN("{{")) && !span_starts(rest, SPAN("{{b}}"));
}

static bool check_source(struct span p, struct pattern_error *bad)
{
    size_t at = 0;

    if (p.len > PATTERN_LONGEST)
        return refuse(bad, PATTERN_LONGEST, "longer than 4096 bytes");
    while (at < p.len) {
        bool ok = true;

        if (p.at[at] == '\\')
            ok = check_escape(p, &at, bad);
        else if (p.at[at] == '[')
            ok = skip_class(p, &at, bad);
        else if (is_unknown_mark(span_from(p, at)))
            ok =
                refuse(bad, at, "of {{…}} there is {{b}} alone; or write \\{{");
        else
            ok = check_group(p, at++, bad);
        if (!ok)
            return false;
    }
    return true;
}

static void expand(struct span p, struct buf *ret)
{
    const struct span mark = SPAN("{{b}}");
    size_t at = 0;

    while (at < p.len) {
        size_t next = span_find(p, mark, at);

        buf_add(ret, span_slice(p, at, next));
        if (next < p.len)
            buf_add_text(ret, BOUNDARY);
        at = next + mark.len;
    }
}

/* An offset into the expanded pattern as one into the pattern as written. */
static size_t offset_as_written(struct span p, size_t at)
{
    const struct span mark = SPAN("{{b}}");
    size_t longer = strlen(BOUNDARY) - mark.len;
    size_t next = span_find(p, mark, 0);

    while (next < p.len && next + longer + mark.len <= at) {
        at -= longer;
        next = span_find(p, mark, next + mark.len);
    }
    return at < p.len ? at : p.len;
}

static pcre2_code *compile(struct span text, uint32_t more, int *ret_error,
                           PCRE2_SIZE *ret_at)
{
    return pcre2_compile((PCRE2_SPTR)text.at, text.len,
                         PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS |
                             PCRE2_NEVER_BACKSLASH_C | more,
                         ret_error, ret_at, NULL);
}

bool regex_pattern_counted(struct span pattern, pcre2_code **ret)
{
    struct buf text = buf_make(SIZE_MAX / 2);
    PCRE2_SIZE at;
    int error;

    expand(pattern, &text);
    *ret = compile(buf_span(&text), PCRE2_AUTO_CALLOUT, &error, &at);
    buf_free(&text);
    return *ret != NULL;
}

bool regex_pattern_compile(struct span pattern, pcre2_code **ret,
                           struct pattern_error *bad)
{
    struct buf text = buf_make(SIZE_MAX / 2);
    pcre2_code *code;
    PCRE2_SIZE at;
    uint32_t can_be_empty = 0;
    int error;

    if (!check_source(pattern, bad))
        return false;
    expand(pattern, &text);
    code = compile(buf_span(&text), PCRE2_USE_OFFSET_LIMIT, &error, &at);
    buf_free(&text);
    if (code == NULL) {
        bad->at = offset_as_written(pattern, at);
        (void)pcre2_get_error_message(error, (PCRE2_UCHAR *)bad->text,
                                      sizeof(bad->text));
        return false;
    }
    (void)pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &can_be_empty);
    if (can_be_empty != 0) {
        pcre2_code_free(code);
        return refuse(bad, 0, "it can match nothing at all");
    }
    *ret = code;
    return true;
}
