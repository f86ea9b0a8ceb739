#include "audit/store.h"

#include <string.h>

#include "audit/sqlite.h"

static const struct store_driver *const drivers[] = {
    &store_sqlite,
};

bool store_open(const char *url, enum store_mode mode, struct store **ret,
                struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(drivers); i++) {
        size_t len = strlen(drivers[i]->scheme);

        if (strncmp(url, drivers[i]->scheme, len) == 0)
            return drivers[i]->open(url + len, mode, ret, e);
    }
    return err_set(e, ERR_CONFIG, NULL,
                   "no store for '%.80s': an URL like sqlite:paifang.db", url);
}

void store_close(struct store **s)
{
    if (*s != NULL)
        (*s)->driver->close(*s);
    *s = NULL;
}

const char *record_kind_name(enum record_kind k)
{
    static const char *const names[RECORD_KINDS] = {
        [RECORD_DECISION] = "decision",
        [RECORD_OUTCOME] = "outcome",
        [RECORD_REVIEW] = "review",
        [RECORD_RELEASE] = "release",
        [RECORD_LATE_HIT] = "late_hit",
        [RECORD_REFUSED] = "refused",
        [RECORD_LATE_DROPPED] = "late_dropped",
        [RECORD_RELOAD] = "reload",
    };

    return names[k];
}
