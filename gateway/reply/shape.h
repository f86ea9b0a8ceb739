/*
 * shape - the body of one of our own replies, in the form the client reads.
 *
 * Example: shape_write(&(struct shape){.kind = SHAPE_PROBLEM, …}, &buf)
 *          {"type":"…","title":"…","status":422,"detail":"…", …}
 *
 * In:      texts for people, already in their language; valid UTF-8.
 * Memory:  writes to the buffer; borrows the rest.
 * Threads: pure.
 * Source:  RFC 9457; RFC 9110 12.5.1 for Accept.
 */
#ifndef REPLY_SHAPE_H
#define REPLY_SHAPE_H

#include "base/buf.h"
#include "catalog/catalog.h"
#include "catalog/help.h"
#include "config/replies.h"

enum shape_kind {
    SHAPE_HELD,
    SHAPE_ADVICE,
    SHAPE_PROBLEM,
    SHAPE_PAGE,
    SHAPE_TEMPLATE
};

struct shape_rule {
    struct span id, reason, category;
};

struct shape {
    enum shape_kind kind;
    const struct reply_body *template; /* SHAPE_TEMPLATE */
    const struct catalog *catalog;     /* headings of the page */
    enum locale locale;
    int status;
    struct span problem; /* last part of the problem's type: "rejected" */
    struct span verdict; /* SHAPE_ADVICE */
    struct span title, message;
    struct span message_with_reasons; /* where there is no list of rules */
    const struct shape_rule *rule;
    uint32_t rule_count;
    const struct help_line *help[HELP_MOST_LINES];
    uint32_t help_count;
    struct span decision, appeal; /* empty: left out */
    bool retry;
};

void shape_write(const struct shape *s, struct buf *out);
struct span shape_type(const struct shape *s); /* Content-Type */

/* Accept would rather have HTML than JSON. */
bool shape_prefers_page(struct span accept);

/* A form of a browser that would rather have a page than JSON. */
bool shape_wants_page(struct span accept, struct span content_type);

#endif
