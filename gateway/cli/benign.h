/*
 * benign - what a rule set does to files of ordinary posts: how many are
 * stopped or masked, by which rules, by which of their terms.
 *
 * Example: struct benign b; benign_init(&b, &moderator);
 *          if (!benign_count(&b, "posts.txt", &e)) …
 *          benign_print(&b, 0.002, &out); benign_done(&b);
 *
 * Out:     every rule that fires, with its share of the posts; every term that
 *          made it fire, with where that was first. No post is printed.
 * Memory:  its own, on the heap. Threads: one owner.
 */
#ifndef CLI_BENIGN_H
#define CLI_BENIGN_H

#include "cli/moderate_posts.h"

/* One term that made its rule fire. */
struct benign_term {
    const struct rule *rule; /* NULL: an empty place of the table */
    struct span term;        /* empty: the rule fired without a place */
    uint64_t posts, last;
    const char *file;
    uint64_t line; /* the first */
};

struct benign_file {
    const char *name;
    uint64_t posts, verdict[VERDICT_COUNT];
};

struct benign {
    struct post_moderator *moderator;
    struct benign_file all; /* of all files */
    struct benign_file *file;
    uint32_t file_count;
    uint64_t *fired;          /* posts by rule index */
    struct benign_term *term; /* a hash table, `room` a power of two */
    uint32_t term_count, room;
};

void benign_init(struct benign *b, struct post_moderator *m);
void benign_done(struct benign *b);

/* name is borrowed. */
bool benign_count(struct benign *b, const char *name, struct err *e) MUST_USE;

/* Stopped (bounce, hold, reject) or masked: flags and advice let a post out
 * as it is and don't count as wrong. */
uint64_t benign_wrong(const struct benign *b);

void benign_print(struct benign *b, struct buf *out);
/* An object: {"posts":…,"hold":…,"rules":{…},"files":[…],"terms":[…]}. */
void benign_print_json(struct benign *b, struct buf *out);

#endif
