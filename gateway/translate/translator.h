/*
 * translator - what a translation provider must do.
 *
 * To add one: a file translator_NAME.c, a row in translators.c, a case in
 * tests/unit/translate/ against a stand-in that speaks its protocol.
 *
 * In:      calls of one or several lines: Simplified Chinese or English, with
 *          tokens (translate/token.h) in place of what must not change.
 * Out:     an answer a line, in order, as the provider gave it: the engine
 *          checks every one.
 * Memory:  the engine owns a call and its lines; answers are copied into the
 *          call's arena.
 * Errors:  ERR_PROVIDER (down or refused), ERR_PROVIDER_LATE, ERR_LIMIT (this
 *          text is too long for it; says nothing about its health).
 * Threads: an opened provider belongs to the thread of its loop.
 */
#ifndef TRANSLATE_TRANSLATOR_H
#define TRANSLATE_TRANSLATOR_H

#include "base/arena.h"
#include "base/err.h"
#include "config/config.h"
#include "detect/lang.h"
#include "translate/job.h"

struct fetcher;
struct glossary;

struct translator_call {
    struct arena *arena;
    const struct span *line;
    uint32_t count;
    enum lang from, to; /* LANG_EN or LANG_ZH_HANS */

    /* What came of it; set before done() is called. */
    struct span *answer; /* count of them, when err.kind is ERR_NONE */
    struct err err;
    uint64_t rest_ms; /* how long the provider wants to be left alone */

    /* Called by the provider exactly once, from start() or later. */
    void (*done)(struct translator_call *call);
    void *provider_use; /* the provider's own, while the call runs */
};

struct translator_env {
    struct fetcher *fetcher;
    const struct glossary *glossary;
};

struct translator_limits {
    uint32_t lines; /* a call */
    size_t bytes;   /* of all lines of a call */
};

struct translator {
    const char *name;           /* in translate.chain */
    const struct setting *rows; /* below translate.NAME */
    size_t set_size;            /* of the struct that the rows fill */
    enum translate_quality quality;

    /* set: that struct, borrowed. On false *ret is untouched. */
    bool (*open)(const void *set, const struct translator_env *env, void **ret,
                 struct err *e);
    struct translator_limits (*limits)(const void *self);
    /* Never blocks on the outside; what goes wrong is told through done. */
    void (*start)(void *self, struct translator_call *call);
    /* Forgets a call that was started and is not done; done is not called. */
    void (*cancel)(void *self, struct translator_call *call);
    void (*close)(void *self);
};

const struct translator *translator_find(struct span name);

/* For config_load(): the settings of every provider, name NULL at the end. */
extern const struct provider_rows translator_rows[];

/* Ends a call with one error. */
void translator_fail(struct translator_call *call, const struct err *e);

extern const struct translator translator_libretranslate, translator_phrasebook;

#endif
