/*
 * variants - Han characters that are written for another one, where ICU's
 * Traditional to Simplified table has nothing: 寜 for 宁, 閤 for 合.
 *
 * Source: Unihan_Variants (Unicode licence), by tools/fold/variants.py.
 * Threads: read-only.
 */
#ifndef FOLD_VARIANTS_H
#define FOLD_VARIANTS_H

/* Pairs of characters, what is written and what it stands for; UTF-8. */
extern const char fold_variants[];

#endif
