#include "guess/plain.h"

#include "base/heap.h"

static const int32_t dear = 1 << 30;

/* With the end of the text, and one behind that. */
static void make_room(struct plain *p, uint32_t count)
{
    if (count + 1 < p->room)
        return;
    p->room = count + 256;
    p->at = heap_grow(p->at, p->room, sizeof(*p->at));
    p->c = heap_grow(p->c, p->room, sizeof(*p->c));
}

static bool goes_on(const struct units *u, uint32_t i)
{
    return i > 0 && i < u->count && u->at[i].gap == 0 &&
           u->at[i].kind == UNIT_HAN && u->at[i - 1].kind == UNIT_HAN;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* What it costs to go on with a word of two. No branch: every other character
 * begins one. */
static int32_t with_two(const struct plain_unit *at, int32_t there)
{
    return (at->word[0] & 1U << 2U) != 0 ? there + at->word[2] : dear;
}

/* Forwards through the run of Han characters [from, to). */
static void read_run(struct plain *p, uint32_t from, uint32_t to)
{
    lexicon_words(p->c + from, to - from, p->at[from].word, sizeof(*p->at));
    for (struct plain_unit *at = p->at + from; at < p->at + to; at++) {
        unsigned found = at->word[0];

        at[1].before = least(at[1].before, at->before + at->word[1]);
        at[2].before = least(at[2].before, with_two(at, at->before));
        for (uint32_t n = 3; found >> n != 0; n++)
            if ((found >> n & 1U) != 0)
                at[n].before = least(at[n].before, at->before + at->word[n]);
    }
}

/* Backwards, by the words that were found forwards. */
static void read_back(struct plain *p, uint32_t count)
{
    p->at[count].after = 0;
    p->at[count + 1].after = dear;
    for (struct plain_unit *at = p->at + count; at-- > p->at;) {
        int32_t best =
            least(at[1].after + at->word[1], with_two(at, at[2].after));

        for (uint32_t n = 3; at->word[0] >> n != 0; n++)
            if (((unsigned)at->word[0] >> n & 1U) != 0)
                best = least(best, at[n].after + at->word[n]);
        at->after = best;
    }
}

/* What is not Han costs nothing. */
static void read_other(struct plain *p, uint32_t i)
{
    p->at[i + 1].before = p->at[i].before;
    p->at[i].word[0] = p->at[i].word[1] = 0;
    p->at[i].word[2] = LEXICON_NO_WORD;
}

void plain_read(struct plain *p, const struct units *u)
{
    make_room(p, u->count);
    p->units = u;
    for (uint32_t i = 0; i < u->count; i++) {
        p->c[i] = u->at[i].c;
        p->at[i + 1].before = dear;
    }
    p->at[0].before = 0;
    p->at[u->count + 1].before = dear;
    for (uint32_t i = 0, to; i < u->count; i = to) {
        to = i + 1;
        if (u->at[i].kind != UNIT_HAN) {
            read_other(p, i);
            continue;
        }
        while (to < u->count && u->at[to].gap == 0 &&
               u->at[to].kind == UNIT_HAN)
            to++;
        read_run(p, i, to);
    }
    p->at[u->count].word[2] = LEXICON_NO_WORD;
    read_back(p, u->count);
}

void plain_done(struct plain *p)
{
    heap_free(p->at);
    heap_free(p->c);
    *p = (struct plain){0};
}

struct plain_around plain_around(const struct plain *p, uint32_t from,
                                 uint32_t to)
{
    uint32_t first = from;
    uint32_t last = to;
    struct plain_around ret = {0, 0};

    while (from - first < PLAIN_CLOSE && goes_on(p->units, first))
        first--;
    while (last - to < PLAIN_CLOSE && goes_on(p->units, last))
        last++;
    ret.count = from - first + last - to;
    if (ret.count > 0)
        ret.mean = (p->at[from].before - p->at[first].before + p->at[to].after -
                    p->at[last].after) /
                   (int32_t)ret.count;
    return ret;
}
