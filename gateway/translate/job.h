/*
 * job - what is to be translated, and what came of it.
 *
 * Example: see translate/engine.h, which runs jobs.
 *
 * In:      texts of one post, as the rules left them (masked spans already
 *          replaced), in one language; one target language.
 * Out:     a result for each text, in the same order.
 * Offsets: of notes and `keep`: UTF-8 bytes of the text given, half-open.
 * Memory:  a job copies its texts, so it may outlive the post; results live
 *          until translate_job_free().
 * Errors:  none of its own: a text that could not be translated says why.
 * Threads: a job belongs to the thread of its engine.
 * Source:  docs/behaviour.md.
 */
#ifndef TRANSLATE_JOB_H
#define TRANSLATE_JOB_H

#include "base/err.h"
#include "base/span.h"
#include "detect/lang.h"
#include "fields/markup.h"

struct translate_job;

/* How far a translation may be trusted. */
enum translate_quality {
    TRANSLATE_MACHINE, /* by a translation engine */
    TRANSLATE_GLOSS,   /* word by word from a dictionary: "quality":"gloss" */
    TRANSLATE_SCRIPT,  /* Simplified ↔ Traditional only */
    TRANSLATE_SAME     /* nothing to translate in it: text is the original */
};

struct translate_text {
    struct span text; /* valid UTF-8; a masked text is given masked */
    enum markup markup;
    const struct range *keep; /* stay as they are (offset annotations); rising,
                                 not overlapping */
    uint32_t keep_count;
    enum lang from; /* LANG_NONE: the language of the request */
};

struct translate_request {
    const struct translate_text *text;
    uint32_t count;
    enum lang from; /* any; LANG_OTHER, _ZH_LATN and _NONE are TRANSLATE_SAME */
    enum lang to;   /* LANG_EN, LANG_ZH_HANS or LANG_ZH_HANT */
    uint64_t wait_ms; /* then whatever is missing is late; 0 = do not wait */
    /* Called at most once, on the engine's loop, when the last result is
     * there or wait_ms have passed: never when the job was finished before
     * engine_translate() returned. May free the job. */
    void (*done)(struct translate_job *job, void *arg);
    /* Called at most once, after `done` and only if something was late, when
     * the late results are there too (or have failed). NULL: late answers
     * only fill the cache. May free the job. */
    void (*late)(struct translate_job *job, void *arg);
    void *arg;
};

/* A cultural note on a term of the original, in the target language. */
struct translate_note {
    struct span term; /* as it stands in the original */
    struct range at;  /* in the original text */
    struct span note;
};

struct translated {
    enum err_kind failure; /* ERR_NONE, or of the last provider asked:
                              ERR_PROVIDER (down or refused), _PROVIDER_LATE,
                              ERR_IMPLAUSIBLE; or ERR_LIMIT, ERR_MEMORY: the
                              text was too much for us */
    struct span text;      /* the translation; .at NULL on failure */
    const char *provider;  /* static: "libretranslate"; NULL for SAME and on
                              failure. The weakest one if several helped */
    enum translate_quality quality;
    const struct translate_note *note; /* also there on failure */
    uint32_t note_count;
};

/* Everything is there, nothing is late. */
bool translate_job_finished(const struct translate_job *job);

uint32_t translate_job_count(const struct translate_job *job);
const struct translated *translate_job_get(const struct translate_job *job,
                                           uint32_t i);
enum lang translate_job_to(const struct translate_job *job);

/* Any time, also while it waits: the callbacks are then not called, and calls
 * that are under way still fill the cache. Sets *job to NULL; NULL is fine. */
void translate_job_free(struct translate_job **job);

#endif
