/*
 * glossary - slang and customs: what a term means, how it is always translated
 * and what a reader from the other side should know about it.
 *
 * Example: glossary_find(&g->zh, text, folded, at, &len)->to is "GOAT" for
 *          yyds.
 *
 * In:      YAML files (locales/glossary, locales/notes):
 *              from: zh                       # the language of the terms
 *              terms:
 *                - term: [yyds, 永远的神]     # one or several spellings
 *                  to: GOAT                   # in the other language
 *                  fixed: true                # for real engines, too
 *                  exact: true                # case counts: GOAT, not goat
 *                  note: { en: …, zh-Hans: … }
 *              words: { 的: "'s" }            # for the phrasebook only
 *          Traditional spellings and notes are made from Simplified ones.
 * Memory:  the glossary owns its arena.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: read-only once open.
 */
#ifndef TRANSLATE_GLOSSARY_H
#define TRANSLATE_GLOSSARY_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "detect/lang.h"
#include "translate/phrases.h"

struct glossary_term {
    struct span key;   /* folded */
    struct span exact; /* as it must stand in the text; .at NULL: any case */
    struct span to;    /* .at NULL: only a note */
    bool fixed;
    struct span note_en, note_zh_hans, note_zh_hant; /* .at NULL: none */
};

struct glossary_side {
    const struct glossary_term *term; /* in the order of their keys */
    struct phrases phrases;
};

struct glossary {
    struct arena *arena;
    struct glossary_side zh, en; /* by the language of the terms */
    char hash[SHA256_TEXT];      /* of all files */
};

/* Every *.yaml of the folders, in the order of their names. */
bool glossary_open(const char *const *folders, size_t count,
                   struct glossary **ret, struct err *e) MUST_USE;
void glossary_free(struct glossary **g);

/* The longest term at `at`; folded is text through phrases_fold(). NULL when
 * there is none. */
const struct glossary_term *glossary_find(const struct glossary_side *side,
                                          struct span text, struct span folded,
                                          size_t at, size_t *ret_len);

/* The note for readers of a language; .at NULL when there is none. */
struct span glossary_note(const struct glossary_term *t, enum lang reader);

#endif
