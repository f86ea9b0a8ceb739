#include "match/scratch.h"

#include "base/heap.h"

static const size_t stack_least = (size_t)32 << 10U;
static const size_t stack_most = (size_t)1 << 20U;
static const uint32_t heap_kib = 16U << 10U;
static const uint32_t depth_most = 10000;

static bool start_vectorscan(const struct matcher *m, struct match_scratch *s,
                             struct err *e)
{
    for (unsigned i = 0; i < MATCHER_VIEWS; i++) {
        hs_error_t trouble;

        if (m->view[i].database == NULL)
            continue;
        trouble = hs_alloc_scratch(m->view[i].database, &s->hs);
        if (trouble != HS_SUCCESS)
            return err_set(e, ERR_INTERNAL, NULL, "Vectorscan scratch: %d",
                           trouble);
    }
    return true;
}

/* JIT ignores the depth and heap limits and has a stack instead; the
 * interpreter, used where JIT is not to be had, heeds them. */
static bool start_pcre2(const struct matcher *m, struct match_scratch *s,
                        struct err *e)
{
    uint32_t pairs = 1;

    for (uint32_t i = 0; i < m->regex_count; i++) {
        if (m->regex[i].hit_group >= pairs)
            pairs = m->regex[i].hit_group + 1;
    }
    s->data = pcre2_match_data_create(pairs, NULL);
    s->context = pcre2_match_context_create(NULL);
    s->stack = pcre2_jit_stack_create(stack_least, stack_most, NULL);
    if (s->data == NULL || s->context == NULL)
        return err_set(e, ERR_INTERNAL, NULL, "PCRE2 match data");
    if (s->stack != NULL)
        pcre2_jit_stack_assign(s->context, NULL, s->stack);
    (void)pcre2_set_heap_limit(s->context, heap_kib);
    (void)pcre2_set_depth_limit(s->context, depth_most);
    return true;
}

static bool start_boundaries(struct match_scratch *s, struct err *e)
{
    for (unsigned i = 0; i < MATCHER_VIEWS; i++) {
        if (!whole_init(&s->whole[i], e))
            return false;
    }
    return boundary_init(&s->boundary, e);
}

bool match_scratch_new(const struct ruleset *rs, struct match_scratch **ret,
                       struct err *e)
{
    const struct matcher *m = rs->matcher;
    struct match_scratch *s = heap_new(sizeof(*s));

    units_init();
    s->fold = fold_space_new();
    s->guess = guess_scratch_new();
    s->condition_count = rs->condition_count;
    s->met = heap_array(rs->condition_count, sizeof(*s->met));
    s->is_due = heap_array(m->regex_count, sizeof(*s->is_due));
    s->due = heap_array(m->regex_count, sizeof(*s->due));
    if (!start_vectorscan(m, s, e) || !start_pcre2(m, s, e) ||
        !start_boundaries(s, e)) {
        match_scratch_free(&s);
        return false;
    }
    *ret = s;
    return true;
}

void match_scratch_free(struct match_scratch **s)
{
    struct match_scratch *old = *s;

    if (old == NULL)
        return;
    (void)hs_free_scratch(old->hs);
    pcre2_match_data_free(old->data);
    pcre2_match_context_free(old->context);
    pcre2_jit_stack_free(old->stack);
    fold_space_free(&old->fold);
    units_done(&old->units);
    guess_scratch_free(&old->guess);
    boundary_done(&old->boundary);
    for (unsigned i = 0; i < MATCHER_VIEWS; i++)
        whole_done(&old->whole[i]);
    heap_free(old->hit);
    heap_free(old->met);
    heap_free(old->allowed);
    heap_free(old->is_due);
    heap_free(old->due);
    heap_free(old);
    *s = NULL;
}

void scratch_reset(struct match_scratch *s)
{
    for (uint32_t i = 0; i < s->hit_count; i++)
        s->met[s->hit[i].condition->id] = 0;
    s->hit_count = 0;
    s->allowed_count = 0;
    s->truncated = false;
    s->flooded = false;
}

bool scratch_wants(struct match_scratch *s, const struct condition *condition)
{
    if (s->hit_count < SCRATCH_MOST_HITS ||
        s->met[condition->id] < SCRATCH_SURE_HITS)
        return true;
    if (condition->near != NULL) {
        s->flooded = s->flooded || s->hit_count >= SCRATCH_MOST_MEMBERS;
        return !s->flooded;
    }
    s->truncated = true;
    return false;
}

struct hit *scratch_hit(struct match_scratch *s,
                        const struct condition *condition)
{
    if (s->hit_count == s->hit_room) {
        s->hit_room = s->hit_room * 2 + 64;
        s->hit = heap_grow(s->hit, s->hit_room, sizeof(*s->hit));
    }
    s->met[condition->id]++;
    return &s->hit[s->hit_count++];
}

/* An allow phrase beyond the limit is passed over: the hit then stands, which
 * is the safe side. */
bool scratch_wants_allowed(const struct match_scratch *s)
{
    return s->allowed_count < SCRATCH_MOST_ALLOWED;
}

void scratch_allowed(struct match_scratch *s, const struct allowed *allowed)
{
    if (s->allowed_count == s->allowed_room) {
        s->allowed_room = s->allowed_room * 2 + 64;
        s->allowed =
            heap_grow(s->allowed, s->allowed_room, sizeof(*s->allowed));
    }
    s->allowed[s->allowed_count++] = *allowed;
}
