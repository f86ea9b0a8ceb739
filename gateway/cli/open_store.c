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

static void print_group(FILE *to, const char *group, const struct command *at,
                        size_t count)
{
    (void)fprintf(to, "usage: paifang %s COMMAND [options]\n\n", group);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(to, "  %-10s %s\n", at[i].name, at[i].help);
}

enum cli_exit cli_subcommand(const char *group, const struct command *table,
                             size_t count, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_group(stdout, group, table, count);
        return CLI_FINE;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, table[i].name) == 0)
            return table[i].run(argc - 1, argv + 1);
    if (argc > 1)
        (void)fprintf(stderr, "paifang: no command '%s %s'\n", group, name);
    print_group(stderr, group, table, count);
    return CLI_FAILED;
}
