/*
 * The text around a place is divided into words twice: as written, and as two
 * sides with the place cut out. What the first costs more is what the place
 * costs: a run of rare single characters is dear, an ordinary word is cheap,
 * and a place that cuts words on both sides in two may cost less than nothing.
 */
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
    uint32_t unit[MOST]; /* where each stands */
    uint32_t count;
    uint32_t from, to; /* the place in question */
};

static bool is_han(uint32_t c)
{
    return (char_traits(c) & CHAR_HAN) != 0;
}

static bool goes_on(const struct units *u, uint32_t i)
{
    return u->at[i].gap == 0 && u->at[i].kind == UNIT_HAN &&
           u->at[i - 1].kind == UNIT_HAN;
}

static uint32_t left_end(const struct units *u, uint32_t from)
{
    uint32_t i = from;

    while (i > 0 && from - i < AROUND && goes_on(u, i))
        i--;
    return i;
}

static uint32_t right_end(const struct units *u, uint32_t to)
{
    uint32_t i = to;

    while (i > 0 && i < u->count && i - to < AROUND && goes_on(u, i))
        i++;
    return i;
}

/* What is not Han inside the place (pinyin, an emoji) stands for itself: no
 * word goes across it. */
static void fill(const struct units *u, uint32_t from, uint32_t to,
                 struct stretch *s)
{
    uint32_t end = right_end(u, to);

    s->count = 0;
    s->from = s->to = 0;
    for (uint32_t i = left_end(u, from); i < end && s->count < MOST; i++) {
        if (i == from)
            s->from = s->count;
        s->han[s->count] = u->at[i].kind == UNIT_HAN ? u->at[i].c : 0;
        s->unit[s->count++] = i;
        if (i < to)
            s->to = s->count;
    }
}

/* The cost of the word [from, to) of the stretch. */
static int32_t word_cost(const struct stretch *s, uint32_t from, uint32_t to)
{
    unsigned cost;

    for (uint32_t i = from; i < to; i++)
        if (s->han[i] == 0)
            return to - from == 1 ? 0 : DEAR;
    cost = lexicon_cost(s->han + from, to - from);
    return cost == LEXICON_NO_WORD ? DEAR : (int32_t)cost;
}

/* The cheapest division of [from, to): cost[i] up to i, back[i] where the
 * last word of it begins. */
static int32_t divide(const struct stretch *s, uint32_t from, uint32_t to,
                      uint32_t back[MOST + 1])
{
    int32_t cost[MOST + 1];

    cost[from] = 0;
    for (uint32_t i = from + 1; i <= to; i++) {
        cost[i] = DEAR;
        for (uint32_t k = i; k > from && i - (k - 1) <= LEXICON_LONGEST; k--) {
            int32_t one = word_cost(s, k - 1, i);

            if (one < DEAR && cost[k - 1] + one < cost[i]) {
                cost[i] = cost[k - 1] + one;
                back[i] = k - 1;
            }
        }
    }
    return cost[to];
}

/* The words of the cheapest division that touch the place. */
static void look_at_words(const struct stretch *s, const uint32_t *back,
                          struct context_reading *ret)
{
    uint32_t longest = 1;

    for (uint32_t end = s->count; end > 0; end = back[end]) {
        uint32_t from = back[end];

        if (end - from < 2 || end <= s->from || from >= s->to)
            continue;
        ret->crosses = ret->crosses || from < s->from || end > s->to;
        ret->inside = ret->inside || (from >= s->from && end <= s->to);
        if (end - from > longest) {
            longest = end - from;
            ret->word_from = s->unit[from];
            ret->word_to = s->unit[end - 1] + 1;
        }
    }
}

void context_read(const struct units *u, uint32_t from, uint32_t to,
                  struct context_reading *ret)
{
    struct stretch s;
    uint32_t back[MOST + 1];
    uint32_t unused[MOST + 1];

    *ret = (struct context_reading){.word_from = from, .word_to = from};
    fill(u, from, to, &s);
    ret->cost = divide(&s, 0, s.count, back);
    ret->cost -= divide(&s, 0, s.from, unused);
    ret->cost -= divide(&s, s.to, s.count, unused);
    for (uint32_t i = s.from; i < s.to; i++)
        ret->letters += s.han[i] != 0;
    look_at_words(&s, back, ret);
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
        s->unit[s->count] = s->count;
        s->count++;
        if (next <= at.to)
            s->to = s->count;
    }
    return s->to > s->from && next >= at.to;
}

bool context_crosses(struct span text, struct range at)
{
    struct stretch s = {.to = 0};
    uint32_t unused[MOST + 1];
    int32_t free;

    if (!fill_text(text, at, &s))
        return false;
    free = divide(&s, 0, s.count, unused);
    return free + SURE < divide(&s, 0, s.from, unused) +
                             divide(&s, s.from, s.to, unused) +
                             divide(&s, s.to, s.count, unused);
}

int32_t context_term(const uint32_t *han, uint32_t count)
{
    struct stretch s = {.to = count};
    uint32_t unused[MOST + 1];

    for (s.count = 0; s.count < count && s.count < MOST; s.count++)
        s.han[s.count] = han[s.count];
    return divide(&s, 0, s.count, unused);
}
