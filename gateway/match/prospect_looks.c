/* Is the view of look-alikes due? */
#include <endian.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/fold.h"
#include "fold/looks.h"
#include "match/prospect_pairs.h"
#include "match/prospect_side.h"

/* How far a letter is looked for: beyond it there is none. */
enum { MOST_BESIDE = 256 };

/* A character that may stand for another. */
struct strange {
    uint32_t c;
    size_t from, to;
};

enum { MOST_STRANGE = 64 };

/* The walk over a text. */
struct walk {
    const struct prospect *looks;
    struct span view;
    bool letter; /* one of those that have looks was met */
    struct strange strange[MOST_STRANGE];
    uint32_t strange_count;
};

static void step_looks(struct walk *w, uint32_t c, size_t from, size_t to)
{
    uint32_t wanted = w->looks->wanted[(unsigned char)looks_class(c)];

    w->letter = w->letter || prospect_is_letter(c);
    if (wanted == 0 || wanted == c)
        return;
    if (w->strange_count < MOST_STRANGE)
        w->strange[w->strange_count] = (struct strange){c, from, to};
    w->strange_count++;
}

/* Does a literal end with the pair, before which the side goes on? */
static bool ends_with(struct prospect_pair pair, struct prospect_side before)
{
    return prospect_pair_known(pair) &&
           (prospect_pair_has(pair, PROSPECT_ALONE) ||
            prospect_pair_has(pair, PROSPECT_BEFORE | PROSPECT_ENDS |
                                        prospect_side_next(&before)) ||
            before.unsure);
}

static bool begins_with(struct prospect_pair pair, struct prospect_side after)
{
    return prospect_pair_known(pair) &&
           (prospect_pair_has(pair, PROSPECT_ALONE) ||
            prospect_pair_has(pair, PROSPECT_BEHIND | PROSPECT_BEGINS |
                                        prospect_side_next(&after)) ||
            after.unsure);
}

/* Is there a literal around it? It has both neighbours of the character, or
 * ends or begins with it. */
static bool meets_strange(const struct walk *w, const struct strange *s)
{
    const struct prospect *p = w->looks;
    uint32_t own = (unsigned char)looks_class(s->c);
    struct prospect_side before =
        prospect_side_of(w->view, s->from, true, own, true);
    struct prospect_side after =
        prospect_side_of(w->view, s->to, false, own, true);
    struct prospect_side farther_before = before;
    struct prospect_side farther_after = after;
    uint32_t left = prospect_side_next(&farther_before);
    uint32_t right = prospect_side_next(&farther_after);
    struct prospect_pair behind = prospect_pair_of(p, left, own);
    struct prospect_pair ahead = prospect_pair_of(p, own, right);

    if (farther_before.unsure || farther_after.unsure ||
        prospect_is_one(p, own))
        return true;
    if (!(prospect_pair_known(ahead) &&
          prospect_pair_has(ahead, PROSPECT_BEFORE | left)) &&
        !ends_with(behind, farther_before) &&
        !begins_with(ahead, farther_after))
        return false;
    return prospect_meets_two(p, farther_before, left, own, after) ||
           prospect_meets_two(p, before, own, right, farther_after);
}

/* Does a letter stand before or behind it, so near that one literal could hold
 * both? */
static bool letter_beside(const struct walk *w, const struct strange *s,
                          bool back)
{
    size_t at = back ? s->from : s->to;
    uint32_t kept = 0;
    uint32_t wide = 0;
    uint32_t before = 0;
    uint32_t c;

    for (int i = 0; i < MOST_BESIDE; i++) {
        if (!(back ? utf8_prev(w->view, &at, &c) : utf8_next(w->view, &at, &c)))
            return false;
        if (prospect_is_letter(c))
            return true;
        wide = prospect_read_as(c, true) == 0 ? wide + 1 : 0;
        if (wide == 0) {
            kept += prospect_read_as(c, true) != before;
            before = prospect_read_as(c, true);
        }
        if (wide > FOLD_WIDEST_GAP || kept > w->looks->longest)
            return false;
    }
    return true;
}

/* Digits and symbols are read as letters only with one (match/alike). */
static bool may_be_word(const struct walk *w, const struct strange *s)
{
    return prospect_is_letter(s->c) || letter_beside(w, s, true) ||
           letter_beside(w, s, false);
}

static bool strange_due(const struct walk *w)
{
    if (w->strange_count > MOST_STRANGE)
        return true;
    if (!w->letter && !w->looks->has_other_letters)
        return false;
    for (uint32_t i = 0; i < w->strange_count; i++) {
        if (meets_strange(w, &w->strange[i]) && may_be_word(w, &w->strange[i]))
            return true;
    }
    return false;
}

/* Characters of U+4E00 to U+9FFF are three bytes each, and but for 匚 and 千
 * none of them has looks. */
enum { HAN_FIRST = 0xE4B880, HAN_LAST = 0xE9BFBF };
enum { LOOKS_FIRST = 0xE58C9A, LOOKS_LAST = 0xE58D83 };

static inline bool within(uint32_t bytes, uint32_t first, uint32_t last)
{
    return bytes - first <= last - first;
}

static inline bool is_plain_han(const char *p)
{
    uint32_t bytes;

    memcpy(&bytes, p, sizeof(bytes));
    bytes = be32toh(bytes) >> 8U;
    return within(bytes, HAN_FIRST, HAN_LAST) &&
           !within(bytes, LOOKS_FIRST, LOOKS_LAST);
}

/* Is there more to ask about the character? */
static bool is_odd(struct walk *w, uint32_t c)
{
    if (c >= 0x80)
        return looks_letter(c) != 0;
    if ((w->looks->odd[c >> 6U] >> (c & 63U) & 1U) != 0)
        return true;
    w->letter = w->letter || (c >= 'a' && c <= 'z');
    return false;
}

static bool is_due(struct walk *w)
{
    size_t at = 0;
    uint32_t c;

    for (;;) {
        size_t from;

        while (at < w->view.len && is_plain_han(w->view.at + at))
            at += 3;
        from = at;
        if (!utf8_next(w->view, &at, &c))
            return strange_due(w);
        if (is_odd(w, c))
            step_looks(w, c, from, at);
    }
}

bool prospect_looks_due(const struct prospect *looks, struct span view)
{
    struct walk w;

    w.looks = looks; /* the strange ones are not worth zeroes */
    w.view = view;
    w.letter = false;
    w.strange_count = 0;
    return is_due(&w);
}
