/*
 * libretranslate - settings of that provider, and how its answers are read.
 *
 * Format:  POST {url}/translate with JSON q (text or list), source, target,
 *          format "text", api_key. It answers translatedText in q's shape, with
 *          HTML references decoded (the engine protects those that were sent).
 * Errors:  400 a language, a missing key or a text over its limit; 403 a wrong
 *          key; 429 without Retry-After.
 * Threads: pure. Source: LibreTranslate's API, version 1.6.
 */
#ifndef TRANSLATE_LIBRETRANSLATE_H
#define TRANSLATE_LIBRETRANSLATE_H

#include "translate/translator.h"

struct libretranslate_set {
    struct url url;
    struct secret api_key;
    struct duration timeout;
    uint64_t lines;
    struct size bytes, answer;
    const char *chinese, *ca;
    bool link_local;
};

extern const struct setting libretranslate_rows[];

/* Reads an answer into call->answer and call->rest_ms; false with e. */
bool libretranslate_read(int status, struct span body,
                         struct translator_call *call, struct err *e) MUST_USE;

#endif
