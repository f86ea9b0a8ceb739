#include "intake/route.h"

#include <llhttp.h>
#include <string.h>

#include "intake/path.h"

static bool segment_is(struct span text, struct span segment, bool ignore_case)
{
    return ignore_case ? span_equal_nocase(text, segment)
                       : span_equal(text, segment);
}

static bool path_matches(const struct path_pattern *p, struct span reading,
                         bool ignore_case)
{
    struct span rest = span_from(reading, 1), segment;
    bool more = rest.len > 0;
    uint32_t i;

    for (i = 0; i < p->count; i++) {
        const struct path_segment *s = &p->segment[i];

        if (s->kind == SEGMENT_REST)
            return true;
        if (!more)
            return false;
        more = span_cut(&rest, '/', &segment) && rest.at != NULL;
        if (s->kind == SEGMENT_ANY ? segment.len == 0
                                   : !segment_is(s->text, segment, ignore_case))
            return false;
    }
    return !more;
}

/* ---- query conditions ---- */

/* Takes the next character of a form-encoded text. */
static char next_decoded(struct span *text)
{
    char c = text->at[0];
    size_t taken = 1;

    if (c == '+') {
        c = ' ';
    } else if (c == '%' && text->len > 2 && span_hex_value(text->at[1]) >= 0 &&
               span_hex_value(text->at[2]) >= 0) {
        c = (char)(span_hex_value(text->at[1]) * 16 +
                   span_hex_value(text->at[2]));
        taken = 3;
    }
    *text = span_from(*text, taken);
    return c;
}

/* Does the form-encoded text stand for `plain`? */
static bool encoded_is(struct span text, const char *plain)
{
    while (text.len > 0)
        if (next_decoded(&text) != *plain || *plain++ == '\0')
            return false;
    return *plain == '\0';
}

/* The same of a parameter's name, which PHP reads without blanks before it and
 * with '_' for a blank, a dot and a lone '['. */
static bool names(struct span text, const char *plain)
{
    bool begun = false;

    while (text.len > 0) {
        char c = next_decoded(&text);

        if (c == ' ' && !begun && *plain != ' ')
            continue;
        begun = true;
        if (*plain == '\0' ||
            (c != *plain && !(*plain == '_' && memchr(" .[", c, 3) != NULL)))
            return false;
        plain++;
    }
    return *plain == '\0';
}

/* A value that is a path, as rest_route=/wp/v2/posts, is read like one: apps
 * fold its slashes and its case. */
static bool encoded_path_is(struct span text, const char *plain)
{
    char before = '\0';

    while (text.len > 0) {
        char c = next_decoded(&text);

        if (c == '/' && *plain != '/' && (before == '/' || *plain == '\0'))
            continue;
        before = c;
        if (*plain == '\0' ||
            !span_equal_nocase((struct span){&c, 1}, (struct span){plain, 1}))
            return false;
        plain++;
    }
    return *plain == '\0';
}

static bool value_is(struct span text, const char *plain)
{
    return strcmp(plain, "*") == 0 || encoded_is(text, plain) ||
           (plain[0] == '/' && encoded_path_is(text, plain));
}

/* Any occurrence counts: which one the app takes is not ours to guess. */
static bool query_has(struct span query, const struct pair *want)
{
    struct span rest = query, pair;

    while (query.len > 0 && span_cut(&rest, '&', &pair)) {
        size_t equals = span_find_byte(pair, '=', 0);

        if (names(span_slice(pair, 0, equals), want->name) &&
            value_is(span_from(pair, equals + 1), want->value))
            return true;
    }
    return false;
}

static bool query_get_decoded(struct span query, const char *name,
                              struct span *ret)
{
    struct span rest = query, pair;

    while (query.len > 0 && span_cut(&rest, '&', &pair)) {
        size_t equals = span_find_byte(pair, '=', 0);

        if (!names(span_slice(pair, 0, equals), name))
            continue;
        *ret = span_from(pair, equals + 1);
        return true;
    }
    return false;
}

static bool query_matches(const struct route_match *m, struct span query)
{
    uint32_t i;

    for (i = 0; i < m->query.count; i++)
        if (!query_has(query, &m->query.at[i]))
            return false;
    return true;
}

/* ---- routes ---- */

static bool method_matches(const struct route_match *m, int method_id)
{
    const char *name = llhttp_method_name((llhttp_method_t)method_id);

    if (m->method == NULL || strcmp(m->method, name) == 0)
        return true;
    return method_id == HTTP_HEAD && strcmp(m->method, "GET") == 0;
}

static bool matches_reading(const struct config *c, const struct route *r,
                            int method_id, struct span reading,
                            struct span query)
{
    bool ignore_case = c->routing.path_case == PATH_CASE_INSENSITIVE;
    uint32_t i;

    for (i = 0; i < r->match.count; i++)
        if (method_matches(&r->match.at[i], method_id) &&
            path_matches(&r->match.at[i].path, reading, ignore_case) &&
            query_matches(&r->match.at[i], query))
            return true;
    return false;
}

static bool route_matches(const struct config *c, const struct route *r,
                          int method_id, const struct target *t,
                          struct buf *scratch, struct span *ret)
{
    unsigned features = path_features(t->path), undo = features;

    do {
        struct span reading = path_reading(t->path, undo, scratch);

        if (matches_reading(c, r, method_id, reading, t->query)) {
            *ret = reading;
            return true;
        }
    } while (r->kind == ROUTE_PUBLISH && path_next_reading(features, &undo));
    return false;
}

const struct route *route_find(const struct config *c, int method_id,
                               const struct target *t, struct buf *scratch,
                               struct span *ret_reading)
{
    uint32_t i;

    if (t->path.len == 0 || t->path.at[0] != '/')
        return NULL; /* OPTIONS * */
    for (i = 0; i < c->routes.count; i++)
        if (route_matches(c, &c->routes.at[i], method_id, t, scratch,
                          ret_reading))
            return &c->routes.at[i];
    return NULL;
}

bool method_override(const struct http_head *h, struct span query,
                     struct span *ret)
{
    static const struct span headers[] = {
        SPAN_INIT("x-http-method-override"),
        SPAN_INIT("x-http-method"),
        SPAN_INIT("x-method-override"),
    };
    uint32_t i;
    size_t k;

    for (i = 0; i < h->headers.count; i++)
        for (k = 0; k < COUNT_OF(headers); k++)
            if (header_reads_as(h->headers.at[i].name, headers[k])) {
                *ret = h->headers.at[i].value;
                return true;
            }
    return query_get_decoded(query, "_method", ret);
}
