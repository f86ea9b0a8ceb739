/*
 * dictionary - the phrasebook's words: a file that tools/build-phrasebook.mjs
 * makes from CC-CEDICT (CC-BY-SA-4.0), mapped into memory.
 *
 * Example: dictionary_open(NULL, &d, e);
 *          n = phrases_longest(&d->zh, text, at, &i); dictionary_en(d, i)
 *
 * In:      a path, or NULL for phrasebook.dict where the program's files are.
 * Errors:  ERR_PROVIDER: not there (says how to build it), or damaged.
 * Memory:  texts are borrowed from the mapping.
 * Threads: read-only once open.
 */
#ifndef TRANSLATE_DICTIONARY_H
#define TRANSLATE_DICTIONARY_H

#include "base/attr.h"
#include "base/err.h"
#include "translate/phrases.h"

struct dictionary {
    struct phrases zh, en; /* Simplified Chinese; English in lower case */
    struct span file;
    void *mapped;
};

bool dictionary_open(const char *path, struct dictionary **ret,
                     struct err *e) MUST_USE;
void dictionary_free(struct dictionary **d);

/* What zh key i means in English, what en key i means in Chinese. */
struct span dictionary_en(const struct dictionary *d, uint32_t i);
struct span dictionary_zh(const struct dictionary *d, uint32_t i);

#endif
