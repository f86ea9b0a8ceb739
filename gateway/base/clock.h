/*
 * clock - the clocks, each with its unit in the name.
 *
 * Threads: safe.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint64_t clock_mono_us(void);   /* for intervals; starts anywhere */
uint64_t clock_thread_us(void); /* CPU time of the thread that asks */
uint64_t clock_wall_ms(void);   /* Unix time, for records and ids */

/* RFC 3339 in UTC with milliseconds: "2025-01-14T09:30:00.123Z" (24 bytes
 * and NUL). Returns ret. */
#define CLOCK_TEXT 25
const char *clock_text(uint64_t wall_ms, char ret[CLOCK_TEXT]);

/* Whether there is such a day in the Gregorian calendar. */
bool clock_is_date(uint64_t year, uint64_t month, uint64_t day);

#endif
