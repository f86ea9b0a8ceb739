#include <assert.h>
#include <string.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "translate/engine_parts.h"
#include "translate/plausible.h"

enum { CALL_ARENA = 4 << 20, ARENA_EACH = 64 };

/* One line under way to one provider. */
struct flight {
    struct sha256 key;
    struct flight *next; /* in the bucket */
    struct protected_text sent;
    enum lang to;
    struct piece *waiting;
};

struct call {
    struct translator_call base; /* what the provider sees */
    struct engine *engine;
    struct arena *arena;
    uint32_t provider;
    struct flight **flight;
    struct span *line;
    uint32_t count;
    size_t bytes;
    struct call *next, *before;
};

/* ---- flights ---- */
struct sha256 piece_key(const struct engine *engine, const struct piece *p,
                        uint32_t provider)
{
    const struct translate_key_parts parts = {
        p->sent.wire, span_of(engine->provider[provider].translator->name),
        span_of(engine->setup->glossary->hash), span_of(lang_tag(p->from)),
        span_of(lang_tag(p->to))};

    return translate_key(&parts);
}

static struct flight **bucket_of(struct engine *engine,
                                 const struct sha256 *key)
{
    return &engine->flight[(key->raw[0] | key->raw[1] << 8) % FLIGHT_BUCKETS];
}

static struct flight *find_flight(struct engine *engine,
                                  const struct sha256 *key)
{
    struct flight *f = *bucket_of(engine, key);

    while (f != NULL && memcmp(f->key.raw, key->raw, sizeof(key->raw)) != 0)
        f = f->next;
    return f;
}

static void board(struct flight *f, struct piece *p)
{
    p->state = PIECE_WAITING;
    p->flight = f;
    p->before = NULL;
    p->next = f->waiting;
    if (f->waiting != NULL)
        f->waiting->before = p;
    f->waiting = p;
}

void piece_leave(struct piece *p)
{
    if (p->flight == NULL)
        return;
    *(p->before != NULL ? &p->before->next : &p->flight->waiting) = p->next;
    if (p->next != NULL)
        p->next->before = p->before;
    p->flight = NULL;
}

/* The next provider is asked, if there is one. */
static void piece_pass_on(struct piece *p, enum err_kind why)
{
    p->failure = why;
    p->provider++;
    p->state = PIECE_OPEN;
    if (p->provider >= p->job->engine->provider_count) {
        p->provider = 0;
        piece_settle(p, PIECE_FAILED);
    }
}

static void land(struct engine *engine, struct flight *f, struct span answer,
                 enum err_kind why)
{
    struct flight **at = bucket_of(engine, &f->key);

    while (*at != f)
        at = &(*at)->next;
    *at = f->next;
    while (f->waiting != NULL) {
        struct piece *p = f->waiting;

        piece_leave(p);
        if (why == ERR_NONE)
            piece_answer(p, answer);
        else
            piece_pass_on(p, why);
        engine_touch(engine, p->job);
    }
}

/* ---- calls ---- */
static void drop_call(struct call *c)
{
    struct engine *engine = c->engine;

    *(c->before != NULL ? &c->before->next : &engine->first_call) = c->next;
    if (c->next != NULL)
        c->next->before = c->before;
    arena_free(&c->arena);
    heap_free(c);
}

static void tell_breaker(struct provider_state *p, const struct call *c)
{
    uint64_t now_ms = clock_mono_us() / 1000;

    switch (c->base.err.kind) {
    case ERR_NONE:
        breaker_worked(&p->breaker);
        break;
    case ERR_LIMIT:
    case ERR_MEMORY:
        breaker_unknown(&p->breaker);
        break;
    default:
        breaker_failed(&p->breaker, now_ms, c->base.rest_ms);
    }
}

/* Whether the answer to a flight may be used; line breaks in it are spaces,
 * since a line was sent. */
static enum err_kind judge(struct call *c, uint32_t i, struct span *ret)
{
    struct span answer = c->base.answer[i];
    char *text = arena_alloc(c->arena, answer.len + 1);
    struct err e = {.kind = ERR_NONE};
    size_t bad;

    if (text == NULL || !utf8_valid(answer, &bad))
        return text == NULL ? ERR_MEMORY : ERR_IMPLAUSIBLE;
    memcpy(text, answer.at, answer.len);
    for (size_t k = 0; k < answer.len; k++)
        if (text[k] == '\n' || text[k] == '\r')
            text[k] = ' ';
    *ret = span_trim((struct span){text, answer.len});
    return plausible(&c->flight[i]->sent, *ret, c->flight[i]->to, c->arena, &e)
               ? ERR_NONE
               : e.kind;
}

static enum err_kind failure_of(enum err_kind kind)
{
    return kind == ERR_PROVIDER_LATE ? ERR_PROVIDER_LATE : ERR_PROVIDER;
}

static void call_done(struct translator_call *base)
{
    struct call *c = (struct call *)(void *)base;
    struct engine *engine = c->engine;
    struct provider_state *p = &engine->provider[c->provider];
    bool ok = base->err.kind == ERR_NONE;

    p->failures += !ok;
    tell_breaker(p, c);
    engine->busy++;
    for (uint32_t i = 0; i < c->count; i++) {
        struct span answer = {NULL, 0};
        enum err_kind why =
            ok ? judge(c, i, &answer) : failure_of(base->err.kind);

        p->implausible += why == ERR_IMPLAUSIBLE;
        if (why == ERR_NONE)
            translate_cache_put(engine->setup->cache, &c->flight[i]->key,
                                answer);
        land(engine, c->flight[i], answer, why);
    }
    engine->busy--;
    drop_call(c);
    engine_run(engine);
}

static struct call *new_call(struct engine *engine, uint32_t provider,
                             const struct translator_limits *limits)
{
    struct call *c = heap_new(sizeof(*c));

    c->engine = engine;
    c->provider = provider;
    c->arena = arena_new(CALL_ARENA + limits->bytes * ARENA_EACH);
    c->flight = arena_array(c->arena, limits->lines, sizeof(struct flight *));
    c->line = arena_array(c->arena, limits->lines, sizeof(*c->line));
    assert(c->flight != NULL && c->line != NULL);
    c->next = engine->first_call;
    if (c->next != NULL)
        c->next->before = c;
    engine->first_call = c;
    return c;
}

static void send_call(struct call **call)
{
    struct call *c = *call;
    struct provider_state *p;

    if (c == NULL)
        return;
    *call = NULL;
    p = &c->engine->provider[c->provider];
    if (c->count == 0) { /* its arena had no room for a line */
        breaker_unknown(&p->breaker);
        drop_call(c);
        return;
    }
    c->base = (struct translator_call){
        .arena = c->arena,
        .line = c->line,
        .count = c->count,
        .from = c->flight[0]->to == LANG_EN ? LANG_ZH_HANS : LANG_EN,
        .to = c->flight[0]->to,
        .done = call_done};
    p->calls++;
    p->translator->start(p->self, &c->base);
}

/* ---- asking ---- */
struct asking {
    struct engine *engine;
    uint32_t provider;
    struct translator_limits limits;
    struct call *call; /* being filled */
};

static struct flight *new_flight(struct call *c, const struct piece *p,
                                 const struct sha256 *key)
{
    struct flight *f = arena_alloc(c->arena, sizeof(*f));
    struct span wire = arena_copy(c->arena, p->sent.wire);
    struct token_back *back =
        arena_array(c->arena, p->sent.count + 1, sizeof(*back));
    struct flight **bucket;

    if (f == NULL || wire.at == NULL || back == NULL)
        return NULL;
    bucket = bucket_of(c->engine, key);
    *f = (struct flight){.key = *key,
                         .next = *bucket,
                         .sent = {wire, back, p->sent.count, p->sent.letters},
                         .to = p->to};
    *bucket = f;
    c->flight[c->count] = f;
    c->line[c->count++] = wire;
    c->bytes += wire.len;
    return f;
}

/* A call with room for the piece; NULL when the provider can't be asked. */
static struct call *call_with_room(struct asking *a, const struct piece *p)
{
    struct provider_state *state = &a->engine->provider[a->provider];
    size_t len = p->sent.wire.len;

    if (len > a->limits.bytes)
        return NULL;
    if (a->call != NULL && (a->call->count == a->limits.lines ||
                            a->call->bytes + len > a->limits.bytes))
        send_call(&a->call);
    if (a->call == NULL &&
        breaker_asks(&state->breaker, clock_mono_us() / 1000))
        a->call = new_call(a->engine, a->provider, &a->limits);
    return a->call;
}

static void ask(struct asking *a, struct piece *p)
{
    struct sha256 key = piece_key(a->engine, p, a->provider);
    struct flight *f;
    struct call *c;
    struct span answer;

    if (translate_cache_get(a->engine->setup->cache, &key, p->job->arena,
                            &answer)) {
        piece_answer(p, answer);
        return;
    }
    f = find_flight(a->engine, &key);
    if (f == NULL) {
        c = call_with_room(a, p);
        f = c != NULL ? new_flight(c, p, &key) : NULL;
    }
    if (f != NULL)
        board(f, p);
    else
        piece_pass_on(p, ERR_PROVIDER);
}

static void ask_for_text(struct asking *a, struct text_work *w)
{
    for (uint32_t i = 0; i < w->layout.line_count; i++) {
        struct piece *p = &w->piece[i];

        if (!p->asked || p->state != PIECE_OPEN || p->provider != a->provider)
            continue;
        if (a->engine->provider_count > 0)
            ask(a, p);
        else
            piece_pass_on(p, ERR_PROVIDER); /* there is nobody to ask */
    }
}

/* Down the chain: what one provider refuses at once, the next one gets. */
void job_dispatch(struct translate_job *job)
{
    struct engine *engine = job->engine;
    uint32_t p = 0;

    engine->busy++;
    do {
        const struct provider_state *state = &engine->provider[p];
        struct asking a = {.engine = engine, .provider = p};

        if (engine->provider_count > 0)
            a.limits = state->translator->limits(state->self);
        for (uint32_t t = 0; t < job->request.count; t++)
            ask_for_text(&a, &job->work[t]);
        send_call(&a.call);
    } while (++p < engine->provider_count);
    engine->busy--;
}

void calls_drop(struct engine *engine)
{
    while (engine->first_call != NULL) {
        struct call *c = engine->first_call;
        struct provider_state *p = &engine->provider[c->provider];

        p->translator->cancel(p->self, &c->base);
        drop_call(c);
    }
}
