/*
 * near - words that stand close to each other.
 *
 * Example: of [加 | add] and [微信 | wechat | vx] within 6, "加一下我的微信"
 *          is one chain: 加, 4 units, 微信.
 *
 * A chain takes one member of each group. Sorted by place, its members do not
 * overlap, two neighbours have at most `within` units between them and no
 * blank line; `ordered` chains have the groups in their order. A unit is a Han
 * character or a word of letters and digits; white space, punctuation, emoji
 * and [doge] codes are none. For every member that can end a chain the one
 * with the closest neighbours is found.
 *
 *     members by place → for each set of groups the chain that ends last
 *                     → a member behind it makes it a chain of one more
 *
 * Time:    members × 2^groups, whatever the text.
 * In:      members of one text, sorted by `from`.
 * Offsets: bytes of the text, half-open.
 * Memory:  near_measure() and near_find() free what they take.
 * Errors:  none. Threads: pure after fold_init() and detect_init().
 * Source:  rules/README.md.
 */
#ifndef MATCH_NEAR_H
#define MATCH_NEAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "match/condition.h"

/* A place in the text, measured. */
struct near_place {
    uint32_t units;     /* that begin before it */
    uint32_t paragraph; /* blank lines before it */
    bool inside;        /* the word that it stands in goes on */
};

struct near_member {
    struct range at;
    uint32_t group;
    struct near_place from, to; /* filled by near_measure() */
};

struct near_chain {
    uint32_t member[NEAR_MOST_MEMBERS]; /* indexes, by place */
    uint32_t count;
};

struct near_wish {
    uint32_t groups; /* at most NEAR_MOST_MEMBERS */
    uint32_t within;
    bool ordered;
};

void near_measure(struct span text, struct near_member *member, uint32_t count);

/* Calls found() for every chain. */
void near_find(const struct near_wish *wish, const struct near_member *member,
               uint32_t count,
               void (*found)(void *context, const struct near_chain *chain),
               void *context);

#endif
