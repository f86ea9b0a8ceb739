/*
 * negotiate - in which of our languages a person is answered.
 *
 * Example: locale_choose(SPAN("zh-TW, en;q=0.5"), SPAN("en"))
 *          is LOCALE_ZH_HANT.
 *
 * In:      the value of Accept-Language (several fields joined by commas), and
 *          the tag of the post's language; either may be empty.
 * Out:     the first of: the best range of Accept-Language that we speak, the
 *          post's language, English. zh-TW, zh-HK, zh-MO and zh-Hant* are
 *          Traditional, every other zh (and cmn) Simplified; yue Traditional.
 * Errors:  none; malformed ranges are skipped, at most 32 are looked at.
 * Threads: pure.
 * Source:  RFC 9110 12.5.4, RFC 4647 3.4 (lookup).
 */
#ifndef CATALOG_NEGOTIATE_H
#define CATALOG_NEGOTIATE_H

#include <stdbool.h>

#include "base/span.h"

enum locale { LOCALE_EN, LOCALE_ZH_HANS, LOCALE_ZH_HANT, LOCALE_COUNT };

enum locale locale_choose(struct span accept_language, struct span post_tag);

/* The locale of one language tag; false when we don't speak it. */
bool locale_of(struct span tag, enum locale *ret);

const char *locale_tag(enum locale l); /* "zh-Hans"; static */

/* Whether the value of Accept-Language names a language that we speak;
 * *ret_locale is it. For readers: no header means no translation asked for. */
bool locale_asked(struct span accept_language, enum locale *ret_locale);

#endif
