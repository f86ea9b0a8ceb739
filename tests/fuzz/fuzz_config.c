/* The config loader, message patterns and Accept-Language: whatever is read
 * gives a value or an error with a place, and what is shown reads back. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/negotiate.h"
#include "catalog/pattern.h"
#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void warn(void *arg, const struct route *route, const char *text)
{
    (void)arg;
    assert(route->name != NULL && text[0] != '\0');
}

static void try_config(struct span text)
{
    struct buf shown = buf_make(8 << 20);
    struct config *c;
    struct config *again;
    struct err e = {.kind = ERR_NONE};

    if (config_parse(text, "fuzz", NULL, &c, &e)) {
        routes_review(&c->routes, false, warn, NULL);
        settings_write(config_rows, c, (struct setting_style){.indent = 0},
                       &shown);
        if (c->audit.text_key.path == NULL ||
            c->audit.pseudonym_key.path == NULL)
            shown.failed = true; /* *** is no secret */
        if (!shown.failed && c->translate.providers.count == 0 &&
            !config_parse(buf_span(&shown), "again", NULL, &again, &e))
            abort();
        if (!shown.failed && c->translate.providers.count == 0)
            config_free(&again);
        config_free(&c);
    } else {
        assert(e.kind == ERR_CONFIG && strncmp(e.text, "fuzz", 4) == 0);
    }
    buf_free(&shown);
}

static void try_pattern(struct span text)
{
    struct message_arg args[] = {{"n", {NULL, 0}, 1}, {"who", text, 0}};
    struct message m = {"", args, 2};
    struct arena *a = arena_new(4 << 20);
    struct buf out = buf_make(1 << 20);
    struct pattern_args names;
    const char *problem = NULL;
    struct pattern p;

    if (pattern_compile(a, text, &p, &names, &problem))
        pattern_write(&p, LOCALE_EN, &m, &out);
    else
        assert(problem != NULL);
    buf_free(&out);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};
    enum locale l = locale_choose(text, text);

    assert(l < LOCALE_COUNT);
    if (size > 0 && data[0] == '{')
        try_pattern(text);
    try_config(text);
    return 0;
}
