#include "match/trace.h"

static const struct {
    const char *name, *sentence;
} whys[TRACE_WHY_COUNT] = {
    [TRACE_LANGUAGE] = {"language",
                        "the rule is not for the language of the text"},
    [TRACE_FIELD] = {"field", "the rule does not look at this field"},
    [TRACE_SIDE] = {"side", "the rule does not look at this side of the post"},
    [TRACE_CERTAINTY] = {"certainty", "a guess below the rule's floor"},
    [TRACE_BOUNDARY] = {"boundary",
                        "it is a part of a longer word or number: the rule "
                        "would have to list that"},
    [TRACE_NOT_WHOLE] = {"not_whole", "its ends are not word breaks (whole)"},
    [TRACE_GAP] = {"gap", "the gaps or repetitions are ordinary writing"},
    [TRACE_DISGUISE_NOT_ASKED] = {"disguise_not_asked",
                                  "the rule does not ask for that disguise"},
    [TRACE_VALIDATOR] = {"validator", "the validator says no"},
    [TRACE_ALLOW] = {"allow", "inside an allow phrase"},
    [TRACE_BETTER_WORD] = {"better_word",
                           "ordinary words explain the place better"},
    [TRACE_EXPIRED] = {"expired", "the rule has expired"},
    [TRACE_INCOMPLETE] = {"incomplete",
                          "the rule's other conditions are not met"},
};

const char *trace_name(enum trace_why why)
{
    return whys[why].name;
}

const char *trace_sentence(enum trace_why why)
{
    return whys[why].sentence;
}

static bool same(const struct trace_entry *a, const struct trace_entry *b)
{
    return a->rule == b->rule && a->condition == b->condition &&
           a->text == b->text && a->at.from == b->at.from &&
           a->at.to == b->at.to && a->why == b->why &&
           span_equal(a->term, b->term);
}

void trace_add(struct match_trace *t, const struct trace_entry *entry)
{
    struct trace_entry *kept;

    if (t->last != NULL && same(t->last, entry))
        return;
    if (t->count == TRACE_MOST) {
        t->truncated = true;
        return;
    }
    kept = arena_alloc(t->arena, sizeof(*kept));
    if (kept == NULL) {
        t->truncated = true;
        return;
    }
    *kept = *entry;
    kept->next = NULL;
    if (t->last != NULL)
        t->last->next = kept;
    else
        t->first = kept;
    t->last = kept;
    t->count++;
}
