#include "match/ordinary.h"

#include "fold/chars.h"
#include "fold/english.h"
#include "match/boundary.h"

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
