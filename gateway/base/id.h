/*
 * id - identifiers of decisions: UUIDv7, 36 characters, lower case.
 *
 * Example: char id[ID_TEXT]; id_new(id);
 *
 * Ids made by one process sort in the order in which they were made: the
 * 12 bits after the millisecond are a counter (RFC 9562 6.2, method 1).
 * Source:  RFC 9562. Threads: safe.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

#define ID_TEXT 37 /* 36 characters and NUL */

void id_new(char ret[ID_TEXT]);
uint64_t id_time_ms(const char id[ID_TEXT]); /* Unix time; id is valid */
bool id_valid(struct span s); /* the shape of a lower-case UUID, any version */

#endif
