/*
 * detect - which language a text is in, how sure we are, and where each
 * language stands in it.
 *
 * Example: "我的dog是golden retriever，请问 what should I do next?" is mixed,
 *          with a zh-Hans and an en segment.
 *
 * In:      valid UTF-8, below 4 GiB. URLs, mentions, tags, emoji, `[doge]`
 *          codes and digits do not count (a hashtag counts only if nothing
 *          else is left).
 * Out:     one language, a calibrated confidence, the set of languages seen,
 *          and segments that cover the text in order.
 * Offsets: UTF-8 bytes, half-open.
 * Memory:  segments live in the arena; tables are built once per process.
 * Errors:  ERR_MEMORY only, when the arena is full.
 * Threads: pure after detect_init(), which any thread may call first.
 * Source:  ICU script data (UAX #24); UAX #29 words; docs/detection.md.
 */
#ifndef DETECT_DETECT_H
#define DETECT_DETECT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "detect/lang.h"

struct segment {
    struct range at;
    enum lang lang; /* never LANG_MIXED */
};

struct detection {
    enum lang lang;
    float confidence;    /* 0..1: the measured chance that lang is right */
    const char *variant; /* "yue", "wuu" beside a zh tag; else NULL */
    uint32_t seen;       /* LANG_BIT of every language that is there, also of
                            single words inside another one's segment */
    uint32_t letters;    /* letters and Han characters that counted */
    const struct segment *segment;
    uint32_t segment_count;
};

/* Builds the tables; idempotent. False (ERR_INTERNAL) if ICU data is missing.
 */
bool detect_init(struct err *e) MUST_USE;

bool detect_text(struct arena *a, struct span text, struct detection *ret,
                 struct err *e) MUST_USE;

/* The language of a post from those of its fields: the one they share, mixed
 * for Chinese beside English, else that of the most letters. Its segments are
 * empty; a field that is `none` takes this language. */
struct detection detect_fields(const struct detection *field, size_t count);

#endif
