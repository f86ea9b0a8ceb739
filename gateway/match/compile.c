#include "match/compile.h"

#include "base/attr.h"
#include "base/heap.h"
#include "base/jobs.h"
#include "detect/detect.h"
#include "fold/fold.h"
#include "fold/looks.h"
#include "match/build.h"

static const size_t most_strings = (size_t)512 << 20U;

static bool add_packs(struct builder *b, struct err *e)
{
    const struct ruleset *rs = b->rs;
    struct word owner = {.kind = WORD_ALLOWED};

    if (!words_add_allowed(b, rs->allow, rs->allow_count, &owner, e))
        return false;
    for (uint32_t i = 0; i < rs->pack_count; i++) {
        const struct pack *pack = &rs->pack[i];

        owner.pack = pack;
        if (!words_add_allowed(b, pack->allow, pack->allow_count, &owner, e))
            return false;
    }
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        if (!words_add_rule(b, rs->rule[i], e))
            return false;
    }
    return true;
}

static bool asks(const struct ruleset *rs, enum disguise d)
{
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        if ((rs->rule[i]->disguises & DISGUISE_BIT(d)) != 0)
            return true;
    }
    return false;
}

static bool build_guesses(void *context, struct err *e)
{
    return guesses_build(context, e);
}

static bool compile_default(void *context, struct err *e)
{
    return literals_compile(context, MATCHER_DEFAULT, e);
}

static bool compile_compact(void *context, struct err *e)
{
    return literals_compile(context, MATCHER_COMPACT, e);
}

static bool compile_lookalikes(void *context, struct err *e)
{
    return literals_compile(context, MATCHER_LOOKALIKES, e);
}

/* The databases and the index of guesses, which take long, all at once. */
static bool build_indexes(struct builder *b, struct err *e)
{
    const struct job job[] = {
        {compile_default, b->m},
        {compile_compact, b->m},
        {compile_lookalikes, b->m},
        {build_guesses, b},
    };

    return jobs_run(job, COUNT_OF(job), e);
}

bool matcher_compile(struct ruleset *rs, struct err *e)
{
    struct builder b = {.rs = rs};
    bool done;

    if (!fold_init(e) || (rs->has_near && !detect_init(e)) ||
        (asks(rs, DISGUISE_LOOKALIKES) && !looks_init(e)))
        return false;
    b.m = heap_new(sizeof(*b.m));
    b.m->arena = arena_new(most_strings);
    done = add_packs(&b, e);
    if (done) {
        literals_gather(&b);
        masked_sort(&b.m->masked);
        slips_sort(&b.m->slips);
        done = build_indexes(&b, e);
    }
    if (done)
        rs->matcher = b.m;
    else
        matcher_free(&b.m);
    build_done(&b);
    return done;
}

void matcher_free(struct matcher **m)
{
    if (*m == NULL)
        return;
    for (unsigned i = 0; i < MATCHER_VIEWS; i++) {
        (void)hs_free_database((*m)->view[i].database);
        heap_free((*m)->view[i].literal);
        prospect_done(&(*m)->view[i].prospect);
    }
    for (uint32_t i = 0; i < (*m)->regex_count; i++)
        pcre2_code_free((*m)->regex[i].code);
    masked_done(&(*m)->masked);
    slips_done(&(*m)->slips);
    prefix_done(&(*m)->prefixes);
    guess_free(&(*m)->guess);
    heap_free((*m)->guessed);
    heap_free((*m)->guess_wanted);
    heap_free((*m)->regex);
    heap_free((*m)->always);
    heap_free((*m)->wanted);
    heap_free((*m)->word);
    arena_free(&(*m)->arena);
    heap_free(*m);
    *m = NULL;
}
