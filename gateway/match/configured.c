#include "match/configured.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "config/yaml.h"
#include "match/compile.h"

bool ruleset_configure(struct ruleset *rs, const struct config *c,
                       struct err *e)
{
    const uint64_t from[VERDICT_COUNT] = {
        [VERDICT_ADVISE] = c->rules.thresholds.advise,
        [VERDICT_FLAG] = c->rules.thresholds.flag,
        [VERDICT_BOUNCE] = c->rules.thresholds.bounce,
        [VERDICT_HOLD] = c->rules.thresholds.hold,
        [VERDICT_REJECT] = c->rules.thresholds.reject,
    };

    return ruleset_set_thresholds(rs, from, e);
}

static bool listed(const struct config *c, struct span name)
{
    const struct lists *all = &c->rules.exempt;

    for (uint32_t i = 0; i < all->count; i++)
        if (span_is(name, all->at[i].name) && all->at[i].texts.count > 0)
            return true;
    return false;
}

const struct author_question *
ruleset_unlisted(const struct ruleset *rs, const struct config *c, uint32_t *at)
{
    while (*at < rs->author.count) {
        const struct author_question *q = &rs->author.at[(*at)++];

        if (q->fact == FACT_EXEMPT && !listed(c, q->list))
            return q;
    }
    return NULL;
}

bool ruleset_check_help(const struct ruleset *rs, const struct help *h,
                        struct err *e)
{
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        const struct rule *r = rs->rule[i];

        if (r->help.len > 0 && !help_has(h, r->help))
            return err_set(e, ERR_CONFIG, NULL,
                           "%s:%u:%u: there are no help lines '" SPAN_FMT "'",
                           r->help_place.file, r->help_place.line,
                           r->help_place.column, SPAN_ARG(r->help));
    }
    return true;
}

/* A folder that is not there is a mistake of the configuration's. */
static bool packs_are_there(const struct config *c, struct err *e)
{
    const struct yaml_node *packs =
        yaml_get(yaml_get(yaml_root(c->yaml), "rules"), "packs");

    for (uint32_t i = 0; packs != NULL && i < c->rules.packs.count; i++) {
        const char *path = c->rules.packs.at[i];
        const struct yaml_node *at =
            packs->kind == YAML_LIST ? &packs->item[i] : packs;

        if (access(path, F_OK) != 0)
            return yaml_err(at, e, "%s: %s", path, strerrordesc_np(errno));
    }
    return true;
}

bool ruleset_configured_read(const struct config *c, struct ruleset **ret,
                             struct err *e)
{
    return packs_are_there(c, e) &&
           ruleset_read(c->rules.packs.at, c->rules.packs.count, ret, e);
}

bool ruleset_configured_compile(const struct config *c, struct ruleset *rs,
                                struct err *e)
{
    return matcher_compile(rs, e) && ruleset_configure(rs, c, e);
}

bool ruleset_configured(const struct config *c, struct ruleset **ret,
                        struct err *e)
{
    struct ruleset *rs = NULL;

    if (!ruleset_configured_read(c, &rs, e))
        return false;
    if (!ruleset_configured_compile(c, rs, e)) {
        ruleset_free(&rs);
        return false;
    }
    *ret = rs;
    return true;
}
