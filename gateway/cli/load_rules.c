#include "cli/load_rules.h"

#include <unistd.h>

#include "match/configured.h"

static const uint64_t default_regex_work = 1000000;

/* The file of help lines is opened only for rules that show some. */
static bool check_help(const struct ruleset *rs, const char *path,
                       struct err *e)
{
    struct help *h = NULL;
    bool asked = false;
    bool ok;

    for (uint32_t i = 0; i < rs->rule_count; i++)
        asked = asked || rs->rule[i]->help.len > 0;
    if (!asked)
        return true;
    ok = help_open(path, &h, e) && ruleset_check_help(rs, h, e);
    help_free(&h);
    return ok;
}

static bool load_by_config(const char *path, const struct cli_list *folders,
                           struct cli_rules *ret, struct err *e)
{
    struct config *c;
    bool ok;

    if (!config_load(path, NULL, &c, e))
        return false;
    if (folders->count == 0)
        ok = ruleset_configured(c, &ret->set, e);
    else
        ok = ruleset_load(folders->at, folders->count, &ret->set, e) &&
             ruleset_configure(ret->set, c, e);
    ok = ok && check_help(ret->set, c->help.lines, e);
    if (!ok)
        ruleset_free(&ret->set);
    ret->regex_work = c->limits.regex_work;
    ret->translation_cap = (enum verdict)c->rules.translation_max_action;
    ret->regex_limit = (enum outcome)c->failure.regex_limit;
    config_free(&c);
    return ok;
}

static bool load_folders(const char *const *folders, size_t count,
                         struct cli_rules *ret, struct err *e)
{
    if (!ruleset_load(folders, count, &ret->set, e))
        return false;
    if (check_help(ret->set, NULL, e))
        return true;
    ruleset_free(&ret->set);
    return false;
}

bool cli_rules_load(const char *config, const struct cli_list *folders,
                    struct cli_rules *ret, struct err *e)
{
    static const char *const here[] = {"rules"};

    *ret = (struct cli_rules){.regex_work = default_regex_work,
                              .translation_cap = VERDICT_HOLD,
                              .regex_limit = OUTCOME_HOLD};
    if (config != NULL)
        return load_by_config(config, folders, ret, e);
    if (folders->count > 0)
        return load_folders(folders->at, folders->count, ret, e);
    if (access(here[0], R_OK) != 0)
        return err_set(e, ERR_NOT_FOUND, NULL,
                       "no rules: give --rules DIR or -c CONFIG, or run where "
                       "./rules is");
    return load_folders(here, 1, ret, e);
}

void cli_rules_done(struct cli_rules *r)
{
    ruleset_free(&r->set);
}
