/*
 * message - the bytes behind a head: llhttp decides where the body ends.
 *
 * Example: message_begin(&m, HTTP_REQUEST, &head, head_bytes, e)
 *          switch (message_feed(&m, bytes, &used, e)) {
 *          case MESSAGE_MORE: ... all bytes were used
 *          case MESSAGE_WHOLE: ... bytes behind `used` are the next message
 *          case MESSAGE_BAD: ...
 *          }
 *
 * The head has passed http/head and is given to llhttp as well, so two
 * strict parsers must agree on it. llhttp then takes the body apart; chunk
 * extensions are refused, trailers are checked here and dropped.
 *
 * Out:     on_data pieces of the body, in the bytes that were fed.
 * Errors:  ERR_INPUT for requests, ERR_UPSTREAM for answers.
 * Threads: the loop's.
 * Source:  RFC 9112 sections 6 and 7.
 */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include <llhttp.h>

#include "base/err.h"
#include "http/head.h"

enum message_state { MESSAGE_MORE, MESSAGE_WHOLE, MESSAGE_BAD };

struct message {
    llhttp_t parser;
    void (*on_data)(struct message *m, struct span data);
    enum http_framing framing;
    bool request, whole;
    bool in_trailers;
    uint8_t trailer_state;
    uint32_t trailer_bytes;
};

/* on_data must be set. bytes: the head. */
bool message_begin(struct message *m, bool request, const struct http_head *h,
                   struct span bytes, struct err *e) MUST_USE;

enum message_state message_feed(struct message *m, struct span bytes,
                                size_t *ret_used, struct err *e) MUST_USE;

/* The peer has ended: true if the message is whole by that. */
bool message_end(struct message *m);

#endif
