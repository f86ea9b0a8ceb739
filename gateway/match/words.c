#include <string.h>

#include "base/buf.h"
#include "base/heap.h"
#include "fold/fold.h"
#include "match/alike.h"
#include "match/boundary.h"
#include "match/build.h"
#include "match/compound.h"
#include "match/domains.h"
#include "match/forms.h"
#include "match/gaps.h"
#include "match/scrambled.h"

static bool at_place(const struct place *p, struct err *e)
{
    return err_in(e, "%s:%u:%u", p->file != NULL ? p->file : "-", p->line,
                  p->column);
}

static uint32_t add_word(struct builder *b, const struct word *w)
{
    struct matcher *m = b->m;

    if (m->word_count == b->word_room) {
        b->word_room = b->word_room * 2 + 256;
        m->word = heap_grow(m->word, b->word_room, sizeof(*m->word));
    }
    m->word[m->word_count] = *w;
    return m->word_count++;
}

static void add_seed(struct builder *b, const struct seed *seed)
{
    if (b->seed_count == b->seed_room) {
        b->seed_room = b->seed_room * 2 + 256;
        b->seed = heap_grow(b->seed, b->seed_room, sizeof(*b->seed));
    }
    b->seed[b->seed_count++] = *seed;
}

/* The literal of the compact view: no gaps, no repetitions. */
static bool add_compact(struct builder *b, const struct seed *plain,
                        uint32_t disguises)
{
    struct seed seed = *plain;
    char *text;

    if (!gaps_apply(plain->text, disguises))
        return true;
    text = arena_alloc(b->m->arena, plain->text.len + 1);
    if (text == NULL)
        return false;
    seed.view = MATCHER_COMPACT;
    seed.text = (struct span){text, gaps_bare(plain->text, true, text)};
    add_seed(b, &seed);
    return true;
}

/* The literal of the view of lookalikes, and that of the term turned upside
 * down, which is a word of its own: its letters are others. */
static bool add_lookalikes(struct builder *b, const struct seed *plain,
                           uint32_t disguises)
{
    struct seed seed = *plain;
    struct word turned = b->m->word[plain->word];
    char *text;
    char *turn;

    if (masked_applies(plain->text, disguises))
        masked_add(&b->m->masked, plain->text, plain->word);
    if (turned.rule != NULL && turned.rule->forms &&
        masked_applies(plain->text, disguises) &&
        compound_applies(plain->text, turned.term))
        slips_add(&b->m->slips, plain->text, plain->word);
    if (!alike_applies(plain->text, disguises))
        return true;
    text = arena_alloc(b->m->arena, plain->text.len + 1);
    turn = arena_alloc(b->m->arena, 2 * plain->text.len + 1);
    if (text == NULL || turn == NULL)
        return false;
    seed.view = MATCHER_LOOKALIKES;
    seed.text = (struct span){text, gaps_looks(plain->text, text)};
    add_seed(b, &seed);
    turned.kind = WORD_TURNED;
    turned.folded = (struct span){turn, alike_turn(plain->text, turn)};
    if (turned.folded.len == 0)
        return true;
    turn += turned.folded.len;
    seed.text = (struct span){turn, gaps_looks(turned.folded, turn)};
    seed.word = add_word(b, &turned);
    add_seed(b, &seed);
    return true;
}

/* `shuffled` Latin terms: the whole backwards, or two neighbours swapped. All
 * other orders would make too many other words. */
static bool add_scrambled(struct builder *b, const struct seed *plain,
                          uint32_t disguises)
{
    struct word w = b->m->word[plain->word];
    struct seed seed = *plain;

    if (!scrambled_applies(plain->text, disguises))
        return true;
    w.kind = WORD_SCRAMBLED;
    for (uint32_t way = 0; way < plain->text.len; way++) {
        char *text = arena_alloc(b->m->arena, plain->text.len);

        if (text == NULL)
            return false;
        if (!scrambled_write(plain->text, way, text))
            continue;
        w.folded = (struct span){text, plain->text.len};
        seed.text = w.folded;
        seed.word = add_word(b, &w);
        add_seed(b, &seed);
    }
    return true;
}

/* A host without its dots, and with what they may be spelled as. */
static bool add_defanged(struct builder *b, const struct seed *plain)
{
    struct seed seed = *plain;

    b->m->defanged = true;
    seed.view = MATCHER_COMPACT;
    seed.left = 0;
    seed.right = 0;
    for (unsigned i = 0; i < DOMAIN_DOTS; i++) {
        size_t room =
            plain->text.len * (domain_dots[i].len > 0 ? domain_dots[i].len : 1);
        struct buf text = buf_make(room + 1);
        struct span rest = plain->text;
        struct span label;
        char *bare = arena_alloc(b->m->arena, room + 1);

        for (bool any = false; span_cut(&rest, '.', &label); any = true) {
            buf_add(&text, any ? domain_dots[i] : SPAN(""));
            buf_add(&text, label);
        }
        if (bare != NULL)
            seed.text =
                (struct span){bare, gaps_bare(buf_span(&text), true, bare)};
        buf_free(&text);
        if (bare == NULL)
            return false;
        add_seed(b, &seed);
    }
    return true;
}

static bool is_host(const struct word *w)
{
    return w->kind == WORD_TERM && w->condition->kind == CONDITION_DOMAINS;
}

/* The literal with anything beside it. */
static void add_compound(struct builder *b, const struct seed *plain)
{
    struct word w = b->m->word[plain->word];
    struct seed seed = *plain;

    if (!w.rule->forms || w.condition->kind == CONDITION_DOMAINS ||
        !compound_applies(w.folded, w.term))
        return;
    w.kind = WORD_COMPOUND;
    seed.left = 0;
    seed.right = 0;
    seed.word = add_word(b, &w);
    add_seed(b, &seed);
}

static bool add_bare(struct builder *b, struct word *w)
{
    char *text = arena_alloc(b->m->arena, w->written.len + 1);

    if (text == NULL)
        return false;
    w->bare = (struct span){text, gaps_bare(w->written, false, text)};
    return true;
}

/* One spelling of a term: its word, and its literals in the views. */
static bool add_spelling(struct builder *b, const struct word *like,
                         struct span written, uint32_t disguises, struct err *e)
{
    struct word w = *like;
    struct seed seed = {.view = MATCHER_DEFAULT};

    w.written = written;
    if (!fold_copy(b->m->arena, written, &w.folded, e))
        return false;
    if (w.folded.len == 0) {
        (void)err_set(e, ERR_CONFIG, NULL,
                      "nothing is left of this term once it is folded");
        return at_place(&w.term->place, e);
    }
    seed.text = w.folded;
    seed.left = w.term->open_left ? 0 : (uint8_t)boundary_left(w.folded);
    seed.right = w.term->open_right ? 0 : (uint8_t)boundary_right(w.folded);
    if (!add_bare(b, &w))
        return arena_err(b->m->arena, "terms", e);
    seed.word = add_word(b, &w);
    add_seed(b, &seed);
    if (w.kind == WORD_TERM)
        add_compound(b, &seed);
    if (is_host(&w) && (w.rule->disguises & DISGUISE_BIT(DISGUISE_GAPS)) != 0 &&
        !add_defanged(b, &seed))
        return arena_err(b->m->arena, "domains", e);
    if (!add_scrambled(b, &seed, disguises) ||
        !add_compact(b, &seed, disguises) ||
        !add_lookalikes(b, &seed, disguises))
        return arena_err(b->m->arena, "terms", e);
    return true;
}

static bool add_forms(struct builder *b, const struct word *like, struct err *e)
{
    struct span form[FORMS_MOST];
    size_t count = 0;

    if (!forms_of(b->m->arena, like->term->text, form, &count, e))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_spelling(b, like, form[i], like->rule->disguises, e))
            return false;
    }
    return true;
}

static bool add_terms(struct builder *b, const struct rule *rule,
                      const struct condition *c, struct err *e)
{
    for (uint32_t i = 0; i < c->term_count; i++) {
        struct word like = {.kind = WORD_TERM,
                            .rule = rule,
                            .condition = c,
                            .term = &c->term[i]};

        if (!add_spelling(b, &like, like.term->text, rule->disguises, e))
            return false;
        if (rule->forms && !like.term->open_right && !add_forms(b, &like, e))
            return false;
    }
    return true;
}

/* A host name is looked for in Unicode and in punycode; gaps are those around
 * and in place of its dots. */
static bool add_domains(struct builder *b, const struct rule *rule,
                        const struct condition *c, struct err *e)
{
    for (uint32_t i = 0; i < c->term_count; i++) {
        const struct word like = {.kind = WORD_TERM,
                                  .rule = rule,
                                  .condition = c,
                                  .term = &c->term[i]};
        struct domain d;

        if (!domain_read(like.term->text, b->m->arena, &d, e))
            return at_place(&like.term->place, e);
        for (unsigned k = 0; k < d.count; k++)
            if (!add_spelling(b, &like, d.spelling[k], 0, e))
                return false;
    }
    return true;
}

enum { DEEPEST_CONDITION = 64 };

static bool add_condition(struct builder *b, const struct rule *rule,
                          const struct condition *c, unsigned depth,
                          struct err *e)
{
    if (depth > DEEPEST_CONDITION) {
        (void)err_set(e, ERR_CONFIG, NULL, "conditions nest too deep");
        return at_place(&c->place, e);
    }
    if (c->kind == CONDITION_WORDS)
        return add_terms(b, rule, c, e);
    if (c->kind == CONDITION_REGEX)
        return regex_add(b, rule, c, e);
    if (c->kind == CONDITION_DOMAINS)
        return add_domains(b, rule, c, e);
    for (uint32_t i = 0; i < c->child_count; i++) {
        if (!add_condition(b, rule, &c->child[i], depth + 1, e))
            return false;
    }
    return true;
}

bool words_add_rule(struct builder *b, const struct rule *rule, struct err *e)
{
    struct word owner = {.rule = rule};

    return add_condition(b, rule, rule->match, 0, e) &&
           words_add_allowed(b, rule->allow, rule->allow_count, &owner, e);
}

bool words_add_allowed(struct builder *b, const struct term *term,
                       uint32_t count, const struct word *owner, struct err *e)
{
    for (uint32_t i = 0; i < count; i++) {
        struct word like = *owner;

        like.kind = WORD_ALLOWED;
        like.term = &term[i];
        if (!add_spelling(b, &like, like.term->text, 0, e))
            return false;
    }
    return true;
}

bool words_add_required(struct builder *b, struct span folded, uint32_t regex,
                        struct err *e)
{
    struct word w = {.kind = WORD_REQUIRED, .regex = regex};
    struct seed seed = {.view = MATCHER_DEFAULT};

    w.folded = arena_copy(b->m->arena, folded);
    if (w.folded.at == NULL)
        return arena_err(b->m->arena, "literals of regexes", e);
    seed.text = w.folded;
    seed.word = add_word(b, &w);
    add_seed(b, &seed);
    return true;
}

void build_done(struct builder *b)
{
    heap_free(b->seed);
    *b = (struct builder){0};
}
