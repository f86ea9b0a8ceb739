/*
 * shape_index - what the terms of the shape disguises can be found by (inside
 * guess/).
 *
 * Each term is looked for by the two of its characters that fewest texts have,
 * as they are or by what looks like them; and by any two, of which the second
 * is what components make up or what an emoji says.
 *
 * Example: if (screen_maybe(x->screen, screen_number(c), screen_number(d)))
 *              listing_get(x->best, listing_pair(法, 轮)) → places in terms
 *
 * Memory:  on the heap, read-only once built. Threads: any.
 */
#ifndef GUESS_SHAPE_INDEX_H
#define GUESS_SHAPE_INDEX_H

#include "guess/lexicon.h"
#include "guess/listing.h"
#include "guess/screen.h"
#include "guess/seer.h"
#include "guess/sieve.h"

/* A place in a term, as a value of listings: from the lowest bits on, what is
 * beside the pair, its first character, the term. */
enum {
    SHAPE_MARK = 63,    /* the number of the mark of a character beside it, */
    SHAPE_BEFORE = 64,  /* which stands before it, not behind, */
    SHAPE_BESIDE = 128, /* if there is one */
    SHAPE_BESIDE_BITS = 8,
    SHAPE_CHARACTER_BITS = 4
};
_Static_assert(SEER_LONGEST_TERM <= 1 << SHAPE_CHARACTER_BITS, "it fits");
_Static_assert(SEER_MOST_TERMS <= 1 << (32 - 8 - 4), "they fit");

static inline uint32_t shape_character(uint32_t place)
{
    return place >> SHAPE_BESIDE_BITS & ((1U << SHAPE_CHARACTER_BITS) - 1);
}

static inline uint32_t shape_term(uint32_t place)
{
    return place >> (SHAPE_BESIDE_BITS + SHAPE_CHARACTER_BITS);
}

/* What may begin at a unit; of a Han character also whether it may be the
 * second one of a way. `begins` has SHAPE_WAY and SHAPE_SECOND. */
enum shape_kind {
    SHAPE_WAY = 1,
    SHAPE_SIMILAR = 2,
    SHAPE_EMOJI = 4,
    SHAPE_SECOND = 8
};

enum { SHAPE_CHARACTERS = 0x10000, SHAPE_ALIKE = 256 };

/* In 1/LEXICON_NAT nats. Characters that are more common stand for themselves,
 * whatever they look like; words that are less common explain no character. */
enum {
    SHAPE_COMMONEST = 7 * LEXICON_NAT,
    SHAPE_SELDOM_WORD = 12 * LEXICON_NAT
};

/* Whom a character may stand for. */
struct shape_alike {
    uint16_t c;
    uint8_t cost;
};

struct shape_looks {
    uint64_t marks; /* of all in its list */
    uint32_t first;
    uint32_t count; /* below SHAPE_ALIKE */
};

struct shape_listed {
    const struct shape_alike *at;
    const uint64_t *seconds; /* as shape_index has them */
    uint32_t count;
};

struct shape_index {
    struct screen *screen;      /* best pairs as texts have them, and ways */
    struct listing *best, *all; /* pair → term and place */
    struct sieve *best_sieve, *all_sieve; /* of these pairs, by first */
    uint32_t usual[SHAPE_CHARACTERS];     /* a component → its usual form */
    struct listing *ways; /* beginning of a way → 0, a whole one → what is
                             written that way */
    struct sieve *way_sieve;   /* of the first two components, as they are */
    struct shape_looks *looks; /* by character, SHAPE_CHARACTERS */
    struct shape_alike *alike; /* their lists */
    uint32_t alikes;           /* of all together */
    uint64_t *seconds;         /* of each of these: the marks of those behind it
                                  in the best pairs that it begins */
    struct listing *emoji;     /* an emoji → the same */
    int32_t *cost;             /* by term: context_term() */
    uint8_t begins[SHAPE_CHARACTERS];
};

/* One of 64 marks a character: of two sets without a common mark it is known
 * at once that they have nothing in common. */
static inline uint32_t shape_mark_number(uint32_t c)
{
    return (c * 0x9E3779B1U) >> 26U;
}

static inline uint64_t shape_mark(uint32_t c)
{
    return 1ULL << shape_mark_number(c);
}

/* Those of U+0000 for characters beyond the table: none. */
static inline const struct shape_looks *shape_looks(const struct shape_index *x,
                                                    uint32_t c)
{
    return &x->looks[c < SHAPE_CHARACTERS ? c : 0];
}

static inline struct shape_listed shape_listed(const struct shape_index *x,
                                               uint32_t c)
{
    const struct shape_looks *looks = shape_looks(x, c);

    return (struct shape_listed){x->alike + looks->first,
                                 x->seconds + looks->first, looks->count};
}

/* The key of the first `count` components of a way, from that of one fewer. */
static inline uint64_t shape_way_key(uint64_t before, uint32_t component)
{
    uint64_t h = (before ^ component) * 0x9E3779B97F4A7C15U;

    return h ^ (h >> 31U);
}

/* Characters beyond the table may be components. */
static inline unsigned shape_begins(const struct shape_index *x, uint32_t c)
{
    return c < SHAPE_CHARACTERS ? x->begins[c] : SHAPE_WAY | SHAPE_SECOND;
}

static inline uint32_t shape_usual_form(const struct shape_index *x, uint32_t c)
{
    return c < SHAPE_CHARACTERS ? x->usual[c] : c;
}

struct shape_index *shape_index_new(const struct seer_term *term,
                                    uint32_t count) MUST_USE; /* may be NULL */
void shape_index_free(void *index);

#endif
