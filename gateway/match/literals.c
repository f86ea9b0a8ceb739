#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "match/build.h"

/* Two views share one database where so many literals are the same, and at
 * least half of all. */
enum { FEWEST_SHARED = 1000 };

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

bool literals_compile(struct literal_set *set, struct err *e)
{
    struct columns c;
    hs_compile_error_t *trouble = NULL;
    bool done;

    if (set->count == 0)
        return true;
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

/* ---- one database for two views ---- */

static int compare_literals(const struct literal *a, const struct literal *b)
{
    int order = span_compare(a->text, b->text);

    if (order == 0)
        order = (int)a->left - (int)b->left;
    if (order == 0)
        order = (int)a->right - (int)b->right;
    return order;
}

/* The literal, wanted by nobody: of the other view. */
static struct literal idle(const struct literal *l)
{
    struct literal ret = *l;

    ret.wanted_count = 0;
    return ret;
}

/* Makes both sets have all literals of either. */
static void unite(struct literal_set *a, struct literal_set *b)
{
    uint32_t room = a->count + b->count;
    struct literal *one = heap_array(room, sizeof(*one));
    struct literal *two = heap_array(room, sizeof(*two));
    uint32_t count = 0;

    for (uint32_t i = 0, k = 0; i < a->count || k < b->count; count++) {
        int order = i == a->count ? 1 : -1;

        if (i < a->count && k < b->count)
            order = compare_literals(&a->literal[i], &b->literal[k]);
        one[count] = order <= 0 ? a->literal[i] : idle(&b->literal[k]);
        two[count] = order >= 0 ? b->literal[k] : idle(&a->literal[i]);
        i += order <= 0;
        k += order >= 0;
    }
    heap_free(a->literal);
    heap_free(b->literal);
    a->literal = one;
    b->literal = two;
    a->count = b->count = count;
}

static uint32_t common(const struct literal_set *a, const struct literal_set *b)
{
    uint32_t count = 0;

    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = compare_literals(&a->literal[i], &b->literal[k]);

        count += order == 0;
        i += order <= 0;
        k += order >= 0;
    }
    return count;
}

/* Han terms have no gaps and no repetitions to lose: their compact view's
 * literals are those of the default view. Compiling them is what takes longest
 * when rules are loaded, so that it is done once for both. Not where most
 * differ: each view meets the other's, for nothing. */
static void share(struct matcher *m)
{
    struct literal_set *plain = &m->view[MATCHER_DEFAULT];
    struct literal_set *compact = &m->view[MATCHER_COMPACT];
    uint32_t same = common(plain, compact);
    uint32_t all = plain->count + compact->count - same;

    if (same < FEWEST_SHARED || same < all - same)
        return;
    unite(plain, compact);
    m->shared = true;
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
    share(b->m);
}
