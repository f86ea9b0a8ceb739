#include "cli/translation.h"

#include <uv.h>

#include "base/heap.h"
#include "config/config.h"
#include "journey/renditions.h"
#include "translate/cache.h"
#include "translate/translator.h"
#include "worker/fetch.h"

enum { WAIT_MS = 60000 };

/* Opened in this order. */
struct cli_translation {
    bool looped;
    uv_loop_t loop;
    struct config *config;
    struct translate_cache *cache;
    struct translate_setup *setup;
    struct fetcher *fetcher;
    struct engine *engine;
};

bool cli_translation_open(const char *config, struct cli_translation **ret,
                          struct err *e)
{
    struct cli_translation *t = *ret = heap_new(sizeof(*t));

    t->looped = uv_loop_init(&t->loop) == 0;
    if (!t->looped)
        return err_set(e, ERR_INTERNAL, NULL, "no event loop");
    if (!config_load(config, translator_rows, &t->config, e))
        return false;
    t->cache = translate_cache_new(t->config->translate.cache.bytes.bytes,
                                   t->config->translate.cache.ttl.ms);
    return translate_setup_open(t->config, t->cache, &t->setup, e) &&
           fetcher_open(&t->loop, &t->fetcher, e) &&
           engine_open(t->setup, &t->loop, t->fetcher, &t->engine, e);
}

void cli_translation_close(struct cli_translation **t)
{
    struct cli_translation *old = *t;

    *t = NULL;
    if (old == NULL)
        return;
    engine_close(&old->engine);
    fetcher_close(&old->fetcher);
    if (old->looped) {
        (void)uv_run(&old->loop, UV_RUN_DEFAULT);
        (void)uv_loop_close(&old->loop);
    }
    translate_setup_free(&old->setup);
    translate_cache_free(&old->cache);
    config_free(&old->config);
    heap_free(old);
}

static void on_done(struct translate_job *job, void *arg)
{
    (void)job;
    *(bool *)arg = true;
}

struct translate_job *cli_translate(struct cli_translation *t,
                                    struct translate_request request)
{
    bool done = false;
    struct translate_job *job;

    request.wait_ms = WAIT_MS;
    request.done = on_done;
    request.arg = &done;
    job = engine_translate(t->engine, &request);
    while (!done && !translate_job_finished(job))
        (void)uv_run(&t->loop, UV_RUN_ONCE);
    return job;
}

/* ---- the audiences of a post ---- */

/* One post and what it came to so far. */
struct translating {
    struct cli_translation *t;
    const struct moderate_input *in;
    const struct moderation *m;
    struct arena *arena;
    enum err_kind missing;
};

/* A gloss helps readers who ask; it is no translation to judge. */
static bool is_usable(const struct translating *x, const struct translated *t)
{
    return t->failure == ERR_NONE && t->text.at != NULL &&
           (t->quality == TRANSLATE_MACHINE ||
            (t->quality == TRANSLATE_GLOSS &&
             x->t->config->translate.publish_gloss));
}

/* What came back of the texts, in place of these. */
static bool take(struct translating *x, const struct translate_job *job,
                 const struct moderate_text *from, struct moderate_text *text,
                 uint32_t *ret_count)
{
    *ret_count = 0;
    for (uint32_t i = 0; i < translate_job_count(job); i++) {
        const struct translated *t = translate_job_get(job, i);

        if (t->failure != ERR_NONE)
            x->missing = t->failure;
        if (!is_usable(x, t))
            continue;
        text[*ret_count] = from[i];
        text[*ret_count].text = arena_copy(x->arena, t->text);
        if (text[(*ret_count)++].text.at == NULL)
            return false;
    }
    return true;
}

/* ret has no texts when the audience needs none, or none came. */
static bool translate_for(struct translating *x, enum lang audience,
                          struct moderate_rendition *ret)
{
    uint32_t most = x->in->text_count;
    struct moderate_text *from = arena_array(x->arena, most, sizeof(*from));
    struct moderate_text *text = arena_array(x->arena, most, sizeof(*text));
    struct translate_text *asked = arena_array(x->arena, most, sizeof(*asked));
    struct translate_request r = {
        .text = asked, .from = x->m->language, .to = audience};
    struct translate_job *job;
    bool taken;

    *ret = (struct moderate_rendition){lang_tag(audience), text, 0};
    if (from == NULL || text == NULL || asked == NULL)
        return false;
    for (uint32_t i = 0; i < most; i++) {
        const struct moderated_text *one = &x->m->text[i];

        if (!rendition_needed(&one->detection, audience))
            continue;
        from[r.count] = x->in->text[i];
        asked[r.count++] =
            (struct translate_text){.text = one->masked,
                                    .markup = x->in->text[i].markup,
                                    .from = one->detection.lang};
    }
    if (r.count == 0)
        return true;
    job = cli_translate(x->t, r);
    taken = take(x, job, from, text, &ret->text_count);
    translate_job_free(&job);
    return taken;
}

bool cli_moderate_translated(struct cli_translation *t,
                             struct moderate_input *in, struct arena *a,
                             struct moderation *m, enum err_kind *ret_missing,
                             struct err *e)
{
    const struct texts *audiences = &t->config->audiences;
    struct moderation earlier = *m;
    struct translating x = {t, in, &earlier, a, ERR_NONE};
    struct moderate_rendition *rendition =
        arena_array(a, audiences->count, sizeof(*rendition));

    if (rendition == NULL)
        return arena_err(a, "translations", e);
    for (size_t i = 0; i < audiences->count; i++) {
        enum lang audience;

        if (!lang_find(span_of(audiences->at[i]), &audience))
            continue;
        if (!translate_for(&x, audience, &rendition[in->rendition_count]))
            return arena_err(a, "translations", e);
        in->rendition_count += rendition[in->rendition_count].text_count > 0;
    }
    *ret_missing = x.missing;
    in->rendition = rendition;
    in->earlier = &earlier;
    return in->rendition_count == 0 || moderate_run(in, a, m, e);
}
