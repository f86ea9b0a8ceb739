#include "catalog/help.h"

#include <assert.h>
#include <ctype.h>
#include <limits.h>

#include "base/arena.h"
#include "base/digest.h"
#include "config/place.h"
#include "config/yaml.h"

enum { ARENA_CAP = 4 << 20, MOST_REGIONS = 8 };

struct help_list {
    struct span name;
    const struct help_line *line;
    uint32_t count;
};

struct help {
    struct arena *arena;
    struct help_list *list;
    uint32_t count;
    struct span region[LOCALE_COUNT][MOST_REGIONS]; /* by default */
    char hash[SHA256_TEXT];
};

/* ---- reading ---- */

static bool keep(struct help *h, const struct yaml_node *n, struct span *ret,
                 struct err *e)
{
    struct span text;

    if (!yaml_text(n, &text, e))
        return false;
    if (text.len == 0)
        return yaml_err(n, e, "empty");
    *ret = arena_copy(h->arena, text);
    return ret->at != NULL || arena_err(h->arena, "help lines", e);
}

static bool read_region(struct help *h, const struct yaml_node *n,
                        struct span *ret, struct err *e)
{
    if (!keep(h, n, ret, e))
        return false;
    return (ret->len == 2 && isupper((unsigned char)ret->at[0]) &&
            isupper((unsigned char)ret->at[1])) ||
           yaml_err(n, e, "a region is two capitals (ISO 3166): US");
}

static bool read_names(struct help *h, const struct yaml_node *n,
                       struct help_line *ret, struct err *e)
{
    static const char *const keys[] = {"en", "zh-Hans", "zh-Hant", NULL};

    if (!yaml_expect(n, YAML_MAP, e) || !yaml_known(n, keys, e))
        return false;
    for (unsigned i = 0; i < LOCALE_COUNT; i++) {
        const struct yaml_node *name = yaml_get(n, locale_tag((enum locale)i));

        if (name == NULL)
            return yaml_err(n, e, "no name in %s", locale_tag((enum locale)i));
        if (!keep(h, name, &ret->name[i], e))
            return false;
    }
    return true;
}

static bool read_checked(struct help *h, const struct yaml_node *n,
                         struct span *ret, struct err *e)
{
    static const char shape[] = "dddd-dd-dd";

    if (!keep(h, n, ret, e))
        return false;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (ret->len != sizeof(shape) - 1 ||
            (shape[i] == 'd' ? isdigit((unsigned char)ret->at[i]) == 0
                             : ret->at[i] != '-'))
            return yaml_err(n, e, "a day is written 2026-11-22");
    return true;
}

static bool read_line(struct help *h, const struct yaml_node *n,
                      struct help_line *ret, struct err *e)
{
    static const char *const keys[] = {"region", "name",  "phone",   "text",
                                       "url",    "hours", "checked", NULL};
    const struct {
        const char *key;
        struct span *to;
    } rows[] = {{"phone", &ret->phone},
                {"text", &ret->text},
                {"url", &ret->url},
                {"hours", &ret->hours}};
    const struct yaml_node *region = yaml_get(n, "region");
    const struct yaml_node *name = yaml_get(n, "name");
    const struct yaml_node *checked = yaml_get(n, "checked");

    if (!yaml_expect(n, YAML_MAP, e) || !yaml_known(n, keys, e))
        return false;
    if (region == NULL || name == NULL || checked == NULL)
        return yaml_err(n, e, "a line needs 'region', 'name' and 'checked'");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct yaml_node *value = yaml_get(n, rows[i].key);

        if (value != NULL && !keep(h, value, rows[i].to, e))
            return false;
    }
    if (ret->phone.len == 0 && ret->text.len == 0 && ret->url.len == 0)
        return yaml_err(n, e, "a line needs a 'phone', a 'text' or a 'url'");
    if (ret->url.len > 0 && !span_starts(ret->url, SPAN("https://")) &&
        !span_starts(ret->url, SPAN("http://")))
        return yaml_err(yaml_get(n, "url"), e, "a url begins with https://");
    return read_region(h, region, &ret->region, e) &&
           read_names(h, name, ret, e) &&
           read_checked(h, checked, &ret->checked, e);
}

static bool read_list(struct help *h, const struct yaml_node *key,
                      const struct yaml_node *n, struct err *e)
{
    struct help_list *list = &h->list[h->count++];
    struct help_line *line;

    if (!yaml_expect(n, YAML_LIST, e) || !keep(h, key, &list->name, e))
        return false;
    line = arena_array(h->arena, n->count, sizeof(*line));
    if (line == NULL)
        return arena_err(h->arena, "help lines", e);
    for (uint32_t i = 0; i < n->count; i++)
        if (!read_line(h, &n->item[i], &line[i], e))
            return false;
    list->line = line;
    list->count = n->count;
    return true;
}

static bool read_default(struct help *h, const struct yaml_node *n,
                         struct err *e)
{
    for (unsigned i = 0; i < LOCALE_COUNT; i++) {
        const struct yaml_node *list = yaml_get(n, locale_tag((enum locale)i));

        if (list == NULL)
            return yaml_err(n, e, "no regions for %s",
                            locale_tag((enum locale)i));
        if (!yaml_expect(list, YAML_LIST, e))
            return false;
        if (list->count > MOST_REGIONS)
            return yaml_err(list, e, "more than %d regions", MOST_REGIONS);
        for (uint32_t k = 0; k < list->count; k++)
            if (!read_region(h, &list->item[k], &h->region[i][k], e))
                return false;
    }
    return true;
}

static bool read_all(struct help *h, const struct yaml_node *root,
                     struct err *e)
{
    const struct yaml_node *regions = yaml_get(root, "default");

    if (!yaml_expect(root, YAML_MAP, e))
        return false;
    if (regions == NULL)
        return yaml_err(root, e, "no 'default' regions");
    h->list = arena_array(h->arena, root->count, sizeof(*h->list));
    if (h->list == NULL)
        return arena_err(h->arena, "help lines", e);
    for (uint32_t i = 0; i < root->count; i++)
        if (!span_is(root->key[i].text, "default") &&
            !read_list(h, &root->key[i], &root->item[i], e))
            return false;
    return read_default(h, regions, e);
}

static void hash_file(struct help *h, struct span bytes)
{
    struct sha256 digest = sha256_of_parts(&bytes, 1);

    (void)sha256_hex(&digest, h->hash);
}

const char *help_hash(const struct help *h)
{
    return h->hash;
}

bool help_open(const char *path, struct help **ret, struct err *e)
{
    char shipped[PATH_MAX];
    struct yaml *y;
    struct arena *arena;
    struct help *h;

    if (path == NULL || path[0] == '\0') {
        if (!place_find("locales/help.yaml", shipped, sizeof(shipped)))
            return err_set(e, ERR_CONFIG, NULL,
                           "locales/help.yaml is not installed; set "
                           "PAIFANG_SHARE to where locales/ is");
        path = shipped;
    }
    if (!yaml_open(path, &y, e))
        return false;
    arena = arena_new(ARENA_CAP);
    h = arena_alloc(arena, sizeof(*h));
    assert(h != NULL);
    h->arena = arena;
    hash_file(h, yaml_source(y));
    if (!read_all(h, yaml_root(y), e))
        help_free(&h);
    yaml_close(&y);
    *ret = h;
    return h != NULL;
}

void help_free(struct help **h)
{
    struct arena *arena = *h != NULL ? (*h)->arena : NULL;

    *h = NULL;
    arena_free(&arena);
}

/* ---- use ---- */

/* CLDR's region that is unknown: here, one without lines of its own. */
#define ELSEWHERE SPAN("ZZ")

bool help_is_region(struct span region)
{
    return region.len == 2 && isalpha((unsigned char)region.at[0]) != 0 &&
           isalpha((unsigned char)region.at[1]) != 0 &&
           !span_equal_nocase(region, SPAN("XX")) &&
           !span_equal_nocase(region, ELSEWHERE);
}

static const struct help_list *find_list(const struct help *h, struct span name)
{
    for (uint32_t i = 0; i < h->count; i++)
        if (span_equal(h->list[i].name, name))
            return &h->list[i];
    return NULL;
}

bool help_has(const struct help *h, struct span name)
{
    return find_list(h, name) != NULL;
}

static uint32_t add_region(const struct help_list *list, struct span region,
                           const struct help_line *ret[HELP_MOST_LINES],
                           uint32_t count)
{
    for (uint32_t i = 0; i < list->count && count < HELP_MOST_LINES; i++)
        if (span_equal_nocase(list->line[i].region, region))
            ret[count++] = &list->line[i];
    return count;
}

uint32_t help_find(const struct help *h, const struct help_wish *wish,
                   const struct help_line *ret[HELP_MOST_LINES])
{
    const struct help_list *list = find_list(h, wish->name);
    uint32_t count;

    if (list == NULL)
        return 0;
    count = 0;
    if (help_is_region(wish->region))
        count = add_region(list, wish->region, ret, 0);
    if (help_is_region(wish->region) && count == 0)
        count = add_region(list, ELSEWHERE, ret, 0);
    if (count > 0)
        return count;
    for (uint32_t i = 0; i < MOST_REGIONS; i++)
        count = add_region(list, h->region[wish->locale][i], ret, count);
    return count;
}

/* zh-Hant-HK names HK: the first later subtag of two letters. */
static struct span region_of(struct span tag)
{
    struct span part;

    (void)span_cut(&tag, '-', &part);
    while (span_cut(&tag, '-', &part))
        if (help_is_region(part))
            return part;
    return (struct span){NULL, 0};
}

struct span help_region(struct span accept_language)
{
    struct span range;

    while (span_cut(&accept_language, ',', &range)) {
        struct span tag =
            span_trim(span_slice(range, 0, span_find_byte(range, ';', 0)));
        struct span region = region_of(tag);

        if (region.len > 0)
            return region;
    }
    return (struct span){NULL, 0};
}
