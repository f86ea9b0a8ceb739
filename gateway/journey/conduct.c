#include "journey/conduct.h"

#include <string.h>

#include <uv.h>

#include "audit/recorder.h"
#include "base/clock.h"
#include "base/digest.h"
#include "fold/fold.h"
#include "journey/journey.h"
#include "journey/shared.h"
#include "worker/worker.h"

enum { MOST_TEXT = 4 << 20, MOST_READS = 4 };

static const struct author_questions *questions(const struct post *p)
{
    return &p->snapshot->rules->author;
}

static bool asked_for(const struct post *p, enum author_fact fact)
{
    const struct author_questions *q = questions(p);

    for (uint32_t i = 0; i < q->count; i++)
        if (q->at[i].fact == fact)
            return true;
    return false;
}

/* ---- lists ---- */

/* By what the app calls the author, or by the reference that records use. */
static bool on_list(const struct post *p, const struct texts *list,
                    struct span credential)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (span_is(credential, list->at[i]) ||
            strcmp(p->author.ref, list->at[i]) == 0)
            return true;
    return false;
}

static bool exempt(const struct post *p, struct span name,
                   struct span credential)
{
    const struct lists *all = &p->snapshot->config->rules.exempt;

    for (uint32_t i = 0; i < all->count; i++)
        if (span_is(name, all->at[i].name) &&
            on_list(p, &all->at[i].texts, credential))
            return true;
    return false;
}

/* ---- the text ---- */

/* Spaces are a cheap way to make a text look new. */
static void add_text(struct buf *b, struct span folded)
{
    for (size_t i = 0; i < folded.len; i++)
        if ((unsigned char)folded.at[i] > ' ')
            buf_add_byte(b, folded.at[i]);
    buf_add_byte(b, '\n');
}

static bool hash_texts(struct post *p, struct err *e)
{
    struct buf b = buf_make(MOST_TEXT);
    bool ok = true;

    for (uint32_t i = 0; ok && i < p->fields.count; i++) {
        struct span folded;

        ok = fold_copy(p->arena, p->fields.field[i].text, &folded, e);
        if (ok)
            add_text(&b, folded);
    }
    if (ok && b.len > p->fields.count) /* more than the ends of lines */
        p->text_hash = history_text(&p->author, buf_span(&b));
    buf_free(&b);
    return ok;
}

bool conduct_begin(struct post *p, struct span credential, struct err *e)
{
    const struct author_questions *q = questions(p);
    uint32_t *answer;

    if (q->count == 0 || !p->author.verified)
        return true;
    answer = arena_array(p->arena, q->count, sizeof(*answer));
    if (answer == NULL)
        return arena_err(p->arena, "the author's history", e);
    for (uint32_t i = 0; i < q->count; i++)
        if (q->at[i].fact == FACT_EXEMPT)
            answer[i] = exempt(p, q->at[i].list, credential);
    p->answers = answer;
    return !asked_for(p, FACT_SAME_TEXT) || hash_texts(p, e);
}

bool conduct_wanted(const struct post *p)
{
    return p->answers != NULL &&
           (asked_for(p, FACT_DECISIONS) || asked_for(p, FACT_POSTS) ||
            asked_for(p, FACT_SAME_TEXT));
}

/* ---- asking ---- */

static const struct author_questions no_questions = {NULL, 0};

struct asking {
    uv_work_t work;
    struct post *post;
    struct history *history;
    struct under_ways *under_way;
    struct history_ask ask;
    void (*told)(struct post *p);
    bool ok;
    struct err error;
};

/* Those that began before this post and are not in the store yet. */
static void add_under_way(struct asking *asking)
{
    const struct author_questions *q = asking->ask.questions;
    struct post *p = asking->post;
    uint32_t posts;
    uint32_t same;

    under_way_count(asking->under_way, &p->here, &posts, &same);
    for (uint32_t i = 0; i < q->count; i++) {
        if (q->at[i].fact == FACT_POSTS)
            p->told.answer[i] += posts;
        else if (q->at[i].fact == FACT_SAME_TEXT)
            p->told.answer[i] += same;
    }
}

/* On a thread of the pool: touches nothing of the post but p->told. A post
 * that ended meanwhile may be in neither count: then once more, as long as the
 * author keeps to a bearable pace. */
static void read_history(uv_work_t *work)
{
    struct asking *asking = work->data;
    const struct under_way *here = &asking->post->here;

    for (unsigned i = 0; i < MOST_READS; i++) {
        uint64_t ended = under_way_ended(asking->under_way, here);

        asking->ok = history_find(asking->history, &asking->ask,
                                  &asking->post->told, &asking->error);
        if (!asking->ok)
            return;
        add_under_way(asking);
        if (under_way_ended(asking->under_way, here) == ended)
            return;
    }
}

static void on_read(uv_work_t *work, int status)
{
    struct asking *asking = work->data;
    struct post *p = asking->post;

    (void)status; /* never cancelled */
    if (!asking->ok) {
        journey_fail(p, &asking->error);
        return;
    }
    p->asked = true;
    if (asking->told != NULL)
        asking->told(p);
    journey_resume(p);
}

bool conduct_ask(struct post *p, void (*told)(struct post *p), struct err *e)
{
    struct asking *asking = arena_alloc(p->arena, sizeof(*asking));

    if (asking == NULL)
        return arena_err(p->arena, "the author's history", e);
    p->told.answer = p->asked ? NULL : p->answers;
    under_way_begin(p->lane->shared->under_way, &p->here, &p->author,
                    p->text_hash);
    *asking = (struct asking){
        .work = {.data = asking},
        .post = p,
        .history = p->lane->shared->history,
        .under_way = p->lane->shared->under_way,
        .ask = {.author = &p->author,
                .questions =
                    p->told.answer != NULL ? questions(p) : &no_questions,
                .text = p->text_hash,
                .now_ms = clock_wall_ms()},
        .told = told,
    };
    return uv_queue_work(worker_loop(p->lane->worker), &asking->work,
                         read_history, on_read) == 0 ||
           err_set(e, ERR_INTERNAL, NULL, "no thread to ask the store");
}

/* ---- remembering ---- */

const uint64_t *conduct_bounced(struct post *p, uint32_t *ret_count)
{
    const struct decision *made = &p->moderation.decision;
    uint64_t *bounced =
        arena_array(p->arena, made->fired_count, sizeof(*bounced));
    uint32_t count = 0;

    for (uint32_t i = 0; bounced != NULL && i < made->fired_count; i++)
        if (!made->fired[i].shadow && made->fired[i].action == VERDICT_BOUNCE &&
            count < HISTORY_MOST_BOUNCED)
            bounced[count++] = hash_fast(made->fired[i].id);
    *ret_count = count;
    return bounced;
}

/* A held post is kept for any question about decisions: a person may reject
 * it, and then its deed says so. */
static bool question_counts(const struct author_question *q,
                            const struct deed *d)
{
    switch (q->fact) {
    case FACT_DECISIONS:
        return d->verdict == (int)q->verdict || d->verdict == VERDICT_HOLD;
    case FACT_POSTS:
        return true;
    case FACT_SAME_TEXT:
        return d->text != 0;
    case FACT_EXEMPT:
        break;
    }
    return false;
}

static uint64_t kept_ms(const struct post *p, const struct deed *d)
{
    const struct author_questions *q = questions(p);
    uint64_t most = d->bounced_count > 0 ? HISTORY_BOUNCE_MS : 0;

    for (uint32_t i = 0; i < q->count; i++)
        if (question_counts(&q->at[i], d) && q->at[i].within_ms > most)
            most = q->at[i].within_ms;
    return most;
}

bool conduct_deed(struct post *p, const struct deed **ret, struct err *e)
{
    struct deed d = {.verdict = (int)p->verdict, .text = p->text_hash};
    struct deed *kept;
    uint64_t ms;

    *ret = NULL;
    if (!p->author.verified)
        return true;
    if (post_observed(p))
        d.verdict = VERDICT_ALLOW; /* the author was never told otherwise */
    if (d.verdict == VERDICT_BOUNCE) {
        d.bounced = conduct_bounced(p, &d.bounced_count);
        if (d.bounced == NULL)
            return arena_err(p->arena, "the author's history", e);
    }
    ms = kept_ms(p, &d);
    if (ms == 0)
        return true;
    kept = arena_alloc(p->arena, sizeof(*kept));
    if (kept == NULL)
        return arena_err(p->arena, "the author's history", e);
    d.until_ms = clock_wall_ms() + ms;
    *kept = d;
    *ret = kept;
    return true;
}
