#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "match/build.h"

/* By view, then by literal: equal literals become neighbours. */
static int compare_seeds(const void *a, const void *b)
{
    const struct seed *one = a;
    const struct seed *two = b;
    int order = (int)one->view - (int)two->view;

    if (order == 0)
        order = span_compare(one->text, two->text);
    if (order == 0)
        order = (int)one->left - (int)two->left;
    if (order == 0)
        order = (int)one->right - (int)two->right;
    if (order == 0)
        order = one->word < two->word ? -1 : one->word > two->word;
    return order;
}

static bool same_literal(const struct seed *a, const struct seed *b)
{
    return a->left == b->left && a->right == b->right &&
           span_equal(a->text, b->text);
}

/* Seeds from..to are sorted and of one view. */
static void gather(struct builder *b, uint32_t from, uint32_t to,
                   struct literal_set *ret)
{
    struct literal *last = NULL;

    ret->literal = heap_array(to - from, sizeof(*ret->literal));
    for (uint32_t i = from; i < to; i++) {
        const struct seed *s = &b->seed[i];

        b->m->wanted[i] = s->word;
        if (last == NULL || !same_literal(s, &b->seed[i - 1])) {
            last = &ret->literal[ret->count++];
            *last = (struct literal){.text = s->text,
                                     .left = s->left,
                                     .right = s->right,
                                     .wanted = i};
        }
        last->wanted_count++;
    }
}

/* Vectorscan wants its literals as parallel arrays. */
struct columns {
    const char **text;
    size_t *len;
    unsigned *flags, *id;
    uint32_t count;
};

/* All literals of the set, but for those that prefix.c finds. */
static void fill(const struct literal_set *set,
                 const struct prefix_set *prefixes, struct columns *c)
{
    c->text = heap_array(set->count, sizeof(*c->text));
    c->len = heap_array(set->count, sizeof(*c->len));
    c->flags = heap_array(set->count, sizeof(*c->flags));
    c->id = heap_array(set->count, sizeof(*c->id));
    for (uint32_t i = 0; i < set->count; i++) {
        struct span text = set->literal[i].text;

        if (prefixes != NULL && prefix_takes(text))
            continue;
        c->text[c->count] = text.at;
        c->len[c->count] = text.len;
        c->id[c->count++] = i;
    }
}

static bool compile(struct literal_set *set, const struct prefix_set *prefixes,
                    struct err *e)
{
    struct columns c = {0};
    hs_compile_error_t *trouble = NULL;
    bool done;

    fill(set, prefixes, &c);
    done = c.count == 0 ||
           hs_compile_lit_multi(c.text, c.flags, c.id, c.len, c.count,
                                HS_MODE_BLOCK, NULL, &set->database,
                                &trouble) == HS_SUCCESS;
    if (!done) {
        set->database = NULL;
        (void)err_set(e, ERR_INTERNAL, NULL, "Vectorscan: %s",
                      trouble->message);
        (void)hs_free_compile_error(trouble);
    }
    heap_free(c.text);
    heap_free(c.len);
    heap_free(c.flags);
    heap_free(c.id);
    return done;
}

/* What looks like something else has a letter in the view of lookalikes. */
static bool has_letter(struct span literal)
{
    for (size_t i = 0; i < literal.len; i++) {
        if (literal.at[i] >= 'a' && literal.at[i] <= 'z')
            return true;
    }
    return false;
}

static void add_prospects(const struct matcher *m, struct literal_set *set,
                          bool looks)
{
    size_t characters = 0;

    for (uint32_t i = 0; i < set->count; i++) {
        if (!looks || has_letter(set->literal[i].text))
            characters += utf8_count(set->literal[i].text);
    }
    prospect_init(&set->prospect, characters);
    for (uint32_t i = 0; i < set->count; i++) {
        const struct literal *l = &set->literal[i];

        if (!looks || has_letter(l->text))
            prospect_add(&set->prospect, l->text);
        for (uint32_t k = 0; looks && k < l->wanted_count; k++)
            prospect_want(&set->prospect,
                          m->word[m->wanted[l->wanted + k]].folded);
    }
}

bool literals_compile(struct matcher *m, enum matcher_view view, struct err *e)
{
    struct literal_set *set = &m->view[view];

    if (set->count == 0)
        return true;
    if (view != MATCHER_DEFAULT) {
        add_prospects(m, set, view == MATCHER_LOOKALIKES);
        return compile(set, NULL, e);
    }
    for (uint32_t i = 0; i < set->count; i++)
        prefix_add(&m->prefixes, set->literal[i].text, i);
    prefix_build(&m->prefixes);
    return compile(set, &m->prefixes, e);
}

void literals_gather(struct builder *b)
{
    uint32_t from = 0;

    if (b->seed_count > 0)
        qsort(b->seed, b->seed_count, sizeof(*b->seed), compare_seeds);
    b->m->wanted = heap_array(b->seed_count, sizeof(*b->m->wanted));
    while (from < b->seed_count) {
        enum matcher_view view = b->seed[from].view;
        uint32_t to = from;

        while (to < b->seed_count && b->seed[to].view == view)
            to++;
        gather(b, from, to, &b->m->view[view]);
        from = to;
    }
}
