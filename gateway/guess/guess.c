#include "guess/guess.h"

#include "base/heap.h"
#include "base/table.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "guess/initials.h"
#include "guess/links.h"
#include "guess/seer.h"
#include "guess/shape.h"
#include "guess/shuffled.h"
#include "guess/sound.h"

/* One row a family of disguises, in the order in which texts are looked at. */
static const struct seer *const seers[] = {
    &seer_sound,    &seer_initials, &seer_shape,
    &seer_shuffled, NULL, /* the end */
};

enum { MOST_SEERS = 8 };
_Static_assert(COUNT_OF(seers) <= MOST_SEERS + 1, "room for every index");

struct guess_index {
    struct seer_term *term;
    uint32_t term_count;
    void *index[MOST_SEERS];
    bool plain; /* a seer asks for it */
};

struct guess_scratch {
    struct plain plain;
};

/* ---- building ---- */

/* The characters of a term without gaps; false when none of the disguises can
 * be looked for. */
static bool read_term(const struct guess_term *t, struct seer_term *ret)
{
    size_t at = 0;
    uint32_t c;

    *ret = (struct seer_term){0};
    while (utf8_next(t->folded, &at, &c)) {
        unsigned traits = char_traits(c);

        if ((traits & CHAR_SOLID) == 0)
            continue;
        if (ret->count == SEER_LONGEST_TERM)
            return false;
        ret->c[ret->count++] = c;
        ret->han = (uint8_t)(ret->han + ((traits & CHAR_HAN) != 0));
    }
    ret->disguises = t->disguises;
    ret->initials_min = (uint8_t)t->initials_min;
    ret->doubtful = t->certainty < GUESS_DEFAULT_CERTAINTY;
    return ret->count >= 2 && ret->han > 0;
}

static void read_terms(struct guess_index *g, const struct guess_term *term,
                       uint32_t count)
{
    g->term = table_array(count, sizeof(*g->term));
    g->term_count = count;
    for (uint32_t i = 0; i < count; i++) {
        if ((term[i].disguises & disguises_guessing) == 0 ||
            !read_term(&term[i], &g->term[i]))
            g->term[i] = (struct seer_term){0};
    }
}

static bool build_seers(struct guess_index *g, bool *ret_any, struct err *e)
{
    *ret_any = false;
    for (uint32_t i = 0; seers[i] != NULL; i++) {
        if (!seers[i]->build(g->term, g->term_count, &g->index[i], e))
            return false;
        *ret_any = *ret_any || g->index[i] != NULL;
        g->plain = g->plain || (g->index[i] != NULL && seers[i]->plain);
    }
    return true;
}

bool guess_build(const struct guess_term *term, uint32_t count,
                 struct guess_index **ret, struct err *e)
{
    struct guess_index *g;
    uint32_t asked = 0;
    bool any = false;
    bool done;

    *ret = NULL;
    for (uint32_t i = 0; i < count; i++)
        asked |= term[i].disguises & disguises_guessing;
    if (asked == 0)
        return true;
    if (count > SEER_MOST_TERMS)
        return err_set(e, ERR_CONFIG, NULL,
                       "more than %d terms with guessing disguises",
                       SEER_MOST_TERMS);
    g = heap_new(sizeof(*g));
    read_terms(g, term, count);
    done = build_seers(g, &any, e);
    if (done && any)
        *ret = g;
    else
        guess_free(&g);
    return done;
}

void guess_free(struct guess_index **g)
{
    struct guess_index *old = *g;

    *g = NULL;
    if (old == NULL)
        return;
    for (uint32_t i = 0; seers[i] != NULL; i++)
        if (old->index[i] != NULL)
            seers[i]->free(old->index[i]);
    table_free(old->term);
    heap_free(old);
}

/* ---- looking ---- */

struct guess_scratch *guess_scratch_new(void)
{
    return heap_new(sizeof(struct guess_scratch));
}

void guess_scratch_free(struct guess_scratch **s)
{
    struct guess_scratch *old = *s;

    *s = NULL;
    if (old == NULL)
        return;
    plain_done(&old->plain);
    heap_free(old);
}

bool seer_is_new(struct seer_met *m, uint32_t unit, uint32_t term)
{
    if (m->unit != unit)
        m->count = 0;
    m->unit = unit;
    for (uint32_t i = 0; i < m->count; i++)
        if (m->term[i] == term)
            return false;
    if (m->count < SEER_MOST_MET)
        m->term[m->count++] = term;
    return true;
}

void seer_found(const struct guess_run *r, const struct seer_sight *s)
{
    struct guess_found found = {.term = s->term,
                                .at = units_range(r->units, s->from, s->to),
                                .disguises = s->disguises,
                                .certainty = s->certainty,
                                .score = s->score};

    if ((s->disguises & ~(r->term[s->term].disguises | disguises_default)) ==
            0 &&
        !links_hold(r->folded->text, found.at))
        r->meet(r->context, &found);
}

void guess_run_text(const struct guess_index *g, struct guess_scratch *s,
                    const struct guess_text *text, guess_meet meet,
                    void *context)
{
    struct guess_run r = {.term = g->term,
                          .units = text->units,
                          .plain = &s->plain,
                          .folded = text->folded,
                          .original = text->original,
                          .least = text->doubtful ? SEER_LEAST
                                                  : GUESS_DEFAULT_CERTAINTY,
                          .meet = meet,
                          .context = context};

    if (g->plain)
        plain_read(&s->plain, text->units);
    for (uint32_t i = 0; seers[i] != NULL; i++)
        if (g->index[i] != NULL)
            seers[i]->find(g->index[i], &r);
}
