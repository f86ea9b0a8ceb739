/*
 * build - what is gathered while a matcher is compiled (inside match/).
 *
 * Example: words_add_rule(&b, rule, e) for every rule, then
 *          literals_gather(&b) and literals_compile(m, view, e).
 *
 * Memory:  the builder's arrays are on the heap and freed by build_done(); the
 *          matcher's stay with the matcher.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN, ERR_MEMORY, ERR_INTERNAL.
 * Threads: one owner.
 */
#ifndef MATCH_BUILD_H
#define MATCH_BUILD_H

#include "match/matcher.h"

/* One wish: this word, if that literal is seen in that view. */
struct seed {
    struct span text;
    enum matcher_view view;
    uint8_t left, right;
    uint32_t word;
};

struct builder {
    struct matcher *m;
    const struct ruleset *rs;
    struct seed *seed;
    uint32_t seed_count, seed_room;
    uint32_t word_room, regex_room;
};

void build_done(struct builder *b);

/* The words and allow phrases of a rule; its regexes. */
bool words_add_rule(struct builder *b, const struct rule *rule,
                    struct err *e) MUST_USE;

/* Allow phrases of one rule, one pack, or everyone's. */
bool words_add_allowed(struct builder *b, const struct term *term,
                       uint32_t count, const struct word *owner,
                       struct err *e) MUST_USE;

/* A literal that the regex with this index requires. */
bool words_add_required(struct builder *b, struct span folded, uint32_t regex,
                        struct err *e) MUST_USE;

/* Compiles the regex condition and adds it. */
bool regex_add(struct builder *b, const struct rule *rule,
               const struct condition *condition, struct err *e) MUST_USE;

/* The index of every word whose rule asks for a guessing disguise. May run
 * while literals are compiled. */
bool guesses_build(struct builder *b, struct err *e) MUST_USE;

/* Sorts the seeds into the literals of each view. */
void literals_gather(struct builder *b);

/* What finds a view's literals; views may be compiled at the same time. */
bool literals_compile(struct matcher *m, enum matcher_view view,
                      struct err *e) MUST_USE;

#endif
