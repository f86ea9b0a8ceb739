/*
 * script - Simplified ↔ Traditional Chinese for readers, by OpenCC.
 *
 * Example: 我的鼠标坏了 → 我的滑鼠壞了; back: 我的鼠标坏了.
 *
 * Configurations: s2twp and tw2sp, Taiwan's standard with its phrases: a reader
 * of Traditional gets words, not only characters. (Matching uses ICU's table
 * instead: translate/ is never on that path.)
 *
 * In:      valid UTF-8. ASCII comes back as it is without a look-up.
 * Memory:  in the arena.
 * Errors:  ERR_PROVIDER when OpenCC's data is not installed; ERR_MEMORY.
 * Threads: safe; the tables are loaded once a process, by the first call.
 * Source:  OpenCC 1.1.
 */
#ifndef TRANSLATE_SCRIPT_H
#define TRANSLATE_SCRIPT_H

#include "base/arena.h"
#include "base/err.h"

enum script_way { SCRIPT_TO_HANT, SCRIPT_TO_HANS };

bool script_convert(enum script_way way, struct arena *a, struct span s,
                    struct span *ret, struct err *e) MUST_USE;

#endif
