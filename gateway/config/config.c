#include "config/config.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config/tables.h"

enum { MOST_OUTSIDE = 4 << 20, ARENA_CAP = 64 << 20 };

struct loading {
    struct config *config;
    const struct provider_rows *table;
    struct provider_config *found;
    uint32_t count, room;
    struct setting_ctx ctx;
};

/* ---- provider subtrees ---- */

static struct provider_config *find_provider(struct loading *l,
                                             struct span name)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (span_is(name, l->found[i].name))
            return &l->found[i];
    return NULL;
}

/* Keys below `translate` that no row knows are providers. */
static bool take_provider(const char *prefix, const struct yaml_node *key,
                          const struct yaml_node *value, bool *ret_known,
                          void *arg)
{
    struct loading *l = arg;
    struct provider_config *p;

    if (strcmp(prefix, "translate") != 0)
        return true;
    p = find_provider(l, key->text);
    if (p == NULL && l->table == NULL && l->count < l->room) {
        p = &l->found[l->count++];
        p->name = key->text.at;
    }
    if (p == NULL)
        return true;
    p->node = value;
    *ret_known = true;
    return true;
}

static bool prepare_providers(struct loading *l)
{
    l->room = 32;
    for (const struct provider_rows *t = l->table; t != NULL && t->name != NULL;
         t++)
        l->room++;
    l->found = arena_array(l->config->arena, l->room, sizeof(*l->found));
    if (l->found == NULL)
        return arena_err(l->config->arena, "config", l->ctx.e);
    for (const struct provider_rows *t = l->table; t != NULL && t->name != NULL;
         t++)
        l->found[l->count++] =
            (struct provider_config){.name = t->name, .rows = t->rows};
    return true;
}

static bool read_provider(struct loading *l, struct provider_config *p,
                          size_t size)
{
    void *set = arena_alloc(l->config->arena, size + 1);
    struct setting_ctx ctx = l->ctx;

    ctx.other = NULL;
    if (set == NULL)
        return arena_err(l->config->arena, "config", l->ctx.e);
    if (!settings_read(p->rows, p->node, set, &ctx))
        return p->node != NULL || err_in(ctx.e, "translate.%s", p->name);
    p->set = set;
    return true;
}

static bool read_providers(struct loading *l)
{
    struct config *c = l->config;

    for (uint32_t i = 0; l->table != NULL && i < l->count; i++)
        if (!read_provider(l, &l->found[i], l->table[i].size))
            return false;
    c->translate.providers = (struct providers){l->found, l->count};
    for (uint32_t i = 0; l->table != NULL && i < c->translate.chain.count; i++)
        if (config_provider(c, c->translate.chain.at[i]) == NULL)
            return yaml_err(
                yaml_get(yaml_get(yaml_root(c->yaml), "translate"), "chain"),
                l->ctx.e, "translate.chain: no provider '%s' in this version",
                c->translate.chain.at[i]);
    return true;
}

static void write_providers(const void *value, struct setting_style style,
                            struct buf *out)
{
    const struct providers *p = value;

    for (uint32_t i = 0; i < p->count; i++) {
        struct setting_style below = {.example = style.example,
                                      .indent = style.indent + 2};

        if (p->at[i].set == NULL || p->at[i].rows->key == NULL)
            continue;
        for (unsigned k = 0; k < style.indent; k++)
            buf_add_byte(out, ' ');
        buf_printf(out, "%s:\n", p->at[i].name);
        settings_write(p->at[i].rows, p->at[i].set, below, out);
    }
}

const struct setting_type setting_providers = {"provider", NULL, NULL,
                                               write_providers};

const struct provider_config *config_provider(const struct config *c,
                                              const char *name)
{
    for (uint32_t i = 0; i < c->translate.providers.count; i++)
        if (strcmp(c->translate.providers.at[i].name, name) == 0)
            return &c->translate.providers.at[i];
    return NULL;
}

/* ---- what must hold between options ---- */

static bool check_audiences(const struct config *c, const struct yaml_node *at,
                            struct err *e)
{
    for (uint32_t i = 0; i < c->audiences.count; i++) {
        const char *tag = c->audiences.at[i];

        if (strcmp(tag, "en") != 0 && strcmp(tag, "zh-Hans") != 0 &&
            strcmp(tag, "zh-Hant") != 0)
            return yaml_err(at, e, "audiences: en, zh-Hans or zh-Hant");
        for (uint32_t k = 0; k < i; k++)
            if (strcmp(tag, c->audiences.at[k]) == 0)
                return yaml_err(at, e, "audiences: %s twice", tag);
    }
    return true;
}

static bool check_public(const struct config *c, const struct yaml_node *at,
                         struct err *e)
{
    struct span url = span_of(c->public.url);
    struct span path = span_of(c->public.path);

    if (url.len > 0 &&
        ((!span_starts(url, SPAN("http://")) &&
          !span_starts(url, SPAN("https://"))) ||
         span_ends(url, SPAN("/")) || strpbrk(url.at, " \"<>\\?#") != NULL))
        return yaml_err(yaml_get(at, "url"), e,
                        "public.url: expected https://host without / at its "
                        "end");
    if (path.at[0] != '/' || span_ends(path, SPAN("/")) ||
        strpbrk(path.at, " \"<>\\?#%") != NULL)
        return yaml_err(yaml_get(at, "path"), e,
                        "public.path: expected a path such as /.paifang");
    return true;
}

static bool check_options(const struct config *c, struct err *e)
{
    const struct yaml_node *root = yaml_root(c->yaml);
    const struct yaml_node *audit = yaml_get(root, "audit");
    const struct yaml_node *upstream = yaml_get(root, "upstream");

    if (!check_audiences(c, yaml_get(root, "audiences"), e) ||
        !check_public(c, yaml_get(root, "public"), e))
        return false;
    if (strcmp(c->upstream.url.scheme, "https") == 0)
        return yaml_err(yaml_get(upstream, "url"), e,
                        "upstream.url: https is not available in this version");
    if (strncmp(c->audit.store, "postgresql:", 11) == 0)
        return yaml_err(
            yaml_get(audit, "store"), e,
            "audit.store: postgresql is not available in this version");
    if (strncmp(c->audit.store, "sqlite:", 7) != 0 || c->audit.store[7] == '\0')
        return yaml_err(yaml_get(audit, "store"), e,
                        "audit.store: expected sqlite:FILE");
    return replies_check(yaml_get(root, "replies"), &c->replies, e);
}

/* ---- loading ---- */

static bool default_origin(struct config *c, struct err *e)
{
    char name[256] = "";

    if (c->audit.origin[0] != '\0')
        return true;
    if (gethostname(name, sizeof(name) - 1) != 0 || name[0] == '\0')
        (void)snprintf(name, sizeof(name), "localhost");
    c->audit.origin = arena_text(c->arena, span_of(name));
    return c->audit.origin != NULL || arena_err(c->arena, "config", e);
}

static void hash_config(struct config *c, const struct buf *outside,
                        const struct buf *secrets)
{
    struct span all[] = {yaml_source(c->yaml), buf_span(outside),
                         buf_span(secrets)};
    struct sha256 digest = sha256_of_parts(all, 2);

    (void)sha256_hex(&digest, c->hash);
    digest = sha256_of_parts(all, 3);
    (void)sha256_hex(&digest, c->fingerprint);
}

static bool read_all(struct loading *l)
{
    struct config *c = l->config;
    const struct yaml_node *root = yaml_root(c->yaml);
    const struct yaml_node *routes = yaml_get(root, "routes");
    struct setting_ctx ctx = l->ctx;

    ctx.other = take_provider;
    ctx.other_arg = l;
    if (!prepare_providers(l) || !settings_read(config_rows, root, c, &ctx) ||
        !read_providers(l) || !check_options(c, ctx.e) ||
        !default_origin(c, ctx.e))
        return false;
    return routes == NULL || yaml_is_null(routes) ||
           routes_read(routes, c->mode, &c->replies, &l->ctx, &c->routes);
}

/* Takes y. */
static bool load_tree(struct yaml *y, const struct provider_rows *providers,
                      struct config **ret, struct err *e)
{
    struct buf outside = buf_make(MOST_OUTSIDE);
    struct buf secrets = buf_make(MOST_OUTSIDE);
    struct arena *arena = arena_new(ARENA_CAP);
    struct config *c = arena_alloc(arena, sizeof(*c));
    struct loading l = {
        .config = c,
        .table = providers,
        .ctx = {.arena = arena,
                .e = e,
                .outside = &outside,
                .secrets = &secrets},
    };
    bool ok;

    assert(c != NULL);
    atomic_init(&c->holders, 1);
    c->arena = arena;
    c->yaml = y;
    c->path = yaml_path(y);
    ok = read_all(&l);
    if (ok && (outside.failed || secrets.failed))
        ok = err_set(e, ERR_CONFIG, NULL, "%s: too much from outside", c->path);
    if (ok)
        hash_config(c, &outside, &secrets);
    buf_free(&outside);
    buf_free(&secrets);
    if (ok)
        *ret = c;
    else
        config_free(&c);
    return ok;
}

bool config_parse(struct span text, const char *name,
                  const struct provider_rows *providers, struct config **ret,
                  struct err *e)
{
    struct yaml *y;

    return yaml_parse(text, name, &y, e) && load_tree(y, providers, ret, e);
}

bool config_load(const char *path, const struct provider_rows *providers,
                 struct config **ret, struct err *e)
{
    struct yaml *y;

    if (path == NULL)
        return config_parse(SPAN(""), "defaults", providers, ret, e);
    return yaml_open_given(path, &y, e) && load_tree(y, providers, ret, e);
}

struct config *config_hold(struct config *c)
{
    (void)atomic_fetch_add(&c->holders, 1);
    return c;
}

void config_free(struct config **c)
{
    struct config *gone = *c;
    struct arena *arena;
    struct yaml *yaml;

    *c = NULL;
    if (gone == NULL || atomic_fetch_sub(&gone->holders, 1) > 1)
        return;
    arena = gone->arena;
    yaml = gone->yaml;
    arena_free(&arena);
    yaml_close(&yaml);
}

/* ---- what a reload leaves as it is ---- */

/* A key file that was made at start is no change. */
static bool secret_stands(const struct secret *a, const struct secret *b)
{
    return a->value.at == NULL || b->value.at == NULL ||
           span_equal(a->value, b->value);
}

static bool row_stands(const struct setting *row, const void *a, const void *b)
{
    struct buf left = buf_make(MOST_OUTSIDE), right = buf_make(MOST_OUTSIDE);
    bool same;

    if (row->type == &setting_secret)
        return secret_stands(a, b);
    row->type->write(row, a, &left);
    row->type->write(row, b, &right);
    same = span_equal(buf_span(&left), buf_span(&right));
    buf_free(&left);
    buf_free(&right);
    return same;
}

uint32_t config_kept(const struct config *now, const struct config *next,
                     void (*tell)(void *arg, const char *key), void *arg)
{
    uint32_t count = 0;

    for (const struct setting *row = config_rows; row->key != NULL; row++) {
        if (!row->fixed || row_stands(row, (const char *)now + row->offset,
                                      (const char *)next + row->offset))
            continue;
        if (tell != NULL)
            tell(arg, row->key);
        count++;
    }
    return count;
}
