/*
 * A spelling lies in the index under the set of its letters, 26 bits, and
 * under the hash of its sound. A slip changes no letter of the set, or one: so
 * a word asks for its own set and those with a letter more or less, 27 keys,
 * and most of them a table of bits refuses. What is found is compared letter
 * by letter.
 */
#include "match/slips.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "fold/chars.h"
#include "fold/english.h"
#include "fold/looks.h"
#include "match/boundary.h"
#include "match/compound.h"
#include "match/ordinary.h"
#include "match/respelt.h"

enum {
    SHORTEST = 5,      /* of a word looked at */
    LONGEST = 24,      /* of a word or a spelling */
    LEAST_SOUND = 4,   /* letters of a sound that says anything */
    LEAST_SPELT = 10,  /* the same and those of the word together */
    LEAST_SLIP = 6,    /* letters of a spelling with a slip */
    LEAST_MISSING = 7, /* the same with a letter missing */
};

static const float guessed = 0.8F;
static const uint32_t is_sound = 1U << 31U; /* of a key */

/* A word as it is read, and where it stands. */
struct piece {
    char at[LONGEST];
    uint32_t len;
    uint32_t letters; /* that need no reading */
    struct range place;
};

static struct span text_of(const struct piece *p)
{
    return (struct span){p->at, p->len};
}

static uint32_t set_of(struct span word)
{
    uint32_t set = 0;

    for (size_t i = 0; i < word.len; i++)
        set |= 1U << (unsigned)(word.at[i] - 'a');
    return set;
}

static uint32_t hash_of(const struct respelt *r)
{
    uint32_t h = 0x811C9DC5U;

    for (uint32_t i = 0; i < r->len; i++)
        h = (h ^ (unsigned char)r->at[i]) * 0x01000193U;
    return h | is_sound;
}

static uint32_t bit_of(uint32_t key)
{
    return (key * 0x9E3779B1U) >> 16U;
}

static void add_key(struct slips *s, uint32_t key, struct span folded,
                    uint32_t word)
{
    uint32_t bit = bit_of(key);

    if (s->count == s->room) {
        s->room = s->room * 2 + 256;
        s->key = heap_grow(s->key, s->room, sizeof(*s->key));
    }
    s->key[s->count++] = (struct slips_key){key, word, folded};
    s->maybe[bit / 64] |= 1ULL << bit % 64;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_one_word(struct span word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!is_small(word.at[i]))
            return false;
    }
    return word.len <= LONGEST;
}

/* Letters that only stand for words, kkk, are not read as one. */
static bool has_vowel(struct span word)
{
    for (size_t i = 0; i < word.len && i < 3; i++) {
        if (strchr("aeiouy", word.at[i]) != NULL)
            return true;
    }
    return false;
}

void slips_add(struct slips *s, struct span folded, uint32_t word)
{
    struct respelt sound;

    if (!is_one_word(folded))
        return;
    respell(folded, &sound);
    if (sound.len >= LEAST_SOUND && has_vowel(folded))
        add_key(s, hash_of(&sound), folded, word);
    if (folded.len >= SHORTEST)
        add_key(s, set_of(folded), folded, word);
}

static int compare(const void *a, const void *b)
{
    const struct slips_key *one = a;
    const struct slips_key *two = b;

    if (one->key != two->key)
        return one->key < two->key ? -1 : 1;
    return one->word < two->word ? -1 : one->word > two->word;
}

void slips_sort(struct slips *s)
{
    if (s->count > 0)
        qsort(s->key, s->count, sizeof(*s->key), compare);
}

void slips_done(struct slips *s)
{
    heap_free(s->key);
    *s = (struct slips){0};
}

/* The first with this key, or behind the last. */
static uint32_t first_of(const struct slips *s, uint32_t key)
{
    uint32_t from = 0;
    uint32_t to = s->count;
    uint32_t bit = bit_of(key);

    if ((s->maybe[bit / 64] >> bit % 64 & 1U) == 0)
        return s->count;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;

        if (s->key[middle].key < key)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* How many letters both begin with. */
static size_t same_start(struct span a, struct span b)
{
    size_t i = 0;

    while (i < a.len && i < b.len && a.at[i] == b.at[i])
        i++;
    return i;
}

/* Two neighbours swapped, the first letter not one of them. */
static bool is_swapped(struct span a, struct span b)
{
    size_t i = same_start(a, b);

    return i > 0 && i + 1 < a.len && a.at[i] == b.at[i + 1] &&
           a.at[i + 1] == b.at[i] &&
           span_equal(span_from(a, i + 2), span_from(b, i + 2));
}

/* The longer one without one letter, not its first. */
static bool is_without(struct span longer, struct span shorter)
{
    size_t i = same_start(longer, shorter);

    return i > 0 && span_equal(span_from(longer, i + 1), span_from(shorter, i));
}

static bool is_slip(struct span word, struct span want)
{
    if (want.len < LEAST_SLIP)
        return false;
    if (word.len == want.len)
        return is_swapped(word, want);
    if (word.len == want.len + 1)
        return is_without(word, want);
    return word.len + 1 == want.len && want.len >= LEAST_MISSING &&
           is_without(want, word);
}

/* The search of one word. */
struct search {
    const struct slips *slips;
    const struct piece *piece;
    masked_meet meet;
    void *context;
};

static void meet_slips(const struct search *f, uint32_t key)
{
    const struct slips *s = f->slips;
    struct span word = text_of(f->piece);

    for (uint32_t i = first_of(s, key); i < s->count && s->key[i].key == key;
         i++) {
        struct span want = s->key[i].folded;

        if (is_slip(word, want) && !ordinary_loosely(word) &&
            !compound_is_words(word) && !ordinary_nearby(word, want))
            f->meet(f->context, s->key[i].word, f->piece->place, guessed);
    }
}

static void meet_sounds(const struct search *f)
{
    const struct slips *s = f->slips;
    struct span word = text_of(f->piece);
    struct respelt sound;
    uint32_t key;

    respell(word, &sound);
    key = hash_of(&sound);
    if (sound.len < LEAST_SOUND || sound.len + word.len < LEAST_SPELT ||
        first_of(s, key) == s->count || ordinary_loosely(word) ||
        compound_is_words(word))
        return;
    for (uint32_t i = first_of(s, key); i < s->count && s->key[i].key == key;
         i++) {
        if (!ordinary_nearby(word, s->key[i].folded))
            f->meet(f->context, s->key[i].word, f->piece->place, guessed);
    }
}

/* The default view shows it, or `repeats` says what it is. */
static bool is_plain(const struct search *f)
{
    const struct slips *s = f->slips;
    struct span word = text_of(f->piece);
    uint32_t set = set_of(word);

    for (uint32_t i = first_of(s, set); i < s->count && s->key[i].key == set;
         i++) {
        if (span_equal(s->key[i].folded, word))
            return true;
    }
    for (size_t i = 2; i < word.len; i++) {
        if (word.at[i] == word.at[i - 1] && word.at[i] == word.at[i - 2])
            return true;
    }
    return false;
}

static void search_piece(const struct search *f)
{
    uint32_t set = set_of(text_of(f->piece));

    if (is_plain(f))
        return;
    meet_sounds(f);
    if (f->piece->len + 1 < LEAST_SLIP)
        return;
    meet_slips(f, set);
    for (unsigned i = 0; i < 26; i++)
        meet_slips(f, set ^ 1U << i);
}

/* What stands for a letter inside a word. */
static char letter_of(char c)
{
    if (is_small(c))
        return c;
    if ((c >= '0' && c <= '9') || c == '$' || c == '@' || c == '!')
        return looks_letter((unsigned char)c);
    return '\0';
}

/* From a letter to the last letter of the row; false when that is no word to
 * look at. *end is behind the row. */
static bool read_piece(struct span view, size_t from, struct piece *ret,
                       size_t *end)
{
    uint32_t letters = 0;

    *ret = (struct piece){.place = {(uint32_t)from, (uint32_t)from}};
    for (*end = from; *end < view.len; ++*end) {
        char c = letter_of(view.at[*end]);
        size_t i = *end - from;

        if (c == '\0')
            break;
        if (i < LONGEST)
            ret->at[i] = c;
        if (!is_small(view.at[*end]))
            continue;
        ret->letters = ++letters;
        ret->len = (uint32_t)i + 1;
    }
    ret->place.to = ret->place.from + ret->len;
    return ret->len >= SHORTEST && ret->len <= LONGEST &&
           ret->letters * 2 >= ret->len;
}

static bool stands_alone(struct span view, struct range at)
{
    return ((boundary_before(view, at.from) | boundary_after(view, at.to)) &
            (CHAR_LATIN | CHAR_DIGIT | CHAR_ALPHABET)) == 0;
}

void slips_find(const struct slips *s, struct span view, masked_meet meet,
                void *context)
{
    size_t at = 0;

    while (at < view.len) {
        struct piece p;
        struct search f = {s, &p, meet, context};

        if (!is_small(view.at[at])) {
            at++;
            continue;
        }
        if (read_piece(view, at, &p, &at) && stands_alone(view, p.place) &&
            !english_word(text_of(&p)))
            search_piece(&f);
    }
}
