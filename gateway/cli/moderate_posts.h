/*
 * moderate_posts - files of posts, each run through a rule set as the gateway
 * would: what rules test, lint --sample, diff and explain share.
 *
 * Example: struct post_moderator m;
 *          if (!post_moderator_init(&m, &rules, &e)) …
 *          if (!moderate_file(&m, "posts.txt", see, &counts, &e)) …
 *          post_moderator_done(&m);
 *
 * In:      lines of text; a file whose name ends in .jsonl has objects as
 *          `check --jsonl` takes them. Lines that are no text are skipped and
 *          told of; blank ones are skipped.
 * Memory:  a moderation lives until the next post. The rules are borrowed.
 * Errors:  ERR_INPUT, ERR_NOT_FOUND (no posts), ERR_MEMORY, ERR_INTERNAL. A
 *          regex at its limit is no error: the moderation says so.
 * Threads: one owner.
 */
#ifndef CLI_MODERATE_POSTS_H
#define CLI_MODERATE_POSTS_H

#include "cli/load_rules.h"
#include "cli/posts_input.h"
#include "decide/moderate.h"
#include "match/author.h"

struct post_moderator {
    const struct cli_rules *rules;
    struct match_scratch *scratch;
    struct arena *arena;
    struct match_trace *trace; /* usually NULL */
    uint64_t now_ms;
};

bool post_moderator_init(struct post_moderator *m,
                         const struct cli_rules *rules, struct err *e) MUST_USE;
void post_moderator_done(struct post_moderator *m);

/* One text: of the original, or, with `to`, of a translation into it; by an
 * author who did what `author` says (may be NULL). The arena is not reset. */
bool moderate_text(struct post_moderator *m, const struct moderate_text *text,
                   const char *to, const struct author_example *author,
                   struct moderation *ret, struct err *e) MUST_USE;

/* A post of several fields. */
bool moderate_post(struct post_moderator *m, const struct posts_post *post,
                   struct moderation *ret, struct err *e) MUST_USE;

typedef bool (*see_moderation)(void *context, const struct posts_post *post,
                               const struct moderation *m, struct err *e);

bool moderate_file(struct post_moderator *m, const char *file,
                   see_moderation see, void *context, struct err *e) MUST_USE;

/* Goes over the posts of a file; false from see() ends it. */
typedef bool (*see_post)(void *context, struct arena *a,
                         const struct posts_post *post, struct err *e);
bool each_post(const char *file, struct arena *a, see_post see, void *context,
               struct err *e) MUST_USE;

#endif
