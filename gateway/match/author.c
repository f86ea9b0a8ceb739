#include "match/author.h"

bool author_holds(const struct author_question *q, uint64_t least,
                  const uint32_t *answer)
{
    if (q->fact == FACT_EXEMPT)
        return answer == NULL || *answer == 0;
    return answer != NULL && *answer >= least;
}
