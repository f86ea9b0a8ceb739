#include <stdlib.h>

#include "base/heap.h"
#include "match/build.h"

/* A word whose rule asks for a guessing disguise. */
struct wish {
    struct span folded;
    uint32_t word;
};

static int compare_wishes(const void *a, const void *b)
{
    const struct wish *one = a;
    const struct wish *two = b;
    int order = span_compare(one->folded, two->folded);

    return order != 0 ? order
                      : (one->word > two->word) - (one->word < two->word);
}

static uint32_t gather(const struct matcher *m, struct wish *ret)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < m->word_count; i++) {
        const struct word *w = &m->word[i];

        if (w->kind == WORD_TERM &&
            (w->rule->disguises & disguises_guessing) != 0)
            ret[count++] = (struct wish){w->folded, i};
    }
    if (count > 1)
        qsort(ret, count, sizeof(*ret), compare_wishes);
    return count;
}

/* A spelling asks for all that its words ask for. */
static void add_wish(struct guess_term *t, const struct rule *rule)
{
    t->disguises |= rule->disguises;
    if (t->initials_min == 0 || rule->initials_min < t->initials_min)
        t->initials_min = rule->initials_min;
    if (rule->certainty < t->certainty)
        t->certainty = rule->certainty;
}

/* Sorted wishes into spellings; returns how many. */
static uint32_t spell(struct matcher *m, const struct wish *wish,
                      uint32_t count, struct guess_term *term)
{
    uint32_t spellings = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !span_equal(wish[i].folded, wish[i - 1].folded)) {
            term[spellings] =
                (struct guess_term){.folded = wish[i].folded, .certainty = 1};
            m->guessed[spellings++].wanted = i;
        }
        m->guessed[spellings - 1].wanted_count++;
        m->guess_wanted[i] = wish[i].word;
        add_wish(&term[spellings - 1], m->word[wish[i].word].rule);
    }
    return spellings;
}

bool guesses_build(struct builder *b, struct err *e)
{
    struct matcher *m = b->m;
    struct wish *wish = heap_array(m->word_count, sizeof(*wish));
    uint32_t count = gather(m, wish);
    struct guess_term *term = heap_array(count, sizeof(*term));
    uint32_t spellings;
    bool done;

    m->guess_wanted = heap_array(count, sizeof(*m->guess_wanted));
    m->guessed = heap_array(count, sizeof(*m->guessed));
    spellings = spell(m, wish, count, term);
    for (uint32_t i = 0; i < spellings; i++)
        m->guessed[i].floor = term[i].certainty;
    done = guess_build(term, spellings, &m->guess, e);
    heap_free(wish);
    heap_free(term);
    return done;
}
