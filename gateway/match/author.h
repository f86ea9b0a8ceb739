/*
 * author - what a rule set asks about the author of a post.
 *
 * Example: author: {decisions: {reject: 3, within: 7d}}
 *          -> {FACT_DECISIONS, VERDICT_REJECT, 604800000,
 *          "decisions.reject/7d"} and a condition that holds when the answer
 *          is at least 3.
 *
 * Rules that ask the same share one question: its place in the list is what
 * conditions and answers (uint32_t, one a question) go by. The journey asks
 * audit/history.h before a post is judged, and only if there is a question.
 *
 * Answers: decisions: earlier ones with that verdict; posts, same_text: posts
 *          within the time, this one counted; exempt: 1 when the author is on
 *          the list of that name in the configuration (rules.exempt).
 * Memory:  the rule set's arena. Threads: read-only.
 * Source:  rules/README.md.
 */
#ifndef MATCH_AUTHOR_H
#define MATCH_AUTHOR_H

#include "base/span.h"
#include "match/rule.h"

enum author_fact { FACT_DECISIONS, FACT_POSTS, FACT_SAME_TEXT, FACT_EXEMPT };

struct author_question {
    enum author_fact fact;
    enum verdict verdict; /* FACT_DECISIONS */
    uint64_t within_ms;   /* not FACT_EXEMPT */
    struct span list;     /* FACT_EXEMPT: its name */
    struct span name;     /* "posts/10m"; in records */
};

struct author_questions {
    const struct author_question *at;
    uint32_t count;
};

enum {
    AUTHOR_MOST_QUESTIONS = 64,
    AUTHOR_MOST_COUNT = 1000 /* that a condition may ask for */
};
#define AUTHOR_LONGEST_MS (90ULL * 24 * 3600 * 1000)

/* Who wrote an example: {posts: 6, same_text: 4, decisions: {reject: 3},
 * exempt: [staff]}; what is left out is 0 or no list. */
struct author_example {
    uint32_t posts, same_text, decisions[VERDICT_COUNT];
    const struct span *list;
    uint32_t list_count;
};

/* One answer a question, as if that author asked. */
void author_answers(const struct author_questions *q,
                    const struct author_example *x, uint32_t *ret);

/* Does a condition with this least answer hold? answer NULL: nobody knows the
 * author, so nothing counts against them and no list names them. */
bool author_holds(const struct author_question *q, uint64_t least,
                  const uint32_t *answer);

#endif
