/*
 * literal - what in a post is no prose and must come back from a translator as
 * it was: links, @names, #tags#, [stickers], emoji, code, masked runs.
 *
 * Example: literal_at(SPAN("看 https://t.cn/x吧"), 4, 0, &kind) is 14 with
 *          LITERAL_LINK.
 *
 * In:      valid UTF-8 of one line. Out: bytes of the literal that starts at
 *          `at`, 0 when none does.
 * Threads: pure.
 */
#ifndef TRANSLATE_LITERAL_H
#define TRANSLATE_LITERAL_H

#include "base/span.h"

enum literal_kind {
    LITERAL_LINK,      /* https://…, www.…, example.com/…, a@b.org */
    LITERAL_MENTION,   /* @bob, @张三 */
    LITERAL_TAG,       /* #tag, #话题# */
    LITERAL_STICKER,   /* [doge], :smile: */
    LITERAL_EMOJI,     /* a run of them */
    LITERAL_CODE,      /* `code` */
    LITERAL_REFERENCE, /* &amp; &#20320; */
    LITERAL_MASK,      /* ＊＊ ** ██ */
    LITERAL_TOKEN,     /* looks like one of our tokens */
    LITERAL_MARKUP,    /* inline marks of markdown and wikitext */
    LITERAL_KEEP,      /* asked for by the caller */
    LITERAL_TERM       /* a glossary term with a fixed translation */
};

size_t literal_at(struct span line, size_t at, enum literal_kind *ret);

/* The code among them, for the markups. */
size_t literal_code(struct span line, size_t at);

#endif
