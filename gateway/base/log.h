/*
 * log - one line an event on standard error, as text or JSON.
 *
 * Example: log_event(LOG_WARN, "upstream", "no answer from %s in %d ms", ...);
 *   text:  2025-01-14T09:30:00.123Z warn upstream: no answer from ...
 *   json:  {"time":"…","level":"warn","area":"upstream","message":"…"}
 *
 * Only journey, worker, cli, admin and main call this, once per failure.
 * Privacy: never post text, never credentials.
 * Threads: safe; a line is written with one write(2).
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/attr.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* At start, and again after a reload. */
void log_setup(bool json, enum log_level least);

void log_event(enum log_level level, const char *area, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

#endif
