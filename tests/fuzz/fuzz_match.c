/* match: whatever the text (bytes spell pieces of text; behind a '!' they are
 * the text itself), hits lie within it, on grapheme boundaries, in
 * order, and need no disguise that their rule did not ask for. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "match/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char pack[] =
    "pack: fuzz\n"
    "category: other_terms\n"
    "allow: [刷单违法, good dog, aab]\n"
    "rules:\n"
    "  - id: fuzz.plain\n"
    "    action: flag\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match: { words: [刷单, dog, '*a*', 妈的, us, 'b*', '1'] }\n"
    "  - id: fuzz.deep\n"
    "    action: hold\n"
    "    disguise: [gaps, repeats]\n"
    "    forms: true\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match: { words: [刷单, dog, good, aa, 妈的, 妈妈, free dog, a刷1, ab] "
    "}\n"
    "  - id: fuzz.whole\n"
    "    action: hold\n"
    "    disguise: [gaps]\n"
    "    whole: true\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match: { words: [和服, 口交, 单] }\n"
    "  - id: fuzz.exact\n"
    "    action: hold\n"
    "    disguise: exact\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match: { words: [US, 臺] }\n"
    "  - id: fuzz.regex\n"
    "    action: hold\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match:\n"
    "      any:\n"
    "        - regex: '\\d{3,}'\n"
    "        - { regex: 'a+b', folded: true }\n"
    "        - regex: '(?<hit>[^a]b|刷)c?'\n"
    "        - { regex: '[0-9 .-]+', validate: [luhn, cn_mobile, us_phone] }\n"
    "  - id: fuzz.near\n"
    "    action: hold\n"
    "    disguise: [gaps]\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match:\n"
    "      - near: { words: [[刷, d, us], [单, g, b]], within: 2 }\n"
    "      - near: { words: [a, b, [s, 的]], within: 3, ordered: true }\n"
    "      - domains: [a.b, b-g.d1]\n"
    "  - id: fuzz.alike\n"
    "    action: hold\n"
    "    disguise: [gaps, repeats, lookalikes, shuffled]\n"
    "    forms: true\n"
    "    reason: { en: x, zh-Hans: x }\n"
    "    match: { words: [dog, good, ass, bass, 'a*', us, b1g, god dog, а, "
    "abds, 刷a] }\n";

static struct ruleset *rules;
static struct match_scratch *scratch;
static struct arena *arena;

static void start(void)
{
    char path[] = "/tmp/paifang-fuzz-XXXXXX.yaml";
    const char *paths[] = {path};
    struct err e = {0};
    int fd = mkstemps(path, 5);

    assert(fd >= 0);
    assert(write(fd, pack, sizeof(pack) - 1) == sizeof(pack) - 1);
    assert(close(fd) == 0);
    if (!ruleset_load(paths, 1, &rules, &e) ||
        !match_scratch_new(rules, &scratch, &e)) {
        (void)fprintf(stderr, "%s\n", e.text);
        abort();
    }
    assert(unlink(path) == 0);
    arena = arena_new(16 << 20);
}

static void check(struct span text, const struct hits *hits)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    UText *ut = utext_openUTF8(NULL, text.at, (int64_t)text.len, &status);

    ubrk_setUText(breaks, ut, &status);
    assert(U_SUCCESS(status));
    for (uint32_t i = 0; i < hits->count; i++) {
        const struct hit *h = &hits->at[i];

        assert(h->at.from < h->at.to && h->at.to <= text.len);
        assert(ubrk_isBoundary(breaks, (int32_t)h->at.from));
        assert(h->at.to == text.len ||
               ubrk_isBoundary(breaks, (int32_t)h->at.to));
        assert((h->disguises & ~h->rule->disguises) == 0);
        assert(i == 0 || h[-1].at.from <= h->at.from);
    }
    ubrk_close(breaks);
    utext_close(ut);
}

/* Bytes as characters that matter here: random bytes are seldom UTF-8. */
static const char *const pieces[] = {
    "a",  "b",  "d",      "o",          "g",      "u",          "s",
    "A",  "1",  "2",      ".",          " ",      "-",          "'",
    "*",  "\n", "\r\n",   "刷",         "单",     "單",         "妈",
    "的", "和", "服",     "务",         "器",     "口",         "交",
    "臺", "违", "法",     "ａ",         "ⓑ",      "é",          "\u0301",
    "ß",  "ﬁ",  "\u200b", "\u200d",     "\ufe0f", "\U0001F1FA", "\U0001F1F8",
    "😂",  "👩",  "\u1100", "\u1161",     "한",     "\u0903",     "①",
    "0",  "5",  "$",      "@",          "!",      "(",          "#",
    "l",  "I",  "v",      "x",          "<b>",    "</b>",       "<br>",
    "<",  "&",  "&#97;",  "&amp;#x62;", "&zwj;",  "&uuml;",     "&#65;&#771;",
    "ѕ",  "а",  "ɐ",      "ɓ",          "ƃ",      "р",          "&#x303;",
};

static struct span spell(const uint8_t *data, size_t size)
{
    static char text[65536];
    size_t len = 0;

    for (size_t i = 0; i < size && len < sizeof(text) - 16; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s",
                                pieces[data[i] % COUNT_OF(pieces)]);
    return (struct span){text, len};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span raw = {(const char *)data, size};
    struct span text = size > 0 && data[0] == '!' ? raw : spell(data, size);
    struct match_text one = {.text = text, .marked_up = text.len % 2 == 1};
    struct match_input in = {.text = &one,
                             .text_count = 1,
                             .side = SIDE_ORIGINAL,
                             .regex_work = 1000000};
    struct hits hits;
    struct err e;
    size_t bad;

    if (!utf8_valid(text, &bad))
        return 0;
    if (rules == NULL)
        start();
    arena_reset(arena);
    assert(match_run(rules, scratch, &in, arena, &hits, &e));
    check(text, &hits);
    return 0;
}
