#include "detect/pinyin.h"

#include <string.h>

#include "base/attr.h"
#include "base/span.h"

enum { SYLLABLE_MOST = 6 }; /* zhuang */

/* The finals that each initial takes, spaces around every one. */
/* clang-format off */
static const struct {
    const char *initial;
    const char *finals;
} syllables[] = {
    {"", " a ai an ang ao e ei en eng er o ou "},
    {"b", " a ai an ang ao ei en eng i ian iao ie in ing o u "},
    {"c", " a ai an ang ao e en eng i ong ou u uan ui un uo "},
    {"ch", " a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo "},
    {"d", " a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo "},
    {"f", " a an ang ei en eng o ou u "},
    {"g", " a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo "},
    {"h", " a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo "},
    {"j", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"k", " a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo "},
    {"l", " a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve "},
    {"m", " a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u "},
    {"n", " a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve "},
    {"p", " a ai an ang ao ei en eng i ian iao ie in ing o ou u "},
    {"q", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"r", " an ang ao e en eng i ong ou u ua uan ui un uo "},
    {"s", " a ai an ang ao e en eng i ong ou u uan ui un uo "},
    {"sh", " a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo "},
    {"t", " a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo "},
    {"w", " a ai an ang ei en eng o u "},
    {"x", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"y", " a an ang ao e i in ing o ong ou u uan ue un "},
    {"z", " a ai an ang ao e ei en eng i ong ou u uan ui un uo "},
    {"zh", " a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo "},
};
/* clang-format on */

/* Tone marks by vowel; ü keeps its own letter, v. */
static const struct {
    uint16_t unit;
    char letter;
} tones[] = {
    {0x101, 'a'}, {0xE1, 'a'},  {0x1CE, 'a'}, {0xE0, 'a'},  {0x113, 'e'},
    {0xE9, 'e'},  {0x11B, 'e'}, {0xE8, 'e'},  {0x12B, 'i'}, {0xED, 'i'},
    {0x1D0, 'i'}, {0xEC, 'i'},  {0x14D, 'o'}, {0xF3, 'o'},  {0x1D2, 'o'},
    {0xF2, 'o'},  {0x16B, 'u'}, {0xFA, 'u'},  {0x1D4, 'u'}, {0xF9, 'u'},
    {0x1D6, 'v'}, {0x1D8, 'v'}, {0x1DA, 'v'}, {0x1DC, 'v'},
};

/* Syllables that Mandarin is full of and that don't end up side by side in
 * other languages. */
static const char frequent[] =
    " ni hao wo shi bu hen zai men wei ge ye dou hui lai guo shuo dao deng "
    "mei dui zuo duo gei gao ren guan fang wen hua yu hai nan sheng chi he "
    "kan hen tai feng bei da de le ba zi ";

static bool listed(const char *list, const char *word, size_t len)
{
    char key[SYLLABLE_MOST + 3];

    key[0] = ' ';
    memcpy(key + 1, word, len);
    key[len + 1] = ' ';
    key[len + 2] = '\0';
    return strstr(list, key) != NULL;
}

static size_t initial_length(const char *at, size_t len)
{
    if (len > 1 && at[1] == 'h' && strchr("zcs", at[0]) != NULL)
        return 2;
    return strchr("bpmfdtnlgkhjqxrzcsyw", at[0]) != NULL ? 1 : 0;
}

static bool is_syllable(const char *at, size_t len)
{
    size_t initial = initial_length(at, len);

    if (initial == len)
        return false;
    for (size_t i = 0; i < COUNT_OF(syllables); i++)
        if (strlen(syllables[i].initial) == initial &&
            memcmp(syllables[i].initial, at, initial) == 0)
            return listed(syllables[i].finals, at + initial, len - initial);
    return false;
}

static bool is_telling(const char *at, size_t len)
{
    static const char finals[] = " iao ian iang uang iong uan uo ui iu ong ";
    size_t initial = initial_length(at, len);

    return at[0] == 'q' || at[0] == 'x' || (at[0] == 'z' && at[1] == 'h') ||
           (initial > 0 && listed(finals, at + initial, len - initial)) ||
           listed(frequent, at, len);
}

static char plain(uint16_t unit, bool *tone)
{
    if (unit < 0x80)
        return (char)unit;
    if (unit == 0xFC)
        return 'v';
    for (size_t i = 0; i < COUNT_OF(tones); i++)
        if (tones[i].unit == unit) {
            *tone = true;
            return tones[i].letter;
        }
    return '?';
}

/* best[i]: the fewest syllables that text[i..len) falls into, or NONE. */
enum { NONE = 255 };

static void split(const char *text, size_t len, unsigned char *best)
{
    best[len] = 0;
    for (size_t i = len; i-- > 0;) {
        best[i] = text[i] == '\'' ? best[i + 1] : NONE;
        for (size_t n = 1; n <= SYLLABLE_MOST && i + n <= len; n++)
            if (best[i + n] + 1 < best[i] && is_syllable(text + i, n))
                best[i] = (unsigned char)(best[i + n] + 1);
    }
}

bool pinyin_parse(const struct latin_word *w, struct pinyin *ret)
{
    char text[LATIN_UNITS] = {0};
    unsigned char best[LATIN_UNITS] = {0};
    bool tone = false;
    size_t len = w->letters;
    size_t n;

    if (len == 0 || len > LATIN_LETTERS)
        return false;
    for (size_t i = 0; i < len; i++)
        text[i] = plain(w->units[i + 1], &tone);
    split(text, len, best);
    if (best[0] == NONE)
        return false;
    *ret = (struct pinyin){.syllables = best[0]};
    for (size_t i = 0; i < len; i += n) {
        n = 1;
        if (text[i] == '\'')
            continue;
        while (best[i + n] + 1 != best[i] || !is_syllable(text + i, n))
            n++;
        ret->points += tone || is_telling(text + i, n);
    }
    return true;
}
