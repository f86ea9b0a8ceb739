/*
 * page - what the proxy listener serves by itself: requests refused before a
 * post was made of them, and the authors' pages under public.path.
 *
 * GET {public.path}/advice/ID tells an author what was masked or noticed, and
 * why; no text of the post is in it.
 *
 * Threads: the worker's. Source: docs/configuration.md; docs/behaviour.md.
 */
#ifndef JOURNEY_PAGE_H
#define JOURNEY_PAGE_H

#include "intake/intake.h"

void page_serve(void *user, struct intake_request *r);
void page_refused(void *user, struct intake_request *r, const struct err *e);

#endif
