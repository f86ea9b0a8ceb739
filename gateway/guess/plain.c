#include "guess/plain.h"

#include <string.h>

#include "base/heap.h"
#include "guess/screen.h"

static const int32_t dear = 1 << 30;
static const int32_t no_word = 1 << 29;

/* Of one character of a clause, and of its end. */
struct plain_place {
    int32_t before, after; /* as struct plain_unit has them */
    /* [n]: the cost of the word of n characters that begins here, for each bit
     * 1 << n of [0]; [2]: in any case, LEXICON_NO_WORD without such a word */
    uint8_t word[LEXICON_LONGEST + 2];
};

/* Whether unit i, which may be the one behind the last, belongs to a clause
 * that the one before it does, too. */
static inline bool goes_on(const struct units *u, uint32_t i)
{
    const struct unit *at = u->at + i;

    return at[0].kind == UNIT_HAN && at[0].gap == 0 && at[-1].kind == UNIT_HAN;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* What it costs to go on with a word of two. No branch: every other character
 * begins one. */
static int32_t with_two(const struct plain_place *at, int32_t there)
{
    return there + at->word[2] + (~at->word[0] >> 2 & 1) * no_word;
}

static void read_forwards(struct plain_place *first, uint32_t count)
{
    first->before = 0;
    for (uint32_t i = 1; i <= count + 1; i++)
        first[i].before = dear;
    for (struct plain_place *at = first; at < first + count; at++) {
        unsigned found = at->word[0];

        at[1].before = least(at[1].before, at->before + at->word[1]);
        at[2].before = least(at[2].before, with_two(at, at->before));
        for (uint32_t n = 3; found >> n != 0; n++)
            if ((found >> n & 1U) != 0)
                at[n].before = least(at[n].before, at->before + at->word[n]);
    }
}

/* By the words that were found. */
static void read_back(struct plain_place *first, uint32_t count)
{
    first[count].after = 0;
    first[count + 1].after = dear;
    for (struct plain_place *at = first + count; at-- > first;) {
        int32_t best =
            least(at[1].after + at->word[1], with_two(at, at[2].after));

        for (uint32_t n = 3; at->word[0] >> n != 0; n++)
            if (((unsigned)at->word[0] >> n & 1U) != 0)
                best = least(best, at[n].after + at->word[n]);
        at->after = best;
    }
}

static void make_room(struct plain *p, uint32_t count)
{
    if (count + 1 < p->clause_room)
        return;
    p->clause_room = count + 256;
    p->place = heap_grow(p->place, p->clause_room, sizeof(*p->place));
    p->c = heap_grow(p->c, p->clause_room, sizeof(*p->c));
}

/* Divides the clause of unit i. */
static void divide(struct plain *p, uint32_t i)
{
    uint32_t from = i;
    uint32_t to = i + 1;

    while (goes_on(p->units, from))
        from--;
    while (goes_on(p->units, to))
        to++;
    make_room(p, to - from);
    for (uint32_t k = from; k < to; k++)
        p->c[k - from] = p->units->at[k].c;
    lexicon_words(p->c, to - from, p->place->word, sizeof(*p->place));
    read_forwards(p->place, to - from);
    read_back(p->place, to - from);
    for (uint32_t k = from; k < to; k++)
        p->at[k] = (struct plain_unit){p->place[k - from].before,
                                       p->place[k - from].after,
                                       p->place->after, to, p->text};
}

/* What is known of a unit; of one that is in no clause that nothing costs. */
static struct plain_unit unit_at(struct plain *p, uint32_t i)
{
    if (p->units->at[i].kind != UNIT_HAN)
        return (struct plain_unit){.end = i + 1};
    if (p->at[i].text != p->text)
        divide(p, i);
    return p->at[i];
}

void plain_read(struct plain *p, const struct units *u)
{
    p->units = u;
    if (u->count > p->room || p->text == UINT32_MAX) {
        p->room = u->count > p->room ? u->count + 256 : p->room;
        p->at = heap_grow(p->at, p->room, sizeof(*p->at));
        memset(p->at, 0, p->room * sizeof(*p->at));
        p->text = 0;
    }
    p->text++;
}

void plain_done(struct plain *p)
{
    heap_free(p->at);
    heap_free(p->place);
    heap_free(p->c);
    *p = (struct plain){0};
}

int32_t plain_cost(struct plain *p, uint32_t from, uint32_t to)
{
    int32_t cost = 0;

    if (from == to)
        return -plain_cut(p, from);
    while (from < to) {
        struct plain_unit first = unit_at(p, from);

        cost += first.whole - first.before;
        if (first.end > to)
            cost -= unit_at(p, to).after;
        from = first.end;
    }
    return cost;
}

int32_t plain_cut(struct plain *p, uint32_t i)
{
    struct plain_unit at;

    if (!goes_on(p->units, i))
        return 0;
    at = unit_at(p, i);
    return at.before + at.after - at.whole;
}

static uint32_t number_at(const struct units *u, uint32_t i)
{
    return u->at[i].number < SCREEN_SELDOM ? u->at[i].number
                                           : lexicon_number(u->at[i].c);
}

unsigned plain_pair(const struct units *u, uint32_t i)
{
    return goes_on(u, i + 1)
               ? lexicon_pair(number_at(u, i), number_at(u, i + 1))
               : LEXICON_NO_WORD;
}

const void *plain_pair_place(const struct units *u, uint32_t i)
{
    return lexicon_pair_place(number_at(u, i), number_at(u, i + 1));
}

uint32_t plain_word_end(struct plain *p, uint32_t i)
{
    struct plain_unit at = unit_at(p, i);
    uint32_t han[LEXICON_LONGEST];
    uint32_t end = i + 1;

    for (uint32_t n = 1; n <= LEXICON_LONGEST && i + n <= at.end; n++) {
        int32_t behind = i + n < at.end ? unit_at(p, i + n).after : 0;
        unsigned cost;

        han[n - 1] = p->units->at[i + n - 1].c;
        cost = lexicon_cost(han, n);
        if (cost != LEXICON_NO_WORD && at.after == behind + (int32_t)cost)
            end = i + n;
    }
    return end;
}

struct plain_around plain_around(struct plain *p, uint32_t from, uint32_t to)
{
    uint32_t first = from;
    uint32_t last = to;
    struct plain_around ret = {0, 0};
    int32_t cost = 0;

    while (from - first < PLAIN_CLOSE && goes_on(p->units, first))
        first--;
    while (last - to < PLAIN_CLOSE && goes_on(p->units, last))
        last++;
    ret.count = from - first + last - to;
    if (ret.count == 0)
        return ret;
    if (first < from)
        cost += unit_at(p, from).before - unit_at(p, first).before;
    if (to < last)
        cost += unit_at(p, to).after -
                (goes_on(p->units, last) ? unit_at(p, last).after : 0);
    ret.mean = cost / (int32_t)ret.count;
    return ret;
}
