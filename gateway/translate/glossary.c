#include "translate/glossary.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/heap.h"
#include "config/yaml.h"
#include "translate/script.h"

enum { ARENA_MOST = 32 << 20, MOST_FILES = 256 };

struct reading {
    struct glossary *g;
    struct list {
        struct glossary_term *at;
        uint32_t count, room;
    } zh, en;
    struct span *source; /* bytes of each file, for the hash */
    size_t sources;
    struct err *e;
};

/* ---- adding terms ---- */
static bool full(const struct reading *r)
{
    return arena_err(r->g->arena, "the glossary", r->e);
}

static bool add_key(struct reading *r, struct list *l, struct span written,
                    bool exact, struct glossary_term term)
{
    char *key = arena_alloc(r->g->arena, written.len + 1);

    if (l->count == l->room) {
        l->room = l->room == 0 ? 512 : l->room * 2;
        l->at = heap_grow(l->at, l->room, sizeof(*l->at));
    }
    if (key == NULL)
        return full(r);
    phrases_fold(written, key);
    term.key = (struct span){key, written.len};
    term.exact = exact ? written : (struct span){NULL, 0};
    l->at[l->count++] = term;
    return true;
}

static bool add_spellings(struct reading *r, bool zh, struct span written,
                          bool exact, const struct glossary_term *term)
{
    struct list *l = zh ? &r->zh : &r->en;
    struct span hant;

    written = arena_copy(r->g->arena, written);
    if (written.at == NULL)
        return full(r);
    if (!add_key(r, l, written, exact, *term))
        return false;
    if (!zh)
        return true;
    if (!script_convert(SCRIPT_TO_HANT, r->g->arena, written, &hant, r->e))
        return false;
    return span_equal(hant, written) || add_key(r, l, hant, exact, *term);
}

/* ---- reading YAML ---- */
static bool copy_text(struct reading *r, const struct yaml_node *n,
                      struct span *ret)
{
    struct span text;

    if (n == NULL)
        return true;
    if (!yaml_text(n, &text, r->e))
        return false;
    *ret = arena_copy(r->g->arena, text);
    return ret->at != NULL || full(r);
}

static bool copy_bool(struct reading *r, const struct yaml_node *n, bool *ret)
{
    return n == NULL || yaml_bool(n, ret, r->e);
}

static bool read_note(struct reading *r, const struct yaml_node *note,
                      struct glossary_term *t)
{
    static const char *const keys[] = {"en", "zh-Hans", NULL};

    if (note == NULL)
        return true;
    if (!yaml_expect(note, YAML_MAP, r->e) || !yaml_known(note, keys, r->e) ||
        !copy_text(r, yaml_get(note, "en"), &t->note_en) ||
        !copy_text(r, yaml_get(note, "zh-Hans"), &t->note_zh_hans))
        return false;
    return t->note_zh_hans.at == NULL ||
           script_convert(SCRIPT_TO_HANT, r->g->arena, t->note_zh_hans,
                          &t->note_zh_hant, r->e);
}

static bool read_term(struct reading *r, bool zh, const struct yaml_node *n)
{
    static const char *const keys[] = {"term",  "to",   "fixed",
                                       "exact", "note", NULL};
    struct glossary_term t = {.fixed = false};
    const struct yaml_node *term = yaml_get(n, "term");
    bool exact = false;

    if (!yaml_expect(n, YAML_MAP, r->e) || !yaml_known(n, keys, r->e))
        return false;
    if (term == NULL)
        return yaml_err(n, r->e, "'term' is missing");
    if (!copy_text(r, yaml_get(n, "to"), &t.to) ||
        !copy_bool(r, yaml_get(n, "fixed"), &t.fixed) ||
        !copy_bool(r, yaml_get(n, "exact"), &exact) ||
        !read_note(r, yaml_get(n, "note"), &t))
        return false;
    if (t.fixed && t.to.at == NULL)
        return yaml_err(n, r->e, "'fixed' needs 'to'");
    if (term->kind == YAML_TEXT && term->text.len > 0)
        return add_spellings(r, zh, term->text, exact, &t);
    if (term->kind != YAML_LIST || term->count == 0)
        return yaml_err(term, r->e, "expected a term or a list of spellings");
    for (uint32_t i = 0; i < term->count; i++) {
        struct span text;

        if (!yaml_text(&term->item[i], &text, r->e))
            return false;
        if (text.len == 0)
            return yaml_err(&term->item[i], r->e, "an empty term");
        if (!add_spellings(r, zh, text, exact, &t))
            return false;
    }
    return true;
}

static bool read_words(struct reading *r, bool zh,
                       const struct yaml_node *words)
{
    if (words == NULL)
        return true;
    if (!yaml_expect(words, YAML_MAP, r->e))
        return false;
    for (uint32_t i = 0; i < words->count; i++) {
        struct glossary_term t = {.fixed = false};

        if (words->key[i].text.len == 0)
            return yaml_err(&words->key[i], r->e, "an empty word");
        if (!copy_text(r, &words->item[i], &t.to) ||
            !add_spellings(r, zh, words->key[i].text, false, &t))
            return false;
    }
    return true;
}

static bool read_root(struct reading *r, const struct yaml_node *root)
{
    static const char *const keys[] = {"from", "terms", "words", NULL};
    const struct yaml_node *from = yaml_get(root, "from");
    const struct yaml_node *terms = yaml_get(root, "terms");
    bool zh = from != NULL && span_is(from->text, "zh");

    if (!yaml_expect(root, YAML_MAP, r->e) || !yaml_known(root, keys, r->e))
        return false;
    if (from == NULL || (!zh && !span_is(from->text, "en")))
        return yaml_err(from != NULL ? from : root, r->e,
                        "'from' must be zh or en");
    if (terms != NULL && !yaml_expect(terms, YAML_LIST, r->e))
        return false;
    for (uint32_t i = 0; terms != NULL && i < terms->count; i++)
        if (!read_term(r, zh, &terms->item[i]))
            return false;
    return read_words(r, zh, yaml_get(root, "words"));
}

static bool read_file(struct reading *r, const char *path)
{
    struct yaml *y;
    bool ok;

    if (!yaml_open(path, &y, r->e))
        return false;
    ok = read_root(r, yaml_root(y));
    if (ok) {
        r->source[r->sources] = arena_copy(r->g->arena, yaml_source(y));
        ok = r->source[r->sources++].at != NULL || full(r);
    }
    yaml_close(&y);
    return ok;
}

static int is_yaml(const struct dirent *d)
{
    return span_ends(span_of(d->d_name), SPAN(".yaml"));
}

static bool read_folder(struct reading *r, const char *folder)
{
    struct dirent **file = NULL;
    int n = scandir(folder, &file, is_yaml, alphasort);
    bool ok = true;

    if (n < 0)
        return err_set(r->e, ERR_CONFIG, NULL, "can't read the folder %s",
                       folder);
    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];

        (void)snprintf(path, sizeof(path), "%s/%s", folder, file[i]->d_name);
        if (ok && r->sources == MOST_FILES)
            ok = err_set(r->e, ERR_CONFIG, NULL, "%s: more than %d files",
                         folder, MOST_FILES);
        ok = ok && read_file(r, path);
        heap_free(file[i]); /* scandir takes them from malloc */
    }
    heap_free(file);
    return ok;
}

/* ---- sorting ---- */
static struct span key_of(const void *self, uint32_t i)
{
    return ((const struct glossary_term *)self)[i].key;
}

struct ordered {
    struct span key;
    uint32_t i;
};

/* Of equal keys the one that was read first comes first. */
static int compare_ordered(const void *a, const void *b)
{
    const struct ordered *x = a;
    const struct ordered *y = b;
    int order = span_compare(x->key, y->key);

    return order != 0 ? order : (x->i > y->i) - (x->i < y->i);
}

/* A later term with the same key only adds what the first does not have: a
 * note to a word, say. */
static void merge(struct glossary_term *t, const struct glossary_term *more)
{
    if (t->to.at == NULL) {
        t->to = more->to;
        t->fixed = more->fixed;
    }
    if (t->note_en.at == NULL)
        t->note_en = more->note_en;
    if (t->note_zh_hans.at == NULL) {
        t->note_zh_hans = more->note_zh_hans;
        t->note_zh_hant = more->note_zh_hant;
    }
}

static bool sort_side(struct reading *r, const struct list *l,
                      struct glossary_side *ret)
{
    struct glossary_term *sorted =
        arena_array(r->g->arena, l->count + 1, sizeof(*sorted));
    struct ordered *o = heap_array(l->count + 1, sizeof(*o));
    uint32_t n = 0;

    for (uint32_t i = 0; i < l->count; i++)
        o[i] = (struct ordered){l->at[i].key, i};
    qsort(o, l->count, sizeof(*o), compare_ordered);
    for (uint32_t i = 0; sorted != NULL && i < l->count; i++) {
        if (n > 0 && span_equal(sorted[n - 1].key, o[i].key))
            merge(&sorted[n - 1], &l->at[o[i].i]);
        else
            sorted[n++] = l->at[o[i].i];
    }
    heap_free(o);
    if (sorted == NULL)
        return full(r);
    *ret = (struct glossary_side){sorted, {n, key_of, sorted}};
    return true;
}

bool glossary_open(const char *const *folders, size_t count,
                   struct glossary **ret, struct err *e)
{
    struct glossary *g = heap_new(sizeof(*g));
    struct reading r = {.g = g, .e = e};
    struct sha256 hash;
    bool ok = true;

    g->arena = arena_new(ARENA_MOST);
    r.source = heap_array(MOST_FILES, sizeof(*r.source));
    for (size_t i = 0; ok && i < count; i++)
        ok = read_folder(&r, folders[i]);
    ok = ok && sort_side(&r, &r.zh, &g->zh) && sort_side(&r, &r.en, &g->en);
    hash = sha256_of_parts(r.source, r.sources);
    (void)sha256_hex(&hash, g->hash);
    heap_free(r.source);
    heap_free(r.zh.at);
    heap_free(r.en.at);
    if (ok)
        *ret = g;
    else
        glossary_free(&g);
    return ok;
}

void glossary_free(struct glossary **g)
{
    if (*g == NULL)
        return;
    arena_free(&(*g)->arena);
    heap_free(*g);
    *g = NULL;
}

const struct glossary_term *glossary_find(const struct glossary_side *side,
                                          struct span text, struct span folded,
                                          size_t at, size_t *ret_len)
{
    uint32_t i = 0;
    size_t len = phrases_longest(&side->phrases, folded, at, &i);
    const struct glossary_term *t;

    if (len == 0)
        return NULL;
    t = &side->term[i];
    if (t->exact.at != NULL &&
        !span_equal(span_slice(text, at, at + len), t->exact))
        return NULL;
    *ret_len = len;
    return t;
}

struct span glossary_note(const struct glossary_term *t, enum lang reader)
{
    if (reader == LANG_EN)
        return t->note_en;
    return reader == LANG_ZH_HANT ? t->note_zh_hant : t->note_zh_hans;
}
