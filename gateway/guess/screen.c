#include "guess/screen.h"

#include <math.h>
#include <pthread.h>

/* By number: the share of a text that it is. */
static float use[SCREEN_NUMBERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Letters and digits are common where there are any. */
static const float use_of_others = 0.01F;

static void make_uses(void)
{
    for (uint32_t c = LEXICON_FIRST; c <= LEXICON_LAST; c++)
        use[screen_number(c)] += expf(-(float)lexicon_use(c) / LEXICON_NAT);
    for (uint32_t i = SCREEN_OTHER; i < SCREEN_NUMBERS; i++)
        use[i] = use_of_others;
}

void screen_set_join(struct screen_set *ret, const struct screen_set *of)
{
    for (uint32_t i = 0; i < SCREEN_WORDS; i++)
        ret->bits[i] |= of->bits[i];
}

float screen_set_use(const struct screen_set *s)
{
    float sum = 0;

    (void)pthread_once(&once, make_uses);
    for (uint32_t i = 0; i < SCREEN_WORDS; i++)
        for (uint64_t w = s->bits[i]; w != 0; w &= w - 1)
            sum += use[i * 64 + (uint32_t)__builtin_ctzll(w)];
    return sum;
}

void screen_add(struct screen *s, const struct screen_set *one,
                const struct screen_set *two)
{
    for (uint32_t i = 0; i < SCREEN_WORDS; i++)
        for (uint64_t w = one->bits[i]; w != 0; w &= w - 1)
            screen_set_join(&s->row[i * 64 + (uint32_t)__builtin_ctzll(w)],
                            two);
}

/* Without branches: what lies in the table is fetched for all pairs first. */
uint32_t screen_pick(const struct screen *s, const struct unit *u,
                     uint32_t count, uint8_t ret[SCREEN_BLOCK])
{
    uint32_t picked = 0;

    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&s->row[u[i].number].bits[u[i + 1].number / 64]);
    for (uint32_t i = 0, one = u[0].number; i < count; i++) {
        uint32_t two = u[i + 1].number;

        ret[picked] = (uint8_t)i;
        picked += screen_maybe(s, one, two);
        one = two;
    }
    return picked;
}
