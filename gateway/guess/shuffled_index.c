#include "guess/shuffled_index.h"

#include "base/heap.h"
#include "fold/chars.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/shuffled.h"

static bool wanted(const struct seer_term *t)
{
    for (uint32_t i = 1; i < t->count; i++)
        if (t->c[i] != t->c[0])
            return (t->disguises & DISGUISE_BIT(DISGUISE_SHUFFLED)) != 0;
    return false;
}

/* How seldom a character is met; letters and digits count as common. */
static uint32_t rarity(uint32_t c)
{
    return (char_traits(c) & CHAR_HAN) != 0 ? 1 + lexicon_use(c) : 0;
}

/* The rarest character of a term. */
static uint32_t anchor_of(const struct seer_term *t)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < t->count; i++)
        if (rarity(t->c[i]) > rarity(t->c[best]))
            best = i;
    return screen_number(t->c[best]);
}

static uint64_t marks_of(const struct seer_term *t)
{
    uint64_t marks = 0;
    uint64_t class = 0;

    for (uint32_t i = 0; i < t->count; i++)
        marks |= shuffled_marks(t->c[i]);
    while (t->count > 2U << class)
        class ++;
    return (marks & ~(uint64_t)SHUFFLED_CLASS) | class;
}

/* Makes room for the list of each anchor; how many terms are in them. */
static uint32_t count_terms(struct shuffled_index *x,
                            const struct seer_term *term, uint32_t count)
{
    uint32_t total = 0;

    for (uint32_t i = 0; i < count; i++)
        if (wanted(&term[i]))
            x->first[anchor_of(&term[i])]++;
    for (uint32_t at = 0; at < SCREEN_NUMBERS; at++)
        x->first[at] = total += x->first[at];
    x->first[SCREEN_NUMBERS] = total;
    return total;
}

/* Each list from its end, where first[] is by now. */
static void list_terms(struct shuffled_index *x, const struct seer_term *term,
                       uint32_t count)
{
    for (uint32_t i = count; i-- > 0;) {
        uint32_t at;

        if (!wanted(&term[i]))
            continue;
        at = --x->first[anchor_of(&term[i])];
        x->marks[at] = marks_of(&term[i]);
        x->term[at] = i;
        x->cost[i] = context_term(term[i].c, term[i].count);
    }
}

struct shuffled_index *shuffled_index_new(const struct seer_term *term,
                                          uint32_t count)
{
    struct shuffled_index *x = heap_new(sizeof(*x));
    uint32_t total = count_terms(x, term, count);

    if (total == 0) {
        heap_free(x);
        return NULL;
    }
    x->marks = heap_array(total, sizeof(*x->marks));
    x->term = heap_array(total, sizeof(*x->term));
    x->cost = heap_array(count, sizeof(*x->cost));
    list_terms(x, term, count);
    return x;
}

void shuffled_index_free(struct shuffled_index *x)
{
    heap_free(x->marks);
    heap_free(x->term);
    heap_free(x->cost);
    heap_free(x);
}
