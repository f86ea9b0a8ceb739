/*
 * detail - what an error says of the request, in the author's language.
 *
 * Example: "JSON: expected ':' at byte 7 in '/body'" is, in zh-Hans,
 *          "JSON：应为“:”，第 7 字节，位于 /body"
 *
 * In:      the text of a struct err about a request: contexts, each followed
 *          by ": ", what is wrong, and where. Contexts and faults are messages
 *          of their own in locales/: "detail." and the words in small letters,
 *          with n for a number or a 'quoted' text, which become {a}, {b}, {c}.
 * Out:     the same from the catalogue; a part that it does not know is as it
 *          was.
 * Memory:  arena. Errors: false only when the arena is full.
 * Threads: pure.
 */
#ifndef REPLY_DETAIL_H
#define REPLY_DETAIL_H

#include "catalog/catalog.h"

bool detail_say(const struct catalog *c, enum locale l, struct span text,
                struct arena *a, struct span *ret) MUST_USE;

#endif
