/*
 * trace - why what looked like a hit was none, for `rules explain`.
 *
 * Example: struct match_trace trace = {.arena = a};
 *          in.trace = &trace; match_run(…);
 *          for (e = trace.first; e != NULL; e = e->next) ...
 *              "刷单 at [6, 13): gap"
 *
 * In:      entries from wherever a hit is dropped: match/, guess/.
 * Out:     a list in the order in which they were dropped, nothing twice in a
 *          row; at most TRACE_MOST, then `truncated`.
 * Offsets: UTF-8 bytes of the original text, half-open; [0, 0) for what has no
 *          place.
 * Memory:  entries live in the arena. A full arena truncates the list.
 * Errors:  none: a trace never changes what is found. Without a trace (NULL)
 *          nothing is spent: test the pointer before an entry is made.
 * Threads: one owner.
 */
#ifndef MATCH_TRACE_H
#define MATCH_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "match/rule.h"

/* What kept it from being a hit, or from acting. */
enum trace_why {
    TRACE_LANGUAGE,  /* the rule is not for the text's language */
    TRACE_FIELD,     /* nor for its field */
    TRACE_SIDE,      /* nor for this side of the post */
    TRACE_CERTAINTY, /* a guess below the rule's floor */
    TRACE_BOUNDARY,  /* a letter or digit goes on beside it */
    TRACE_NOT_WHOLE, /* `whole`: its ends are no word breaks */
    TRACE_GAP,       /* the gaps or repetitions are no disguise */
    TRACE_DISGUISE_NOT_ASKED,
    TRACE_VALIDATOR,   /* luhn, cn_mobile … say no */
    TRACE_ALLOW,       /* inside an allow phrase */
    TRACE_BETTER_WORD, /* ordinary words explain the place better */
    TRACE_EXPIRED,     /* the rule is past its date */
    TRACE_INCOMPLETE,  /* the rule's other conditions are not met */
    TRACE_WHY_COUNT
};

struct trace_entry {
    const struct rule *rule;           /* never NULL */
    const struct condition *condition; /* NULL: the rule as a whole */
    struct span term; /* as written in the rule; the pattern for regexes */
    uint32_t text;    /* index into the texts given */
    struct range at;
    enum trace_why why;
    uint32_t disguises;       /* that it would have taken, as far as known */
    float certainty;          /* CERTAINTY, BETTER_WORD: how certain; else 0 */
    const struct term *allow; /* ALLOW: the phrase */
    struct trace_entry *next;
};

enum { TRACE_MOST = 10000 };

struct match_trace {
    struct arena *arena;
    struct trace_entry *first, *last;
    uint32_t count;
    bool truncated;
};

/* Appends a copy; `next` is ignored. */
void trace_add(struct match_trace *t, const struct trace_entry *entry);

/* "not_whole"; and a sentence: "its ends are not word boundaries". */
const char *trace_name(enum trace_why why);
const char *trace_sentence(enum trace_why why);

#endif
