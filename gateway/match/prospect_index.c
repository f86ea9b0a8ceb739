/* What the literals of a view are like, as prospect.h has it. */
#include "base/utf8.h"
#include "fold/looks.h"
#include "match/prospect_pairs.h"

enum { BITS_A_PAIR = 8, PAIRS_A_LINE = 10, FEWEST_BITS = 6, MOST_BITS = 24 };

static uint32_t bits_for(size_t count)
{
    uint32_t bits = FEWEST_BITS;

    while (bits < MOST_BITS && (size_t)1 << bits < count)
        bits++;
    return bits;
}

static void set_odd(struct prospect *p, uint32_t c, bool odd)
{
    uint64_t bit = 1ULL << (c & 63U);

    p->odd[c >> 6U] = odd ? p->odd[c >> 6U] | bit : p->odd[c >> 6U] & ~bit;
}

void prospect_init(struct prospect *p, size_t characters)
{
    p->bits = bits_for(characters / PAIRS_A_LINE);
    p->line = table_array((size_t)1 << p->bits, TABLE_LINE);
    p->pair_bits = bits_for(characters * BITS_A_PAIR / 64);
    p->pair = table_array((size_t)1 << p->pair_bits, sizeof(*p->pair));
}

/* Three in a row, with where they stand in the literal. */
static void add_three(struct prospect *p, const uint32_t c[3], uint32_t where)
{
    prospect_pair_set(prospect_pair_of(p, c[1], c[2]),
                      PROSPECT_BEFORE | where | c[0]);
    prospect_pair_set(prospect_pair_of(p, c[0], c[1]),
                      PROSPECT_BEHIND | where | c[2]);
}

void prospect_add(struct prospect *p, struct span literal)
{
    uint32_t last[3] = {0};
    uint32_t count = 0;
    size_t at = 0;
    uint32_t c;

    for (; utf8_next(literal, &at, &c); count++) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = c;
        if (count > 0)
            prospect_pair_know(prospect_pair_of(p, last[1], c));
        if (count > 1)
            add_three(p, last, 0);
        if (count == 2)
            add_three(p, last, PROSPECT_BEGINS);
    }
    p->longest = count > p->longest ? count : p->longest;
    p->has_one = p->has_one || count == 1;
    if (count == 1)
        prospect_pair_know(prospect_pair_of(p, PROSPECT_NOTHING, last[2]));
    else if (count == 2)
        prospect_pair_set(prospect_pair_of(p, last[1], last[2]),
                          PROSPECT_ALONE);
    else if (count > 2)
        add_three(p, last, PROSPECT_ENDS);
}

static void want(struct prospect *p, char class, uint32_t c)
{
    uint32_t *wanted = &p->wanted[(unsigned char)class];

    if (*wanted == c || *wanted == PROSPECT_SEVERAL)
        return;
    *wanted = *wanted == 0 ? c : PROSPECT_SEVERAL;
    for (uint32_t i = 0; i < 128; i++) {
        if (looks_class(i) == class)
            set_odd(p, i, i != *wanted);
    }
}

void prospect_want(struct prospect *p, struct span folded)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(folded, &at, &c)) {
        if (looks_class(c) != 0)
            want(p, looks_class(c), c);
        else if (prospect_is_letter(c))
            p->has_other_letters = true;
    }
}

void prospect_done(struct prospect *p)
{
    table_free(p->line);
    table_free(p->pair);
    *p = (struct prospect){0};
}
