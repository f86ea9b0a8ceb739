/*
 * cache - answers of providers, kept for a while: one a process.
 *
 * Example: key = translate_key(&(struct translate_key_parts){…});
 *          if (!translate_cache_get(c, &key, arena, &answer)) … ask …
 *          translate_cache_put(c, &key, answer);
 *
 * The key is a hash of (text, from, to, provider, glossary version): the cache
 * never holds a text that was sent, only answers, with tokens in them in place
 * of names and links.
 *
 * Limits:  bytes in all, least recently used leave first; a time to live.
 * Threads: safe; 16 parts with a lock each.
 */
#ifndef TRANSLATE_CACHE_H
#define TRANSLATE_CACHE_H

#include "base/arena.h"
#include "base/digest.h"

struct translate_cache;

struct translate_key_parts {
    struct span text, provider, glossary;
    struct span from, to; /* tags */
};

struct sha256 translate_key(const struct translate_key_parts *parts);

struct translate_cache *translate_cache_new(uint64_t bytes,
                                            uint64_t ttl_ms) MUST_USE;
void translate_cache_free(struct translate_cache **c);

/* ret is a copy in the arena; false when it is not there (or too old). */
bool translate_cache_get(struct translate_cache *c, const struct sha256 *key,
                         struct arena *a, struct span *ret) MUST_USE;
void translate_cache_put(struct translate_cache *c, const struct sha256 *key,
                         struct span answer);

struct translate_cache_stats {
    uint64_t entries, bytes, hits, misses;
};

struct translate_cache_stats translate_cache_stats(struct translate_cache *c);

#endif
