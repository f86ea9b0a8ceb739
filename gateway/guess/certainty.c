#include "guess/certainty.h"

#include <stddef.h>

#include "base/attr.h"

#define LEVELS                                                                 \
    0.05F, 0.1F, 0.2F, 0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.85F, 0.9F, 0.95F, \
        0.98F, 0.99F

static const float level[] = {LEVELS};

enum { STEPS = COUNT_OF(level), NEVER = INT16_MAX };

/* The score from which on each level is reached. */
struct row {
    uint8_t disguise;
    uint8_t length; /* terms of that many characters and more */
    int16_t from[STEPS];
};

/* By disguise, longest first. */
static const struct row rows[] = {
#include "guess/certainty.inc"
};

static float reached(const struct row *r, int32_t score)
{
    float certainty = 0;

    for (size_t i = 0; i < STEPS && score >= r->from[i]; i++)
        if (r->from[i] != NEVER)
            certainty = level[i];
    return certainty;
}

static const struct row *row_of(enum disguise d, uint32_t length)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].disguise == d && length >= rows[i].length)
            return &rows[i];
    return NULL;
}

float certainty_of(enum disguise d, uint32_t length, int32_t score)
{
    const struct row *r = row_of(d, length);

    return r != NULL ? reached(r, score) : 0;
}

int32_t certainty_score(enum disguise d, uint32_t length, float certainty)
{
    const struct row *r = row_of(d, length);

    for (size_t i = 0; r != NULL && i < STEPS; i++)
        if (level[i] >= certainty)
            return r->from[i];
    return NEVER;
}
