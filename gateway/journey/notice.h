/*
 * notice - what the author is told of a post that is published masked or with
 * advice, put into the app's own answer (advise.attach of the route).
 *
 * Example: if (notice_fits(p, a)) ... collect the answer, then
 *          notice_attach(p, body, &body);
 *
 * The notice is the object that the advice page answers with. An answer that
 * is no JSON, is coded, or has a value of another type in the way passes on
 * untouched: the author still has Paifang-Advice.
 *
 * Memory:  the post's arena. Threads: the worker's. Source: docs/behaviour.md.
 */
#ifndef JOURNEY_NOTICE_H
#define JOURNEY_NOTICE_H

#include "http/head.h"
#include "journey/post.h"

/* The post's answer is to carry a notice. */
bool notice_wanted(const struct post *p);

/* This answer can. */
bool notice_fits(const struct post *p, const struct http_head *a);

/* False, and *ret untouched, when the answer stays as it is. */
bool notice_attach(struct post *p, struct span body, struct span *ret);

#endif
