/*
 * ask_cors - asks the app which CORS headers a page of an origin that we have
 * not met gets, before such a page is sent a reply of ours.
 *
 * A form post from another origin needs no preflight, so nothing may be known
 * of it when the post is held or refused. With `replies.cors: mirror` the app
 * is then asked once, by the preflight that a browser would send: the path
 * alone, no query, no credentials, nothing of the post. An app that says
 * nothing, or not within a second, gives the page no leave.
 *
 * Example: if (ask_cors(p, reply_now)) return STEP_WAIT;
 *
 * Out:     true: `then` is called later, never inside the call; the answer is
 *          in lane->cors by then, if there was one.
 * Threads: the post's worker.
 * Source:  Fetch standard; CORS-preflight; docs/behaviour.md.
 */
#ifndef JOURNEY_ASK_CORS_H
#define JOURNEY_ASK_CORS_H

#include <stdbool.h>

#include "base/attr.h"

struct post;

bool ask_cors(struct post *p, void (*then)(struct post *p)) MUST_USE;

#endif
