#include <assert.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/heap.h"
#include "translate/engine_parts.h"

enum { ARENA_BASE = 1 << 20, ARENA_EACH = 64, ARENA_MOST = 256 << 20 };

static uint64_t now_ms(void)
{
    return clock_mono_us() / 1000;
}

/* ---- opening ---- */
static bool open_providers(struct engine *engine, struct fetcher *fetcher,
                           struct err *e)
{
    const struct translate_setup *s = engine->setup;
    const struct translator_env env = {fetcher, s->glossary};

    for (uint32_t i = 0; i < s->chain_count; i++) {
        struct provider_state *p = &engine->provider[i];

        p->translator = s->chain[i].translator;
        if (!p->translator->open(s->chain[i].set, &env, &p->self, e))
            return false;
        engine->provider_count++;
    }
    return true;
}

static void close_providers(struct engine *engine)
{
    for (uint32_t i = 0; i < engine->provider_count; i++)
        engine->provider[i].translator->close(engine->provider[i].self);
}

bool engine_open(const struct translate_setup *setup, uv_loop_t *loop,
                 struct fetcher *fetcher, struct engine **ret, struct err *e)
{
    struct engine *engine = heap_new(sizeof(*engine));

    engine->setup = setup;
    engine->loop = loop;
    if (!open_providers(engine, fetcher, e)) {
        close_providers(engine);
        heap_free(engine);
        return false;
    }
    (void)uv_timer_init(loop, &engine->timer);
    engine->timer.data = engine;
    *ret = engine;
    return true;
}

static void free_engine(uv_handle_t *timer)
{
    heap_free(timer->data);
}

void engine_close(struct engine **engine)
{
    struct engine *g = *engine;

    if (g == NULL)
        return;
    assert(g->waiting == NULL);
    calls_drop(g);
    close_providers(g);
    uv_close((uv_handle_t *)&g->timer, free_engine);
    *engine = NULL;
}

struct engine_provider engine_provider(const struct engine *engine, uint32_t i)
{
    const struct provider_state *p = &engine->provider[i];

    return (struct engine_provider){p->translator->name,
                                    breaker_is_open(&p->breaker, now_ms()),
                                    p->calls, p->failures, p->implausible};
}

/* ---- waiting jobs ---- */
static void on_timer(uv_timer_t *timer);

static void arm(struct engine *engine)
{
    uint64_t first = UINT64_MAX;
    uint64_t now = now_ms();

    for (struct translate_job *j = engine->waiting; j != NULL; j = j->next)
        if (!j->told && j->deadline_ms < first)
            first = j->deadline_ms;
    if (first == UINT64_MAX)
        (void)uv_timer_stop(&engine->timer);
    else
        (void)uv_timer_start(&engine->timer, on_timer,
                             first > now ? first - now : 0, 0);
}

static void wait_for(struct translate_job *job)
{
    struct engine *engine = job->engine;

    job->waiting = true;
    job->next = engine->waiting;
    if (job->next != NULL)
        job->next->before = job;
    engine->waiting = job;
    arm(engine);
}

static void stop_waiting(struct translate_job *job)
{
    struct engine *engine = job->engine;

    if (!job->waiting)
        return;
    job->waiting = false;
    *(job->before != NULL ? &job->before->next : &engine->waiting) = job->next;
    if (job->next != NULL)
        job->next->before = job->before;
    job->next = job->before = NULL;
    if (engine->waiting == NULL) /* nothing keeps the loop for nothing */
        (void)uv_timer_stop(&engine->timer);
}

static void leave_ready(struct translate_job *job)
{
    struct translate_job **at = &job->engine->ready;

    if (!job->ready)
        return;
    while (*at != job)
        at = &(*at)->next_ready;
    *at = job->next_ready;
    job->ready = false;
}

/* The callback may free the job, and any other. */
static void finish(struct translate_job *job)
{
    bool first = !job->told;

    job_join(job);
    job->told = true;
    stop_waiting(job);
    leave_ready(job);
    if (first)
        job->request.done(job, job->request.arg);
    else if (job->request.late != NULL)
        job->request.late(job, job->request.arg);
}

static struct translate_job *next_late(const struct engine *engine)
{
    uint64_t now = now_ms();

    for (struct translate_job *j = engine->waiting; j != NULL; j = j->next)
        if (!j->told && j->deadline_ms <= now)
            return j;
    return NULL;
}

static void on_timer(uv_timer_t *timer)
{
    struct engine *engine = timer->data;
    struct translate_job *job;

    while ((job = next_late(engine)) != NULL) {
        job_join(job);
        job->told = true;
        job->request.done(job, job->request.arg);
    }
    arm(engine);
}

void engine_touch(struct engine *engine, struct translate_job *job)
{
    if (job->ready || !job->waiting)
        return; /* a job that is not waiting is being dispatched right now */
    job->ready = true;
    job->next_ready = engine->ready;
    engine->ready = job;
}

void engine_run(struct engine *engine)
{
    if (engine->busy > 0)
        return;
    while (engine->ready != NULL) {
        struct translate_job *job = engine->ready;

        engine->ready = job->next_ready;
        job->ready = false;
        job_dispatch(job);
        if (job->open == 0)
            finish(job);
    }
}

/* ---- jobs ---- */
static size_t arena_size(const struct translate_request *r)
{
    size_t n = ARENA_BASE;

    for (uint32_t i = 0; i < r->count; i++) {
        if (r->text[i].text.len > ARENA_MOST / ARENA_EACH)
            return ARENA_MOST;
        n += r->text[i].text.len * ARENA_EACH;
    }
    return n > ARENA_MOST ? ARENA_MOST : n;
}

struct translate_job *engine_translate(struct engine *engine,
                                       const struct translate_request *request)
{
    struct translate_job *job = heap_new(sizeof(*job));

    assert(request->to == LANG_EN || request->to == LANG_ZH_HANS ||
           request->to == LANG_ZH_HANT);
    job->engine = engine;
    job->arena = arena_new(arena_size(request));
    job->request = *request;
    job->work = heap_array(request->count + 1U, sizeof(*job->work));
    job_cut(job);
    job_dispatch(job);
    if (job->open == 0) {
        job->told = true;
        job_join(job);
        return job;
    }
    job->deadline_ms = now_ms() + request->wait_ms;
    wait_for(job);
    return job;
}

bool translate_job_finished(const struct translate_job *job)
{
    return job->open == 0;
}

uint32_t translate_job_count(const struct translate_job *job)
{
    return job->request.count;
}

const struct translated *translate_job_get(const struct translate_job *job,
                                           uint32_t i)
{
    assert(i < job->request.count && job->told);
    return &job->work[i].result;
}

enum lang translate_job_to(const struct translate_job *job)
{
    return job->request.to;
}

void translate_job_free(struct translate_job **job)
{
    struct translate_job *j = *job;

    if (j == NULL)
        return;
    for (uint32_t t = 0; t < j->request.count; t++)
        for (uint32_t i = 0; i < j->work[t].layout.line_count; i++)
            piece_leave(&j->work[t].piece[i]);
    leave_ready(j);
    stop_waiting(j);
    arena_free(&j->arena);
    heap_free(j->work);
    heap_free(j);
    *job = NULL;
}
