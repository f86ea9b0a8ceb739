#include "guess/context.h"

#include "base/utf8.h"
#include "fold/chars.h"
#include "guess/lexicon.h"

enum {
    AROUND = 5,         /* characters looked at on each side */
    MOST = 48,          /* of a stretch altogether */
    SURE = LEXICON_NAT, /* by that much cheaper */
    DEAR = 1 << 28
};

/* Han characters in a row, without gaps, of the text. */
struct stretch {
    uint32_t han[MOST];
    uint32_t count;
    uint32_t from, to; /* the place in question */
};

static bool is_han(uint32_t c)
{
    return (char_traits(c) & CHAR_HAN) != 0;
}

/* The cost of the word [from, to) of the stretch. */
static int32_t word_cost(const struct stretch *s, uint32_t from, uint32_t to)
{
    unsigned cost;

    cost = lexicon_cost(s->han + from, to - from);
    return cost == LEXICON_NO_WORD ? DEAR : (int32_t)cost;
}

/* The cheapest division of [from, to): cost[i] up to i. */
static int32_t divide(const struct stretch *s, uint32_t from, uint32_t to)
{
    int32_t cost[MOST + 1];

    cost[from] = 0;
    for (uint32_t i = from + 1; i <= to; i++) {
        cost[i] = DEAR;
        for (uint32_t k = i; k > from && i - (k - 1) <= LEXICON_LONGEST; k--) {
            int32_t one = word_cost(s, k - 1, i);

            if (one < DEAR && cost[k - 1] + one < cost[i])
                cost[i] = cost[k - 1] + one;
        }
    }
    return cost[to];
}

/* The characters before and behind a place, as far as they are Han. */
static bool fill_text(struct span text, struct range at, struct stretch *s)
{
    size_t from = at.from;
    size_t next = from;
    uint32_t around = 0;
    uint32_t c;

    while (around < AROUND && utf8_prev(text, &next, &c) && is_han(c)) {
        from = next;
        around++;
    }
    s->count = 0;
    s->from = around;
    around = 0;
    for (next = from; s->count < MOST && utf8_next(text, &next, &c);) {
        if (!is_han(c) || (next > at.to && around++ == AROUND))
            break;
        s->han[s->count] = c;
        s->count++;
        if (next <= at.to)
            s->to = s->count;
    }
    return s->to > s->from && next >= at.to;
}

bool context_crosses(struct span text, struct range at)
{
    struct stretch s = {.to = 0};
    int32_t free;

    if (!fill_text(text, at, &s))
        return false;
    free = divide(&s, 0, s.count);
    return free + SURE < divide(&s, 0, s.from) + divide(&s, s.from, s.to) +
                             divide(&s, s.to, s.count);
}

int32_t context_term(const uint32_t *han, uint32_t count)
{
    struct stretch s = {.to = count};

    for (s.count = 0; s.count < count && s.count < MOST; s.count++)
        s.han[s.count] = han[s.count];
    return divide(&s, 0, s.count);
}
