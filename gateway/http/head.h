/*
 * head - the first lines of a request or an answer, scanned strictly before
 * llhttp sees them.
 *
 * Example: enum head_state s = head_find_end(bytes, &scan);
 *          if (s == HEAD_WHOLE && head_parse_request(&head, bytes, &err)) ...
 *
 * In:      bytes as they came. Lines end in CRLF only; no line starts with a
 *          space or tab; names are tokens; values VCHAR, obs-text, SP, HTAB;
 *          exactly one Host in HTTP/1.1; at most one Content-Length, digits
 *          only; Transfer-Encoding is exactly `chunked`, only in HTTP/1.1 and
 *          never beside Content-Length.
 * Out:     spans into the bytes: method, target, status, headers; framing.
 * Memory:  all spans borrow the bytes; headers.at is the caller's array of
 *          `most` elements.
 * Errors:  requests: ERR_INPUT 400, ERR_HEADER_LIMIT 431, ERR_UNSUPPORTED 501;
 *          answers: ERR_UPSTREAM 502.
 * Threads: pure.
 * Source:  RFC 9112; docs/behaviour.md.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "base/err.h"
#include "base/span.h"
#include "http/header.h"

enum http_framing {
    HTTP_NO_BODY, /* nothing follows */
    HTTP_LENGTH,  /* `length` bytes follow */
    HTTP_CHUNKED,
    HTTP_UNTIL_CLOSE /* answers only: until the connection ends */
};

struct http_head {
    /* requests */
    struct span method; /* upper case, as sent */
    int method_id;      /* enum llhttp_method: HTTP_GET, HTTP_POST, … */
    struct span target; /* as sent */
    struct span host;   /* value of Host; empty when there is none (1.0) */
    bool expects_continue;
    bool upgrades_websocket;
    /* answers */
    int status;
    struct span reason;
    /* both */
    uint8_t minor;   /* HTTP/1.minor */
    bool keep_alive; /* the sender is willing to use the connection again */
    enum http_framing framing;
    uint64_t length; /* with HTTP_LENGTH */
    struct headers headers;
    uint32_t most; /* room in headers.at */
};

/* How far the search for the end of a head has come. Zero to start. */
struct head_scan {
    size_t at;  /* start of the line being looked at */
    size_t end; /* HEAD_WHOLE: offset behind the empty line */
    uint32_t lines;
};

enum head_state { HEAD_PARTIAL, HEAD_WHOLE, HEAD_BAD_LINE_END };

/* Looks for the empty line that ends a head, continuing where the last call
 * stopped. A line feed without carriage return is bad at once. */
enum head_state head_find_end(struct span bytes, struct head_scan *scan);

/* A head that says nothing, with its room for headers kept: between two
 * messages its spans point into a buffer that may be gone. */
void head_forget(struct http_head *h);

/* bytes: one whole head, its empty line included. */
bool head_parse_request(struct http_head *h, struct span bytes,
                        struct err *e) MUST_USE;

/* to_head: it answers a HEAD request, so no body follows. */
bool head_parse_answer(struct http_head *h, struct span bytes, bool to_head,
                       struct err *e) MUST_USE;

/* Methods that only read (RFC 9110 9.2.1): GET, HEAD, OPTIONS, TRACE and the
 * WebDAV readers. Everything else is an unsafe, "writing" method. */
bool http_method_safe(int method_id);

#endif
