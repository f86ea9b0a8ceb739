/*
 * rules - a rule set from a YAML text, for tests of the matcher.
 */
#ifndef UNIT_MATCH_RULES_H
#define UNIT_MATCH_RULES_H

#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fold/disguise.h"
#include "match/match.h"

/* Reads and compiles; fails the test on a mistake unless e is given. */
static inline struct ruleset *rules_from(const char *yaml, struct err *e)
{
    char path[] = "/tmp/paifang-rules-XXXXXX.yaml";
    const char *paths[] = {path};
    int fd = mkstemps(path, 5);
    struct ruleset *rs = NULL;
    struct err trouble = {0};
    bool done;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, yaml, strlen(yaml)), strlen(yaml));
    assert_int_equal(close(fd), 0);
    done = ruleset_load(paths, 1, &rs, &trouble);
    assert_int_equal(unlink(path), 0);
    if (done)
        return rs;
    if (e != NULL)
        *e = trouble;
    else
        fail_msg("%s\n%s", trouble.text, yaml);
    return NULL;
}

static inline void rules_free(struct ruleset *rs)
{
    ruleset_free(&rs);
}

/* A pack of one rule with these lines (two or more, indented by four). */
static inline struct ruleset *rules_of(const char *lines, struct err *e)
{
    char yaml[4096];

    (void)snprintf(yaml, sizeof(yaml),
                   "pack: t\ncategory: other_terms\nrules:\n  - id: t.r\n"
                   "    action: flag\n    reason: { en: x, zh-Hans: x }\n%s\n",
                   lines);
    return rules_from(yaml, e);
}

static inline void write_hit(char *ret, size_t room, const struct hit *h)
{
    size_t len = strlen(ret);

    len += (size_t)snprintf(ret + len, room - len, "%s%s" SPAN_FMT " %u-%u",
                            len > 0 ? "; " : "", h->longest ? "" : "-",
                            SPAN_ARG(h->term), h->at.from, h->at.to);
    for (unsigned d = 0; d < DISGUISE_COUNT; d++) {
        if ((h->disguises & DISGUISE_BIT(d)) != 0)
            len += (size_t)snprintf(ret + len, room - len, " %s",
                                    disguise_name((enum disguise)d));
    }
    if (h->cancelled_by != NULL)
        (void)snprintf(ret + len, room - len, " by " SPAN_FMT,
                       SPAN_ARG(h->cancelled_by->text));
}

#endif
