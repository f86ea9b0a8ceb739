/*
 * header - an HTTP header list: order kept, duplicates kept.
 *
 * Example: struct span type;
 *          if (header_get(&head->headers, SPAN("content-type"), &type)) ...
 *          for (i = 0; i < h->count; i++) ... h->at[i].name, h->at[i].value
 *
 * In:      names are compared without regard to ASCII case.
 * Memory:  names and values are borrowed (from a connection's buffer or an
 *          arena); the array belongs to whoever made it.
 * Threads: pure.
 * Source:  RFC 9110 section 5.
 */
#ifndef HTTP_HEADER_H
#define HTTP_HEADER_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"

struct header {
    struct span name, value;
};

struct headers {
    struct header *at;
    uint32_t count;
};

#define HEADER(name, value) ((struct header){SPAN(name), SPAN(value)})

/* The first of that name; false when there is none. */
bool header_get(const struct headers *h, struct span name, struct span *ret);
bool header_has(const struct headers *h, struct span name);
uint32_t header_count(const struct headers *h, struct span name);

/* Is it that name to an app that reads headers as CGI hands them over, where
 * X_Forwarded_For and X-Forwarded-For are one? */
bool header_reads_as(struct span name, struct span known);

/* Is token an element of the comma-separated lists of that name? Case is
 * ignored; parameters after ';' are not part of the element. */
bool header_lists(const struct headers *h, struct span name, struct span token);

/* Cuts the next element off a comma-separated list (white space trimmed,
 * empty elements skipped, quoted strings kept whole); false at the end. */
bool header_next_element(struct span *list, struct span *ret);

bool header_name_valid(struct span name);   /* a token, RFC 9110 5.6.2 */
bool header_value_valid(struct span value); /* VCHAR, obs-text, SP, HTAB */

/* Writes "name: value\r\n". A name or value that is not valid makes the
 * buffer fail: nothing that could split a message is ever written. */
void header_write(struct buf *b, struct span name, struct span value);

/* The same of one that http/head has read, and so has checked. */
void header_copy(struct buf *b, const struct header *h);

#endif
