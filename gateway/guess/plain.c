#include "guess/plain.h"

#include "guess/lexicon.h"

enum { CLOSE = 6, MARGIN = 24 };

static const int32_t dear = 1 << 28;

void plain_start(struct plain *p, const struct units *u)
{
    p->units = u;
    p->from = p->to = 0;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static bool goes_on(const struct units *u, uint32_t i)
{
    return u->at[i].gap == 0 && u->at[i].kind == UNIT_HAN &&
           u->at[i - 1].kind == UNIT_HAN;
}

/* Backwards; the words seen on the way are used again forwards. */
static void divide(struct plain *p)
{
    uint32_t count = p->to - p->from;
    uint32_t han[PLAIN_MOST + 1];
    uint8_t word[PLAIN_MOST][LEXICON_LONGEST + 1];
    uint8_t words[PLAIN_MOST];

    for (uint32_t i = 0; i < count; i++)
        han[i] = p->units->at[p->from + i].c;
    p->after[count] = 0;
    for (uint32_t i = count; i-- > 0;) {
        unsigned found = lexicon_words(han + i, count - i, word[i]);
        int32_t best = word[i][1] + p->after[i + 1];

        words[i] = (uint8_t)found;
        for (uint32_t n = 2; found >> n != 0; n++)
            if ((found >> n & 1U) != 0)
                best = least(best, word[i][n] + p->after[i + n]);
        p->after[i] = best;
        p->before[i + 1] = dear;
    }
    p->before[0] = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t n = 1; words[i] >> n != 0; n++)
            if (((unsigned)words[i] >> n & 1U) != 0)
                p->before[i + n] =
                    least(p->before[i + n], p->before[i] + word[i][n]);
}

static bool holds(const struct plain *p, uint32_t from, uint32_t to)
{
    return from >= p->from && to <= p->to;
}

/* The stretch around a place. */
static void go_to(struct plain *p, uint32_t from, uint32_t to)
{
    const struct units *u = p->units;
    uint32_t first = from;
    uint32_t last = to;

    while (first > 0 && from - first < PLAIN_MOST / 2 && goes_on(u, first))
        first--;
    while (last < u->count && last - first < PLAIN_MOST && goes_on(u, last))
        last++;
    p->from = first;
    p->to = last;
    divide(p);
}

/* Whether the place stands too close to an end of the part at hand that is
 * not the end of the stretch. */
static bool short_of(const struct plain *p, uint32_t from, uint32_t to)
{
    const struct units *u = p->units;

    return (from < p->from + MARGIN && p->from > 0 && goes_on(u, p->from)) ||
           (to + MARGIN > p->to && p->to < u->count && goes_on(u, p->to));
}

static int32_t mean_around(const struct plain *p, uint32_t a, uint32_t b)
{
    uint32_t count = p->to - p->from;
    uint32_t left = a < CLOSE ? a : CLOSE;
    uint32_t right = count - b < CLOSE ? count - b : CLOSE;
    int32_t sum =
        p->before[a] - p->before[a - left] + p->after[b] - p->after[b + right];

    return left + right == 0 ? 0 : sum / (int32_t)(left + right);
}

void plain_read(struct plain *p, uint32_t from, uint32_t to,
                struct plain_place *ret)
{
    uint32_t a, b, count;
    int32_t all;

    if (!holds(p, from, to) || short_of(p, from, to))
        go_to(p, from, to);
    a = from - p->from;
    b = to - p->from;
    count = p->to - p->from;
    all = p->after[0];
    ret->cost = all - p->before[a] - p->after[b];
    ret->cut_from = p->before[a] + p->after[a] - all;
    ret->cut_to = p->before[b] + p->after[b] - all;
    ret->around = mean_around(p, a, b);
    ret->beside = count - (b - a);
}

void plain_read_all(struct plain *p, uint32_t from, uint32_t to,
                    struct plain_place *ret)
{
    const struct unit *u = p->units->at;
    uint32_t end;

    *ret = (struct plain_place){0};
    for (uint32_t i = from; i < to; i = end) {
        struct plain_place piece;

        end = i + 1;
        if (u[i].kind != UNIT_HAN)
            continue;
        while (end < to && u[end].kind == UNIT_HAN && u[end].gap == 0)
            end++;
        plain_read(p, i, end, &piece);
        ret->cost += piece.cost;
        ret->cut_from += piece.cut_from;
        ret->cut_to += piece.cut_to;
        ret->around = piece.around;
        ret->beside += piece.beside;
    }
}
