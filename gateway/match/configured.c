#include "match/configured.h"

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

bool ruleset_configured_read(const struct config *c, struct ruleset **ret,
                             struct err *e)
{
    return ruleset_read(c->rules.packs.at, c->rules.packs.count, ret, e);
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
