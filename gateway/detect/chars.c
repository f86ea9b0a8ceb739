#include "detect/chars.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/span.h"
#include "base/utf8.h"
#include "detect/han_data.h"
#include "detect/variant.h"

unsigned char chars_table[CHAR_PLANES];
uint16_t chars_lower[CHAR_LATIN_END];
uint16_t chars_lower_more[CHAR_LATIN_MORE_END - CHAR_LATIN_MORE];

static enum char_kind letter_kind(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);

    switch (script) {
    case USCRIPT_HAN:
        return CHAR_HAN;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
        return CHAR_KANA;
    case USCRIPT_LATIN:
        return CHAR_LATIN;
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
        return CHAR_SYLLABLE;
    case USCRIPT_COMMON: /* ー, ª, styled letters: no language of their own */
    case USCRIPT_INHERITED:
        return CHAR_NEUTRAL;
    default:
        return CHAR_LETTER;
    }
}

static enum char_kind kind_of(UChar32 c)
{
    switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
        return letter_kind(c);
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
        return CHAR_MARK;
    case U_DECIMAL_DIGIT_NUMBER:
        return CHAR_DIGIT;
    case U_SPACE_SEPARATOR:
        return CHAR_SPACE;
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
        return CHAR_NEWLINE;
    case U_START_PUNCTUATION:
        return CHAR_OPEN;
    case U_END_PUNCTUATION:
        return CHAR_CLOSE;
    case U_INITIAL_PUNCTUATION:
        return CHAR_QUOTE;
    default:
        return CHAR_NEUTRAL;
    }
}

static void set_kinds(const char *text, enum char_kind kind)
{
    struct span s = span_of(text);
    size_t at = 0;
    uint32_t c;

    while (utf8_next(s, &at, &c))
        chars_table[c] = (unsigned char)kind;
}

static void add_flag(const char *text, unsigned char flag)
{
    struct span s = span_of(text);
    size_t at = 0;
    uint32_t c;

    while (utf8_next(s, &at, &c))
        if (chars_kind(chars_table[c]) == CHAR_HAN)
            chars_table[c] |= flag;
}

/* 説 and 衆 are in Japanese charsets only, but mainland and Hong Kong
 * publishers print them in Traditional text: they show neither. */
static void drop_doubtful(void)
{
    for (uint32_t c = 0; c < CHAR_PLANES; c++)
        if ((chars_table[c] & CHAR_JAPANESE) != 0 &&
            (chars_table[c] & (CHAR_HANS | CHAR_HANT)) != 0)
            chars_table[c] = CHAR_HAN;
}

static void fill_lower(uint16_t *table, uint32_t from, uint32_t end)
{
    for (uint32_t c = from; c < end; c++)
        table[c - from] = (uint16_t)u_tolower((UChar32)c);
    if (from == 0)
        table[0x130] = 'i'; /* İ: ICU's simple mapping keeps a Turkish reader
                               happy, the model has seen plain i */
}

void chars_init(void)
{
    for (UChar32 c = 0; c < CHAR_PLANES; c++)
        chars_table[c] = (unsigned char)kind_of(c);
    set_kinds("\n\v\f\r", CHAR_NEWLINE);
    set_kinds("\t", CHAR_SPACE);
    set_kinds("'’ʼ＇", CHAR_APOSTROPHE);
    set_kinds("@＠#＃[", CHAR_ENTITY);
    set_kinds("“‘", CHAR_QUOTE);
    set_kinds("ー", CHAR_KANA);
    add_flag(han_simplified, CHAR_HANS);
    add_flag(han_traditional, CHAR_HANT);
    add_flag(han_japanese, CHAR_JAPANESE);
    add_flag(variant_hints, CHAR_HINT);
    drop_doubtful();
    fill_lower(chars_lower, 0, CHAR_LATIN_END);
    fill_lower(chars_lower_more, CHAR_LATIN_MORE, CHAR_LATIN_MORE_END);
}
