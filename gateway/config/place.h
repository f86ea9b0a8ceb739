/*
 * place - where the files that ship with the program are.
 *
 * Example: char path[PATH_MAX];
 *          if (!place_find("locales/en.yaml", path, sizeof(path))) ...
 *
 * Looked for, in this order: $PAIFANG_SHARE (only there, when set), the folder
 * above the program's (build/paifang in a source tree), share/ beside the
 * program, ../share/paifang from the program, PREFIX/share/paifang.
 *
 * In:      a relative path of a file or folder, without "..".
 * Errors:  false when it is in none of them; ret is then untouched.
 * Threads: safe.
 */
#ifndef CONFIG_PLACE_H
#define CONFIG_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

bool place_find(const char *relative, char *ret, size_t room) MUST_USE;

#endif
