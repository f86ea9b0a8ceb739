/*
 * engine - translates the texts of posts without blocking: protects what must
 * not change, asks the chain of providers in order, checks what comes back.
 *
 * Example: once a process    translate_setup_open(config, cache, &setup, e)
 *          once a worker     fetcher_open(loop, &fetcher, e)
 *                            engine_open(setup, loop, fetcher, &engine, e)
 *          once a post
 *              struct translate_text texts[] = {
 *                  {SPAN("yyds! https://x.cn"), MARKUP_PLAIN, NULL, 0, 0}};
 *              struct translate_request r = {texts, 1, LANG_ZH_HANS, LANG_EN,
 *                                            800, resume, NULL, post};
 *              post->job = engine_translate(engine, &r);
 *              if (translate_job_finished(post->job))
 *                  return STEP_DONE;       // cache, or nothing to translate
 *              return STEP_WAIT;           // resume(job, post) is called
 *          then  const struct translated *t = translate_job_get(job, i);
 *                if (t->failure == ERR_NONE) ... t->text, t->provider
 *                ... translate_job_free(&post->job);
 *
 * In:      translate/job.h. The order of providers is `translate.chain`.
 * Out:     per text a translation or the failure class of the last provider.
 * Limits:  a provider that keeps failing is left alone for a while (a circuit
 *          breaker each); a call ends at the provider's own timeout.
 * Cache:   (text, from, to, provider, glossary version) is translated once:
 *          one cache a process, and texts under way are asked for once a
 *          worker. Late answers fill it too.
 * Memory:  see each function. Errors: ERR_CONFIG, ERR_PROVIDER at opening.
 * Threads: a setup and a cache serve every thread; an engine belongs to the
 *          thread of its loop.
 */
#ifndef TRANSLATE_ENGINE_H
#define TRANSLATE_ENGINE_H

#include <uv.h>

#include "base/err.h"
#include "translate/job.h"

struct config;
struct engine;
struct fetcher;         /* worker/fetch.h */
struct translate_cache; /* translate/cache.h: translate_cache_new() */
struct translate_setup;

/* Reads glossaries and notes; checks that every provider of the chain is known.
 * The setup holds config; the cache is borrowed and outlives reloads. config
 * NULL: the defaults, chain [phrasebook]. */
bool translate_setup_open(struct config *config, struct translate_cache *cache,
                          struct translate_setup **ret, struct err *e) MUST_USE;
/* One more holder; each frees. Safe from any thread. */
struct translate_setup *
translate_setup_hold(struct translate_setup *s) MUST_USE;
void translate_setup_free(struct translate_setup **setup);

/* SHA-256 over glossaries and notes, hex: part of every record. */
const char *translate_setup_hash(const struct translate_setup *setup);

/* Opens the providers of the chain. One that can't be opened (no dictionary
 * was built, say) fails all: ERR_PROVIDER, the text tells what to do. */
bool engine_open(const struct translate_setup *setup, uv_loop_t *loop,
                 struct fetcher *fetcher, struct engine **ret,
                 struct err *e) MUST_USE;

/* Jobs must have been freed; calls under way are dropped. The loop must run
 * afterwards until its handles are closed. */
void engine_close(struct engine **engine);

/* Never fails and never calls back before it returns. */
struct translate_job *
engine_translate(struct engine *engine,
                 const struct translate_request *request) MUST_USE;

/* How provider i of the chain does. */
struct engine_provider {
    const char *name;
    bool resting; /* its breaker is open */
    uint64_t calls, failures, implausible;
};

struct engine_provider engine_provider(const struct engine *engine, uint32_t i);

#endif
