/*
 * failure - what follows when something fails: one row a failure class.
 *
 * Example: enum outcome o = failure_outcome(&config->failure,
 *                                           err_meaning(e->kind)->failure);
 *
 * Each class has a closed list of legal outcomes, checked when the config is
 * read. OUTCOME_REFUSE answers with the status of the error's kind (413, 400,
 * 503 …) and publishes nothing.
 *
 * Source:  docs/operations.md; docs/configuration.md.
 * Threads: plain data.
 */
#ifndef CONFIG_FAILURE_H
#define CONFIG_FAILURE_H

#include <stdint.h>

enum outcome {
    OUTCOME_REFUSE, /* answer with the error's own status */
    OUTCOME_REJECT, /* as a rule's reject: 422, recorded */
    OUTCOME_HOLD,   /* 202, for a reviewer */
    OUTCOME_FLAG,   /* published, for a reviewer afterwards */
    OUTCOME_PUBLISH /* published as it is (untranslated) */
};

/* One enum outcome each; the names are the classes of `failure:`. */
struct failures {
    uint32_t body_too_large, unparseable, unsupported_type, unsupported_charset;
    uint32_t regex_limit, memory_cap, internal;
    uint32_t translator_late, translator_down, translator_implausible;
    uint32_t store_down, upstream_unreachable, upstream_late;
    uint32_t rate_limited, hold_full, log_rollback;
};

/* failure_class as in err_meaning().failure; NULL or unknown: refuse. */
enum outcome failure_outcome(const struct failures *f,
                             const char *failure_class);

const char *outcome_name(enum outcome o); /* "publish" */

#endif
