/*
 * explanation - all that can be said of what a rule set does to one text.
 *
 * Example: struct explanation x;
 *          if (!explain_text(&moderator, &wide, &text, NULL, &x, &e)) …
 *          explanation_print(&x, &out);
 *
 * Out:     every view of the text; every hit, with what it did; what looked
 *          like a hit and why it was none; rules that did not look at all.
 *          `wide` is the same rule set with every disguise on and no floor:
 *          what only it finds is what a rule would have to ask for.
 * Offsets: UTF-8 bytes of the text, half-open.
 * Memory:  the moderator's arena, until the next post.
 * Errors:  ERR_MEMORY, ERR_INTERNAL. Threads: one owner.
 */
#ifndef CLI_EXPLANATION_H
#define CLI_EXPLANATION_H

#include "cli/moderate_posts.h"
#include "fold/fold.h"
#include "match/select.h"

struct explanation {
    struct span text;
    const struct ruleset *rules;
    struct moderation m;
    struct fold_listed *view;
    uint32_t view_count;
    struct match_trace trace;        /* what was no hit, or did not count */
    const struct match_text *looked; /* the text as the matcher got it */
    struct match_side side;
    const struct rule *only; /* say nothing of other rules; or NULL */
};

/* to: the language of the translation that the text is; NULL = the original. */
bool explain_text(struct post_moderator *m, struct post_moderator *wide,
                  const struct moderate_text *text, const char *to,
                  struct explanation *ret, struct err *e) MUST_USE;

void explanation_print(const struct explanation *x, struct buf *out);
void explanation_print_json(const struct explanation *x, struct buf *out);

#endif
