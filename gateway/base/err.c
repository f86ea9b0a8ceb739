#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct err_meaning meanings[ERR_KINDS] = {
    [ERR_NONE]           = {NULL,                     200, false, NULL},
    [ERR_INPUT]          = {"unparseable",            400, false, "error.input"},
    [ERR_CONFLICT]       = {NULL,                     409, false, "error.conflict"},
    [ERR_FORBIDDEN]      = {NULL,                     403, false, "error.forbidden"},
    [ERR_NOT_FOUND]      = {NULL,                     404, false, "error.not_found"},
    [ERR_LIMIT]          = {"body_too_large",         413, false, "error.too_large"},
    [ERR_HEADER_LIMIT]   = {NULL,                     431, false, "error.headers_too_large"},
    [ERR_TIMEOUT]        = {NULL,                     408, true,  "error.timeout"},
    [ERR_TYPE]           = {"unsupported_type",       415, false, "error.type"},
    [ERR_CHARSET]        = {"unsupported_charset",    415, false, "error.charset"},
    [ERR_RATE]           = {"rate_limited",           429, true,  "error.rate"},
    [ERR_UNSUPPORTED]    = {NULL,                     501, false, "error.unsupported"},
    [ERR_REGEX_LIMIT]    = {"regex_limit",            503, true,  "error.internal"},
    [ERR_MEMORY]         = {"memory_cap",             503, true,  "error.internal"},
    [ERR_INTERNAL]       = {"internal",               500, true,  "error.internal"},
    [ERR_CONFIG]         = {NULL,                     500, false, "error.internal"},
    [ERR_PROVIDER]       = {"translator_down",        502, true,  "error.internal"},
    [ERR_PROVIDER_LATE]  = {"translator_late",        504, true,  "error.internal"},
    [ERR_IMPLAUSIBLE]    = {"translator_implausible", 502, true,  "error.internal"},
    [ERR_HOLD_FULL]      = {"hold_full",              503, true,  "error.hold_full"},
    [ERR_STORE]          = {"store_down",             503, true,  "error.store"},
    [ERR_STORE_ROLLBACK] = {"log_rollback",           503, true,  "error.store"},
    [ERR_UPSTREAM]       = {"upstream_unreachable",   502, true,  "error.upstream"},
    [ERR_UPSTREAM_LATE]  = {"upstream_late",          504, true,  "error.upstream_late"},
};
/* clang-format on */

const struct err_meaning *err_meaning(enum err_kind kind)
{
    assert(kind >= ERR_NONE && kind < ERR_KINDS);
    return &meanings[kind];
}

void err_fill(struct err *e, enum err_kind kind, const char *msg_id,
              const char *fmt, ...)
{
    va_list ap;

    e->kind = kind;
    e->msg_id = msg_id;
    va_start(ap, fmt);
    (void)vsnprintf(e->text, sizeof(e->text), fmt, ap);
    va_end(ap);
}

void err_prefix(struct err *e, const char *fmt, ...)
{
    char old[sizeof(e->text)];
    size_t used;
    va_list ap;

    memcpy(old, e->text, sizeof(old));
    va_start(ap, fmt);
    (void)vsnprintf(e->text, sizeof(e->text), fmt, ap);
    va_end(ap);
    used = strlen(e->text);
    (void)snprintf(e->text + used, sizeof(e->text) - used, ": %s", old);
}
