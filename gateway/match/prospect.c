#include "match/prospect.h"

#include <endian.h>
#include <string.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "fold/looks.h"

/* What is known of a pair of characters that a literal has, in its line:
 * whether it is all of one, which others are before or behind it, and whether
 * the literal begins or ends with these three. Beside that character. */
enum known {
    ALONE = 1 << 21,
    BEFORE = 2 << 21,
    BEHIND = 3 << 21,
    BEGINS = 1 << 23,
    ENDS = 1 << 24
};
_Static_assert(CHAR_MOST <= ALONE, "beside a character");

/* The first of a pair for a literal of one character. */
enum { NOTHING = CHAR_MOST };

/* How far a neighbour is looked for: beyond it the view is simply due. */
enum { MOST_STEPS = 24, MOST_BESIDE = 256 };

enum { BITS_A_PAIR = 8, PAIRS_A_LINE = 10, FEWEST_BITS = 6, MOST_BITS = 24 };

struct pair {
    uint64_t *line, *word;
    uint32_t hash;
};

static struct pair pair_of(const struct prospect *p, uint32_t a, uint32_t b)
{
    uint32_t hash = (a * 0x9E3779B1U) ^ (b * 0x85EBCA6BU);

    hash = (hash ^ hash >> 15U) * 0xC2B2AE35U;
    return (struct pair){.line = p->line + (size_t)(hash >> (32U - p->bits)) *
                                               PROSPECT_WORDS,
                         .word = p->pair + (hash >> (32U - p->pair_bits)),
                         .hash = hash};
}

/* A bit a pair, so that they fit a cache: most of them are no literal's. */
static bool is_known(struct pair pair)
{
    return (*pair.word >> (pair.hash & 63U) & 1U) != 0;
}

static void know(struct pair pair)
{
    *pair.word |= 1ULL << (pair.hash & 63U);
}

static uint32_t hash_of(struct pair pair, uint32_t what)
{
    uint32_t hash = pair.hash ^ what * 0x27D4EB2FU;

    hash = (hash ^ hash >> 16U) * 0x9E3779B1U;
    return hash ^ hash >> 15U;
}

/* Three bits of one word, so that one look is rarely wrong. */
static uint64_t bits_of(uint32_t hash)
{
    return 1ULL << (hash & 63U) | 1ULL << (hash >> 6U & 63U) |
           1ULL << (hash >> 12U & 63U);
}

/* what: enum known and a character. */
static bool has(struct pair pair, uint32_t what)
{
    uint32_t hash = hash_of(pair, what);
    uint64_t bits = bits_of(hash);

    return (pair.line[hash >> 29U] & bits) == bits;
}

static void set(struct pair pair, uint32_t what)
{
    uint32_t hash = hash_of(pair, what);

    pair.line[hash >> 29U] |= bits_of(hash);
}

static bool is_one(const struct prospect *p, uint32_t c)
{
    return p->has_one && is_known(pair_of(p, NOTHING, c));
}

static uint32_t bits_for(size_t count)
{
    uint32_t bits = FEWEST_BITS;

    while (bits < MOST_BITS && (size_t)1 << bits < count)
        bits++;
    return bits;
}

static void set_odd(struct prospect *p, uint32_t c, bool odd)
{
    uint64_t bit = 1ULL << (c & 63U);

    p->odd[c >> 6U] = odd ? p->odd[c >> 6U] | bit : p->odd[c >> 6U] & ~bit;
}

void prospect_init(struct prospect *p, size_t characters)
{
    p->bits = bits_for(characters / PAIRS_A_LINE);
    p->line = table_array((size_t)1 << p->bits, TABLE_LINE);
    p->pair_bits = bits_for(characters * BITS_A_PAIR / 64);
    p->pair = table_array((size_t)1 << p->pair_bits, sizeof(*p->pair));
}

/* Three in a row, with where they stand in the literal. */
static void add_three(struct prospect *p, const uint32_t c[3], uint32_t where)
{
    set(pair_of(p, c[1], c[2]), BEFORE | where | c[0]);
    set(pair_of(p, c[0], c[1]), BEHIND | where | c[2]);
}

void prospect_add(struct prospect *p, struct span literal)
{
    uint32_t last[3] = {0};
    uint32_t count = 0;
    size_t at = 0;
    uint32_t c;

    for (; utf8_next(literal, &at, &c); count++) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = c;
        if (count > 0)
            know(pair_of(p, last[1], c));
        if (count > 1)
            add_three(p, last, 0);
        if (count == 2)
            add_three(p, last, BEGINS);
    }
    p->longest = count > p->longest ? count : p->longest;
    p->has_one = p->has_one || count == 1;
    if (count == 1)
        know(pair_of(p, NOTHING, last[2]));
    else if (count == 2)
        set(pair_of(p, last[1], last[2]), ALONE);
    else if (count > 2)
        add_three(p, last, ENDS);
}

static bool is_letter(uint32_t c)
{
    unsigned traits = char_traits(c);

    return (traits & CHAR_SOLID) != 0 &&
           (traits & (CHAR_HAN | CHAR_DIGIT)) == 0;
}

static void want(struct prospect *p, char class, uint32_t c)
{
    uint32_t *wanted = &p->wanted[(unsigned char)class];

    if (*wanted == c || *wanted == PROSPECT_SEVERAL)
        return;
    *wanted = *wanted == 0 ? c : PROSPECT_SEVERAL;
    for (uint32_t i = 0; i < 128; i++) {
        if (looks_class(i) == class)
            set_odd(p, i, i != *wanted);
    }
}

void prospect_want(struct prospect *p, struct span folded)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(folded, &at, &c)) {
        if (looks_class(c) != 0)
            want(p, looks_class(c), c);
        else if (is_letter(c))
            p->has_other_letters = true;
    }
}

void prospect_done(struct prospect *p)
{
    table_free(p->line);
    table_free(p->pair);
    *p = (struct prospect){0};
}

/* How a view reads a character: 0 when it leaves it out. */
static uint32_t read_as(uint32_t c, bool looks)
{
    if (looks && looks_class(c) != 0)
        return (unsigned char)looks_class(c);
    return (char_traits(c) & CHAR_SOLID) != 0 ? c : 0;
}

/* What a view has before or behind a character, no repetitions. Bars are not
 * seen; a text that has too much between is `unsure`. */
struct side {
    struct span view;
    size_t at;
    uint32_t last; /* no repetition of this */
    int left;      /* characters to look at */
    bool back, looks, unsure;
};

static struct side side_of(struct span view, size_t at, bool back, uint32_t own,
                           bool looks)
{
    return (struct side){.view = view,
                         .at = at,
                         .last = own,
                         .left = MOST_STEPS,
                         .back = back,
                         .looks = looks};
}

/* 0 at the text's end, and where nobody knows. */
static uint32_t side_next(struct side *s)
{
    uint32_t c;

    for (; s->left > 0; s->left--) {
        uint32_t as;

        if (!(s->back ? utf8_prev(s->view, &s->at, &c)
                      : utf8_next(s->view, &s->at, &c)))
            return 0;
        as = read_as(c, s->looks);
        if (as != 0 && as != s->last) {
            s->left--;
            s->last = as;
            return as;
        }
    }
    s->unsure = true;
    return 0;
}

/* Does a literal that has a and b, which stand farther along, go on with what
 * the side has, up to its end? */
static bool goes_on(const struct prospect *p, struct side s, uint32_t a,
                    uint32_t b)
{
    uint32_t next = s.back ? BEFORE : BEHIND;
    uint32_t end = s.back ? BEGINS : ENDS;

    for (uint32_t i = 0; i < p->longest; i++) {
        struct pair pair = s.back ? pair_of(p, b, a) : pair_of(p, a, b);
        uint32_t c = side_next(&s);

        if (s.unsure)
            return true;
        if (c == 0 || !has(pair, next | c))
            return false;
        if (has(pair, next | end | c))
            return true;
        a = b;
        b = c;
    }
    return true;
}

/* Does the view have a literal in which `two` follows `one`? They stand there,
 * between both sides. */
static bool meets_two(const struct prospect *p, struct side before,
                      uint32_t one, uint32_t two, struct side after)
{
    struct pair pair = pair_of(p, one, two);
    uint32_t zero, three;
    bool begun, ended;

    if (!is_known(pair))
        return false;
    if (has(pair, ALONE))
        return true;
    zero = side_next(&before);
    three = side_next(&after);
    if (before.unsure || after.unsure)
        return true;
    begun = has(pair, BEFORE | zero) && (has(pair, BEFORE | BEGINS | zero) ||
                                         goes_on(p, before, one, zero));
    ended = has(pair, BEHIND | three) &&
            (has(pair, BEHIND | ENDS | three) || goes_on(p, after, two, three));
    return (begun && (ended || has(pair, BEFORE | ENDS | zero))) ||
           (ended && has(pair, BEHIND | BEGINS | three));
}

/* ---- the compact view ---- */

/* What is looked at of one text. */
struct gaps {
    const struct prospect *p;
    struct span view;
    const struct units *u;
};

static bool is_solid(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return u->kind != UNIT_EMOJI || (char_traits(u->c) & CHAR_SOLID) != 0;
}

static struct side before_unit(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return side_of(g->view, u->from, true, u->c, false);
}

static struct side behind_unit(const struct gaps *g, uint32_t i)
{
    const struct unit *u = &g->u->at[i];

    return side_of(g->view, u->from + u->len, false, u->c, false);
}

/* Units `last` and i, with something closed between them. */
static bool meets_closed(const struct gaps *g, uint32_t last, uint32_t i)
{
    uint32_t one = g->u->at[last].c;
    uint32_t two = g->u->at[i].c;

    return is_known(pair_of(g->p, one, two)) &&
           meets_two(g->p, before_unit(g, last), one, two, behind_unit(g, i));
}

/* A literal may end with what is repeated. */
static bool meets_repeated(const struct gaps *g, uint32_t last)
{
    uint32_t own = g->u->at[last].c;
    struct side before = before_unit(g, last);
    uint32_t near = side_next(&before);

    return before.unsure || is_one(g->p, own) ||
           meets_two(g->p, before, near, own, behind_unit(g, last));
}

/* Where something may be closed before unit i: does that make a word? */
static bool meets_unit(const struct gaps *g, uint32_t i, bool *ret_repeated)
{
    uint32_t last = i - 1;

    *ret_repeated = false;
    if (i == 0 || !is_solid(g, i))
        return false;
    while (last > 0 && !is_solid(g, last))
        last--;
    if (!is_solid(g, last))
        return false;
    *ret_repeated = g->u->at[i].c == g->u->at[last].c;
    return *ret_repeated ? meets_repeated(g, last) : meets_closed(g, last, i);
}

/* What most units with something closed before them will ask for is on its way
 * before the first one asks. */
static void fetch_pairs(const struct gaps *g)
{
    for (uint32_t k = 0; k < g->u->closed_count; k++) {
        const struct unit *u = &g->u->at[g->u->closed[k]];

        __builtin_prefetch(pair_of(g->p, u[-1].c, u[0].c).word);
    }
}

static bool compact_due(const struct gaps *g)
{
    fetch_pairs(g);
    for (uint32_t k = 0; k < g->u->closed_count; k++) {
        uint32_t i = g->u->closed[k];
        bool repeated;

        if (meets_unit(g, i, &repeated))
            return true;
        if (repeated && i + 1 < g->u->count && meets_unit(g, i + 1, &repeated))
            return true;
    }
    return false;
}

/* ---- the view of look-alikes ---- */

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

    w->letter = w->letter || is_letter(c);
    if (wanted == 0 || wanted == c)
        return;
    if (w->strange_count < MOST_STRANGE)
        w->strange[w->strange_count] = (struct strange){c, from, to};
    w->strange_count++;
}

/* Does a literal end with the pair, before which the side goes on? */
static bool ends_with(struct pair pair, struct side before)
{
    return is_known(pair) &&
           (has(pair, ALONE) || has(pair, BEFORE | ENDS | side_next(&before)) ||
            before.unsure);
}

static bool begins_with(struct pair pair, struct side after)
{
    return is_known(pair) &&
           (has(pair, ALONE) ||
            has(pair, BEHIND | BEGINS | side_next(&after)) || after.unsure);
}

/* Is there a literal around it? It has both neighbours of the character, or
 * ends or begins with it. */
static bool meets_strange(const struct walk *w, const struct strange *s)
{
    const struct prospect *p = w->looks;
    uint32_t own = (unsigned char)looks_class(s->c);
    struct side before = side_of(w->view, s->from, true, own, true);
    struct side after = side_of(w->view, s->to, false, own, true);
    struct side farther_before = before;
    struct side farther_after = after;
    uint32_t left = side_next(&farther_before);
    uint32_t right = side_next(&farther_after);
    struct pair behind = pair_of(p, left, own);
    struct pair ahead = pair_of(p, own, right);

    if (farther_before.unsure || farther_after.unsure || is_one(p, own))
        return true;
    if (!(is_known(ahead) && has(ahead, BEFORE | left)) &&
        !ends_with(behind, farther_before) &&
        !begins_with(ahead, farther_after))
        return false;
    return meets_two(p, farther_before, left, own, after) ||
           meets_two(p, before, own, right, farther_after);
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
        if (is_letter(c))
            return true;
        wide = read_as(c, true) == 0 ? wide + 1 : 0;
        if (wide == 0) {
            kept += read_as(c, true) != before;
            before = read_as(c, true);
        }
        if (wide > FOLD_WIDEST_GAP || kept > w->looks->longest)
            return false;
    }
    return true;
}

/* Digits and symbols are read as letters only with one (match/alike). */
static bool may_be_word(const struct walk *w, const struct strange *s)
{
    return is_letter(s->c) || letter_beside(w, s, true) ||
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

static bool lookalikes_due(struct walk *w)
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

/* The kinds of units that letters are among. */
enum { LETTERS = 1 << UNIT_LATIN | 1 << UNIT_OTHER | 1 << UNIT_EMOJI };

struct prospects prospect_find(const struct prospect *compact,
                               const struct prospect *looks, struct span view,
                               const struct units *units)
{
    struct prospects due = {false, false};

    if (compact != NULL)
        due.compact = compact_due(&(struct gaps){compact, view, units});
    if (looks != NULL && (units->kinds & LETTERS) != 0) {
        struct walk w;

        w.looks = looks;
        w.view = view;
        w.letter = false;
        w.strange_count = 0;
        due.lookalikes = lookalikes_due(&w);
    }
    return due;
}
