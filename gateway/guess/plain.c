#include "guess/plain.h"

#include "base/heap.h"

static const int32_t dear = 1 << 30;
static const int32_t no_word = 1 << 29;

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
    return there + at->word[2] + (~at->word[0] >> 2 & 1) * no_word;
}

/* The characters in a row, as far as the lexicon knows such: what is not Han
 * costs nothing, and no word lies over a gap. */
static void read_characters(struct plain *p, const struct units *u)
{
    for (uint32_t i = 0; i < u->count; i++) {
        uint32_t c = u->at[i].kind == UNIT_HAN ? u->at[i].c : LEXICON_NOTHING;

        p->c[i] = c | (u->at[i].gap != 0 ? LEXICON_BREAK : 0);
        p->at[i + 1].before = dear;
    }
    p->at[0].before = 0;
    p->at[u->count + 1].before = dear;
}

static void read_forwards(struct plain *p, uint32_t count)
{
    for (struct plain_unit *at = p->at; at < p->at + count; at++) {
        unsigned found = at->word[0];

        at[1].before = least(at[1].before, at->before + at->word[1]);
        at[2].before = least(at[2].before, with_two(at, at->before));
        for (uint32_t n = 3; found >> n != 0; n++)
            if ((found >> n & 1U) != 0)
                at[n].before = least(at[n].before, at->before + at->word[n]);
    }
}

/* By the words that were found. */
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

void plain_read(struct plain *p, const struct units *u)
{
    make_room(p, u->count);
    p->units = u;
    read_characters(p, u);
    lexicon_words(p->c, u->count, p->at[0].word, sizeof(*p->at));
    p->at[u->count].word[2] = LEXICON_NO_WORD;
    read_forwards(p, u->count);
    read_back(p, u->count);
}

void plain_done(struct plain *p)
{
    heap_free(p->at);
    heap_free(p->c);
    *p = (struct plain){0};
}

unsigned plain_pair(const struct units *u, uint32_t i)
{
    uint32_t han[2];

    if (i >= u->count || !goes_on(u, i + 1))
        return LEXICON_NO_WORD;
    han[0] = u->at[i].c;
    han[1] = u->at[i + 1].c;
    return lexicon_cost(han, 2);
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
