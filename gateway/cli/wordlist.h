/*
 * wordlist - a list of words in one of the shapes such lists come in.
 *
 * Example: struct wordlist w = {.arena = a};
 *          if (!wordlist_read(&w, text, WORDLIST_LINES, &e)) …
 *          for (i < w.count) … w.at[i].term[0], w.at[i].category, w.at[i].line
 *
 * In:      UTF-8, perhaps with a byte order mark, LF or CRLF.
 *          lines: one entry a line; "# …" is a comment; "a + b" needs both;
 *          behind a tab may stand a weight, a word is kept without a bad one.
 *          CSV: RFC 4180; a header names the columns (word, category, weight
 *          and what they are called elsewhere, 词 类别 权重), else the first
 *          column is the word and the second the category.
 * Out:     entries as they are written, white space around them dropped; what
 *          could not be read, with the line and why.
 * Memory:  the arena; entries borrow the text. Threads: pure.
 * Source:  RFC 4180.
 */
#ifndef CLI_WORDLIST_H
#define CLI_WORDLIST_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum wordlist_shape { WORDLIST_LINES, WORDLIST_CSV };

enum { WORDLIST_MOST_TERMS = 6 }; /* of a combination */

struct wordlist_entry {
    struct span term[WORDLIST_MOST_TERMS];
    uint32_t count;       /* more than 1: all of them together */
    struct span category; /* as the list says it, or empty */
    uint32_t weight;      /* 0: none */
    uint32_t line;
};

struct wordlist_skipped {
    struct span text;
    uint32_t line;
    const char *why; /* in the arena, or static */
};

struct wordlist {
    struct arena *arena;
    struct wordlist_entry *at;
    uint32_t count, room;
    struct wordlist_skipped *skipped;
    uint32_t skipped_count, skipped_room;
};

bool wordlist_read(struct wordlist *w, struct span text,
                   enum wordlist_shape shape, struct err *e) MUST_USE;

/* Notes that something was left out; false when the arena is full. */
bool wordlist_skip(struct wordlist *w, struct span text, uint32_t line,
                   const char *why) MUST_USE;

/* The entry as the list has it, its pluses too. */
struct span wordlist_text(const struct wordlist_entry *entry);

/* By line. */
void wordlist_sort_skipped(struct wordlist *w);

#endif
