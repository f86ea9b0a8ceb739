#include "journey/renditions.h"

#include "journey/attach.h"
#include "journey/moderate_input.h"

bool rendition_needed(const struct detection *d, enum lang audience)
{
    switch (d->lang) {
    case LANG_MIXED:
        return true;
    case LANG_EN:
        return lang_is_zh(audience);
    case LANG_ZH:
    case LANG_ZH_HANS:
    case LANG_ZH_HANT:
    case LANG_ZH_LATN:
        return audience == LANG_EN;
    default:
        return false;
    }
}

/* The texts of one job and the fields they came from. */
struct batch {
    struct translate_text *text;
    uint32_t *field;
    uint32_t count;
};

static bool gather_batch(struct post *p, enum lang audience, struct batch *ret)
{
    struct batch b = {
        arena_array(p->arena, p->fields.count, sizeof(*b.text)),
        arena_array(p->arena, p->fields.count, sizeof(*b.field)),
        0,
    };

    if (b.text == NULL || b.field == NULL)
        return false;
    for (uint32_t i = 0; i < p->fields.count; i++) {
        const struct moderated_text *t = &p->moderation.text[i];

        if (!rendition_needed(&t->detection, audience))
            continue;
        b.field[b.count] = i;
        b.text[b.count++] = (struct translate_text){
            .text = t->masked,
            .markup = p->fields.field[i].markup,
            .from = t->detection.lang,
        };
    }
    *ret = b;
    return true;
}

static void start_job(struct post *p, enum lang audience, const struct batch *b,
                      uint64_t wait_ms, const struct renditions_calls *calls)
{
    const struct translate_request r = {
        .text = b->text,
        .count = b->count,
        .from = p->moderation.language,
        .to = audience,
        .wait_ms = wait_ms,
        .done = calls->done,
        .late = calls->late,
        .arg = p,
    };
    struct translate_job *job = engine_translate(p->kit->engine, &r);

    p->job_field[p->job_count] = b->field;
    p->job[p->job_count++] = job;
    if (!translate_job_finished(job))
        p->jobs_open++;
}

/* Jobs that were begun would otherwise resume a post that has gone on. */
static bool give_up(struct post *p, struct err *e)
{
    renditions_free(p);
    p->jobs_open = 0;
    return arena_err(p->arena, "translations", e);
}

bool renditions_start(struct post *p, uint64_t wait_ms,
                      const struct renditions_calls *calls, struct err *e)
{
    const struct texts *audiences = &p->snapshot->config->audiences;

    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    p->job = arena_array(p->arena, audiences->count, sizeof(*p->job));
    p->job_field =
        arena_array(p->arena, audiences->count, sizeof(*p->job_field));
    if (p->job == NULL || p->job_field == NULL)
        return arena_err(p->arena, "translations", e);
    for (uint32_t i = 0; i < audiences->count; i++) {
        struct batch b;
        enum lang audience;

        if (!lang_find(span_of(audiences->at[i]), &audience))
            continue;
        if (!gather_batch(p, audience, &b))
            return give_up(p, e);
        if (b.count > 0)
            start_job(p, audience, &b, wait_ms, calls);
    }
    return true;
}

/* A gloss helps readers who ask; it is no translation to publish or judge. */
static bool usable(const struct post *p, const struct translated *t)
{
    return t->failure == ERR_NONE && t->text.at != NULL &&
           (t->quality == TRANSLATE_MACHINE ||
            (t->quality == TRANSLATE_GLOSS &&
             p->snapshot->config->translate.publish_gloss));
}

static bool gather_rendition(struct post *p, uint32_t job,
                             struct renditions *ret)
{
    const struct translate_job *j = p->job[job];
    uint32_t count = translate_job_count(j);
    struct moderate_text *text = arena_array(p->arena, count, sizeof(*text));
    uint32_t used = 0;

    if (text == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct translated *t = translate_job_get(j, i);

        if (!usable(p, t))
            continue;
        text[used] = p->text[p->job_field[job][i]];
        text[used].text = t->text;
        ret->field[ret->count][used++] = i;
    }
    if (used > 0) {
        ret->job[ret->count] = job;
        ret->rendition[ret->count++] = (struct moderate_rendition){
            lang_tag(translate_job_to(j)), text, used};
    }
    return true;
}

static bool gather(struct post *p, struct renditions *ret, struct err *e)
{
    struct renditions r = {
        .rendition = arena_array(p->arena, p->job_count, sizeof(*r.rendition)),
        .job = arena_array(p->arena, p->job_count, sizeof(*r.job)),
        .field = arena_array(p->arena, p->job_count, sizeof(*r.field)),
    };

    if (r.rendition == NULL || r.job == NULL || r.field == NULL)
        return arena_err(p->arena, "translations", e);
    for (uint32_t i = 0; i < p->job_count; i++) {
        r.field[r.count] = arena_array(p->arena, translate_job_count(p->job[i]),
                                       sizeof(**r.field));
        if (r.field[r.count] == NULL || !gather_rendition(p, i, &r))
            return arena_err(p->arena, "translations", e);
    }
    *ret = r;
    return true;
}

bool renditions_judge(struct post *p, struct renditions *ret, struct err *e)
{
    struct moderation earlier = p->moderation;
    struct moderate_input in = post_moderate_input(p);

    if (!gather(p, ret, e))
        return false;
    in.earlier = &earlier;
    in.rendition = ret->rendition;
    in.rendition_count = ret->count;
    return ret->count == 0 || moderate_run(&in, p->arena, &p->moderation, e);
}

/* What rules hide in a translation is hidden in the attachment too. */
static struct translated *shown(struct post *p, const struct renditions *r,
                                uint32_t k, uint32_t i)
{
    const struct translate_job *job = p->job[r->job[k]];
    struct translated *copy = arena_alloc(p->arena, sizeof(*copy));

    if (copy != NULL) {
        *copy = *translate_job_get(job, r->field[k][i]);
        copy->text = p->moderation.rendition[k].text[i].masked;
    }
    return copy;
}

/* Fields differ in language: `source` is that of what was translated. */
static enum lang source_of(const struct post *p, uint32_t field)
{
    return p->moderation.text[field].detection.lang;
}

static bool describe(struct post *p, const struct renditions *r, uint32_t k,
                     struct attachment *ret)
{
    const uint32_t job = r->job[k];
    const uint32_t count = r->rendition[k].text_count;
    struct attachment_field *field =
        arena_array(p->arena, count, sizeof(*field));

    for (uint32_t i = 0; field != NULL && i < count; i++) {
        const uint32_t f = p->job_field[job][r->field[k][i]];

        field[i].pointer = p->fields.field[f].pointer;
        field[i].result = shown(p, r, k, i);
        if (field[i].result == NULL)
            return false;
    }
    *ret = (struct attachment){
        .source = source_of(p, p->job_field[job][r->field[k][0]]),
        .language = translate_job_to(p->job[job]),
        .field = field,
        .field_count = count,
        .gloss = p->snapshot->config->translate.publish_gloss,
    };
    return field != NULL;
}

bool renditions_attach(struct post *p, const struct renditions *r,
                       struct err *e)
{
    struct attachment *list = arena_array(p->arena, r->count, sizeof(*list));
    uint32_t count = 0;

    if (p->plan->route->translate.attach[0] == '\0' || r->count == 0)
        return true;
    if (list == NULL)
        return arena_err(p->arena, "attachment", e);
    for (uint32_t k = 0; k < r->count; k++)
        if (!p->moderation.rendition[k].withheld &&
            !describe(p, r, k, &list[count++]))
            return arena_err(p->arena, "attachment", e);
    return count == 0 || attach_list(p->arena, list, count, &p->attachment, e);
}

static bool describe_job(struct post *p, uint32_t job, struct attachment *ret)
{
    const uint32_t count = translate_job_count(p->job[job]);
    struct attachment_field *field =
        arena_array(p->arena, count, sizeof(*field));

    for (uint32_t i = 0; field != NULL && i < count; i++) {
        field[i].pointer = p->fields.field[p->job_field[job][i]].pointer;
        field[i].result = translate_job_get(p->job[job], i);
    }
    *ret = (struct attachment){
        .source = source_of(p, p->job_field[job][0]),
        .language = translate_job_to(p->job[job]),
        .field = field,
        .field_count = count,
        .gloss = true,
    };
    return field != NULL;
}

bool renditions_view(struct post *p, struct span *ret, struct err *e)
{
    struct attachment *list =
        arena_array(p->arena, p->job_count, sizeof(*list));

    if (list == NULL)
        return arena_err(p->arena, "review", e);
    for (uint32_t j = 0; j < p->job_count; j++)
        if (!describe_job(p, j, &list[j]))
            return arena_err(p->arena, "review", e);
    return attach_list(p->arena, list, p->job_count, ret, e);
}

enum err_kind renditions_failure(const struct post *p)
{
    enum err_kind worst = ERR_NONE;

    for (uint32_t j = 0; j < p->job_count; j++)
        for (uint32_t i = 0; i < translate_job_count(p->job[j]); i++) {
            enum err_kind k = translate_job_get(p->job[j], i)->failure;

            if (k > worst)
                worst = k;
        }
    return worst;
}

void renditions_free(struct post *p)
{
    for (uint32_t i = 0; i < p->job_count; i++)
        translate_job_free(&p->job[i]);
    p->job_count = 0;
}
