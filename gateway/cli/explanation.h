/*
 * explanation - all that can be said of what a rule set does to one text.
 *
 * Example: struct explanation x;
 *          if (!explain_text(&moderator, &wide, &request, &x, &e)) …
 *          explanation_print(&x, &out);
 *
 * Out:     every view of the text that a rule looks at; every hit, with what it
 * did; what looked like a hit and why it was none; rules that did not look at
 * all. `wide` is the same rule set with every disguise on and no floor: what
 * only it finds is what a rule would have to ask for. Offsets: UTF-8 bytes of
 * the text, half-open. Memory:  the moderator's arena, until the next post.
 * Errors:  ERR_MEMORY, ERR_INTERNAL. Threads: one owner.
 */
#ifndef CLI_EXPLANATION_H
#define CLI_EXPLANATION_H

#include "cli/moderate_posts.h"
#include "fold/fold.h"
#include "guess/views.h"
#include "match/select.h"

struct explanation {
    struct span text;
    const struct ruleset *rules;
    struct moderation m;
    struct fold_listed *view;
    uint32_t view_count;
    struct guess_views guess;        /* of the disguises that rules ask for */
    struct match_trace trace;        /* what was no hit, or did not count */
    const struct match_text *looked; /* the text as the matcher got it */
    struct match_side side;
    const struct rule *only; /* say nothing of other rules; or NULL */
};

struct explain_request {
    struct moderate_text text;
    const char *to;          /* the language of the translation that the text
                                is; NULL = the original */
    const struct rule *only; /* as above */
};

bool explain_text(struct post_moderator *m, struct post_moderator *wide,
                  const struct explain_request *q, struct explanation *ret,
                  struct err *e) MUST_USE;

/* The words that a plain reader sees at a place, whole: 路口, 交通 for 口交. */
struct plain_reading {
    const struct guess_word *word; /* of x->guess */
    uint32_t count;
    bool crosses;  /* one of them is ordinary and reaches across an end */
    bool likelier; /* that, or all are ordinary */
};

struct plain_reading explanation_reading(const struct explanation *x,
                                         struct range at);

void explanation_print(const struct explanation *x, struct buf *out);
void explanation_print_json(const struct explanation *x, struct buf *out);

#endif
