/*
 * replies - how our own answers look: status, shape, CORS.
 *
 * Example: replies:
 *            status: {hold: 200}
 *            body: {hold: '{"ok":false,"message":"{message}"}'}
 *
 * A route may have a `replies:` of its own; what it does not say is the
 * general one's, already filled in.
 *
 * Memory:  lives in the struct config's arena.
 * Threads: plain data.
 * Source:  docs/behaviour.md; docs/configuration.md.
 */
#ifndef CONFIG_REPLIES_H
#define CONFIG_REPLIES_H

#include "config/value.h"

/* replies.cors: mirror | off | [origins]. */
struct cors {
    enum cors_kind { CORS_OFF, CORS_MIRROR, CORS_LIST } kind;
    struct texts origin; /* CORS_LIST; "*" is any, without credentials */
};

/* replies.body: a template with {message} {decision} {appeal}. */
struct reply_body {
    const char *type; /* content type; NULL: no template, our own shape */
    struct span text;
};

/* Our own replies. A route's copy has the general one filled in. */
struct replies {
    struct cors cors;
    bool html; /* form posts that prefer HTML get a page */
    struct {
        uint32_t hold, reject, bounce;
    } status;
    struct {
        struct reply_body hold, reject, bounce;
    } body;
};

#endif
