#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
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
};

static void fill(const struct literal_set *set, struct columns *c)
{
    c->text = heap_array(set->count, sizeof(*c->text));
    c->len = heap_array(set->count, sizeof(*c->len));
    c->flags = heap_array(set->count, sizeof(*c->flags));
    c->id = heap_array(set->count, sizeof(*c->id));
    for (uint32_t i = 0; i < set->count; i++) {
        c->text[i] = set->literal[i].text.at;
        c->len[i] = set->literal[i].text.len;
        c->id[i] = i;
    }
}

static bool compile(struct literal_set *set, struct err *e)
{
    struct columns c;
    hs_compile_error_t *trouble = NULL;
    bool done;

    fill(set, &c);
    done = hs_compile_lit_multi(c.text, c.flags, c.id, c.len, set->count,
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

bool literals_build(struct builder *b, struct err *e)
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
        if (!compile(&b->m->view[view], e))
            return false;
        from = to;
    }
    return true;
}
