/* Terms that other terms or allow phrases make idle. */
#include <stdlib.h>

#include "base/heap.h"
#include "cli/lint/lint.h"
#include "fold/disguise.h"

/* ---- the same term twice ---- */

static int by_folded(const void *a, const void *b)
{
    const struct lint_term *x = *(const struct lint_term *const *)a;
    const struct lint_term *y = *(const struct lint_term *const *)b;
    int order = span_compare(x->folded, y->folded);

    if (order != 0)
        return order;
    return (x->term->id > y->term->id) - (x->term->id < y->term->id);
}

static bool bits_meet(uint32_t a, uint32_t b)
{
    return a == 0 || b == 0 || (a & b) != 0;
}

static bool fields_meet(const struct rule *a, const struct rule *b)
{
    if (a->field_count == 0 || b->field_count == 0)
        return true;
    for (uint32_t i = 0; i < a->field_count; i++)
        for (uint32_t k = 0; k < b->field_count; k++)
            if (span_equal(a->field[i], b->field[k]))
                return true;
    return false;
}

/* Two rules may look for one term where they look at different things, and a
 * shadow rule may try another answer. */
static bool meet(const struct rule *a, const struct rule *b)
{
    return a == b || (bits_meet(a->languages, b->languages) &&
                      bits_meet(a->audiences, b->audiences) &&
                      (a->sides & b->sides) != 0 && fields_meet(a, b) &&
                      a->shadow == b->shadow);
}

static bool same_term(const struct lint_term *x, const struct lint_term *y)
{
    return span_equal(x->folded, y->folded) &&
           x->term->open_left == y->term->open_left &&
           x->term->open_right == y->term->open_right;
}

static void say_repeated(const struct lint *l, const struct lint_term *t,
                         const struct lint_term *first)
{
    if (t->rule == first->rule)
        lint_say(l, LINT_REPEATED_WORD, t->rule, t->term->place,
                 "'" SPAN_FMT "' stands in this rule already (line %u)",
                 SPAN_ARG(t->term->text), first->term->place.line);
    else
        lint_say(l, LINT_REPEATED_WORD, t->rule, t->term->place,
                 "'" SPAN_FMT "' stands in " SPAN_FMT " already (%s:%u)",
                 SPAN_ARG(t->term->text), SPAN_ARG(first->rule->id),
                 first->term->place.file, first->term->place.line);
}

/* The terms before all[i] that are spelt as it is. */
static void check_against(const struct lint *l,
                          const struct lint_term *const *all, uint32_t i)
{
    for (uint32_t k = i; k > 0; k--) {
        if (!span_equal(all[k - 1]->folded, all[i]->folded))
            return;
        if (same_term(all[k - 1], all[i]) &&
            meet(all[k - 1]->rule, all[i]->rule)) {
            say_repeated(l, all[i], all[k - 1]);
            return;
        }
    }
}

static void check_repeated(const struct lint *l)
{
    const struct lint_term **all =
        heap_array(l->term_count, sizeof(struct lint_term *));
    uint32_t count = 0;

    /* What rules keep clear of, or need beside other things, they may share. */
    for (uint32_t i = 0; i < l->term_count; i++)
        if (l->term[i].group == 0)
            all[count++] = &l->term[i];
    if (count > 1)
        qsort(all, count, sizeof(struct lint_term *), by_folded);
    for (uint32_t i = 1; i < count; i++)
        check_against(l, all, i);
    heap_free(all);
}

/* ---- a term that holds another ---- */

/* Where a longer term says more than the shorter one: it masks more, is more
 * certain when guessed, or stands where the shorter one is no whole word. */
static bool longer_counts(const struct rule *r)
{
    return r->action == VERDICT_MASK || r->whole ||
           (r->disguises & disguises_guessing) != 0;
}

static void check_shadowed(const struct lint *l, const struct lint_term *t)
{
    const struct lint_term *part;

    if (longer_counts(t->rule) || t->condition->near != NULL)
        return;
    part = lint_part(l, t, t->rule, t->group, t->term);
    if (part == NULL || same_term(part, t) ||
        lint_allowed(l, t->rule, part->folded, false) != NULL)
        return;
    lint_say(l, LINT_SHADOWED_WORD, t->rule, t->term->place,
             "'" SPAN_FMT "' adds nothing: '" SPAN_FMT
             "' (line %u) hits wherever it does",
             SPAN_ARG(t->term->text), SPAN_ARG(part->term->text),
             part->term->place.line);
}

/* ---- a term that is allowed ---- */

static void check_dead(const struct lint *l, const struct lint_term *t)
{
    const struct term *by = lint_allowed(l, t->rule, t->folded, true);

    if (by == NULL)
        return;
    lint_say(l, LINT_DEAD_WORD, t->rule, t->term->place,
             "'" SPAN_FMT "' is cancelled by the allow phrase at %s:%u%s",
             SPAN_ARG(t->term->text), by->place.file, by->place.line,
             (t->rule->disguises & ~disguises_default) != 0
                 ? ", unless in disguise"
                 : "");
}

void lint_words(const struct lint *l)
{
    check_repeated(l);
    for (uint32_t i = 0; i < l->term_count; i++) {
        check_shadowed(l, &l->term[i]);
        if (l->term[i].group == 0)
            check_dead(l, &l->term[i]);
    }
}
