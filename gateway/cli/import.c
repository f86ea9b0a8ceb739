#include "cli/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "fold/fold.h"

enum { EXAMPLES = 3 };

/* ---- entries that are there already ---- */

/* An entry as the matcher sees it, and where it stands in the list. */
struct folded_entry {
    struct span text;
    uint32_t entry;
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

/* The folded terms, sorted: "a + b" is "b + a". Empty: one of them folds to
 * nothing. */
static bool fold_entry_text(const struct import *im,
                            const struct wordlist_entry *w, struct span *ret,
                            struct err *e)
{
    struct span term[WORDLIST_MOST_TERMS];
    struct buf all = buf_make((size_t)1 << 20);
    bool empty = false;
    bool ok = true;

    for (uint32_t i = 0; ok && i < w->count; i++) {
        ok = fold_copy(im->list->arena, w->term[i], &term[i], e);
        empty = empty || !ok || term[i].len == 0 || span_is(term[i], "*");
    }
    if (ok && !empty)
        qsort(term, w->count, sizeof(term[0]), by_text);
    for (uint32_t i = 0; ok && !empty && i < w->count; i++) {
        buf_add(&all, term[i]);
        buf_add_byte(&all, '\n');
    }
    *ret = arena_copy(im->list->arena, buf_span(&all));
    buf_free(&all);
    return ok && (ret->at != NULL || arena_err(im->list->arena, "list", e));
}

static bool skip(const struct import *im, uint32_t index, const char *why,
                 struct err *e)
{
    const struct wordlist_entry *w = &im->list->at[index];

    return wordlist_skip(im->list, w->term[0], w->line, why) ||
           arena_err(im->list->arena, "the list", e);
}

static bool skip_again(const struct import *im, uint32_t index, uint32_t first,
                       struct err *e)
{
    struct span why = arena_printf(im->list->arena, "the same as line %u",
                                   im->list->at[first].line);

    return why.at != NULL ? skip(im, index, why.at, e)
                          : arena_err(im->list->arena, "the list", e);
}

/* Which entries stay: the first of those that fold alike. */
static bool choose(const struct import *im, struct folded_entry *all,
                   bool *stays, struct err *e)
{
    for (uint32_t i = 0; i < im->list->count; i++) {
        all[i].entry = i;
        if (!fold_entry_text(im, &im->list->at[i], &all[i].text, e))
            return false;
    }
    qsort(all, im->list->count, sizeof(*all), by_fold);
    for (uint32_t i = 0, first = 0; i < im->list->count; i++) {
        bool same = i > first && span_equal(all[first].text, all[i].text);

        first = same ? first : i;
        stays[all[i].entry] = all[i].text.len > 0 && !same;
        if (all[i].text.len == 0
                ? !skip(im, all[i].entry, "nothing is left once folded", e)
                : same && !skip_again(im, all[i].entry, all[first].entry, e))
            return false;
    }
    return true;
}

/* ---- rules ---- */

static bool is_category(struct span name)
{
    for (const char *const *c = category_names; *c != NULL; c++)
        if (span_is(name, *c))
            return true;
    return false;
}

/* What the list's category is called here, by --map or by its own name. */
static struct span category_of(const struct import *im, struct span source)
{
    for (size_t i = 0; source.len > 0 && i < im->map->count; i++) {
        struct span row = span_of(im->map->at[i]);
        size_t equals = span_find_byte(row, '=', 0);

        if (span_equal(span_slice(row, 0, equals), source))
            return span_from(row, equals + 1);
    }
    return is_category(source) ? source : im->category;
}

static struct import_rule *rule_of(struct import *im,
                                   const struct wordlist_entry *w)
{
    struct arena *a = im->list->arena;
    uint32_t room = im->rule_room > 0 ? im->rule_room * 2 : 16;

    for (uint32_t i = 0; i < im->rule_count; i++)
        if (im->rule[i].weight == w->weight &&
            span_equal(im->rule[i].source, w->category))
            return &im->rule[i];
    if (im->rule_count == im->rule_room) {
        struct import_rule *grown =
            arena_grow(a, im->rule, im->rule_count, room, sizeof(*grown));

        if (grown == NULL)
            return NULL;
        im->rule = grown;
        im->rule_room = room;
    }
    im->rule[im->rule_count] =
        (struct import_rule){.category = category_of(im, w->category),
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
    im->kept++;
    return true;
}

static bool check_map(const struct import *im, struct err *e)
{
    for (size_t i = 0; i < im->map->count; i++) {
        struct span row = span_of(im->map->at[i]);
        size_t equals = span_find_byte(row, '=', 0);

        if (!is_category(span_from(row, equals + 1)))
            return err_set(e, ERR_CONFIG, NULL,
                           "--map %s: not NAME=CATEGORY with a category of "
                           "rules/README.md",
                           im->map->at[i]);
    }
    return is_category(im->category) ||
           err_set(e, ERR_CONFIG, NULL, "no category '" SPAN_FMT "'",
                   SPAN_ARG(im->category));
}

static int by_line(const void *a, const void *b)
{
    const struct wordlist_skipped *x = a;
    const struct wordlist_skipped *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

bool import_group(struct import *im, struct err *e)
{
    uint32_t count = im->list->count;
    struct folded_entry *all = heap_array(count, sizeof(*all));
    bool *stays = heap_array(count, sizeof(*stays));
    bool ok = check_map(im, e) && fold_init(e) && choose(im, all, stays, e);

    for (uint32_t i = 0; ok && i < count; i++)
        if (stays[i] && !add_to_rule(im, i))
            ok = arena_err(im->list->arena, "the list", e);
    if (im->list->skipped_count > 1)
        qsort(im->list->skipped, im->list->skipped_count,
              sizeof(*im->list->skipped), by_line);
    heap_free(all);
    heap_free(stays);
    return ok && (im->kept > 0 ||
                  err_set(e, ERR_INPUT, NULL, "%s: no words in it", im->file));
}

/* ---- writing ---- */

static void add_text(struct buf *out, const char *before, struct span text)
{
    buf_add_text(out, before);
    buf_add_json(out, text);
    buf_add_byte(out, '\n');
}

/* Small letters and digits of the list's category, or its number. */
static void add_id(const struct import *im, const struct import_rule *r,
                   struct buf *out)
{
    char slug[40];
    size_t len = 0;

    for (size_t i = 0; i < r->source.len && len < sizeof(slug); i++) {
        char c = r->source.at[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            slug[len++] = c;
    }
    buf_printf(out, "  - id: \"" SPAN_FMT, SPAN_ARG(im->pack));
    if (len > 0)
        buf_printf(out, ".%.*s", (int)len, slug);
    else
        buf_add_text(out, ".words");
    /* Rules whose names would be alike differ by their number. */
    if (im->rule_count > 1)
        buf_printf(out, "-%u", (unsigned)(r - im->rule) + 1);
    buf_add_text(out, "\"\n");
}

static void add_combination(const struct wordlist_entry *w, struct buf *out)
{
    buf_add_text(out, "        - all:\n");
    for (uint32_t i = 0; i < w->count; i++)
        add_text(out, "            - words: ", w->term[i]);
}

static void add_match(const struct import *im, const struct import_rule *r,
                      struct buf *out)
{
    bool words = false;

    buf_add_text(out, "    match:\n      any:\n");
    for (uint32_t i = 0; i < r->count; i++) {
        const struct wordlist_entry *w = &im->list->at[r->entry[i]];

        if (w->count > 1)
            continue;
        if (!words)
            buf_add_text(out, "        - words:\n");
        words = true;
        add_text(out, "            - ", w->term[0]);
    }
    for (uint32_t i = 0; i < r->count; i++)
        if (im->list->at[r->entry[i]].count > 1)
            add_combination(&im->list->at[r->entry[i]], out);
}

static struct span without_stars(struct span term)
{
    while (span_starts(term, SPAN("*")))
        term = span_from(term, 1);
    while (span_ends(term, SPAN("*")))
        term.len--;
    return term;
}

static void add_example(const struct wordlist_entry *w, struct buf *out)
{
    struct buf text = buf_make(4096);

    for (uint32_t i = 0; i < w->count; i++) {
        buf_add_text(&text, i > 0 ? " " : "");
        buf_add(&text, without_stars(w->term[i]));
    }
    add_text(out, "        - ", buf_span(&text));
    buf_free(&text);
}

/* Ordinary sentences; those that hold a word of the list are left out. */
static const struct span ordinary[] = {
    SPAN_INIT("今天天气很好，我们去公园散步。"),
    SPAN_INIT("这本书我看了三遍还想看。"),
    SPAN_INIT("请问地铁站怎么走？"),
    SPAN_INIT("The cat sleeps on the warm windowsill."),
    SPAN_INIT("Our train arrives at noon tomorrow."),
    SPAN_INIT("晚饭吃什么好呢"),
    SPAN_INIT("She painted the old fence green."),
};

static bool holds(const struct import *im, const struct import_rule *r,
                  struct span sentence)
{
    for (uint32_t i = 0; i < r->count; i++) {
        const struct wordlist_entry *w = &im->list->at[r->entry[i]];

        if (span_find(sentence, without_stars(w->term[0]), 0) < sentence.len)
            return true;
    }
    return false;
}

static void add_examples(const struct import *im, const struct import_rule *r,
                         struct buf *out)
{
    uint32_t count = 0;

    buf_add_text(out, "    examples:\n      match:\n");
    for (uint32_t i = 0; i < r->count && i < EXAMPLES; i++)
        add_example(&im->list->at[r->entry[i]], out);
    for (size_t i = 0; i < COUNT_OF(ordinary) && count < EXAMPLES; i++) {
        if (holds(im, r, ordinary[i]))
            continue;
        if (count++ == 0)
            buf_add_text(out, "      no_match:\n");
        add_text(out, "        - ", ordinary[i]);
    }
}

static void add_rule(const struct import *im, const struct import_rule *r,
                     struct buf *out)
{
    add_id(im, r, out);
    if (!span_equal(r->category, im->category))
        buf_printf(out, "    category: " SPAN_FMT "\n", SPAN_ARG(r->category));
    if (im->action != VERDICT_ALLOW)
        buf_printf(out, "    action: %s\n", verdict_name(im->action));
    if (r->weight > 0)
        buf_printf(out, "    score: %u\n", r->weight);
    if (im->shadow)
        buf_add_text(out, "    shadow: true\n");
    if (im->disguise != NULL)
        buf_printf(out, "    disguise: [%s]\n", im->disguise);
    if (r->source.len > 0)
        add_text(out, "    note: ", r->source);
    buf_printf(out,
               "    reason:\n"
               "      en: \"Holds a word of the list " SPAN_FMT ".\"\n"
               "      zh-Hans: \"内容含有词表 " SPAN_FMT " 中的词语。\"\n"
               "      zh-Hant: \"內容含有詞表 " SPAN_FMT " 中的詞語。\"\n",
               SPAN_ARG(im->pack), SPAN_ARG(im->pack), SPAN_ARG(im->pack));
    add_match(im, r, out);
    add_examples(im, r, out);
}

void import_write(const struct import *im, struct buf *out)
{
    buf_printf(out,
               "# %u words of a list, by `paifang rules import`.\n"
               "pack: \"" SPAN_FMT "\"\ncategory: " SPAN_FMT "\n",
               im->kept, SPAN_ARG(im->pack), SPAN_ARG(im->category));
    if (im->whole)
        buf_add_text(out, "whole: true\n");
    buf_add_text(out, "# Lists hold short words, and words within words.\n"
                      "lint: { allow: [shadowed-word, one-character, "
                      "short-guess, idle-star, idle-disguise, "
                      "unreachable-rule] }\nrules:\n");
    for (uint32_t i = 0; i < im->rule_count; i++)
        add_rule(im, &im->rule[i], out);
}
