#include "match/masked.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/disguise.h"
#include "fold/english.h"
#include "fold/looks.h"
#include "match/boundary.h"

/* How certain a hit is with these shares of its letters left; with the first
 * and the last alone it is a guess among the rule's own words. */
static const float certain = 1;
static const float likely = 0.92F;
static const float guessed = 0.8F;

bool masked_applies(struct span folded, uint32_t disguises)
{
    if ((disguises & DISGUISE_BIT(DISGUISE_LOOKALIKES)) == 0 ||
        folded.len < MASKED_SHORTEST || folded.len > MASKED_LONGEST)
        return false;
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.at[i] < 'a' || folded.at[i] > 'z')
            return false;
    }
    return true;
}

void masked_add(struct masked *m, struct span folded, uint32_t word)
{
    if (m->count == m->room) {
        m->room = m->room * 2 + 256;
        m->term = heap_grow(m->term, m->room, sizeof(*m->term));
    }
    m->term[m->count++] = (struct masked_term){folded, word};
}

static uint32_t bucket_of(char first, size_t len)
{
    return (uint32_t)(first - 'a') * (MASKED_LONGEST + 1) + (uint32_t)len;
}

static int compare(const void *a, const void *b)
{
    const struct masked_term *one = a;
    const struct masked_term *two = b;
    uint32_t x = bucket_of(one->folded.at[0], one->folded.len);
    uint32_t y = bucket_of(two->folded.at[0], two->folded.len);

    if (x == y)
        return one->word < two->word ? -1 : one->word > two->word;
    return x < y ? -1 : 1;
}

void masked_sort(struct masked *m)
{
    uint32_t i = 0;

    if (m->count > 0)
        qsort(m->term, m->count, sizeof(*m->term), compare);
    for (uint32_t b = 0; b < COUNT_OF(m->first); b++) {
        while (i < m->count &&
               bucket_of(m->term[i].folded.at[0], m->term[i].folded.len) < b)
            i++;
        m->first[b] = i;
    }
}

void masked_done(struct masked *m)
{
    heap_free(m->term);
    *m = (struct masked){0};
}

/* What covers a letter, and never says which. */
static bool is_mask(uint32_t c)
{
    switch (c) {
    case '*':
    case '#':
    case '%':
    case '&':
    case '@':
    case '$':
    case '^':
    case '~':
    case '?':
    case '-':
    case '_':
    case '\'':
    case 0xD7:   /* × */
    case 0x2022: /* • */
    case 0x2588: /* █ */
    case 0x25A0: /* ■ */
    case 0x25A1: /* □ */
    case 0x25CB: /* ○ */
    case 0x25CF: /* ● */
    case 0x2605: /* ★ */
    case 0x2606: /* ☆ */
    case 0x2665: /* ♥ */
    case 0x274C: /* ❌ */
        return true;
    default:
        return false;
    }
}

/* Part of words, names and sums, too. */
static bool is_doubtful(uint32_t c)
{
    return c < 0x80 && c != '*' && c != '#' && c != '%' && c != '$' && c != '^';
}

static bool is_small(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The piece of text that is compared: letters, digits and masks in a row. */
struct piece {
    uint32_t c[MASKED_LONGEST];
    uint32_t count;
    uint32_t masks, doubtful, digits;
    bool alike; /* all masks are one character */
    struct range at;
};

static bool belongs(uint32_t c)
{
    return is_small(c) || is_digit(c) || is_mask(c) || looks_class(c) != 0;
}

/* Back to the first letter of the row of characters that holds `at`. */
static uint32_t start_of(struct span view, size_t at)
{
    size_t start = at;
    uint32_t c;

    for (uint32_t i = 0; i < MASKED_LONGEST; i++) {
        if (!utf8_prev(view, &at, &c) || !belongs(c))
            break;
        if (is_small(c))
            start = at;
    }
    return (uint32_t)start;
}

static void count(struct piece *p, uint32_t c, uint32_t *mask)
{
    p->digits += is_digit(c);
    if (!is_mask(c))
        return;
    p->doubtful += is_doubtful(c);
    p->alike = p->masks == 0 || (p->alike && c == *mask);
    p->masks++;
    *mask = c;
}

/* From a first letter to the last letter or digit of the row; false when it is
 * too long. Stops the search at *end. */
static bool read_piece(struct span view, uint32_t from, struct piece *ret,
                       size_t *end)
{
    size_t at = from;
    uint32_t read = 0;
    uint32_t mask = 0;
    uint32_t c;

    *ret = (struct piece){.at = {from, from}};
    for (*end = at; utf8_next(view, &at, &c) && belongs(c); *end = at) {
        if (read < MASKED_LONGEST)
            ret->c[read] = c;
        read++;
        if ((is_small(c) || is_digit(c)) && read <= MASKED_LONGEST) {
            ret->count = read;
            ret->at.to = (uint32_t)at;
        }
    }
    for (uint32_t i = 0; i < ret->count; i++)
        count(ret, ret->c[i], &mask);
    return read <= MASKED_LONGEST + 8;
}

/* May the piece's character stand for the term's? A digit or an x may for a
 * vowel: b2tch, dxck. */
static bool may_stand(uint32_t c, uint32_t want)
{
    if (is_mask(c))
        return true;
    if ((is_digit(c) || c == 'x') && strchr("aeiou", (int)want) != NULL)
        return true;
    return !is_small(c) && looks_class(c) == looks_class(want);
}

/* How many of the piece's characters are the term's letters; 0: it is another
 * word. */
static uint32_t letters_of(const struct piece *p, struct span term)
{
    uint32_t same = 0;
    uint32_t last = p->c[p->count - 1];

    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t want = (unsigned char)term.at[i];

        if (p->c[i] == want)
            same++;
        else if (!may_stand(p->c[i], want))
            return 0;
    }
    return last == (unsigned char)term.at[p->count - 1] || is_digit(last) ? same
                                                                          : 0;
}

/* 0 when the mask may well be no mask. */
static float certainty_of(const struct piece *p, uint32_t same)
{
    if (p->masks == 0)
        return p->count > 3 && same + 1 == p->count ? likely : 0;
    if (p->doubtful > 0 && (p->count < 4 || !p->alike))
        return p->doubtful == p->masks || p->count < 4 ? 0 : likely;
    if (p->doubtful > 0 && p->masks == 1)
        return same + 1 >= p->count ? likely : 0;
    if (same <= 2)
        return p->alike ? guessed : 0;
    return same * 2 >= p->count ? certain : likely;
}

static bool is_word(struct span s)
{
    return english_common(s) || span_is(s, "a") || span_is(s, "i");
}

/* "co-ed" and "s_t": words that a hyphen joins. */
static bool is_joined(struct span view, const struct piece *p)
{
    size_t at = p->at.from;
    uint32_t from = p->at.from;
    uint32_t c;

    if (p->masks != 1 || p->doubtful != 1)
        return false;
    while (utf8_next(view, &at, &c) && is_small(c))
        continue;
    return is_word(span_slice(view, from, at - 1)) &&
           is_word(span_slice(view, at, p->at.to));
}

static void compare_piece(const struct masked *m, struct span view,
                          const struct piece *p, masked_meet meet,
                          void *context)
{
    uint32_t bucket = bucket_of((char)p->c[0], p->count);

    if (((boundary_before(view, p->at.from) | boundary_after(view, p->at.to)) &
         (CHAR_LATIN | CHAR_DIGIT | CHAR_ALPHABET)) != 0 ||
        is_joined(view, p) ||
        english_word(span_slice(view, p->at.from, p->at.to)))
        return;
    for (uint32_t i = m->first[bucket]; i < m->first[bucket + 1]; i++) {
        uint32_t same = letters_of(p, m->term[i].folded);
        float certainty = same < 2 ? 0 : certainty_of(p, same);

        if (certainty > 0)
            meet(context, m->term[i].word, p->at, certainty);
    }
}

/* First bytes of mask characters, and what may stand for a vowel. */
static const bool may_mask[256] = {
    ['*'] = true, ['#'] = true,  ['%'] = true,  ['&'] = true, ['@'] = true,
    ['$'] = true, ['^'] = true,  ['~'] = true,  ['?'] = true, ['-'] = true,
    ['_'] = true, [0xC3] = true, [0xE2] = true, ['x'] = true, ['2'] = true,
    ['6'] = true, ['8'] = true,  ['9'] = true,
};

/* The next place where one may stand, or the end: most text has none. */
static size_t next_mask(struct span view, size_t at)
{
    while (at < view.len && !may_mask[(unsigned char)view.at[at]])
        at++;
    return at;
}

void masked_find(const struct masked *m, struct span view, masked_meet meet,
                 void *context)
{
    size_t at = next_mask(view, 0);
    uint32_t c;

    while (at < view.len) {
        size_t here = at;
        size_t end = at + 1;
        struct piece p;
        uint32_t from;

        (void)utf8_next(view, &here, &c);
        from = belongs(c) ? start_of(view, at) : (uint32_t)at;
        if (from < at && read_piece(view, from, &p, &end) &&
            p.count >= MASKED_SHORTEST)
            compare_piece(m, view, &p, meet, context);
        at = next_mask(view, end > here ? end : here);
    }
}
