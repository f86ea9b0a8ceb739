/*
 * entity - what in a post is no prose and must come back from a translator as
 * it was: links, @names, #tags#, [stickers], emoji, code, masked runs.
 *
 * Example: entity_at(SPAN("看 https://t.cn/x吧"), 4, 0, &kind) is 14 with
 *          ENTITY_LINK.
 *
 * In:      valid UTF-8 of one line. Out: bytes of the entity that starts at
 *          `at`, 0 when none does.
 * Threads: pure.
 */
#ifndef TRANSLATE_ENTITY_H
#define TRANSLATE_ENTITY_H

#include "base/span.h"

enum entity_kind {
    ENTITY_LINK,      /* https://…, www.…, example.com/…, a@b.org */
    ENTITY_MENTION,   /* @bob, @张三 */
    ENTITY_TAG,       /* #tag, #话题# */
    ENTITY_STICKER,   /* [doge], :smile: */
    ENTITY_EMOJI,     /* a run of them */
    ENTITY_CODE,      /* `code` */
    ENTITY_REFERENCE, /* &amp; &#20320; */
    ENTITY_MASK,      /* ＊＊ ** ██ */
    ENTITY_TOKEN,     /* looks like one of our tokens */
    ENTITY_MARKUP,    /* inline marks of markdown and wikitext */
    ENTITY_KEEP,      /* asked for by the caller */
    ENTITY_TERM       /* a glossary term with a fixed translation */
};

size_t entity_at(struct span line, size_t at, enum entity_kind *ret);

/* The pieces of it that others need. */
size_t entity_emoji(struct span line, size_t at);
size_t entity_code(struct span line, size_t at);

#endif
