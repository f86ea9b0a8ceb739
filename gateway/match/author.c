#include "match/author.h"

bool author_holds(const struct author_question *q, uint64_t least,
                  const uint32_t *answer)
{
    if (q->fact == FACT_EXEMPT)
        return answer == NULL || *answer == 0;
    return answer != NULL && *answer >= least;
}

static uint32_t answer(const struct author_question *q,
                       const struct author_example *x)
{
    switch (q->fact) {
    case FACT_DECISIONS:
        return x->decisions[q->verdict];
    case FACT_POSTS:
        return x->posts;
    case FACT_SAME_TEXT:
        return x->same_text;
    case FACT_EXEMPT:
        break;
    }
    for (uint32_t i = 0; i < x->list_count; i++)
        if (span_equal(x->list[i], q->list))
            return 1;
    return 0;
}

void author_answers(const struct author_questions *q,
                    const struct author_example *x, uint32_t *ret)
{
    for (uint32_t i = 0; i < q->count; i++)
        ret[i] = answer(&q->at[i], x);
}
