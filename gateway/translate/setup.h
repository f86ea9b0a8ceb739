/*
 * setup - what all engines of a process share: glossary, cache, the chain.
 *
 * The public part is in translate/engine.h; this is for engine and job.
 *
 * Memory:  on the heap, held by counting. Threads: read-only once opened.
 */
#ifndef TRANSLATE_SETUP_H
#define TRANSLATE_SETUP_H

#include "translate/cache.h"
#include "translate/engine.h"
#include "translate/glossary.h"
#include "translate/translator.h"

enum { CHAIN_MOST = 16 };

struct translate_setup {
    struct {
        const struct translator *translator;
        const void *set;
    } chain[CHAIN_MOST];
    uint32_t chain_count;
    struct glossary *glossary;
    struct translate_cache *cache;
    struct config *config; /* the chain points into it */
    _Atomic unsigned holders;
};

#endif
