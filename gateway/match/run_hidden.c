/* Words in the views that leave characters out or make them alike: compact and
 * lookalikes. Both are made of the view without markup. */
#include <string.h>

#include "base/utf8.h"
#include "match/alike.h"
#include "match/domains.h"
#include "match/gaps.h"
#include "match/meet.h"
#include "match/ordinary.h"

enum { MOST_SPELLING = 1024 };

struct spelling {
    char text[MOST_SPELLING];
    size_t len;
    bool full;
};

static void add(struct spelling *s, struct span text)
{
    if (text.len > MOST_SPELLING - s->len) {
        s->full = true;
        return;
    }
    if (text.at == NULL)
        return;
    memcpy(s->text + s->len, text.at, text.len);
    s->len += text.len;
}

static struct span spelled(const struct spelling *s)
{
    return (struct span){s->text, s->len};
}

bool meet_marked(const struct run *r, struct range at)
{
    struct range folded = fold_origin(&r->unmarked, at);

    return folded.to - folded.from != at.to - at.from;
}

/* What was written there; what an entity stands for rather than itself. */
static struct span written_at(const struct run *r, struct range at)
{
    struct range original;

    if (meet_marked(r, at))
        return span_slice(r->unmarked.text, at.from, at.to);
    original = fold_origin(&r->folded, fold_origin(&r->unmarked, at));
    return span_slice(meet_text(r), original.from, original.to);
}

/* What the term's characters were in the original, gaps and repetitions left
 * out. */
static void spell(const struct run *r, const struct gaps_found *found,
                  struct spelling *ret)
{
    *ret = (struct spelling){.len = 0};
    for (uint32_t i = 0; i < found->kept_count; i++) {
        struct span text = written_at(r, found->kept[i].at);

        for (uint32_t k = 0; k < found->kept[i].times; k++)
            add(ret, text);
    }
}

static struct gaps_term term_of(const struct word *w, bool looks)
{
    return (struct gaps_term){
        .folded = w->folded,
        .left = w->term->open_left ? 0 : (uint8_t)boundary_left(w->folded),
        .right = w->term->open_right ? 0 : (uint8_t)boundary_right(w->folded),
        .looks = looks,
    };
}

static uint32_t markup_needed(const struct run *r, struct range at)
{
    return meet_marked(r, at) ? DISGUISE_BIT(DISGUISE_GAPS) : 0;
}

/* What repeats is one character in the compact view: the host may begin at any
 * of them. */
static void meet_defanged(struct run *r, const struct word *w,
                          struct range place, struct range from)
{
    struct range at;

    for (size_t i = from.from; i < from.to; i++)
        if (domain_defanged(r->unmarked.text, i, w->folded, &at)) {
            meet_add(r, w, meet_unmarked(r, at), DISGUISE_BIT(DISGUISE_GAPS),
                     1);
            return;
        }
    meet_drop(r, w, place, TRACE_GAP);
}

void meet_compact(struct run *r, const struct word *w, struct range seen)
{
    struct gaps_term term = term_of(w, false);
    struct range from = fold_origin(&r->compact, seen);
    struct range place = fold_origin(&r->unmarked, from);
    struct gaps_found found;
    struct spelling s;
    uint32_t needed;

    if (!meet_wants(r, w, place))
        return;
    if (w->condition->kind == CONDITION_DOMAINS) {
        meet_defanged(r, w, place, from);
        return;
    }
    if (!gaps_find(r->unmarked.text, from.from, &term, &found)) {
        meet_drop(r, w, place, TRACE_GAP);
        return;
    }
    needed = found.disguises | markup_needed(r, found.at);
    spell(r, &found, &s);
    if (needed == 0 || s.full)
        return; /* the default view shows it */
    if (found.disguises != 0 &&
        ordinary_english(r->unmarked.text, found.at, w->folded))
        meet_drop(r, w, place, TRACE_BETTER_WORD);
    else if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_COMPACT], seen))
        meet_drop(r, w, place, TRACE_NOT_WHOLE);
    else
        meet_add(r, w, meet_unmarked(r, found.at),
                 needed | fold_needed(spelled(&s), w->bare, w->rule->disguises),
                 1);
}

static void originals(const struct run *r, const struct gaps_found *found,
                      uint32_t ret[GAPS_MOST_UNITS])
{
    for (uint32_t i = 0; i < found->pair_count; i++) {
        size_t at = 0;

        ret[i] = 0;
        (void)utf8_next(written_at(r, found->pair[i].at), &at, &ret[i]);
    }
}

/* The default disguises of those characters that are the term's own. */
static uint32_t own_needed(const struct run *r, const struct word *w,
                           const struct gaps_found *found)
{
    struct spelling seen = {.len = 0};
    struct spelling want = {.len = 0};
    bool by_place = utf8_count(w->bare) == found->pair_count;
    size_t at = 0;

    for (uint32_t i = 0; i < found->pair_count; i++) {
        const struct gaps_pair *pair = &found->pair[i];
        char own[4];
        size_t from = at;
        uint32_t c;

        if (by_place)
            (void)utf8_next(w->bare, &at, &c);
        if (pair->want != pair->seen)
            continue;
        add(&seen, written_at(r, pair->at));
        add(&want, by_place ? span_slice(w->bare, from, at)
                            : (struct span){own, utf8_put(pair->want, own)});
    }
    return fold_needed(spelled(&seen), spelled(&want), w->rule->disguises);
}

typedef bool (*stands)(const struct alike_place *p);

static void meet_alike(struct run *r, const struct word *w, struct range seen,
                       stands really)
{
    struct gaps_term term = term_of(w, true);
    struct range from = fold_origin(&r->lookalikes, seen);
    struct range place = fold_origin(&r->unmarked, from);
    uint32_t original[GAPS_MOST_UNITS];
    struct gaps_found found;
    struct alike_place at = {r->unmarked.text, &term, &found, original};
    uint32_t needed;

    if (!meet_wants(r, w, place) ||
        !gaps_find(r->unmarked.text, from.from, &term, &found))
        return;
    originals(r, &found, original);
    if (!really(&at))
        return;
    if (w->rule->whole && !whole_word(&r->s->whole[MATCHER_LOOKALIKES], seen)) {
        meet_drop(r, w, place, TRACE_NOT_WHOLE);
        return;
    }
    needed = DISGUISE_BIT(DISGUISE_LOOKALIKES) | found.disguises |
             markup_needed(r, found.at) | own_needed(r, w, &found);
    meet_add(r, w, meet_unmarked(r, found.at), needed, 1);
}

void meet_lookalike(struct run *r, const struct word *w, struct range seen)
{
    meet_alike(r, w, seen, alike_stands);
}

void meet_turned(struct run *r, const struct word *w, struct range seen)
{
    meet_alike(r, w, seen, alike_turned);
}

static void meet_mask(void *context, uint32_t word, struct range at,
                      float certainty)
{
    struct run *r = context;
    const struct word *w = &r->m->word[word];
    struct span own = span_slice(r->unmarked.text, at.from, at.to);
    uint32_t needed = DISGUISE_BIT(DISGUISE_LOOKALIKES) | markup_needed(r, at);

    if (!meet_wants(r, w, fold_origin(&r->unmarked, at)))
        return;
    needed |= fold_needed(written_at(r, at), own, w->rule->disguises);
    meet_add(r, w, meet_unmarked(r, at), needed, certainty);
}

void meet_masked(struct run *r)
{
    if (r->m->masked.count > 0)
        masked_find(&r->m->masked, r->unmarked.text, meet_mask, r);
    if (r->m->slips.count > 0)
        slips_find(&r->m->slips, r->unmarked.text, meet_mask, r);
}
