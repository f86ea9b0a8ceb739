/*
 * phrasebook - a word-by-word gloss: the longest phrases that the glossary and
 * the dictionary know, in the order of the original. No grammar: it says what
 * the words are, and is always marked as a gloss.
 *
 * Example: 我喜欢吃猫粮 → "I like eat cat food".
 *
 * In:      valid UTF-8; tokens (translate/token.h) pass through.
 * Out:     words with spaces between them for English, without for Chinese;
 *          punctuation of the target. What is not known stays as it is.
 * Memory:  out is a buffer of the caller's; its ceiling is the limit.
 * Threads: pure.
 */
#ifndef TRANSLATE_PHRASEBOOK_H
#define TRANSLATE_PHRASEBOOK_H

#include "base/buf.h"
#include "config/setting.h"
#include "translate/dictionary.h"
#include "translate/glossary.h"

/* Settings of the provider of that name. */
struct phrasebook_set {
    const char *dictionary; /* "": where the program's files are */
};

extern const struct setting phrasebook_rows[];

/* to: LANG_EN from Simplified Chinese, or LANG_ZH_HANS from English. */
void phrasebook_gloss(const struct dictionary *d, const struct glossary *g,
                      struct span text, enum lang to, struct buf *out);

#endif
