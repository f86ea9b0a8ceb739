/* What terms do to ordinary posts. */
#include <stdlib.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "cli/lint/lint.h"
#include "cli/moderate_posts.h"
#include "fold/chars.h"
#include "fold/disguise.h"
#include "match/whole.h"

enum { STRADDLE_LENGTH = 2 }; /* Han characters */

/* A term or regex and how often it was met. */
struct met {
    const char *term; /* where its text lies: hits point there, too */
    const struct rule *rule;
    struct place place;
    struct span text;
    bool short_han; /* two Han characters, anywhere in a word */
    uint64_t posts; /* it made its rule fire for */
    uint64_t last;  /* of them */
    uint64_t line;  /* the first */
    const char *file;
    uint64_t places, straddled, straddled_line;
    const char *straddled_file;
};

struct sampler {
    const struct lint *l;
    struct whole whole;
    struct met *met;
    uint32_t count;
    uint64_t posts;
};

static int by_term(const void *a, const void *b)
{
    const struct met *x = a;
    const struct met *y = b;

    return (x->term > y->term) - (x->term < y->term);
}

static struct met *find(const struct sampler *s, struct span term)
{
    const struct met key = {.term = term.at};

    return s->count == 0
               ? NULL
               : bsearch(&key, s->met, s->count, sizeof(*s->met), by_term);
}

static bool is_short_han(struct span text)
{
    size_t at = 0;
    uint32_t han = 0;
    uint32_t c;

    while (utf8_next(text, &at, &c)) {
        if ((char_traits(c) & CHAR_HAN) == 0)
            return false;
        han++;
    }
    return han == STRADDLE_LENGTH;
}

static uint32_t count_terms(const struct condition *c)
{
    uint32_t count = c->kind == CONDITION_REGEX ? 1 : c->term_count;

    for (uint32_t i = 0; i < c->child_count; i++)
        count += count_terms(&c->child[i]);
    return count;
}

static void add_terms(struct sampler *s, const struct rule *r,
                      const struct condition *c)
{
    for (uint32_t i = 0; i < c->child_count; i++)
        add_terms(s, r, &c->child[i]);
    for (uint32_t i = 0; i < c->term_count; i++)
        s->met[s->count++] = (struct met){
            .term = c->term[i].text.at,
            .rule = r,
            .place = c->term[i].place,
            .text = c->term[i].text,
            .short_han = c->kind == CONDITION_WORDS && c->near == NULL &&
                         !r->whole && is_short_han(c->term[i].text)};
    if (c->kind == CONDITION_REGEX)
        s->met[s->count++] = (struct met){.term = c->pattern.at,
                                          .rule = r,
                                          .place = c->place,
                                          .text = c->pattern};
}

static void gather(struct sampler *s)
{
    const struct ruleset *rs = s->l->rules->set;
    uint32_t room = 0;

    for (uint32_t i = 0; i < rs->rule_count; i++)
        room += count_terms(rs->rule[i]->match);
    s->met = heap_array(room, sizeof(*s->met));
    for (uint32_t i = 0; i < rs->rule_count; i++)
        add_terms(s, rs->rule[i], rs->rule[i]->match);
    if (s->count > 1)
        qsort(s->met, s->count, sizeof(*s->met), by_term);
}

/* ---- a post ---- */

static void count_hit(const struct sampler *s, const struct decided_hit *h,
                      const struct posts_post *post)
{
    struct met *m = find(s, h->hit.term);

    if (m == NULL || h->hit.cancelled_by != NULL || m->last == s->posts)
        return;
    m->last = s->posts;
    if (m->posts++ == 0) {
        m->line = post->line;
        m->file = post->file;
    }
}

static void count_straddled(struct sampler *s, const struct moderation *m,
                            const struct posts_post *post)
{
    const struct hits *hits = &m->original.hits;

    for (uint32_t i = 0; i < hits->count; i++) {
        const struct hit *h = &hits->at[i];
        struct met *t = find(s, h->term);

        if (t == NULL || !t->short_han || h->cancelled_by != NULL ||
            (h->disguises & ~disguises_default) != 0)
            continue;
        t->places++;
        whole_start(&s->whole, post->field[h->text].text);
        if (!whole_word(&s->whole, h->at) && t->straddled++ == 0) {
            t->straddled_line = post->line;
            t->straddled_file = post->file;
        }
    }
}

static bool see(void *context, const struct posts_post *post,
                const struct moderation *m, struct err *e)
{
    struct sampler *s = context;

    (void)e;
    s->posts++;
    for (uint32_t i = 0; i < m->decision.hit_count; i++)
        count_hit(s, &m->decision.hit[i], post);
    count_straddled(s, m, post);
    return true;
}

/* ---- what is said of it ---- */

static void say(const struct sampler *s, const struct met *m)
{
    double share = (double)m->posts / (double)s->posts;

    if (share > s->l->max_share)
        lint_say(s->l, LINT_COMMON_WORD, m->rule, m->place,
                 "'%.*s' hits %.2f%% of %llu posts (first %s:%llu)",
                 (int)(m->text.len < 80 ? m->text.len : 80), m->text.at,
                 100 * share, (unsigned long long)s->posts, m->file,
                 (unsigned long long)m->line);
    if (m->straddled > 0)
        lint_say(s->l, LINT_STRADDLES_WORDS, m->rule, m->place,
                 "'" SPAN_FMT "' lies across words in %llu of %llu places "
                 "(first %s:%llu); `whole: true` leaves them out",
                 SPAN_ARG(m->text), (unsigned long long)m->straddled,
                 (unsigned long long)m->places, m->straddled_file,
                 (unsigned long long)m->straddled_line);
}

bool lint_sample(struct lint *l, struct err *e)
{
    struct sampler s = {.l = l};
    struct post_moderator m = {0};
    bool ok = post_moderator_init(&m, l->rules, e) && whole_init(&s.whole, e);

    if (ok)
        gather(&s);
    for (size_t i = 0; ok && i < l->sample->count; i++)
        ok = moderate_file(&m, l->sample->at[i], see, &s, e);
    for (uint32_t i = 0; ok && i < s.count; i++)
        say(&s, &s.met[i]);
    whole_done(&s.whole);
    heap_free(s.met);
    post_moderator_done(&m);
    return ok;
}
