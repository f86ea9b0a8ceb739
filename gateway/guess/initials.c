/*
 * A term's initials are looked up as a whole: every piece of every token of
 * Latin letters that could be initials is hashed and asked for. Tokens with a
 * vowel that no syllable begins with are none. Letters that stand apart
 * ("f.l.g") are one token, but for its pieces.
 */
#include "guess/initials.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/heap.h"
#include "fold/english.h"
#include "guess/certainty.h"
#include "guess/readings.h"
#include "guess/syllables.h"

enum {
    SHORTEST = 2,
    LONGEST = 2 * SEER_LONGEST_TERM, /* zh, ch and sh written out */
    TOKEN_MOST = 24,
    SPELLINGS = 8,      /* of one term, by its readings */
    APART_LEAST = 3,    /* letters, */
    APART_GAP_MOST = 2, /* with so many characters between two of them */
    BLOOM_BITS = 1 << 18
};

/* Of the score; see tools/guess/calibrate.py. */
enum {
    LETTER = 100,
    LETTERS_MOST = 5,
    WHOLE = 150,   /* the token is nothing but the term */
    AT_END = 50,   /* it begins or ends with it */
    VOWEL = -60,   /* each a, e, o of the token that is not the term's */
    COMMON = -900, /* the token is an English word with a vowel */
    LISTED = -150,
    USUAL = -150, /* an abbreviation that everybody uses */
    CAPITALS = -250,
    LAUGHTER = -600, /* one letter again and again */
    ALPHABET = -600, /* letters apart, in its order: a, b, c */
    BY_DIGIT = -450,
    BY_LATIN = -200, /* other words in Latin letters beside it */
    NO_HAN = -400,   /* more Latin words, and not one Han character */
    HAN_BESIDE = 50
};

struct entry {
    uint64_t key;
    uint32_t term;
};

struct initials_index {
    struct entry *entry; /* by key */
    uint32_t count, room;
    uint64_t bloom[BLOOM_BITS / 64];
};

static uint64_t hash_end(uint64_t h)
{
    return h ^ h >> 29U;
}

static uint64_t key_of(const char *letters, uint32_t n)
{
    uint64_t h = HASH_START;

    for (uint32_t i = 0; i < n; i++)
        h = hash_byte(h, (unsigned char)letters[i]);
    return hash_end(h);
}

static bool may_be(const struct initials_index *x, uint64_t key)
{
    return (x->bloom[key % BLOOM_BITS / 64] >> (key % 64) & 1U) != 0;
}

/* ---- building ---- */

struct spelling {
    char letters[LONGEST];
    uint32_t count;
};

static void add_letters(struct spelling *s, const char *letters, uint32_t n)
{
    for (uint32_t i = 0; i < n && s->count < LONGEST; i++)
        s->letters[s->count++] = letters[i];
}

/* The initials that a character may have, each once: "z" of 中, "x" and "h" of
 * 行; with `wide` "zh". Rare readings don't count. */
static uint32_t initials_of(uint32_t c, bool wide, struct spelling ret[2])
{
    uint32_t count;
    const uint16_t *r = readings_of(c, &count);
    uint32_t n = 0;

    if (count == 0) {
        ret[0] = (struct spelling){.letters = {(char)c}, .count = 1};
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
    for (uint32_t i = 0; i < count && n < 2; i++) {
        const char *name = syllable_name(READING_SYLLABLE(r[i]));
        struct spelling one = {.count = 0};

        if (READING_SELDOM(r[i]))
            continue;
        add_letters(&one, name, wide && name[1] == 'h' ? 2 : 1);
        if (n == 0 || memcmp(&one, &ret[0], sizeof(one)) != 0)
            ret[n++] = one;
    }
    return n;
}

static uint32_t spell(const struct seer_term *t, bool wide,
                      struct spelling ret[SPELLINGS])
{
    uint32_t count = 1;

    ret[0].count = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        struct spelling next[2];
        uint32_t n = initials_of(t->c[i], wide, next);
        uint32_t had = count;

        if (n == 0)
            return 0;
        for (uint32_t k = 0; n == 2 && k < had && count < SPELLINGS; k++) {
            ret[count] = ret[k];
            add_letters(&ret[count++], next[1].letters, next[1].count);
        }
        for (uint32_t k = 0; k < had; k++)
            add_letters(&ret[k], next[0].letters, next[0].count);
    }
    return count;
}

static void add_entry(struct initials_index *x, const struct spelling *s,
                      uint32_t term)
{
    uint64_t key = key_of(s->letters, s->count);

    if (x->count == x->room) {
        x->room = x->room * 2 + 256;
        x->entry = heap_grow(x->entry, x->room, sizeof(*x->entry));
    }
    x->entry[x->count++] = (struct entry){key, term};
    x->bloom[key % BLOOM_BITS / 64] |= 1ULL << (key % 64);
}

static void add_term(struct initials_index *x, const struct seer_term *t,
                     uint32_t term)
{
    struct spelling s[SPELLINGS];
    uint32_t n = spell(t, false, s);

    for (uint32_t i = 0; i < n; i++)
        add_entry(x, &s[i], term);
    n = spell(t, true, s);
    for (uint32_t i = 0; i < n; i++)
        if (s[i].count > t->count)
            add_entry(x, &s[i], term);
}

static int compare(const void *a, const void *b)
{
    const struct entry *one = a;
    const struct entry *two = b;

    if (one->key != two->key)
        return one->key < two->key ? -1 : 1;
    return (one->term > two->term) - (one->term < two->term);
}

static bool wants(const struct seer_term *t)
{
    return (t->disguises & DISGUISE_BIT(DISGUISE_INITIALS)) != 0 &&
           t->count >= t->initials_min;
}

static bool build(const struct seer_term *term, uint32_t count, void **ret,
                  struct err *e)
{
    struct initials_index *x = NULL;

    (void)e;
    *ret = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (wants(&term[i])) {
            if (x == NULL)
                x = heap_new(sizeof(*x));
            add_term(x, &term[i], i);
        }
    if (x != NULL && x->count > 0)
        qsort(x->entry, x->count, sizeof(*x->entry), compare);
    *ret = x;
    return true;
}

static void free_index(void *index)
{
    struct initials_index *x = index;

    heap_free(x->entry);
    heap_free(x);
}

/* ---- looking ---- */

struct token {
    char letters[TOKEN_MOST];
    uint32_t from, count; /* units */
    bool apart;           /* each letter by itself */
    bool scored;
    int32_t score; /* what every term in it starts with */
};

struct search {
    const struct initials_index *index;
    const struct guess_run *run;
};

static bool is_latin(const struct unit *u)
{
    return u->kind == UNIT_LATIN;
}

/* How many units from one that begins a token on are a token each, near each
 * other. */
static uint32_t letters_apart(const struct units *u, uint32_t from)
{
    uint32_t n = 0;

    for (; from + n < u->count; n++) {
        const struct unit *one = &u->at[from + n];

        if (!is_latin(one) ||
            units_token_end(u, from + n, u->count) != from + n + 1 ||
            (n > 0 && (one->barred || one->gap > APART_GAP_MOST)))
            break;
    }
    return n;
}

/* The token that begins at a unit; how many of the text's tokens it is. */
static uint32_t token_at(const struct units *u, uint32_t from,
                         struct token *ret)
{
    uint32_t apart = letters_apart(u, from);

    ret->from = from;
    ret->apart = apart >= APART_LEAST;
    ret->count = ret->apart ? apart : units_token_end(u, from, u->count) - from;
    ret->scored = false;
    return apart > 0 ? apart : 1;
}

/* Letters that a syllable begins with: all but i, u and v. */
static bool read_token(const struct units *u, struct token *t)
{
    if (t->count < SHORTEST || t->count > TOKEN_MOST)
        return false;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t c = u->at[t->from + i].c;

        if (c < 'a' || c > 'z' || c == 'i' || c == 'u' || c == 'v')
            return false;
        t->letters[i] = (char)c;
    }
    return true;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'o';
}

/* Words have a vowel, abbreviations seldom: why, but not hr. */
static bool is_spoken(const char *letters, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (is_vowel(letters[i]) || letters[i] == 'y')
            return true;
    return false;
}

static bool is_laughter(const char *letters, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (letters[i] != letters[0])
            return false;
    return n >= 3;
}

static bool is_alphabet(const char *letters, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (letters[i] != letters[i - 1] + 1)
            return false;
    return true;
}

/* Common abbreviations, which hide nothing. */
static bool is_usual(struct span word)
{
    static const char usual[] =
        " kb mb gb tb mm cm dm km kg mg ml hz khz mhz ghz kw kwh mah rmb hkd "
        "pc tv cd dvd vcd mp pdf ppt doc exe html css js sql sdk app apk cpu "
        "gpu ssd ram rom led lcd ps pk kfc nba cba fbi cia gdp cpc bbs bgm "
        "wto ktv mtv cctv http https www com cn org net edu qq wc ok no the "
        "and to of mr mrs dr ms by my pm am ceo cfo cto cpa mba phd nasa sars "
        "dna rna ct pcr ecmo gps abs bmw hp cnn bbc abc nbc kpa btc eth ";
    char key[8] = " ";

    if (word.len > 5)
        return false;
    memcpy(key + 1, word.at, word.len);
    key[word.len + 1] = ' ';
    return strstr(usual, key) != NULL;
}

static bool is_capital(const struct search *s, const struct token *t)
{
    struct range at =
        fold_origin(s->run->folded,
                    units_range(s->run->units, t->from, t->from + t->count));

    for (uint32_t i = at.from; i < at.to; i++)
        if (s->run->original.at[i] >= 'a' && s->run->original.at[i] <= 'z')
            return false;
    return true;
}

static int32_t score_of_word(const struct token *t)
{
    struct span word = {t->letters, t->count};
    int32_t score = 0;

    if (is_spoken(t->letters, t->count) && english_common(word))
        score += COMMON;
    else if (english_word(word))
        score += LISTED;
    if (is_usual(word))
        score += USUAL;
    if (is_laughter(t->letters, t->count))
        score += LAUGHTER;
    if (t->apart && is_alphabet(t->letters, t->count))
        score += ALPHABET;
    return score;
}

static int32_t score_of_neighbours(const struct search *s,
                                   const struct token *t)
{
    const struct units *u = s->run->units;
    const struct unit *before = t->from > 0 ? &u->at[t->from - 1] : NULL;
    uint32_t end = t->from + t->count;
    const struct unit *after = end < u->count ? &u->at[end] : NULL;
    int32_t score = 0;

    if ((before != NULL && before->kind == UNIT_DIGIT &&
         u->at[t->from].gap == 0) ||
        (after != NULL && after->kind == UNIT_DIGIT && after->gap == 0))
        score += BY_DIGIT;
    if ((before != NULL && is_latin(before)) ||
        (after != NULL && is_latin(after)))
        score += BY_LATIN;
    if ((before != NULL && before->kind == UNIT_HAN) ||
        (after != NULL && after->kind == UNIT_HAN))
        score += HAN_BESIDE;
    if ((u->kinds & (1U << UNIT_HAN)) == 0 && u->token_count > 1)
        score += NO_HAN;
    return score;
}

static int32_t score_of_piece(const struct token *t, uint32_t from, uint32_t n)
{
    int32_t score = LETTER * (int32_t)(n < LETTERS_MOST ? n : LETTERS_MOST);

    if (n == t->count)
        score += WHOLE;
    else if (from == 0 || from + n == t->count)
        score += AT_END;
    for (uint32_t i = 0; i < t->count; i++)
        if ((i < from || i >= from + n) && is_vowel(t->letters[i]))
            score += VOWEL;
    return score;
}

static const struct entry *first_entry(const struct initials_index *x,
                                       uint64_t key)
{
    uint32_t from = 0;
    uint32_t to = x->count;

    while (from < to) {
        uint32_t middle = from + (to - from) / 2;

        if (x->entry[middle].key < key)
            from = middle + 1;
        else
            to = middle;
    }
    return &x->entry[from];
}

/* Few tokens have anything that looks like a term. */
static void score_token(const struct search *s, struct token *t)
{
    if (t->scored)
        return;
    t->scored = true;
    t->score = score_of_word(t) + score_of_neighbours(s, t);
    if (is_capital(s, t))
        t->score += CAPITALS;
}

static void look_up(const struct search *s, struct token *t, uint32_t from,
                    uint32_t n, uint64_t key)
{
    const struct initials_index *x = s->index;
    const struct entry *end = x->entry + x->count;

    for (const struct entry *e = first_entry(x, key); e < end && e->key == key;
         e++) {
        const struct seer_term *term = &s->run->term[e->term];
        struct seer_sight sight = {
            .term = e->term,
            .from = t->from + from,
            .to = t->from + from + n,
            .disguises = DISGUISE_BIT(DISGUISE_INITIALS) |
                         (t->apart ? DISGUISE_BIT(DISGUISE_GAPS) : 0),
        };

        score_token(s, t);
        sight.score = t->score + score_of_piece(t, from, n);
        sight.certainty =
            certainty_of(DISGUISE_INITIALS, term->count, sight.score);
        if (sight.certainty >= s->run->least || term->doubtful)
            seer_found(s->run, &sight);
    }
}

static void look_at(const struct search *s, struct token *t)
{
    uint32_t shortest = t->apart ? t->count : SHORTEST;

    if (!read_token(s->run->units, t))
        return;
    for (uint32_t from = 0; from + shortest <= t->count; from++) {
        uint64_t h = HASH_START;

        for (uint32_t n = 1; from + n <= t->count; n++) {
            h = hash_byte(h, (unsigned char)t->letters[from + n - 1]);
            if (n >= shortest && may_be(s->index, hash_end(h)))
                look_up(s, t, from, n, hash_end(h));
        }
    }
}

static void find(const void *index, const struct guess_run *r)
{
    const struct units *u = r->units;
    struct search s = {.index = index, .run = r};
    struct token t;

    for (uint32_t i = 0; i < u->token_count;) {
        i += token_at(u, u->token[i], &t);
        look_at(&s, &t);
    }
}

bool initials_maybe(const struct units *u, uint32_t from, uint32_t *ret_to)
{
    struct token t;

    (void)token_at(u, from, &t);
    *ret_to = from + t.count;
    return read_token(u, &t) &&
           (!is_spoken(t.letters, t.count) ||
            !english_common((struct span){t.letters, t.count}));
}

const struct seer seer_initials = {DISGUISE_BIT(DISGUISE_INITIALS), false,
                                   build, find, free_index};
