/*
 * scratch - what one thread needs to match: memory and library state that is
 * used again post after post (inside match/).
 *
 * Example: if (scratch_wants(s, condition))
 *              *scratch_hit(s, condition) = (struct hit){...};
 *
 * Memory:  its own, on the heap; arrays grow to fixed ceilings.
 * Threads: one owner.
 */
#ifndef MATCH_SCRATCH_H
#define MATCH_SCRATCH_H

#include "fold/fold.h"
#include "match/boundary.h"
#include "match/match.h"
#include "match/matcher.h"
#include "match/whole.h"

/* A literal seen in a view. */
struct candidate {
    uint32_t literal;
    struct range at; /* in the view */
};

/* An allow phrase seen in a text. */
struct allowed {
    uint32_t text;
    struct range at;
    const struct word *word;
};

enum {
    SCRATCH_CANDIDATES = 256,
    /* Hits of one post that are sorted and cancelled before the first
     * MATCH_MOST_HITS are reported. Past it a condition that was not met
     * often yet still gets its hits, so that a flood of one word never hides
     * another rule. */
    SCRATCH_MOST_HITS = 4096,
    SCRATCH_SURE_HITS = 8,
    /* Past so many words that may be near each other nobody knows which are:
     * an error, never a post that looks clean. */
    SCRATCH_MOST_MEMBERS = 1 << 16,
    SCRATCH_MOST_ALLOWED = 16384
};

struct match_scratch {
    hs_scratch_t *hs;
    struct fold_space *fold;
    struct units units; /* of the default view, for who wants them */
    struct guess_scratch *guess;
    struct boundary boundary;
    struct whole whole[MATCHER_VIEWS];
    struct candidate candidate[SCRATCH_CANDIDATES];
    uint32_t candidate_count;
    struct hit *hit;
    uint32_t hit_count, hit_room;
    uint32_t *met; /* hits by condition id */
    uint32_t condition_count;
    struct allowed *allowed;
    uint32_t allowed_count, allowed_room;
    bool *is_due;  /* by regex: one of its literals was seen in this text */
    uint32_t *due; /* those regexes */
    uint32_t due_count;
    bool truncated;
    bool flooded; /* more than SCRATCH_MOST_MEMBERS */
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

/* Nothing found yet: before each post. */
void scratch_reset(struct match_scratch *s);

/* Whether another hit of the condition would be kept; if not, truncated. Ask
 * before checking what is costly to check. */
bool scratch_wants(struct match_scratch *s, const struct condition *condition);

/* A place for one more hit, which scratch_wants(). */
struct hit *scratch_hit(struct match_scratch *s,
                        const struct condition *condition);

bool scratch_wants_allowed(const struct match_scratch *s);

void scratch_allowed(struct match_scratch *s, const struct allowed *allowed);

#endif
