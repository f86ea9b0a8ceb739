#include "translate/setup.h"

#include <limits.h>
#include <stdatomic.h>

#include "base/attr.h"
#include "base/heap.h"
#include "config/place.h"

static bool open_glossary(struct glossary **ret, struct err *e)
{
    static const char *const names[] = {"locales/glossary", "locales/notes"};
    char path[COUNT_OF(names)][PATH_MAX];
    const char *folders[COUNT_OF(names)];

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!place_find(names[i], path[i], sizeof(path[i])))
            return err_set(e, ERR_CONFIG, NULL,
                           "there is no %s: set "
                           "PAIFANG_SHARE to the folder above it",
                           names[i]);
        folders[i] = path[i];
    }
    return glossary_open(folders, COUNT_OF(folders), ret, e);
}

static bool read_chain(const struct config *c, struct translate_setup *s,
                       struct err *e)
{
    if (c->translate.chain.count > CHAIN_MOST)
        return err_set(e, ERR_CONFIG, NULL,
                       "translate.chain has more than %d providers",
                       CHAIN_MOST);
    for (uint32_t i = 0; i < c->translate.chain.count; i++) {
        const char *name = c->translate.chain.at[i];
        const struct provider_config *p = config_provider(c, name);
        const struct translator *t = translator_find(span_of(name));

        if (t == NULL || p == NULL || p->set == NULL)
            return err_set(e, ERR_CONFIG, NULL,
                           "translate.chain: no provider is called '%s'", name);
        s->chain[i].translator = t;
        s->chain[i].set = p->set;
    }
    s->chain_count = c->translate.chain.count;
    return true;
}

bool translate_setup_open(struct config *config, struct translate_cache *cache,
                          struct translate_setup **ret, struct err *e)
{
    struct translate_setup *s = heap_new(sizeof(*s));
    bool ok = true;

    atomic_init(&s->holders, 1);
    s->cache = cache;
    if (config == NULL)
        ok = config_load(NULL, translator_rows, &s->config, e);
    else
        s->config = config_hold(config);
    ok = ok && read_chain(s->config, s, e) && open_glossary(&s->glossary, e);
    if (ok)
        *ret = s;
    else
        translate_setup_free(&s);
    return ok;
}

struct translate_setup *translate_setup_hold(struct translate_setup *s)
{
    (void)atomic_fetch_add(&s->holders, 1);
    return s;
}

void translate_setup_free(struct translate_setup **setup)
{
    struct translate_setup *s = *setup;

    *setup = NULL;
    if (s == NULL || atomic_fetch_sub(&s->holders, 1) > 1)
        return;
    glossary_free(&s->glossary);
    config_free(&s->config);
    heap_free(s);
}

const char *translate_setup_hash(const struct translate_setup *setup)
{
    return setup->glossary->hash;
}
