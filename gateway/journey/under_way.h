/*
 * under_way - the posts of each author that are begun and not yet recorded, in
 * all workers: what the store can't tell those that are sent at once.
 *
 * Example: under_way_begin(all, &p->here, &p->author, p->text_hash);
 *          do ended = under_way_ended(all, &p->here), read the store;
 *          while (under_way_ended(all, &p->here) != ended);
 *          under_way_count(all, &p->here, &posts, &same_text);
 *          ... the record is written: under_way_end(all, &p->here);
 *
 * A post counts those that began before it, so that of any number sent at once
 * each has another place in the row. Other processes on the same store are not
 * seen: their posts count once they are recorded.
 *
 * From the moment the store has a record until its worker hears of it, a post
 * is in both counts: a few milliseconds in which an author who sends many at
 * once is counted one too many, never one too few.
 *
 * Memory:  an entry is the caller's, from begin to end.
 * Threads: safe; an entry has one owner.
 * Source:  rules/README.md; docs/behaviour.md.
 */
#ifndef JOURNEY_UNDER_WAY_H
#define JOURNEY_UNDER_WAY_H

#include "audit/author.h"
#include "base/attr.h"

struct under_ways;

/* All zero: not begun. */
struct under_way {
    struct under_way *next;
    struct author author;
    uint64_t place; /* in the row of all posts; 0: not begun */
    uint64_t text;  /* history_text(); 0: not asked for */
    const uint64_t *bounced;
    uint32_t bounced_count;
};

struct under_ways *under_ways_new(void);
void under_ways_free(struct under_ways **all); /* NULL inside is fine */

/* Begun or ended twice is once. */
void under_way_begin(struct under_ways *all, struct under_way *one,
                     const struct author *author, uint64_t text);
void under_way_end(struct under_ways *all, struct under_way *one);

/* Another number as soon as a post of this author has ended. */
uint64_t under_way_ended(struct under_ways *all, const struct under_way *one);

/* This author's posts begun before this one, and those with its text. */
void under_way_count(struct under_ways *all, const struct under_way *one,
                     uint32_t *ret_posts, uint32_t *ret_same_text);

/* This post would bounce on these rules (hash_fast of each id). True: another
 * one of the author's does already on one of them, so this is the next try;
 * else it is the first from now on. The hashes stay where they are until the
 * end. */
bool under_way_bounces(struct under_ways *all, struct under_way *one,
                       const uint64_t *rule, uint32_t count) MUST_USE;

#endif
