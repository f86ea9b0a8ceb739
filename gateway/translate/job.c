#include "base/attr.h"
#include "base/utf8.h"
#include "translate/engine_parts.h"
#include "translate/notes.h"
#include "translate/script.h"

/* ---- what is to be done ---- */
static enum lang from_of(const struct translate_job *job,
                         const struct translate_text *t)
{
    return t->from != LANG_NONE ? t->from : job->request.from;
}

static enum task task_of(enum lang from, enum lang to)
{
    if (from == LANG_NONE || from == LANG_OTHER || from == LANG_ZH_LATN ||
        from == to)
        return TASK_SAME;
    if (from == LANG_MIXED || lang_is_zh(from) != lang_is_zh(to))
        return TASK_TRANSLATE;
    return from == LANG_ZH && to == LANG_ZH_HANS ? TASK_SAME : TASK_SCRIPT;
}

static const struct glossary_side *side_for(const struct translate_job *job)
{
    const struct glossary *g = job->engine->setup->glossary;

    return lang_is_zh(job->request.to) ? &g->en : &g->zh;
}

/* ---- cutting ---- */
static bool more_guards(struct translate_job *job, struct guard **all,
                        uint32_t count, uint32_t *room)
{
    *room = *room == 0 ? 8 : *room * 2;
    *all = arena_grow(job->arena, *all, count, *room, sizeof(**all));
    return *all != NULL;
}

/* The guards of the line and those terms whose translation is fixed. */
static bool add_terms(struct translate_job *job, struct layout_line *l)
{
    const struct glossary_side *side = side_for(job);
    char *folded = arena_alloc(job->arena, l->text.len + 1);
    struct guard *all = NULL;
    uint32_t count = 0;
    uint32_t room = 0;
    uint32_t next = 0;
    uint32_t c;

    if (folded == NULL)
        return false;
    phrases_fold(l->text, folded);
    for (size_t at = 0; at < l->text.len;) {
        const struct guard *g =
            next < l->guards.count ? &l->guards.at[next] : NULL;
        size_t len = 0;
        const struct glossary_term *t;

        if (count == room && !more_guards(job, &all, count, &room))
            return false;
        if (g != NULL && g->at.from <= at) {
            all[count++] = *g;
            at = g->at.to;
            next++;
            continue;
        }
        t = glossary_find(side, l->text, (struct span){folded, l->text.len}, at,
                          &len);
        if (t == NULL || !t->fixed || (g != NULL && at + len > g->at.from)) {
            (void)utf8_next(l->text, &at, &c);
            continue;
        }
        all[count++] = (struct guard){{(uint32_t)at, (uint32_t)(at + len)},
                                      LITERAL_TERM,
                                      t->to,
                                      HUG_NONE};
        at += len;
    }
    l->guards = (struct guards){all, count};
    return true;
}

static bool worth_asking(const struct piece *p)
{
    return lang_is_zh(p->to) ? p->sent.letters.latin >= 2
                             : p->sent.letters.han > 0;
}

/* Without letters of its language there is nothing to ask a provider about a
 * line, but its fixed terms are translated. */
static bool cut_line(struct translate_job *job, struct text_work *w,
                     struct layout_line line, struct piece *p, struct err *e)
{
    if (w->task == TASK_TRANSLATE && !add_terms(job, &line))
        return arena_err(job->arena, "glossary terms", e);
    if (!protect_line(job->arena, line.text, line.guards, &p->sent, e))
        return false;
    if (from_of(job, &w->given) == LANG_ZH_HANT && w->task == TASK_TRANSLATE &&
        !script_convert(SCRIPT_TO_HANS, job->arena, p->sent.wire, &p->sent.wire,
                        e))
        return false;
    if (w->task == TASK_TRANSLATE && worth_asking(p)) {
        p->asked = true;
        job->open++;
        return true;
    }
    if (w->task == TASK_SCRIPT) {
        piece_answer(p, p->sent.wire);
        return true;
    }
    p->state = PIECE_DONE;
    if (!protect_restore(job->arena, &p->sent, p->sent.wire, &p->result, e))
        return false;
    p->changed = !span_equal(p->result, line.text);
    return true;
}

static bool cut_text(struct translate_job *job, struct text_work *w,
                     struct err *e)
{
    bool to_zh = lang_is_zh(job->request.to);
    uint32_t count;

    if (!layout_cut(job->arena, &w->given, &w->layout, e))
        return false;
    count = w->layout.line_count;
    if (job->pieces + count > PIECES_MOST)
        return err_set(e, ERR_LIMIT, NULL, "more than %d lines", PIECES_MOST);
    w->piece = arena_array(job->arena, count + 1, sizeof(*w->piece));
    if (w->piece == NULL)
        return arena_err(job->arena, "lines", e);
    job->pieces += count;
    for (uint32_t i = 0; i < count; i++) {
        w->piece[i] = (struct piece){.job = job,
                                     .text = (uint32_t)(w - job->work),
                                     .from = to_zh ? LANG_EN : LANG_ZH_HANS,
                                     .to = to_zh ? LANG_ZH_HANS : LANG_EN};
        if (!cut_line(job, w, w->layout.line[i], &w->piece[i], e))
            return false;
    }
    return true;
}

/* A text that can't be cut fails alone. */
static void give_up(struct translate_job *job, struct text_work *w,
                    enum err_kind why)
{
    w->failure = why;
    for (uint32_t i = 0; w->piece != NULL && i < w->layout.line_count; i++)
        job->open -= w->piece[i].asked && w->piece[i].state == PIECE_OPEN;
    w->layout.line_count = 0;
}

static bool copy_given(struct translate_job *job, uint32_t i)
{
    const struct translate_text *t = &job->request.text[i];
    struct text_work *w = &job->work[i];
    struct range *keep =
        arena_array(job->arena, t->keep_count + 1, sizeof(*keep));

    w->given = *t;
    w->given.text = arena_copy(job->arena, t->text);
    w->given.keep = keep;
    if (keep == NULL || w->given.text.at == NULL)
        return false;
    for (uint32_t k = 0; k < t->keep_count; k++)
        keep[k] = t->keep[k];
    return true;
}

static bool find_notes(struct translate_job *job, struct text_work *w,
                       struct err *e)
{
    struct notes found = {NULL, 0};

    if (w->task == TASK_TRANSLATE &&
        !notes_find(job->arena, side_for(job), w->given.text, job->request.to,
                    &found, e))
        return false;
    w->result.note = found.at;
    w->result.note_count = found.count;
    return true;
}

void job_cut(struct translate_job *job)
{
    for (uint32_t i = 0; i < job->request.count; i++) {
        struct text_work *w = &job->work[i];
        struct err e = {.kind = ERR_NONE};
        bool ok = copy_given(job, i) ||
                  arena_err(job->arena, "a text to translate", &e);

        w->task = task_of(from_of(job, &job->request.text[i]), job->request.to);
        ok = ok && (w->task == TASK_SAME ||
                    (find_notes(job, w, &e) && cut_text(job, w, &e)));
        if (!ok)
            give_up(job, w, e.kind);
    }
    job->request.text = NULL; /* the caller's, and it may be gone soon */
}

/* ---- answers ---- */
void piece_settle(struct piece *p, enum piece_state state)
{
    p->state = state;
    if (p->asked)
        p->job->open--;
}

/* Traditional is made from Simplified while the tokens stand for what must not
 * change, names among it. */
static bool restore(struct piece *p, struct span answer, struct err *e)
{
    struct translate_job *job = p->job;
    bool script = job->work[p->text].task == TASK_SCRIPT;

    if (job->request.to == LANG_ZH_HANT &&
        !script_convert(SCRIPT_TO_HANT, job->arena, answer, &answer, e))
        return false;
    if (script && job->request.to == LANG_ZH_HANS &&
        !script_convert(SCRIPT_TO_HANS, job->arena, answer, &answer, e))
        return false;
    return protect_restore(job->arena, &p->sent, answer, &p->result, e);
}

void piece_answer(struct piece *p, struct span answer)
{
    struct err e = {.kind = ERR_NONE};

    if (restore(p, answer, &e)) {
        piece_settle(p, PIECE_DONE);
        return;
    }
    p->failure = e.kind;
    piece_settle(p, PIECE_FAILED);
}

/* ---- results ---- */
struct summary {
    enum err_kind failure;
    enum translate_quality quality;
    const char *provider;
};

static void add_piece(const struct piece *p, struct summary *s)
{
    const struct engine *engine = p->job->engine;
    const struct translator *t;

    if (p->state == PIECE_FAILED)
        s->failure = p->failure;
    else if (p->state != PIECE_DONE && s->failure == ERR_NONE)
        s->failure = ERR_PROVIDER_LATE;
    if (p->changed && s->quality == TRANSLATE_SAME) {
        s->quality = TRANSLATE_MACHINE;
        s->provider = "glossary";
    }
    if (!p->asked || p->state != PIECE_DONE)
        return;
    t = engine->provider[p->provider].translator;
    if (s->quality == TRANSLATE_GLOSS && t->quality != TRANSLATE_GLOSS)
        return;
    s->quality = t->quality;
    s->provider = t->name;
}

static struct summary summary_of(const struct text_work *w)
{
    struct summary s = {w->failure, TRANSLATE_SAME, NULL};

    if (w->task == TASK_SCRIPT) {
        s.quality = TRANSLATE_SCRIPT;
        s.provider = "opencc";
    }
    for (uint32_t i = 0; i < w->layout.line_count; i++)
        add_piece(&w->piece[i], &s);
    return s;
}

static bool join_lines(struct translate_job *job, struct text_work *w,
                       struct span *ret)
{
    struct span *line =
        arena_array(job->arena, w->layout.line_count + 1, sizeof(*line));
    struct err e;

    if (line == NULL)
        return false;
    for (uint32_t i = 0; i < w->layout.line_count; i++)
        line[i] = w->piece[i].result;
    return layout_join(job->arena, &w->layout, line, ret, &e);
}

static void join_text(struct translate_job *job, struct text_work *w)
{
    struct translated *r = &w->result;
    struct summary s = summary_of(w);

    r->failure = s.failure;
    r->provider = s.provider;
    r->quality = s.quality;
    r->text = w->given.text;
    if (s.failure == ERR_NONE && s.quality != TRANSLATE_SAME &&
        !join_lines(job, w, &r->text))
        r->failure = ERR_MEMORY;
    if (r->failure != ERR_NONE) {
        r->text = (struct span){NULL, 0};
        r->provider = NULL;
    }
}

void job_join(struct translate_job *job)
{
    for (uint32_t i = 0; i < job->request.count; i++)
        join_text(job, &job->work[i]);
}
