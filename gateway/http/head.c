#include "http/head.h"

#include <llhttp.h>
#include <string.h>

/*
 * Two passes over a head, both before llhttp: head_find_end() walks the lines
 * as they arrive and stops at the first one that does not end in CRLF; the
 * parse then cuts the whole head into spans and decides the framing, so that
 * nothing that two parsers could read in two ways gets further than this file.
 */

enum head_state head_find_end(struct span bytes, struct head_scan *scan)
{
    while (scan->at < bytes.len) {
        const char *line = bytes.at + scan->at;
        const char *lf = memchr(line, '\n', bytes.len - scan->at);

        if (lf == NULL)
            return HEAD_PARTIAL;
        if (lf == line || lf[-1] != '\r')
            return HEAD_BAD_LINE_END;
        scan->at = (size_t)(lf - bytes.at) + 1;
        if (lf == line + 1) {
            scan->end = scan->at;
            return HEAD_WHOLE;
        }
        scan->lines++;
    }
    return HEAD_PARTIAL;
}

/* The next line without its CRLF; false at the empty line. head_find_end has
 * seen that every line feed has its carriage return. */
static bool next_line(struct span *rest, struct span *ret)
{
    size_t lf = span_find_byte(*rest, '\n', 0);

    *ret = span_slice(*rest, 0, lf - 1);
    *rest = span_from(*rest, lf + 1);
    return ret->len > 0;
}

static bool bad(const struct http_head *h, struct err *e, const char *what)
{
    bool request = h->method.at != NULL;

    return err_set(e, request ? ERR_INPUT : ERR_UPSTREAM, NULL, "%s%s",
                   request ? "" : "answer: ", what);
}

static bool add_field(struct http_head *h, struct span line, struct err *e)
{
    size_t colon = span_find_byte(line, ':', 0);
    struct header f = {span_slice(line, 0, colon),
                       span_trim(span_from(line, colon + 1))};

    if (line.at[0] == ' ' || line.at[0] == '\t')
        return bad(h, e, "a header line starts with white space");
    if (colon == line.len)
        return bad(h, e, "a header line has no colon");
    if (!header_name_valid(f.name))
        return bad(h, e, "a header name is not a token");
    if (!header_value_valid(f.value))
        return bad(h, e, "a header value has a control character");
    if (h->headers.count == h->most)
        return err_set(e,
                       h->method.at != NULL ? ERR_HEADER_LIMIT : ERR_UPSTREAM,
                       NULL, "more than %u headers", h->most);
    h->headers.at[h->headers.count++] = f;
    return true;
}

static bool read_length(struct http_head *h, struct span value, struct err *e)
{
    if (h->framing == HTTP_LENGTH)
        return bad(h, e, "more than one Content-Length");
    if (!span_to_u64(value, &h->length) || h->length > INT64_MAX)
        return bad(h, e, "Content-Length is not a number");
    h->framing = HTTP_LENGTH;
    return true;
}

struct framing_seen {
    bool length, chunked, close, keep_alive;
};

static bool read_coding(struct http_head *h, struct framing_seen *seen,
                        struct span value, struct err *e)
{
    if (seen->chunked)
        return bad(h, e, "more than one Transfer-Encoding");
    if (!span_equal_nocase(value, SPAN("chunked")))
        return bad(h, e, "Transfer-Encoding other than chunked");
    if (h->minor == 0)
        return bad(h, e, "Transfer-Encoding in HTTP/1.0");
    seen->chunked = true;
    return true;
}

static void read_connection(struct framing_seen *seen, struct span value)
{
    struct span element;

    while (header_next_element(&value, &element)) {
        if (span_equal_nocase(element, SPAN("close")))
            seen->close = true;
        else if (span_equal_nocase(element, SPAN("keep-alive")))
            seen->keep_alive = true;
    }
}

/* The fields that decide where the message ends and whether another follows.
 * They are told apart by length first: this runs for every header. */
static bool read_field(struct http_head *h, const struct header *f,
                       struct framing_seen *seen, struct err *e)
{
    switch (f->name.len) {
    case 10:
        if (span_equal_nocase(f->name, SPAN("connection")))
            read_connection(seen, f->value);
        return true;
    case 14:
        if (!span_equal_nocase(f->name, SPAN("content-length")))
            return true;
        seen->length = true;
        return read_length(h, f->value, e);
    case 17:
        if (!span_equal_nocase(f->name, SPAN("transfer-encoding")))
            return true;
        return read_coding(h, seen, f->value, e);
    default:
        return true;
    }
}

static bool read_fields(struct http_head *h, struct span rest, struct err *e)
{
    struct framing_seen seen = {0};
    struct span line;

    h->headers.count = 0;
    h->framing = HTTP_NO_BODY;
    h->length = 0;
    while (next_line(&rest, &line)) {
        if (!add_field(h, line, e) ||
            !read_field(h, &h->headers.at[h->headers.count - 1], &seen, e))
            return false;
    }
    if (seen.length && seen.chunked)
        return bad(h, e, "both Content-Length and Transfer-Encoding");
    if (seen.chunked)
        h->framing = HTTP_CHUNKED;
    h->keep_alive = !seen.close && (h->minor > 0 || seen.keep_alive);
    return true;
}

/* "HTTP/1.0" or "HTTP/1.1". */
static bool read_version(struct span s, uint8_t *ret_minor)
{
    if (s.len != 8 || memcmp(s.at, "HTTP/1.", 7) != 0)
        return false;
    if (s.at[7] != '0' && s.at[7] != '1')
        return false;
    *ret_minor = (uint8_t)(s.at[7] - '0');
    return true;
}

/* ---- requests ---- */

static const struct {
    struct span name;
    int id;
} methods[] = {
#define METHOD(number, name, text) {SPAN_INIT(#text), HTTP_##name},
    HTTP_METHOD_MAP(METHOD)
#undef METHOD
};

static bool read_method(struct http_head *h, struct err *e)
{
    size_t i;

    if (!header_name_valid(h->method))
        return bad(h, e, "the method is not a token");
    for (i = 0; i < COUNT_OF(methods); i++) {
        if (!span_equal(methods[i].name, h->method))
            continue;
        h->method_id = methods[i].id;
        if (h->method_id == HTTP_CONNECT || h->method_id == HTTP_PRI ||
            h->method_id == HTTP_SOURCE)
            break;
        return true;
    }
    return err_set(e, ERR_UNSUPPORTED, NULL, "method not implemented");
}

/* Bytes of a target: VCHAR and obs-text; the latter are percent-encoded before
 * anything is forwarded (intake/target). */
static bool target_valid(struct span s)
{
    size_t i;

    for (i = 0; i < s.len; i++)
        if ((uint8_t)s.at[i] <= ' ' || s.at[i] == 0x7F)
            return false;
    return s.len > 0;
}

static bool read_request_line(struct http_head *h, struct span line,
                              struct err *e)
{
    size_t first = span_find_byte(line, ' ', 0);
    size_t last = span_find_byte(line, ' ', first + 1);

    h->method = span_slice(line, 0, first);
    h->target = span_slice(line, first + 1, last);
    if (last >= line.len || !target_valid(h->target))
        return bad(h, e, "malformed request line");
    if (!read_version(span_from(line, last + 1), &h->minor))
        return bad(h, e, "malformed or unknown HTTP version");
    return read_method(h, e);
}

static bool read_host(struct http_head *h, struct err *e)
{
    uint32_t i, n = 0;

    h->host = SPAN("");
    for (i = 0; i < h->headers.count; i++) {
        if (!span_equal_nocase(h->headers.at[i].name, SPAN("host")))
            continue;
        h->host = h->headers.at[i].value;
        n++;
    }
    if (n > 1)
        return bad(h, e, "more than one Host");
    if (h->host.len == 0 && h->minor > 0)
        return bad(h, e, "no Host");
    for (i = 0; i < h->host.len; i++)
        if (strchr("/\\?#@ ,\t\"<>", h->host.at[i]) != NULL ||
            (uint8_t)h->host.at[i] >= 0x7F)
            return bad(h, e, "malformed Host");
    return true;
}

void head_forget(struct http_head *h)
{
    *h = (struct http_head){
        .method_id = -1,
        .minor = 1,
        .headers = {.at = h->headers.at},
        .most = h->most,
    };
}

bool head_parse_request(struct http_head *h, struct span bytes, struct err *e)
{
    struct span rest = bytes, line = SPAN("");

    h->method = SPAN(""); /* marks a request, also for errors */
    if (bytes.len == 0 || !next_line(&rest, &line))
        return bad(h, e, "no request line");
    if (!read_request_line(h, line, e) || !read_fields(h, rest, e) ||
        !read_host(h, e))
        return false;
    h->expects_continue =
        h->minor > 0 &&
        header_lists(&h->headers, SPAN("expect"), SPAN("100-continue"));
    h->upgrades_websocket =
        header_lists(&h->headers, SPAN("upgrade"), SPAN("websocket"));
    return true;
}

bool http_method_safe(int method_id)
{
    switch (method_id) {
    case HTTP_GET:
    case HTTP_HEAD:
    case HTTP_OPTIONS:
    case HTTP_TRACE:
    case HTTP_PROPFIND:
    case HTTP_SEARCH:
    case HTTP_REPORT:
        return true;
    default:
        return false;
    }
}

/* ---- answers ---- */

static bool read_status_line(struct http_head *h, struct span line,
                             struct err *e)
{
    size_t first = span_find_byte(line, ' ', 0);
    struct span code = span_slice(line, first + 1, first + 4);
    uint64_t status;

    if (!read_version(span_slice(line, 0, first), &h->minor))
        return bad(h, e, "malformed or unknown HTTP version");
    if (code.len != 3 || !span_to_u64(code, &status) || status < 100 ||
        (line.len > first + 4 && line.at[first + 4] != ' '))
        return bad(h, e, "malformed status line");
    h->status = (int)status;
    h->reason = span_from(line, first + 5);
    if (!header_value_valid(h->reason))
        return bad(h, e, "malformed reason phrase");
    return true;
}

bool head_parse_answer(struct http_head *h, struct span bytes, bool to_head,
                       struct err *e)
{
    struct span rest = bytes, line = SPAN("");

    h->method = (struct span){NULL, 0};
    if (bytes.len == 0 || !next_line(&rest, &line))
        return bad(h, e, "no status line");
    if (!read_status_line(h, line, e) || !read_fields(h, rest, e))
        return false;
    if (to_head || h->status < 200 || h->status == 204 || h->status == 304)
        h->framing = HTTP_NO_BODY;
    else if (h->framing == HTTP_NO_BODY)
        h->framing = HTTP_UNTIL_CLOSE;
    if (h->framing == HTTP_UNTIL_CLOSE)
        h->keep_alive = false;
    return true;
}
