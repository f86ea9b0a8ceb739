/*
 * entity - what stands in a post without being language: links, mentions,
 * hashtags of both styles, e-mail addresses and [sticker] codes.
 *
 * Example: entity_at(SPAN("#交猫税# 好"), 0, &kind) is 11, ENTITY_TAG.
 *
 * In:      valid UTF-8; `at` is the start of a character.
 * Out:     the offset behind the entity, or `at` when none starts there.
 * Limits:  a tag has at most 60 characters, a mention 30, a sticker 12.
 * Threads: pure after chars_init().
 */
#ifndef DETECT_ENTITY_H
#define DETECT_ENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

enum entity_kind { ENTITY_LINK, ENTITY_MENTION, ENTITY_TAG, ENTITY_STICKER };

/* at holds one of @ # [ and their full-width forms. */
size_t entity_at(struct span text, size_t at, enum entity_kind *ret);

/* at is the first letter of a Latin word: http://, https://, www. */
size_t entity_link_at(struct span text, size_t at);

/* A Latin word ended at `end`: when a link or address goes on there, as in
 * example.com/x or name@example.com, the offset behind it; else `end`. */
size_t entity_after_word(struct span text, size_t end);

#endif
