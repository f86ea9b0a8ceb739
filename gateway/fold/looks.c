/*
 * What a character looks like is asked of ICU's confusables, which say it of
 * capitals and small letters apart. The default view knows only small ones, so
 * what a capital looks like counts for its small letter when that itself looks
 * like nothing: т is t because Т is T. The rows here add what is used as a
 * letter although no one confuses it.
 */
#include "fold/looks.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include "base/heap.h"
#include "base/span.h"
#include "base/utf8.h"
#include "fold/fold.h"
#include "fold/table.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;
static struct err trouble;
char *looks_table;

struct row {
    uint32_t c;
    char letter;
};

/* clang-format off */
static const struct row rows[] = {
    /* leet */
    {'0', 'o'}, {'1', 'i'}, {'2', 'z'}, {'3', 'e'}, {'4', 'a'}, {'5', 's'},
    {'6', 'g'}, {'7', 't'}, {'8', 'b'}, {'9', 'g'}, {'!', 'i'}, {'|', 'i'},
    {'$', 's'}, {'@', 'a'}, {'+', 't'}, {'(', 'c'}, {'<', 'c'}, {'^', 'a'},
    {0xA1, 'i'}, {0xA2, 'c'}, {0xA3, 'l'}, {0xA5, 'y'}, {0xA6, 'i'},
    {0xA7, 's'}, {0xA9, 'c'}, {0xAE, 'r'}, {0xB5, 'u'}, {0xD7, 'x'},
    {0x20AC, 'e'}, {0x20BD, 'p'}, {0x20BF, 'b'}, {0x2020, 't'}, {0x2282, 'c'},
    {0x2208, 'e'}, {0x2211, 'e'}, {0x2229, 'n'}, {0x222A, 'u'}, {0x2227, 'a'},
    {0x2228, 'v'}, {0x2757, 'i'}, {0x2755, 'i'}, {0x2B55, 'o'}, {0x274C, 'x'},
    /* Cyrillic */
    {0x0431, 'b'}, {0x0434, 'a'}, {0x0437, 'e'}, {0x0438, 'n'}, {0x0439, 'n'},
    {0x043B, 'n'}, {0x043F, 'n'}, {0x0446, 'u'}, {0x0447, 'y'}, {0x0448, 'w'},
    {0x0449, 'w'}, {0x044B, 'b'}, {0x044D, 'e'}, {0x044F, 'r'}, {0x0454, 'e'},
    {0x0491, 'r'}, {0x0493, 'f'}, {0x049B, 'k'}, {0x049D, 'k'}, {0x04A1, 'k'},
    /* Greek */
    {0x03B2, 'b'}, {0x03B3, 'y'}, {0x03B4, 'o'}, {0x03B5, 'e'}, {0x03B8, 'o'},
    {0x03BB, 'a'}, {0x03BC, 'u'}, {0x03BE, 'e'}, {0x03C0, 'n'}, {0x03C2, 's'},
    {0x03C3, 'o'}, {0x03C6, 'o'}, {0x03C9, 'w'},
    /* others: Armenian, Georgian, Canadian syllabics, Bopomofo, Han */
    {0x057E, 'u'}, {0x10D8, 'i'}, {0x10E3, 'u'}, {0x1455, 'c'}, {0x144E, 'n'},
    {0x1466, 't'}, {0x1457, 'c'}, {0x3129, 'u'}, {0x3128, 'x'}, {0x5343, 'f'},
    {0x531A, 'c'},
    /* turned letters, read in their order */
    {0x0250, 'a'}, {0x0254, 'c'}, {0x01DD, 'e'}, {0x0259, 'e'}, {0x025F, 'f'},
    {0x0183, 'g'}, {0x1D77, 'g'}, {0x0265, 'h'}, {0x1D09, 'i'}, {0x0131, 'i'},
    {0x027E, 'j'}, {0x017F, 'j'}, {0x029E, 'k'}, {0xA781, 'l'}, {0x026F, 'm'},
    {0x0279, 'r'}, {0x0287, 't'}, {0x028C, 'v'}, {0x028D, 'w'}, {0x028E, 'y'},
    /* IPA and other letters without a decomposition */
    {0x0185, 'b'}, {0x0138, 'k'}, {0x0188, 'c'}, {0x0192, 'f'}, {0x0199, 'k'}, {0x01A5, 'p'},
    {0x025B, 'e'}, {0x025C, 'e'}, {0x0261, 'g'}, {0x0266, 'h'}, {0x026B, 'l'},
    {0x0271, 'm'}, {0x0273, 'n'}, {0x014B, 'n'}, {0x027D, 'r'}, {0x0282, 's'},
    {0x0288, 't'}, {0x028B, 'v'}, {0x0290, 'z'}, {0x0291, 'z'}, {0x029D, 'j'},
};

/* What a letter is when the page is turned; the shapes of both directions. */
static const struct row turned[] = {
    {0x0250, 'a'}, {0x2C6F, 'a'}, {'q', 'b'},    {0x0254, 'c'}, {'p', 'd'},
    {0x01DD, 'e'}, {0x0259, 'e'}, {0x025F, 'f'}, {0x0183, 'g'}, {0x1D77, 'g'},
    {0x0253, 'g'}, {0x0265, 'h'}, {0x1D09, 'i'}, {0x0131, 'i'}, {'!', 'i'},
    {'i', 'i'},    {0x027E, 'j'}, {0x017F, 'j'}, {0x029E, 'k'}, {'l', 'l'},
    {0xA781, 'l'}, {0x0283, 'l'}, {0x026F, 'm'}, {'u', 'n'},    {'o', 'o'},
    {'d', 'p'},    {'b', 'q'},    {0x0279, 'r'}, {'s', 's'},    {0x0287, 't'},
    {'n', 'u'},    {0x028C, 'v'}, {0x028D, 'w'}, {'x', 'x'},    {0x028E, 'y'},
    {'z', 'z'},
};
/* clang-format on */

static void add(uint32_t c, char letter)
{
    if (looks_table[c] == 0)
        looks_table[c] = letter;
}

/* The letter of a skeleton: one ASCII letter, marks aside. */
static char letter_in(const UChar *skeleton, int32_t len)
{
    if (len < 1 || skeleton[0] >= 0x80 || !u_isalpha(skeleton[0]))
        return 0;
    for (int32_t i = 1; i < len; i++) {
        if (u_charType(skeleton[i]) != U_NON_SPACING_MARK)
            return 0;
    }
    return (char)(skeleton[0] | 0x20);
}

static char confusable(const USpoofChecker *checker, uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar in[2];
    UChar out[32];
    int32_t in_len = 0;
    int32_t len;

    U16_APPEND_UNSAFE(in, in_len, c);
    len = uspoof_getSkeleton(checker, 0, in, in_len, out,
                             (int32_t)COUNT_OF(out), &status);
    return U_SUCCESS(status) ? letter_in(out, len) : 0;
}

/* Not the big scripts, of which nothing looks Latin, nor those that are
 * written from right to left. */
static bool is_asked(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    UCharDirection direction = u_charDirection((UChar32)c);

    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC)
        return false;
    if (!u_isalpha((UChar32)c) && u_charType((UChar32)c) != U_MATH_SYMBOL &&
        u_charType((UChar32)c) != U_OTHER_SYMBOL)
        return false;
    switch (uscript_getScript((UChar32)c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HANGUL:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_YI:
    case USCRIPT_TANGUT:
    case USCRIPT_CUNEIFORM:
    case USCRIPT_EGYPTIAN_HIEROGLYPHS:
        return false;
    default:
        return true;
    }
}

static void add_confusables(const USpoofChecker *checker)
{
    for (uint32_t c = 0x80; c < 0x20000; c++) {
        uint32_t big;

        if (looks_table[c] != 0 || fold_changes(c) || !is_asked(c))
            continue;
        add(c, confusable(checker, c));
        big = (uint32_t)u_toupper((UChar32)c);
        if (looks_table[c] == 0 && big != c)
            add(c, confusable(checker, big));
    }
}

static void build(void)
{
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker;

    if (!fold_init(&trouble))
        return;
    checker = uspoof_open(&status);
    if (U_FAILURE(status)) {
        (void)err_set(&trouble, ERR_INTERNAL, NULL, "ICU confusables: %s",
                      u_errorName(status));
        return;
    }
    looks_table = heap_array(CHAR_MOST, sizeof(*looks_table));
    for (unsigned i = 0; i < 26; i++)
        add('a' + i, "abcdefghijklmnopqrstuvwxyz"[i]);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        add(rows[i].c, rows[i].letter);
    add_confusables(checker);
    uspoof_close(checker);
    ready = true;
}

bool looks_init(struct err *e)
{
    (void)pthread_once(&once, build);
    if (!ready)
        *e = trouble;
    return ready;
}

char looks_turned(uint32_t c)
{
    for (size_t i = 0; i < COUNT_OF(turned); i++) {
        if (turned[i].c == c)
            return turned[i].letter;
    }
    return 0;
}

char looks_turn(char letter)
{
    for (size_t i = 0; i < COUNT_OF(turned); i++) {
        if (turned[i].letter == letter && turned[i].c < 0x80)
            return (char)turned[i].c;
    }
    return letter;
}
