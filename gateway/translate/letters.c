#include "translate/letters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

enum letter letter_of(uint32_t c)
{
    UErrorCode failed = U_ZERO_ERROR;
    UScriptCode script;

    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? LETTER_LATIN
                                                      : LETTER_NONE;
    if (!u_isalpha((UChar32)c))
        return LETTER_NONE;
    script = uscript_getScript((UChar32)c, &failed);
    if (script == USCRIPT_HAN)
        return LETTER_HAN;
    return script == USCRIPT_LATIN ? LETTER_LATIN : LETTER_OTHER;
}

struct letters letters_count(struct span s)
{
    struct letters n = {0, 0, 0, 0};
    bool in_word = false;
    size_t at = 0;
    uint32_t c;

    while (utf8_next(s, &at, &c)) {
        enum letter l = letter_of(c);

        n.han += l == LETTER_HAN;
        n.latin += l == LETTER_LATIN;
        n.other += l == LETTER_OTHER;
        n.words += l == LETTER_LATIN && !in_word;
        in_word = l == LETTER_LATIN || (in_word && c == '\'');
    }
    return n;
}

bool letter_is_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || c == '_' ||
           (c < 0x80 && letter_of(c) == LETTER_LATIN);
}

bool letter_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 ||
           (c > 0x7F && u_isUWhiteSpace((UChar32)c));
}

static bool next_letter(struct span s, size_t *at, uint32_t *ret)
{
    uint32_t c;

    while (utf8_next(s, at, &c)) {
        if (letter_of(c) != LETTER_NONE) {
            *ret = (uint32_t)u_tolower((UChar32)c);
            return true;
        }
    }
    return false;
}

bool letters_equal(struct span a, struct span b)
{
    size_t at_a = 0;
    size_t at_b = 0;
    uint32_t x;
    uint32_t y;

    for (;;) {
        bool more_a = next_letter(a, &at_a, &x);
        bool more_b = next_letter(b, &at_b, &y);

        if (!more_a || !more_b)
            return more_a == more_b;
        if (x != y)
            return false;
    }
}
