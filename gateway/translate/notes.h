/*
 * notes - what a reader from the other side should know about the words of a
 * post: slang, customs, institutions.
 *
 * Example: in 今天交猫税 for an English reader: 交猫税 at [6, 15), with a note.
 *
 * In:      the original text; the side of the glossary in its language.
 * Out:     notes in the reader's language, in the order of the text, the
 *          longest at each place, each once; at most NOTES_MOST. None inside
 *          links, @names and code.
 * Memory:  in the arena. Errors: ERR_MEMORY. Threads: pure.
 */
#ifndef TRANSLATE_NOTES_H
#define TRANSLATE_NOTES_H

#include "translate/glossary.h"
#include "translate/job.h"

enum { NOTES_MOST = 20 };

struct notes {
    const struct translate_note *at;
    uint32_t count;
};

bool notes_find(struct arena *a, const struct glossary_side *side,
                struct span text, enum lang reader, struct notes *ret,
                struct err *e) MUST_USE;

#endif
