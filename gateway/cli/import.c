/* A list of words as rules: which entries stay, and which go together. */
#include "cli/import.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "config/choices.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "match/pack.h"

/* The words of a rule are one condition, each combination is one more. */
enum { MOST_COMBINATIONS = PACK_MOST_CONDITIONS - 1 };

/* ---- entries that are there already ---- */

/* An entry as the matcher sees it, and where it stands in the list. */
struct folded_entry {
    struct span text; /* its words in order: "a + b" is "b + a" */
    struct span said; /* the words as they come */
    uint32_t entry;
    const char *wrong; /* or NULL; static */
};

static int by_text(const void *a, const void *b)
{
    const struct span *x = a;
    const struct span *y = b;

    return span_compare(*x, *y);
}

static int by_fold(const void *a, const void *b)
{
    const struct folded_entry *x = a;
    const struct folded_entry *y = b;
    int order = span_compare(x->text, y->text);

    return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

/* A letter, mark, number or symbol. Those of ASCII are used as punctuation,
 * "$" aside. */
static bool is_solid(uint32_t c)
{
    if ((char_traits(c) & CHAR_SOLID) != 0)
        return true;
    return (c >= 0x80 || c == '$') &&
           (U_MASK(u_charType((UChar32)c)) & U_GC_S_MASK) != 0;
}

static const char *wrong_with_folded(struct span term)
{
    size_t at = 0;
    uint32_t c;

    if (term.len == 0)
        return "nothing is left once folded";
    while (utf8_next(term, &at, &c))
        if (is_solid(c))
            return NULL;
    return "nothing but punctuation";
}

/* The terms, a line each; .at is NULL when the arena is full. */
static struct span joined(struct arena *a, const struct span *term,
                          uint32_t count)
{
    struct buf all = buf_make((size_t)1 << 20);
    struct span ret;

    for (uint32_t i = 0; i < count; i++) {
        buf_add(&all, term[i]);
        buf_add_byte(&all, '\n');
    }
    ret = arena_copy(a, buf_span(&all));
    buf_free(&all);
    return ret;
}

static bool fold_entry(const struct import *im, struct folded_entry *f,
                       struct err *e)
{
    const struct wordlist_entry *w = &im->list->at[f->entry];
    struct arena *a = im->list->arena;
    struct span term[WORDLIST_MOST_TERMS];

    for (uint32_t i = 0; i < w->count; i++) {
        if (!fold_copy(a, w->term[i], &term[i], e))
            return false;
        if (f->wrong == NULL)
            f->wrong = wrong_with_folded(term[i]);
    }
    f->text = f->said = joined(a, term, w->count);
    if (w->count > 1) {
        qsort(term, w->count, sizeof(term[0]), by_text);
        f->text = joined(a, term, w->count);
    }
    return (f->text.at != NULL && f->said.at != NULL) ||
           arena_err(a, "the list", e);
}

static bool skip(const struct import *im, uint32_t index, const char *why,
                 struct err *e)
{
    const struct wordlist_entry *w = &im->list->at[index];

    return wordlist_skip(im->list, wordlist_text(w), w->line, why) ||
           arena_err(im->list->arena, "the list", e);
}

static bool skip_again(const struct import *im, const struct folded_entry *f,
                       const struct folded_entry *first, struct err *e)
{
    struct arena *a = im->list->arena;
    const struct wordlist_entry *w = &im->list->at[f->entry];
    uint32_t line = im->list->at[first->entry].line;
    struct span why =
        span_equal(f->said, first->said)
            ? arena_printf(a, "the same as line %u", line)
            : arena_printf(a, "the same combination as line %u, %s", line,
                           w->count == 2 ? "the other way round"
                                         : "in another order");

    return why.at != NULL ? skip(im, f->entry, why.at, e)
                          : arena_err(a, "the list", e);
}

static bool fold_entries(const struct import *im, struct folded_entry *all,
                         struct err *e)
{
    for (uint32_t i = 0; i < im->list->count; i++) {
        all[i].entry = i;
        if (!fold_entry(im, &all[i], e))
            return false;
    }
    qsort(all, im->list->count, sizeof(*all), by_fold);
    return true;
}

/* Which entries stay: the first of those that fold alike. */
static bool choose(const struct import *im, struct folded_entry *all,
                   bool *stays, struct err *e)
{
    if (!fold_entries(im, all, e))
        return false;
    for (uint32_t i = 0, first = 0; i < im->list->count; i++) {
        bool same = i > first && span_equal(all[first].text, all[i].text);

        first = same ? first : i;
        stays[all[i].entry] = all[i].wrong == NULL && !same;
        if (all[i].wrong != NULL
                ? !skip(im, all[i].entry, all[i].wrong, e)
                : same && !skip_again(im, &all[i], &all[first], e))
            return false;
    }
    return true;
}

/* ---- rules ---- */

bool import_is_category(struct span name)
{
    for (const char *const *c = category_names; *c != NULL; c++)
        if (span_is(name, *c))
            return true;
    return false;
}

/* What the list's category is called here, by --map or by its own name; empty:
 * nobody knows it. */
static struct span known_category(const struct import *im, struct span source)
{
    for (size_t i = 0; source.len > 0 && i < im->map->count; i++) {
        struct span row = span_of(im->map->at[i]);
        size_t equals = span_find_byte(row, '=', 0);

        if (span_equal(span_slice(row, 0, equals), source))
            return span_from(row, equals + 1);
    }
    return import_is_category(source) ? source : SPAN("");
}

/* Said once a category. */
static bool note_unknown(const struct import *im,
                         const struct wordlist_entry *w)
{
    const char *near = choices_nearest(w->category, category_names);
    struct span why;

    for (uint32_t i = 0; i < im->rule_count; i++)
        if (span_equal(im->rule[i].source, w->category))
            return true;
    why = near != NULL ? arena_printf(im->list->arena,
                                      "unknown category, taken as " SPAN_FMT
                                      "; did you mean '%s'?",
                                      SPAN_ARG(im->category), near)
                       : arena_printf(im->list->arena,
                                      "unknown category, taken as " SPAN_FMT
                                      "; --map can say which it is",
                                      SPAN_ARG(im->category));
    return why.at != NULL &&
           wordlist_skip(im->list, w->category, w->line, why.at);
}

static bool grow_rules(struct import *im)
{
    uint32_t room = im->rule_room > 0 ? im->rule_room * 2 : 16;
    struct import_rule *grown = arena_grow(
        im->list->arena, im->rule, im->rule_count, room, sizeof(*grown));

    if (grown == NULL)
        return false;
    im->rule = grown;
    im->rule_room = room;
    return true;
}

static bool has_room(const struct import_rule *r,
                     const struct wordlist_entry *w)
{
    return w->count > 1 ? r->combinations < MOST_COMBINATIONS
                        : r->count - r->combinations < PACK_MOST_TERMS;
}

/* The newest rule that takes it: of a full one's kind there is a newer. */
static struct import_rule *rule_of(struct import *im,
                                   const struct wordlist_entry *w)
{
    struct span known = known_category(im, w->category);

    for (uint32_t i = im->rule_count; i > 0; i--)
        if (im->rule[i - 1].weight == w->weight &&
            span_equal(im->rule[i - 1].source, w->category) &&
            has_room(&im->rule[i - 1], w))
            return &im->rule[i - 1];
    if (w->category.len > 0 && known.len == 0 && !note_unknown(im, w))
        return NULL;
    if (im->rule_count == im->rule_room && !grow_rules(im))
        return NULL;
    im->rule[im->rule_count] =
        (struct import_rule){.category = known.len > 0 ? known : im->category,
                             .source = w->category,
                             .weight = w->weight};
    return &im->rule[im->rule_count++];
}

static bool add_to_rule(struct import *im, uint32_t index)
{
    struct import_rule *r = rule_of(im, &im->list->at[index]);

    if (r == NULL)
        return false;
    if (r->count == r->room) {
        uint32_t room = r->room > 0 ? r->room * 2 : 64;
        uint32_t *grown = arena_grow(im->list->arena, r->entry, r->count, room,
                                     sizeof(*grown));

        if (grown == NULL)
            return false;
        r->entry = grown;
        r->room = room;
    }
    r->entry[r->count++] = index;
    r->combinations += im->list->at[index].count > 1;
    im->kept++;
    return true;
}

bool import_group(struct import *im, struct err *e)
{
    uint32_t count = im->list->count;
    struct folded_entry *all = heap_array(count, sizeof(*all));
    bool *stays = heap_array(count, sizeof(*stays));
    bool ok = fold_init(e) && choose(im, all, stays, e);

    for (uint32_t i = 0; ok && i < count; i++)
        if (stays[i] && !add_to_rule(im, i))
            ok = arena_err(im->list->arena, "the list", e);
    wordlist_sort_skipped(im->list);
    heap_free(all);
    heap_free(stays);
    return ok && (im->kept > 0 ||
                  err_set(e, ERR_INPUT, NULL, "%s: no words in it", im->file));
}
