/*
 * hant - a text of ours in Traditional characters when only Simplified was
 * written (the reasons of rules).
 *
 * Example: hant_of(SPAN("疑似诈骗"), arena, &text) gives 疑似詐騙.
 *
 * In:      valid UTF-8 of at most 4 KiB; a longer one comes back as it is.
 * Memory:  the arena. Errors: false only when the arena is full; without ICU's
 *          table the text comes back as it is.
 * Threads: safe; the table is opened once per process.
 * Source:  ICU transform Hans-Hant (character by character).
 */
#ifndef CATALOG_HANT_H
#define CATALOG_HANT_H

#include "base/arena.h"

bool hant_of(struct span text, struct arena *a, struct span *ret) MUST_USE;

#endif
