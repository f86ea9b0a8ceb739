#include "match/prospect.h"

#include <string.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/fold.h"
#include "fold/looks.h"

/* What stands in the place of a triple's first character for other grams. */
enum { PAIR = CHAR_MOST, ONLY_ONE, ONLY_TWO };

/* How far a neighbour is looked for: beyond it the view is simply due. */
enum { MOST_STEPS = 24, MOST_BESIDE = 256 };

enum { GRAMS_A_WORD = 4, FEWEST_BITS = 6, MOST_BITS = 24 };

static uint32_t hash_of(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t hash = (a * 0x9E3779B1U) ^ (b * 0x85EBCA6BU);

    hash = (hash ^ hash >> 15U) * 0xC2B2AE35U + c * 0x27D4EB2FU;
    hash = (hash ^ hash >> 16U) * 0x9E3779B1U;
    return hash ^ hash >> 15U;
}

/* Three bits of one word, so that one look is rarely wrong. */
static uint64_t bits_of(uint32_t hash)
{
    return 1ULL << (hash & 63U) | 1ULL << (hash >> 6U & 63U) |
           1ULL << (hash >> 12U & 63U);
}

static bool has(const struct prospect *p, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t hash = hash_of(a, b, c);
    uint64_t bits = bits_of(hash);

    return (p->gram[hash >> (32U - p->bits)] & bits) == bits;
}

static bool is_one(const struct prospect *p, uint32_t c)
{
    return p->has_one && has(p, ONLY_ONE, 0, c);
}

static void set(struct prospect *p, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t hash = hash_of(a, b, c);

    p->gram[hash >> (32U - p->bits)] |= bits_of(hash);
}

void prospect_init(struct prospect *p, size_t characters)
{
    p->bits = FEWEST_BITS;
    while (p->bits < MOST_BITS &&
           (size_t)1 << p->bits < characters * 2 / GRAMS_A_WORD)
        p->bits++;
    p->gram = heap_array((size_t)1 << p->bits, sizeof(*p->gram));
}

void prospect_add(struct prospect *p, struct span literal)
{
    size_t at = 0;
    uint32_t count = 0;
    uint32_t c;
    uint32_t last[2] = {0, 0}; /* the one before and the one before that */

    for (; utf8_next(literal, &at, &c); count++) {
        if (count > 0)
            set(p, PAIR, last[0], c);
        if (count > 1)
            set(p, last[1], last[0], c);
        last[1] = last[0];
        last[0] = c;
    }
    if (count == 1) {
        set(p, ONLY_ONE, 0, last[0]);
        p->has_one = true;
    }
    p->longest = count > p->longest ? count : p->longest;
    if (count == 2)
        set(p, ONLY_TWO, last[1], last[0]);
}

static bool is_letter(uint32_t c)
{
    unsigned traits = char_traits(c);

    return (traits & CHAR_SOLID) != 0 &&
           (traits & (CHAR_HAN | CHAR_DIGIT)) == 0;
}

void prospect_want(struct prospect *p, struct span folded)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(folded, &at, &c)) {
        uint32_t *wanted = &p->wanted[(unsigned char)looks_class(c)];

        if (looks_class(c) != 0)
            *wanted = *wanted == 0 || *wanted == c ? c : PROSPECT_SEVERAL;
        else if (is_letter(c))
            p->has_other_letters = true;
    }
}

void prospect_done(struct prospect *p)
{
    heap_free(p->gram);
    *p = (struct prospect){0};
}

/* How a view reads a character: 0 when it leaves it out. */
typedef uint32_t (*reading)(uint32_t c);

static uint32_t read_compact(uint32_t c)
{
    return (char_traits(c) & CHAR_SOLID) != 0 ? c : 0;
}

static uint32_t read_looks(uint32_t c)
{
    char class = looks_class(c);

    return class != 0 ? (unsigned char)class : read_compact(c);
}

/* The two characters that the view has before or behind `at`, next to `own`
 * and to each other no repetitions. Bars are not seen; a text that has too
 * much between them is `unsure`. */
struct neighbours {
    uint32_t near, far;
    bool unsure;
};

static struct neighbours neighbours_of(struct span view, size_t at, bool back,
                                       uint32_t own, reading read)
{
    struct neighbours n = {0, 0, true};
    uint32_t c;

    for (int i = 0; i < MOST_STEPS; i++) {
        uint32_t as;

        if (!(back ? utf8_prev(view, &at, &c) : utf8_next(view, &at, &c))) {
            n.unsure = false;
            break;
        }
        as = read(c);
        if (as == 0 || as == (n.near != 0 ? n.near : own))
            continue;
        if (n.near != 0) {
            n.far = as;
            n.unsure = false;
            break;
        }
        n.near = as;
    }
    return n;
}

/* A character that may stand for another. */
struct strange {
    uint32_t c;
    size_t from, to;
};

enum { MOST_STRANGE = 64 };

/* The walk over a text. */
struct walk {
    const struct prospect *compact, *looks; /* NULL: not asked, or found due */
    struct span view;
    uint32_t last;  /* that the compact view keeps */
    size_t last_to; /* where it ends, once something was closed */
    bool closed;    /* behind it */
    bool repeated;  /* what was closed is the same character */
    bool letter;    /* one of those that have looks was met */
    struct strange strange[MOST_STRANGE];
    uint32_t strange_count;
    struct prospects due;
};

static void close_behind(struct walk *w, size_t from)
{
    if (!w->closed)
        w->last_to = from;
    w->closed = true;
}

/* `c`, which ends at `to`, is kept behind what was closed. */
static bool meets_closed(const struct walk *w, uint32_t c, size_t to)
{
    const struct prospect *p = w->compact;
    struct neighbours before;
    struct neighbours after;

    if (!has(p, PAIR, w->last, c))
        return false;
    before = neighbours_of(w->view, w->last_to, true, w->last, read_compact);
    after = neighbours_of(w->view, to, false, c, read_compact);
    return before.unsure || after.unsure || has(p, ONLY_TWO, w->last, c) ||
           has(p, before.near, w->last, c) || has(p, w->last, c, after.near);
}

/* A literal may end with what is repeated. */
static bool meets_repeated(const struct walk *w)
{
    const struct prospect *p = w->compact;
    struct neighbours before =
        neighbours_of(w->view, w->last_to, true, w->last, read_compact);

    return before.unsure || is_one(p, w->last) ||
           has(p, ONLY_TWO, before.near, w->last) ||
           has(p, before.far, before.near, w->last);
}

/* Whether the view is due. */
static bool step_compact(struct walk *w, uint32_t c, size_t from, size_t to)
{
    bool due = false;

    if ((char_traits(c) & CHAR_SOLID) == 0) {
        close_behind(w, from);
        return false;
    }
    if (c == w->last) {
        close_behind(w, from);
        due = !w->repeated && meets_repeated(w);
        w->repeated = true;
        return due;
    }
    due = w->closed && meets_closed(w, c, to);
    w->last = c;
    w->closed = false;
    w->repeated = false;
    return due;
}

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

/* Is there a literal around it? */
static bool meets_strange(const struct walk *w, const struct strange *s)
{
    const struct prospect *p = w->looks;
    uint32_t own = (unsigned char)looks_class(s->c);
    struct neighbours n =
        neighbours_of(w->view, s->from, true, own, read_looks);
    struct neighbours m = neighbours_of(w->view, s->to, false, own, read_looks);

    return n.unsure || m.unsure || is_one(p, own) ||
           has(p, ONLY_TWO, n.near, own) || has(p, ONLY_TWO, own, m.near) ||
           has(p, n.far, n.near, own) || has(p, n.near, own, m.near) ||
           has(p, own, m.near, m.far);
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
        wide = read_looks(c) == 0 ? wide + 1 : 0;
        if (wide == 0) {
            kept += read_looks(c) != before;
            before = read_looks(c);
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

static bool looks_due(const struct walk *w)
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

/* The first place at or after `at` where something may be closed, or what
 * stands there has looks; *last is the character before it. */
static inline size_t skip_plain(struct span view, size_t at, uint32_t *last,
                                bool looks)
{
    const unsigned char *text = (const unsigned char *)view.at;
    uint32_t before = *last;

    while (at < view.len) {
        const unsigned char *p = text + at;
        size_t next = at;
        uint32_t c;

        if ((p[0] & 0xF0U) == 0xE0) {
            c = (p[0] & 15U) << 12U | (p[1] & 63U) << 6U | (p[2] & 63U);
            next += 3;
        } else {
            (void)utf8_next(view, &next, &c);
        }
        if ((char_traits(c) & CHAR_SOLID) == 0 || c == before ||
            (looks && looks_letter(c) != 0))
            break;
        before = c;
        at = next;
    }
    *last = before;
    return at;
}

static struct prospects walk(struct walk *w)
{
    size_t at = 0;
    uint32_t c;

    for (;;) {
        size_t from = at;

        if (!w->closed)
            from = at = w->looks != NULL
                            ? skip_plain(w->view, at, &w->last, true)
                            : skip_plain(w->view, at, &w->last, false);
        if (!utf8_next(w->view, &at, &c))
            break;
        if (w->looks != NULL && looks_letter(c) != 0)
            step_looks(w, c, from, at);
        if (w->compact == NULL) {
            w->last = 0; /* nothing is closed for nobody */
        } else if (step_compact(w, c, from, at)) {
            w->due.compact = true;
            w->compact = NULL;
            w->closed = false;
        }
        if (w->compact == NULL && w->looks == NULL)
            break;
    }
    w->due.lookalikes = w->looks != NULL && looks_due(w);
    return w->due;
}

struct prospects prospect_find(const struct prospect *compact,
                               const struct prospect *looks, struct span view)
{
    struct walk w;

    w.compact = compact;
    w.looks = looks;
    w.view = view;
    w.last = 0;
    w.last_to = 0;
    w.closed = w.repeated = w.letter = false;
    w.strange_count = 0;
    w.due = (struct prospects){false, false};
    if (compact == NULL && looks == NULL)
        return w.due;
    return walk(&w);
}
