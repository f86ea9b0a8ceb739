/*
 * meet - what happens when a literal was seen in a view, shared by the views'
 * own files (inside match/).
 *
 * Example: if (meet_wants(r, w, at)) meet_add(r, w, meet_original(r, at), set);
 *
 * Offsets: bytes of the default view, unless said otherwise.
 * Errors:  none. Threads: one owner of the run.
 */
#ifndef MATCH_MEET_H
#define MATCH_MEET_H

#include "match/run.h"

typedef void (*meet)(struct run *r, const struct word *w, struct range seen);

/* In the compact view and in that of lookalikes; `seen` is of that view. */
void meet_compact(struct run *r, const struct word *w, struct range seen);
void meet_lookalike(struct run *r, const struct word *w, struct range seen);
void meet_turned(struct run *r, const struct word *w, struct range seen);

/* Words with masked letters in the current text. */
void meet_masked(struct run *r);

/* Whether a hit of the word here would be kept; says why not in the trace. */
bool meet_wants(struct run *r, const struct word *w, struct range seen);

/* Why this is no hit; only for explaining. */
void meet_drop(struct run *r, const struct word *w, struct range seen,
               enum trace_why why);

/* The text as it came, and where a range of the default view, or of the one
 * without markup, stands in it: whole graphemes. */
struct span meet_text(const struct run *r);
struct range meet_original(struct run *r, struct range seen);
struct range meet_unmarked(struct run *r, struct range seen);

/* Did an entity or a tag stand in this range of the view without markup? */
bool meet_marked(const struct run *r, struct range at);

/* A hit at `at` of the original, if the rule asks for all that it needed. */
void meet_add(struct run *r, const struct word *w, struct range at,
              uint32_t needed, float certainty);

#endif
