#include "intake/target.h"

#include <llhttp.h>
#include <string.h>

/* "http://host/path" → "/path", if host is ours (what the Host header says). */
static bool strip_authority(const struct http_head *h, struct buf *room,
                            struct span *target, struct err *e)
{
    struct span t = *target, authority;
    size_t from = span_starts_nocase(t, SPAN("http://"))    ? 7
                  : span_starts_nocase(t, SPAN("https://")) ? 8
                                                            : 0;
    size_t end = from;

    if (from == 0)
        return err_set(e, ERR_INPUT, NULL, "the target has no usable form");
    while (end < t.len && memchr("/?#", t.at[end], 3) == NULL)
        end++;
    authority = span_slice(t, from, end);
    if (authority.len == 0 || !span_equal_nocase(authority, h->host))
        return err_set(e, ERR_INPUT, NULL, "the target is another host's");
    *target = span_from(t, end);
    if (target->len == 0)
        *target = SPAN("/");
    if (target->at[0] != '?')
        return true;
    buf_add_byte(room, '/');
    buf_add(room, *target);
    *target = buf_span(room);
    return !room->failed ||
           err_set(e, ERR_HEADER_LIMIT, NULL, "the target is too long");
}

bool target_read(const struct http_head *h, struct buf *room,
                 struct target *ret, struct err *e)
{
    struct span t = h->target;
    size_t mark;

    if (span_is(t, "*")) {
        if (h->method_id != HTTP_OPTIONS)
            return err_set(e, ERR_INPUT, NULL, "target * is for OPTIONS");
        *ret = (struct target){t, t, SPAN("")};
        return true;
    }
    if (t.at[0] != '/' && !strip_authority(h, room, &t, e))
        return false;
    if (t.at[0] != '/')
        return err_set(e, ERR_INPUT, NULL, "the target has no path");
    if (span_find_byte(t, '#', 0) < t.len)
        return err_set(e, ERR_INPUT, NULL, "the target has a fragment");
    mark = span_find_byte(t, '?', 0);
    *ret = (struct target){t, span_slice(t, 0, mark), span_from(t, mark + 1)};
    return true;
}
