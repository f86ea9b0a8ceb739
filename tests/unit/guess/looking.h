/*
 * looking - what the tests of seers share: terms looked for in a text.
 *
 * Example: assert_string_equal(look("法轮功", DISGUISE_BIT(…), "学fa lun
 * gong"), "fa lun gong [pinyin]");
 */
#ifndef LOOKING_H
#define LOOKING_H

#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "fold/fold.h"
#include "guess/guess.h"

struct looking {
    struct fold_space *space;
    struct guess_scratch *scratch;
    struct units units;
    struct fold_view view;
    uint32_t asked;
    uint32_t initials_min;
    float floor;
    char seen[512];
};

static inline void looking_start(struct looking *l)
{
    struct err e;

    assert_true(fold_init(&e));
    *l = (struct looking){.space = fold_space_new(),
                          .scratch = guess_scratch_new(),
                          .initials_min = 3,
                          .floor = GUESS_DEFAULT_CERTAINTY};
}

static inline void looking_stop(struct looking *l)
{
    fold_space_free(&l->space);
    guess_scratch_free(&l->scratch);
    units_done(&l->units);
}

static inline void looking_add(struct looking *l, const char *before,
                               struct span text)
{
    size_t n = strlen(l->seen);

    (void)snprintf(l->seen + n, sizeof(l->seen) - n, "%s" SPAN_FMT, before,
                   SPAN_ARG(text));
}

static inline void looking_meet(void *context, const struct guess_found *f)
{
    struct looking *l = context;
    struct span s = span_slice(l->view.text, f->at.from, f->at.to);

    if (f->certainty < l->floor)
        return;
    looking_add(l, l->seen[0] != '\0' ? "; " : "", s);
    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        if ((f->disguises >> d & 1U) != 0)
            looking_add(l, " ", span_of(disguise_name((enum disguise)d)));
}

/* "WHAT DISGUISE DISGUISE; WHAT …" for each place where it is found. */
static inline const char *look(struct looking *l, const char *term,
                               const char *text)
{
    struct guess_term t = {.folded = span_of(term),
                           .disguises = l->asked,
                           .initials_min = l->initials_min,
                           .certainty = l->floor};
    struct guess_index *g;
    struct err e;

    l->seen[0] = '\0';
    assert_true(guess_build(&t, 1, &g, &e));
    if (g == NULL)
        return "";
    l->view = fold_text(l->space, span_of(text));
    units_fill(&l->units, &l->view);
    guess_run_text(
        g, l->scratch,
        &(struct guess_text){span_of(text), &l->view, &l->units, false},
        looking_meet, l);
    guess_free(&g);
    return l->seen;
}

#endif
