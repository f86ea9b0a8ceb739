/*
 * table - every code point that folding changes, and what it becomes.
 *
 * Two answers a code point: `step`, the one disguise taken off first (Ｆ → F
 * is width), and `full`, what stays when nothing is left to take off (f).
 *
 * Example: if (fold_changes(c)) out = fold_table.full[fold_entry(c)].text;
 *
 * A bit a code point says whether it changes; only for one that does its entry
 * is looked up. In UTF-8 a row of 64 bits is what the last byte of a sequence
 * selects from, so a scan over unchanged Han text costs a load, a shift and a
 * test a character.
 *
 * Memory:  static, filled by fold_init(). Threads: read-only after it.
 */
#ifndef FOLD_TABLE_H
#define FOLD_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"
#include "fold/chars.h"
#include "fold/disguise.h"

/* Longer expansions (ligatures of whole Arabic phrases) stay as they are. */
#define FOLD_LONGEST 18U

struct fold_change {
    char text[FOLD_LONGEST]; /* may be empty */
    uint8_t len;
    uint8_t disguise; /* of the first step */
};

struct fold_table {
    uint64_t changes[CHAR_MOST / 64];
    uint16_t entry[CHAR_MOST]; /* index into full and step */
    struct fold_change *full, *step;
    uint32_t count;
};

extern struct fold_table fold_table;

static inline bool fold_changes(uint32_t c)
{
    return (fold_table.changes[c >> 6U] >> (c & 63U) & 1U) != 0;
}

/* Index into full and step; c must change. */
static inline uint32_t fold_entry(uint32_t c)
{
    return fold_table.entry[c];
}

/* Fills the table from ICU; called by fold_init() after chars_build(). */
bool fold_table_build(struct err *e) MUST_USE;

#endif
