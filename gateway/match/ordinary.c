#include "match/ordinary.h"

#include <string.h>

#include "fold/chars.h"
#include "fold/english.h"
#include "match/boundary.h"

enum { LONGEST_WORD = 24 };

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* What glues a word to what is no plain letter: f4n, naïve in part. */
static bool goes_on(unsigned traits)
{
    return (traits & (CHAR_LATIN | CHAR_DIGIT | CHAR_ALPHABET)) != 0;
}

struct range ordinary_word(struct span view, struct range at)
{
    while (at.from > 0 && is_letter(view.at[at.from - 1]))
        at.from--;
    while (at.to < view.len && is_letter(view.at[at.to]))
        at.to++;
    return at;
}

static bool is_word(struct span view, uint32_t from, uint32_t to)
{
    struct span word = span_slice(view, from, to);

    if (goes_on(boundary_before(view, from)) ||
        goes_on(boundary_after(view, to)))
        return false;
    if (word.len <= 2)
        return english_common(word) || span_is(word, "a") || span_is(word, "i");
    return english_word(word);
}

/* The first word at or after *at, and *at behind it; empty at the end. */
static struct range next_word(struct span text, uint32_t *at)
{
    struct range word;

    while (*at < text.len && !is_letter(text.at[*at]))
        ++*at;
    word.from = *at;
    while (*at < text.len && is_letter(text.at[*at]))
        ++*at;
    word.to = *at;
    return word;
}

static bool has_word(struct span term, struct span word)
{
    uint32_t at = 0;

    for (;;) {
        struct range own = next_word(term, &at);

        if (own.from == own.to)
            return false;
        if (span_equal(span_slice(term, own.from, own.to), word))
            return true;
    }
}

bool ordinary_english(struct span view, struct range at, struct span term)
{
    struct range all = ordinary_word(view, at);
    struct span text = span_slice(view, 0, all.to);
    uint32_t next = all.from;
    bool other = false;

    for (;;) {
        struct range word = next_word(text, &next);

        if (word.from == word.to)
            return other;
        if (!is_word(view, word.from, word.to))
            return false;
        other = other || !has_word(term, span_slice(view, word.from, word.to));
    }
}

static bool is_other_word(struct span word, struct span want)
{
    return english_common(word) && !span_equal(word, want);
}

/* An ordinary word with one letter less, or with two swapped; the first letter
 * is always right. */
static bool is_shorter_word(struct span word, struct span want)
{
    char text[LONGEST_WORD];

    for (size_t i = 1; i < word.len; i++) {
        memcpy(text, word.at, i);
        memcpy(text + i, word.at + i + 1, word.len - i - 1);
        if (is_other_word((struct span){text, word.len - 1}, want))
            return true;
    }
    for (size_t i = 1; i + 1 < word.len; i++) {
        memcpy(text, word.at, word.len);
        text[i] = word.at[i + 1];
        text[i + 1] = word.at[i];
        if (is_other_word((struct span){text, word.len}, want))
            return true;
    }
    return false;
}

/* An ordinary word with a letter more. */
static bool is_longer_word(struct span word, struct span want)
{
    char text[LONGEST_WORD + 1];

    for (size_t i = 1; i <= word.len; i++) {
        memcpy(text, word.at, i);
        memcpy(text + i + 1, word.at + i, word.len - i);
        for (size_t k = 0; k < 26; k++) {
            text[i] = "abcdefghijklmnopqrstuvwxyz"[k];
            if (is_other_word((struct span){text, word.len + 1}, want))
                return true;
        }
    }
    return false;
}

bool ordinary_nearby(struct span word, struct span want)
{
    if (word.len > LONGEST_WORD)
        return false;
    return is_shorter_word(word, want) || is_longer_word(word, want);
}

bool ordinary_loosely(struct span word)
{
    char text[LONGEST_WORD + 1];
    size_t len = 0;

    if (word.len == 0 || word.len > LONGEST_WORD)
        return false;
    memcpy(text, word.at, word.len);
    text[word.len] = 'g';
    if (span_ends(word, SPAN("in")) &&
        english_word((struct span){text, word.len + 1}))
        return true;
    text[word.len - 1] = 's';
    if (word.at[word.len - 1] == 'z' &&
        english_word((struct span){text, word.len}))
        return true;
    for (size_t i = 0; i < word.len; i++) {
        if (len == 0 || text[len - 1] != word.at[i])
            text[len++] = word.at[i];
    }
    return len < word.len && english_common((struct span){text, len});
}
