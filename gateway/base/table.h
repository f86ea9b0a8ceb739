/*
 * table - memory of large tables that are read at random and live long.
 *
 * It lies in pages of 2 MB where the system has them to give: with small ones
 * the processor waits for where a page is about as often as for what is in it.
 *
 * Example: struct screen *s = table_new(sizeof(*s)); ... table_free(s);
 *
 * Memory:  zeroed; begins with one of the processor's lines. Tables share
 *          pages, which are given back when the last table in one is freed. Out
 *          of memory aborts, as in base/heap.h.
 * Threads: safe. Source: madvise(2), MADV_HUGEPAGE.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>

#include "base/attr.h"

enum { TABLE_LINE = 64 };

void *table_new(size_t bytes) MUST_USE;
void *table_array(size_t count, size_t each) MUST_USE; /* checked */
void table_free(void *p);                              /* NULL is fine */

#endif
