#include "cli/open_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "config/config.h"

static const char default_config[] = "paifang.yaml";
static const char default_url[] = "sqlite:paifang.db";

bool cli_store_open(const char *config, const char *url, struct cli_store *ret,
                    struct err *e)
{
    struct config *c = NULL;
    bool ok;

    if (config == NULL && url == NULL && access(default_config, R_OK) == 0)
        config = default_config;
    if (config != NULL && !config_load(config, NULL, &c, e))
        return false;
    if (url == NULL)
        url = c != NULL ? c->audit.store : default_url;
    if (c != NULL)
        (void)snprintf(ret->origin, sizeof(ret->origin), "%s", c->audit.origin);
    else if (gethostname(ret->origin, sizeof(ret->origin)) != 0)
        (void)snprintf(ret->origin, sizeof(ret->origin), "cli");
    ret->origin[sizeof(ret->origin) - 1] = '\0';
    ok = store_open(url, STORE_EXISTING, &ret->store, e);
    config_free(&c);
    return ok;
}

void cli_store_close(struct cli_store *s)
{
    store_close(&s->store);
}

static uint64_t unit_ms(const char *unit)
{
    static const struct {
        const char *name;
        uint64_t ms;
    } units[] = {{"s", 1000}, {"m", 60000}, {"h", 3600000}, {"d", 86400000}};

    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (strcmp(unit, units[i].name) == 0)
            return units[i].ms;
    return 0;
}

bool cli_since(const char *text, uint64_t now_ms, uint64_t *ret)
{
    struct tm t = {0};
    const char *end;
    char *unit;
    uint64_t n = strtoul(text, &unit, 10);

    if (unit != text && unit_ms(unit) > 0) {
        uint64_t most = now_ms / unit_ms(unit);

        *ret = n < most ? now_ms - n * unit_ms(unit) : 0;
        return true;
    }
    end = strptime(text, "%Y-%m-%d", &t);
    if (end != NULL && *end == 'T')
        end = strptime(end, "T%H:%M:%S", &t);
    if (end == NULL || (*end != '\0' && strcmp(end, "Z") != 0))
        return false;
    *ret = (uint64_t)timegm(&t) * 1000;
    return true;
}
