#include "catalog/catalog.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "catalog/pattern.h"
#include "config/place.h"
#include "config/yaml.h"

enum {
    MOST_MESSAGES = 2000,
    LONGEST_KEY = 96,
    MOST_DEPTH = 6,
    LONGEST_MESSAGE = 64 << 10,
    ARENA_CAP = 32 << 20
};

struct entry {
    const char *key;
    struct pattern pattern[LOCALE_COUNT];
    struct pattern_args args[LOCALE_COUNT];
    struct span text[LOCALE_COUNT]; /* of messages without arguments */
    uint32_t line[LOCALE_COUNT];    /* 0: not in that file */
};

struct catalog {
    struct arena *arena;
    struct entry *entry; /* by key once loaded */
    uint32_t count;
    char hash[SHA256_TEXT];
};

struct loading {
    struct catalog *catalog;
    enum locale locale;
    const struct yaml *yaml;
    struct err *e;
};

/* ---- one file ---- */

static struct entry *find_linear(struct catalog *c, const char *key)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (strcmp(c->entry[i].key, key) == 0)
            return &c->entry[i];
    return NULL;
}

static struct entry *entry_for(struct loading *l, const struct yaml_node *at,
                               const char *key)
{
    struct catalog *c = l->catalog;
    struct entry *found = find_linear(c, key);

    if (found != NULL)
        return found;
    if (l->locale != LOCALE_EN) {
        (void)yaml_err(at, l->e, "no message '%s' in en.yaml", key);
        return NULL;
    }
    if (c->count == MOST_MESSAGES) {
        (void)yaml_err(at, l->e, "more than %d messages", MOST_MESSAGES);
        return NULL;
    }
    found = &c->entry[c->count++];
    found->key = arena_text(c->arena, span_of(key));
    return found;
}

static bool join_key(const struct yaml_node *key, const char *prefix,
                     char ret[LONGEST_KEY], struct err *e)
{
    int n = snprintf(ret, LONGEST_KEY, "%s%s" SPAN_FMT, prefix,
                     prefix[0] != '\0' ? "." : "", SPAN_ARG(key->text));

    if (n < 0 || n >= LONGEST_KEY || key->text.len == 0 ||
        strspn(ret, "abcdefghijklmnopqrstuvwxyz0123456789_.") != strlen(ret))
        return yaml_err(key, e, "a key is a-z, 0-9, _");
    return true;
}

static bool has_no_args(const struct pattern *p)
{
    return p->count == 0 || (p->count == 1 && p->part[0].kind == PART_TEXT);
}

static bool add_message(struct loading *l, const char *key,
                        const struct yaml_node *value)
{
    struct entry *entry = entry_for(l, value, key);
    const char *problem;
    struct span text;

    if (entry == NULL || !yaml_text(value, &text, l->e))
        return false;
    if (entry->line[l->locale] != 0)
        return yaml_err(value, l->e, "message '%s' twice", key);
    if (text.len == 0)
        return yaml_err(value, l->e, "message '%s' is empty", key);
    if (!pattern_compile(l->catalog->arena, text, &entry->pattern[l->locale],
                         &entry->args[l->locale], &problem))
        return yaml_err(value, l->e, "message '%s': %s", key, problem);
    entry->line[l->locale] = value->line;
    if (has_no_args(&entry->pattern[l->locale]))
        entry->text[l->locale] = entry->pattern[l->locale].part[0].text;
    return true;
}

static bool add_map(struct loading *l, const char *prefix, unsigned depth,
                    const struct yaml_node *map)
{
    char key[LONGEST_KEY];

    if (depth > MOST_DEPTH)
        return yaml_err(map, l->e, "nested too deep");
    for (uint32_t i = 0; i < map->count; i++) {
        if (!join_key(&map->key[i], prefix, key, l->e))
            return false;
        if (map->item[i].kind == YAML_MAP
                ? !add_map(l, key, depth + 1, &map->item[i])
                : !add_message(l, key, &map->item[i]))
            return false;
    }
    return true;
}

/* ---- all three ---- */

static bool args_have(const struct pattern_args *args, struct span name)
{
    for (uint32_t i = 0; i < args->count; i++)
        if (span_equal(args->name[i], name))
            return true;
    return false;
}

static bool check_entry(const struct loading *l, const struct entry *entry)
{
    const struct pattern_args *en = &entry->args[LOCALE_EN];
    const struct pattern_args *own = &entry->args[l->locale];
    const char *path = yaml_path(l->yaml);
    uint32_t line = entry->line[l->locale];

    if (line == 0)
        return err_set(l->e, ERR_CONFIG, NULL,
                       "%s:1:1: no message '%s' (en.yaml has it on line %u)",
                       path, entry->key, entry->line[LOCALE_EN]);
    for (uint32_t i = 0; i < en->count; i++)
        if (!args_have(own, en->name[i]))
            return err_set(l->e, ERR_CONFIG, NULL,
                           "%s:%u:1: message '%s' lacks {" SPAN_FMT "}", path,
                           line, entry->key, SPAN_ARG(en->name[i]));
    for (uint32_t i = 0; i < own->count; i++)
        if (!args_have(en, own->name[i]))
            return err_set(l->e, ERR_CONFIG, NULL,
                           "%s:%u:1: message '%s' has {" SPAN_FMT
                           "}, which en.yaml has not",
                           path, line, entry->key, SPAN_ARG(own->name[i]));
    return true;
}

static bool load_file(struct loading *l, const char *folder,
                      struct span *ret_source)
{
    struct yaml *y;
    char path[PATH_MAX];
    bool ok;

    (void)snprintf(path, sizeof(path), "%s/%s.yaml", folder,
                   locale_tag(l->locale));
    if (!yaml_open(path, &y, l->e))
        return false;
    l->yaml = y;
    ok = yaml_expect(yaml_root(y), YAML_MAP, l->e) &&
         add_map(l, "", 0, yaml_root(y));
    for (uint32_t i = 0; ok && i < l->catalog->count; i++)
        ok = check_entry(l, &l->catalog->entry[i]);
    if (ok)
        *ret_source = arena_copy(l->catalog->arena, yaml_source(y));
    yaml_close(&y);
    return ok;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key,
                  ((const struct entry *)b)->key);
}

static bool load_all(struct catalog *c, const char *folder, struct err *e)
{
    struct loading l = {.catalog = c, .e = e};
    struct span source[LOCALE_COUNT];
    struct sha256 digest;

    for (unsigned i = 0; i < LOCALE_COUNT; i++) {
        l.locale = (enum locale)i;
        if (!load_file(&l, folder, &source[i]))
            return false;
    }
    if (find_linear(c, "error.internal") == NULL)
        return err_set(e, ERR_CONFIG, NULL, "%s: no message 'error.internal'",
                       folder);
    if (arena_full(c->arena))
        return arena_err(c->arena, "locales", e);
    digest = sha256_of_parts(source, LOCALE_COUNT);
    (void)sha256_hex(&digest, c->hash);
    qsort(c->entry, c->count, sizeof(*c->entry), by_key);
    return true;
}

bool catalog_open_folder(const char *folder, struct catalog **ret,
                         struct err *e)
{
    struct arena *arena = arena_new(ARENA_CAP);
    struct catalog *c = arena_alloc(arena, sizeof(*c));

    assert(c != NULL);
    c->arena = arena;
    c->entry = arena_array(arena, MOST_MESSAGES, sizeof(*c->entry));
    assert(c->entry != NULL);
    if (load_all(c, folder, e)) {
        *ret = c;
        return true;
    }
    catalog_free(&c);
    return false;
}

bool catalog_open(struct catalog **ret, struct err *e)
{
    char folder[PATH_MAX];

    if (!place_find("locales", folder, sizeof(folder)))
        return err_set(e, ERR_CONFIG, NULL,
                       "the folder locales/ is not installed; set "
                       "PAIFANG_SHARE to where it is");
    return catalog_open_folder(folder, ret, e);
}

void catalog_free(struct catalog **c)
{
    struct arena *arena;

    if (*c == NULL)
        return;
    arena = (*c)->arena;
    *c = NULL;
    arena_free(&arena);
}

/* ---- use ---- */

static const struct entry *find(const struct catalog *c, const char *key)
{
    struct entry wanted = {.key = key};

    return bsearch(&wanted, c->entry, c->count, sizeof(*c->entry), by_key);
}

/* A key that is not there is a bug, but no reason to leave a person without
 * an answer: tests look for such keys in the sources. */
static const struct entry *find_or_internal(const struct catalog *c,
                                            const char *key)
{
    const struct entry *found = find(c, key);

    return found != NULL ? found : find(c, "error.internal");
}

bool catalog_has(const struct catalog *c, const char *key)
{
    return find(c, key) != NULL;
}

const char *catalog_hash(const struct catalog *c)
{
    return c->hash;
}

struct span catalog_text(const struct catalog *c, enum locale l,
                         const char *key)
{
    return find_or_internal(c, key)->text[l];
}

bool catalog_message(const struct catalog *c, enum locale l, struct message m,
                     struct arena *a, struct span *ret)
{
    const struct entry *entry = find_or_internal(c, m.key);
    struct buf out;
    struct span text;

    if (entry->text[l].at != NULL) {
        *ret = entry->text[l];
        return true;
    }
    out = buf_make(LONGEST_MESSAGE);
    pattern_write(&entry->pattern[l], l, &m, &out);
    text = arena_copy(a, buf_span(&out));
    buf_free(&out);
    if (text.at == NULL)
        return false;
    *ret = text;
    return true;
}
