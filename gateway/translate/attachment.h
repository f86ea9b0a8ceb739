/*
 * attachment - translations as the JSON that apps and readers get.
 *
 * Example: {"language":"en","source":"zh-Hans","provider":"libretranslate",
 *           "machine":true,"fields":{"/title":"…","/tags/0":"…"},
 *           "notes":[{"term":"交猫税","from":6,"to":15,"note":"…",
 *                     "field":"/title"}]}
 *          Word-by-word output has "quality":"gloss" besides.
 *
 * In:      results of a job (translate/job.h), each with its field's pointer.
 *          Failed ones, those that are the original (TRANSLATE_SAME) and,
 *          unless asked for, glosses are left out; notes are of all fields.
 * Out:     JSON appended to a buffer; false when no field had a translation:
 *          nothing is written then.
 * Offsets: of notes: UTF-8 bytes of the original field.
 * Threads: pure. Source: docs/behaviour.md.
 */
#ifndef TRANSLATE_ATTACHMENT_H
#define TRANSLATE_ATTACHMENT_H

#include "base/buf.h"
#include "translate/job.h"

struct attachment_field {
    struct span pointer; /* "/title", without * */
    const struct translated *result;
};

struct attachment {
    enum lang source, language;
    const struct attachment_field *field;
    uint32_t field_count;
    bool gloss; /* translate.publish_gloss, or a reviewer */
};

/* One object: for read routes. */
bool attachment_write(const struct attachment *a, struct buf *out);

/* A list of one object each language: for publish routes. */
bool attachment_write_list(const struct attachment *list, uint32_t count,
                           struct buf *out);

#endif
