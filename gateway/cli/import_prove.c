/* What the pack would not find in itself is left out before it is written: a
 * flag alone, which is no word; a mark without its letter under `exact`.
 * Guesses only add to what is found, and take long: entries are proven without
 * them. Ordinary sentences that the whole pack hits are no near misses. */
#include "cli/import.h"
#include "cli/memory_pack.h"
#include "cli/moderate_posts.h"

static const size_t pack_cap = (size_t)1 << 30;

struct prover {
    struct import *im;
    struct memory_pack pack;
    struct cli_rules rules; /* in the order of im->rule */
    struct post_moderator moderator;
};

static bool keep_pack(struct prover *p, struct err *e)
{
    struct buf draft = buf_make(pack_cap);
    bool ok;

    import_write(p->im, &draft);
    ok = (!draft.failed ||
          err_set(e, ERR_MEMORY, NULL, "%s: too long", p->im->file)) &&
         memory_pack_open(buf_span(&draft), &p->pack, e);
    buf_free(&draft);
    return ok;
}

static bool open_pack(struct prover *p, bool plain, struct err *e)
{
    struct cli_list paths = {.count = 1};
    bool ok;

    p->im->plain = plain;
    ok = keep_pack(p, e);
    p->im->plain = false;
    if (!ok)
        return false;
    paths.at[0] = p->pack.path;
    if (!cli_rules_load(NULL, &paths, &p->rules, e))
        return memory_pack_err(&p->pack, e);
    return post_moderator_init(&p->moderator, &p->rules, e);
}

static void close_pack(struct prover *p)
{
    post_moderator_done(&p->moderator);
    cli_rules_done(&p->rules);
    memory_pack_close(&p->pack);
}

static bool moderate(struct prover *p, struct span said, struct moderation *ret,
                     struct err *e)
{
    const struct moderate_text text = {.text = said};

    return moderate_text(&p->moderator, &text, NULL, NULL, ret, e);
}

static bool has_fired(const struct prover *p, const struct moderation *m,
                      uint32_t rule)
{
    for (uint32_t i = 0; i < m->decision.fired_count; i++)
        if (m->decision.fired[i].rule == p->rules.set->rule[rule])
            return true;
    return false;
}

static bool skip(struct import *im, const struct wordlist_entry *w,
                 struct err *e)
{
    return wordlist_skip(im->list, wordlist_text(w), w->line,
                         "as it is written, the rules would not find it") ||
           arena_err(im->list->arena, "the list", e);
}

static bool prove_entry(struct prover *p, uint32_t rule,
                        const struct wordlist_entry *w, bool *ret,
                        struct err *e)
{
    struct moderation m;

    arena_reset(p->moderator.arena);
    if (!moderate(p, import_example(p->moderator.arena, w), &m, e))
        return false;
    *ret = has_fired(p, &m, rule);
    return *ret || skip(p->im, w, e);
}

static bool prove_rule(struct prover *p, uint32_t rule, struct err *e)
{
    struct import_rule *r = &p->im->rule[rule];
    uint32_t kept = 0;
    bool found;

    for (uint32_t i = 0; i < r->count; i++) {
        const struct wordlist_entry *w = &p->im->list->at[r->entry[i]];

        if (!prove_entry(p, rule, w, &found, e))
            return false;
        if (found)
            r->entry[kept++] = r->entry[i];
        else
            r->combinations -= w->count > 1;
    }
    p->im->kept -= r->count - kept;
    r->count = kept;
    return true;
}

static void drop_empty_rules(struct import *im)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < im->rule_count; i++)
        if (im->rule[i].count > 0)
            im->rule[kept++] = im->rule[i];
    im->rule_count = kept;
}

static bool prove_entries(struct import *im, struct err *e)
{
    struct prover p = {.im = im, .pack = {.fd = -1}};
    bool ok = open_pack(&p, true, e);

    for (uint32_t i = 0; ok && i < im->rule_count; i++)
        ok = prove_rule(&p, i, e);
    close_pack(&p);
    drop_empty_rules(im);
    wordlist_sort_skipped(im->list);
    return ok && (im->kept > 0 ||
                  err_set(e, ERR_INPUT, NULL, "%s: no words in it", im->file));
}

static bool look_at_sentences(struct import *im, struct err *e)
{
    struct prover p = {.im = im, .pack = {.fd = -1}};
    bool ok = open_pack(&p, false, e);

    for (unsigned i = 0; ok && i < IMPORT_SENTENCES; i++) {
        struct moderation m;

        arena_reset(p.moderator.arena);
        ok = moderate(&p, import_sentence[i], &m, e);
        for (uint32_t k = 0; ok && k < im->rule_count; k++)
            if (has_fired(&p, &m, k))
                im->rule[k].common_sentences |= 1U << i;
    }
    close_pack(&p);
    return ok;
}

bool import_prove(struct import *im, struct err *e)
{
    return prove_entries(im, e) && look_at_sentences(im, e);
}
