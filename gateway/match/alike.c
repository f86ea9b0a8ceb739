/*
 * A character that looks like a letter stands for it only in company: how many
 * true letters, symbols and digits a hit has decides whether it is a word at
 * all. Numbers, prices, product names and other languages are full of
 * likenesses that nobody meant.
 */
#include "match/alike.h"

#include <string.h>

#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/disguise.h"
#include "fold/looks.h"
#include "match/boundary.h"
#include "match/ordinary.h"

enum { FEWEST_LETTERS = 3 };

/* How a pair's character is like the one that is wanted. */
enum likeness { SAME, LETTER, FOREIGN, DIGIT, SYMBOL, UNLIKE };

struct tally {
    uint32_t of[UNLIKE + 1];
    uint32_t count, letters;
    bool capital; /* an I for an l, which no one writes by chance */
};

static bool is_small(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    unsigned traits = char_traits(c);

    return (traits & CHAR_SOLID) != 0 &&
           (traits & (CHAR_HAN | CHAR_DIGIT)) == 0;
}

static bool has_small(const struct alike_place *p)
{
    for (uint32_t i = 0; i < p->found->pair_count; i++) {
        if (is_small(p->original[i]))
            return true;
    }
    return false;
}

/* One small letter for another: l for i and v for u; i for l as a capital
 * among small letters. */
static bool swaps(const struct alike_place *p, uint32_t i)
{
    const struct gaps_pair *pair = &p->found->pair[i];

    if (pair->want == 'i')
        return pair->seen == 'l';
    if (pair->want == 'u')
        return pair->seen == 'v';
    return pair->want == 'l' && p->original[i] == 'I' && has_small(p);
}

/* A letter of another alphabet that looks like the one wanted; u and v are told
 * apart. */
static bool is_foreign(uint32_t want, uint32_t seen)
{
    char letter = looks_letter(seen);

    if (!is_small(want))
        return !is_digit(want) && is_letter(want);
    return letter == (char)want || want == 'i' || want == 'l';
}

static enum likeness likeness_of(const struct alike_place *p, uint32_t i)
{
    uint32_t want = p->found->pair[i].want;
    uint32_t seen = p->found->pair[i].seen;

    if (want == seen)
        return SAME;
    if (!is_letter(want))
        return UNLIKE;
    if (is_small(seen))
        return is_small(want) ? (swaps(p, i) ? LETTER : UNLIKE) : FOREIGN;
    if (is_letter(seen))
        return is_foreign(want, seen) ? FOREIGN : UNLIKE;
    if (!is_small(want))
        return UNLIKE;
    return is_digit(seen) ? DIGIT : SYMBOL;
}

static struct tally tally_of(const struct alike_place *p)
{
    struct tally t = {.count = p->found->pair_count};

    for (uint32_t i = 0; i < t.count; i++) {
        enum likeness like = likeness_of(p, i);

        t.of[like]++;
        t.capital =
            t.capital || (like == LETTER && p->found->pair[i].want == 'l');
        if (like == SAME && is_letter(p->found->pair[i].seen))
            t.letters++;
    }
    t.letters += t.of[LETTER] + t.of[FOREIGN];
    return t;
}

/* Punctuation that more often ends or begins a phrase than a word. */
static bool edges_allow(const struct alike_place *p)
{
    uint32_t first = p->found->pair[0].seen;
    uint32_t last = p->found->pair[p->found->pair_count - 1].seen;

    return first != '(' && first != '^' && last != '(' && last != '^' &&
           last != '!' && last != '<';
}

/* Enough letters beside digits and symbols to be read as a word. */
static bool is_readable(const struct alike_place *p, const struct tally *t)
{
    bool symbols = t->of[SYMBOL] > 0;

    if (t->of[DIGIT] == 0 && !symbols)
        return true;
    if (t->letters == 0 || !edges_allow(p))
        return false;
    if (t->count <= FEWEST_LETTERS && symbols)
        return t->letters > 1 ||
               (t->of[DIGIT] == 0 && is_small(p->found->pair[0].seen));
    if (symbols || t->count > 5)
        return true;
    return t->count <= 4 ? t->letters * 2 >= t->count : t->letters > 1;
}

/* The traits of the next letter beside the hit, some punctuation away. */
static unsigned beside(struct span view, size_t at, bool back)
{
    uint32_t c;

    for (int i = 0; i < 8; i++) {
        if (!(back ? utf8_prev(view, &at, &c) : utf8_next(view, &at, &c)))
            break;
        if ((char_traits(c) & CHAR_SOLID) != 0)
            return char_traits(c);
    }
    return CHAR_LATIN;
}

static bool is_own_script(unsigned traits)
{
    return (traits & (CHAR_LATIN | CHAR_HAN | CHAR_DIGIT)) != 0;
}

/* A word of another alphabet among words of it is one of that language. */
static bool is_real_word(const struct alike_place *p, const struct tally *t)
{
    const struct range at = p->found->at;

    return t->of[FOREIGN] == t->count &&
           (!is_own_script(beside(p->view, at.from, true)) ||
            !is_own_script(beside(p->view, at.to, false)));
}

/* No letter may stand beside an end of the term; nor, beside an end that is no
 * letter, a digit. */
static bool end_allows(uint32_t own, unsigned neighbour)
{
    unsigned barred = CHAR_LATIN | CHAR_ALPHABET;

    if (!is_letter(own))
        barred |= CHAR_DIGIT;
    return (neighbour & barred) == 0;
}

static bool ends_allow(const struct alike_place *p)
{
    const struct gaps_found *f = p->found;

    return (p->term->left == 0 ||
            end_allows(f->pair[0].seen,
                       boundary_before(p->view, f->at.from))) &&
           (p->term->right == 0 ||
            end_allows(f->pair[f->pair_count - 1].seen,
                       boundary_after(p->view, f->at.to)));
}

bool alike_stands(const struct alike_place *p)
{
    struct tally t = tally_of(p);

    if (t.of[UNLIKE] > 0 || t.of[SAME] == t.count || !ends_allow(p))
        return false;
    if (t.count < FEWEST_LETTERS && t.of[SAME] + t.of[FOREIGN] < t.count)
        return false;
    if (!is_readable(p, &t) || is_real_word(p, &t))
        return false;
    return t.of[DIGIT] + t.of[SYMBOL] > 0 || t.capital ||
           !ordinary_english(p->view, p->found->at, p->term->folded);
}

bool alike_turned(const struct alike_place *p)
{
    uint32_t strange = 0;

    for (uint32_t i = 0; i < p->found->pair_count; i++) {
        const struct gaps_pair *pair = &p->found->pair[i];
        char letter = looks_turned(pair->want);

        if (letter == 0)
            letter = (char)pair->want;
        if (looks_turned(pair->seen) != letter)
            return false;
        strange += pair->seen >= 0x80;
    }
    return strange > 0 && strange * 5 >= p->found->pair_count && ends_allow(p);
}

bool alike_applies(struct span folded, uint32_t disguises)
{
    size_t at = 0;
    uint32_t count = 0;
    bool latin = false;
    uint32_t c;

    if ((disguises & DISGUISE_BIT(DISGUISE_LOOKALIKES)) == 0)
        return false;
    while (utf8_next(folded, &at, &c)) {
        count += (char_traits(c) & CHAR_SOLID) != 0;
        latin = latin || looks_class(c) != 0;
    }
    return latin && count > 1 && count <= GAPS_MOST_UNITS;
}

size_t alike_turn(struct span folded, char *ret)
{
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.at[folded.len - 1 - i];

        if (c < 'a' || c > 'z')
            return 0;
        ret[i] = looks_turn(c);
    }
    return folded.len >= FEWEST_LETTERS ? folded.len : 0;
}
