#include "match/respelt.h"

#include <string.h>

#include "base/attr.h"

static bool is_vowel(char c)
{
    return c != '\0' && strchr("aeiouy", c) != NULL;
}

/* A letter again is none, but ee and oo are sounds of their own. */
static void put(struct respelt *r, char c)
{
    bool again = r->len > 0 && r->at[r->len - 1] == c;
    bool thrice = again && r->len > 1 && r->at[r->len - 2] == c;

    if (again && (thrice || (c != 'e' && c != 'o')))
        return;
    if (r->len < RESPELT_ROOM)
        r->at[r->len++] = c;
}

/* The word without the e that nobody says behind two consonants; it makes
 * another sound of a c or g. */
static struct span spoken(struct span word, bool *plural)
{
    size_t len = word.len;

    *plural = len > 3 && (word.at[len - 1] == 's' || word.at[len - 1] == 'z');
    len -= *plural;
    if (len > 3 && word.at[len - 1] == 'e' &&
        strchr("aeiouycg", word.at[len - 2]) == NULL &&
        !is_vowel(word.at[len - 3]))
        len--;
    return span_slice(word, 0, len);
}

static const struct {
    const char *from, *to;
} rows[] = {
    {"tch", "ch"}, {"ph", "f"},  {"ck", "k"},  {"x", "ks"},
    {"z", "s"},    {"qu", "qu"}, {"q", "k"},   {"ch", "ch"},
    {"ce", "ce"},  {"ci", "ci"}, {"cy", "cy"}, {"c", "k"},
};

/* Writes what stands at the start of the word; gives how long that is. */
static size_t read_sound(struct span word, struct respelt *ret)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!span_starts(word, span_of(rows[i].from)))
            continue;
        for (const char *c = rows[i].to; *c != '\0'; c++)
            put(ret, *c);
        return strlen(rows[i].from);
    }
    put(ret, word.at[0]);
    return 1;
}

/* Endings that are said alike, the longer first. */
static const struct {
    const char *text;
    char as;
} endings[] = {
    {"er", 'a'}, {"ah", 'a'}, {"uh", 'a'}, {"ur", 'a'},
    {"or", 'a'}, {"ie", 'i'}, {"ee", 'i'}, {"ey", 'i'},
    {"ea", 'i'}, {"a", 'a'},  {"y", 'i'},  {"i", 'i'},
};

static void read_ending(struct respelt *r)
{
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        struct span all = {r->at, r->len};
        uint32_t rest = r->len - (uint32_t)strlen(endings[i].text);

        if (!span_ends(all, span_of(endings[i].text)) || rest == 0 ||
            is_vowel(r->at[rest - 1]))
            continue;
        r->at[rest] = endings[i].as;
        r->len = rest + 1;
        return;
    }
}

static char same_vowel(char c)
{
    if (c == 'e' || c == 'y')
        return 'i';
    if (c == 'o')
        return 'u';
    return c;
}

static void read_vowels(struct respelt *r)
{
    uint32_t len = 0;

    for (uint32_t i = 0; i < r->len; i++) {
        if (i > 0 && r->at[i] == r->at[i - 1])
            continue;
        r->at[len++] = r->at[i];
    }
    r->len = len;
    for (uint32_t i = 0; i < len; i++)
        r->at[i] = same_vowel(r->at[i]);
}

void respell(struct span word, struct respelt *ret)
{
    bool plural;

    *ret = (struct respelt){.len = 0};
    word = span_slice(word, 0, RESPELT_LONGEST);
    word = spoken(word, &plural);
    if (span_starts(word, SPAN("wh"))) {
        put(ret, 'w');
        word = span_from(word, 2);
    }
    for (size_t i = 0; i < word.len;) {
        if (i > 0 && word.at[i] == word.at[i - 1] && word.at[i] != 'e' &&
            word.at[i] != 'o')
            i++;
        else
            i += read_sound(span_from(word, i), ret);
    }
    read_ending(ret);
    read_vowels(ret);
    if (plural && ret->len < RESPELT_ROOM)
        ret->at[ret->len++] = 's';
}
