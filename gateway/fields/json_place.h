/*
 * json_place - where in a document an error stands, for operators.
 *
 * Example: char at[JSON_PLACE];
 *          err_set(e, ..., "byte %zu at '%s'", byte, json_place(&doc, n, at));
 *          -> "byte 17 at '/tags/1'"
 *
 * The pointer is made of the raw keys (escapes as they came, so no control
 * characters); what doesn't fit is cut off in front.
 *
 * Threads: pure.
 */
#ifndef FIELDS_JSON_PLACE_H
#define FIELDS_JSON_PLACE_H

#include "fields/json.h"

#define JSON_PLACE 160

/* Returns a text inside ret. */
const char *json_place(const struct json *doc, uint32_t node,
                       char ret[JSON_PLACE]);

#endif
