#include "match/compound.h"

#include <string.h>

#include "fold/chars.h"
#include "fold/english.h"
#include "match/boundary.h"
#include "match/ordinary.h"

enum {
    SHORTEST_TERM = 3,
    SHORTEST_WORD = 5,
    LEAST_REST = 2,
    LONGEST_WORD = 24,
    RARE_WORD = 6, /* letters from which on any word counts */
    LEAST_TELLING = 4,
    LEAST_CROSSING = 4
};

static const float certain = 1;
static const float likely = 0.92F;

bool compound_applies(struct span folded, const struct term *term)
{
    if (folded.len < SHORTEST_TERM || term->open_left || term->open_right)
        return false;
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.at[i] < 'a' || folded.at[i] > 'z')
            return false;
    }
    return true;
}

/* Words of one or two letters that stand beside others in hashtags and the
 * like; other such letters are no evidence. */
static bool is_small(struct span word)
{
    static const char words[] =
        " a i o u am an as at be by do go he if in is it "
        "me my no of on or so to un ur up us we xx ";
    char padded[] = "    ";

    for (size_t i = 0; i < word.len; i++)
        padded[i + 1] = word.at[i];
    padded[word.len + 1] = ' ';
    padded[word.len + 2] = '\0';
    return strstr(words, padded) != NULL;
}

static bool is_part(struct span word)
{
    if (word.len < 3)
        return word.len > 0 && is_small(word);
    return english_common(word) ||
           (word.len >= RARE_WORD && english_word(word));
}

/* The fewest common words that letters [0, n) can be cut into, or NO_WAY; of
 * those cuts none has a word that is exactly [from, to). */
enum { NO_WAY = 99 };

static unsigned fewest_words(struct span word, uint32_t from, uint32_t to)
{
    unsigned best[LONGEST_WORD + 1] = {0};

    for (uint32_t end = 1; end <= word.len; end++) {
        best[end] = NO_WAY;
        for (uint32_t start = 0; start < end; start++) {
            if ((start != from || end != to) && best[start] + 1 < best[end] &&
                is_part(span_slice(word, start, end)))
                best[end] = best[start] + 1;
        }
    }
    return best[word.len];
}

static unsigned around(struct span word, uint32_t from, uint32_t to)
{
    struct span left = span_slice(word, 0, from);
    struct span right = span_from(word, to);

    return fewest_words(left, 0, 0) + fewest_words(right, 0, 0) + 1;
}

bool compound_is_words(struct span letters)
{
    return letters.len <= LONGEST_WORD && fewest_words(letters, 0, 0) < NO_WAY;
}

/* Does a common word stand across an end of [from, to), or around it? The turd
 * of "caturdayz" is none. */
static bool is_crossed(struct span word, uint32_t from, uint32_t to)
{
    for (uint32_t start = 0; start < to; start++) {
        for (uint32_t end = start + LEAST_CROSSING; end <= word.len; end++) {
            if (end > from && (start < from || end > to) &&
                english_common(span_slice(word, start, end)))
                return true;
        }
    }
    return false;
}

static bool has_letters(struct span term)
{
    uint32_t seen = 0;
    unsigned count = 0;

    for (size_t i = 0; i < term.len; i++) {
        uint32_t bit = 1U << (unsigned)(term.at[i] - 'a');

        count += (seen & bit) == 0;
        seen |= bit;
    }
    return count >= 3;
}

/* Is the term so rare in English words that an unknown word which begins or
 * ends with it must mean it? */
static bool is_telling(struct span word, uint32_t from, uint32_t to)
{
    struct span term = span_slice(word, from, to);

    return term.len >= LEAST_TELLING && from != 1 &&
           (from == 0 || to == word.len) && word.len <= term.len * 3 &&
           has_letters(term) && !english_inside(term) &&
           !is_crossed(word, from, to);
}

/* The word that may be made up so; empty when there is none. */
static struct range candidate(struct span view, struct range seen)
{
    struct range all = ordinary_word(view, seen);
    struct span word = span_slice(view, all.from, all.to);
    uint32_t term = seen.to - seen.from;

    if (word.len < SHORTEST_WORD || word.len > LONGEST_WORD ||
        word.len < term + LEAST_REST || english_word(word))
        return (struct range){0, 0};
    if (((boundary_before(view, all.from) | boundary_after(view, all.to)) &
         CHAR_LATIN) != 0)
        return (struct range){0, 0};
    if (term == SHORTEST_TERM && word.len == SHORTEST_TERM + SHORTEST_TERM)
        return (struct range){0, 0}; /* titten, assman: met by chance */
    return all;
}

bool compound_find(struct span view, struct range seen, struct range *ret,
                   float *ret_certainty)
{
    struct range all = candidate(view, seen);
    struct span word = span_slice(view, all.from, all.to);
    uint32_t from = seen.from - all.from;
    uint32_t to = seen.to - all.from;
    unsigned parts;
    unsigned other;

    if (word.len == 0)
        return false;
    parts = around(word, from, to);
    other = fewest_words(word, from, to);
    if (other <= parts && other < NO_WAY)
        return false;
    if (parts >= NO_WAY && !is_telling(word, from, to))
        return false;
    *ret = all;
    *ret_certainty = parts < NO_WAY ? certain : likely;
    return true;
}
