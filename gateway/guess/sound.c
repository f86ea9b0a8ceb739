/*
 * A text is a lattice of syllables: a Han character has one edge a reading,
 * all to the next unit; a Latin letter one for each syllable that begins with
 * it. Terms are found by the sounds of their first two characters: a bit for
 * each pair of sounds says whether there is any term at all, a list names them.
 * From there on the term leads: its next character either sounds like the
 * text's or not.
 */
#include "guess/sound.h"

#include <string.h>

#include "base/heap.h"
#include "guess/context.h"
#include "guess/readings.h"
#include "guess/syllables.h"

/* Sounds: syllables, then what stands for itself. */
enum { SOUNDS = 512, SELF = SYLLABLE_MOST + 1, MOST_SOUNDS = 8, MOST_MET = 16 };

enum {
    ANY = 0xFFFF,
    NONE = 0xFFFE /* a term of two, and no low floor */
};

struct entry {
    uint32_t term;
    uint16_t third; /* the only sound of the third character, ANY or NONE */
    int16_t cost;   /* of the term to a reader who expects it */
};

enum { PAIRS = SOUNDS * SOUNDS, PAIRS_A_WORD = 64 };

/* The entries of a pair: those with third NONE come first. */
struct run {
    uint64_t thirds; /* third_bit() of all others */
    uint32_t first;
    uint32_t twos, count;
};

/* Small enough to stay in the cache: of the pairs only those with a bit have a
 * run, found by counting the bits before it. */
struct sound_index {
    uint64_t any[PAIRS / PAIRS_A_WORD];
    uint32_t bits_before[PAIRS / PAIRS_A_WORD];
    struct run *run;
    struct entry *entry;
};

struct sounds {
    uint16_t at[MOST_SOUNDS];
    uint8_t units[MOST_SOUNDS]; /* how far each reaches */
    uint32_t count;
};

static void add_sound(struct sounds *s, uint32_t sound, uint32_t units)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i] == sound)
            return;
    if (s->count == MOST_SOUNDS)
        return;
    s->at[s->count] = (uint16_t)sound;
    s->units[s->count++] = (uint8_t)units;
}

static uint32_t sound_of_itself(uint32_t c)
{
    return SELF + c % (SOUNDS - SELF);
}

static void sounds_of_character(uint32_t c, struct sounds *ret)
{
    uint32_t count;
    const uint16_t *r = readings_of(c, &count);

    ret->count = 0;
    for (uint32_t i = 0; i < count; i++)
        add_sound(ret, READING_SYLLABLE(r[i]), 1);
    if (count == 0)
        add_sound(ret, sound_of_itself(c), 1);
}

/* ---- building ---- */

static bool wants(const struct seer_term *t)
{
    return (t->disguises & (DISGUISE_BIT(DISGUISE_PINYIN) |
                            DISGUISE_BIT(DISGUISE_HOMOPHONES))) != 0;
}

static uint32_t pair_of(uint32_t one, uint32_t two)
{
    return one * SOUNDS + two;
}

static uint16_t third_of(const struct seer_term *t)
{
    struct sounds s;

    if (t->count < 3)
        return t->doubtful ? ANY : NONE;
    sounds_of_character(t->c[2], &s);
    return s.count == 1 ? s.at[0] : ANY;
}

static uint64_t third_bit(uint16_t third)
{
    return third == ANY ? UINT64_MAX : 1ULL << (third % 64);
}

static bool is_any(const struct sound_index *x, uint32_t pair)
{
    return (x->any[pair / PAIRS_A_WORD] >> (pair % PAIRS_A_WORD) & 1U) != 0;
}

/* Not every processor that this is built for has an instruction for it. */
static uint32_t count_bits(uint64_t w)
{
    w -= w >> 1U & 0x5555555555555555U;
    w = (w & 0x3333333333333333U) + (w >> 2U & 0x3333333333333333U);
    w = (w + (w >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
    return (uint32_t)(w * 0x0101010101010101U >> 56U);
}

static struct run *run_of(const struct sound_index *x, uint32_t pair)
{
    uint64_t below = (1ULL << (pair % PAIRS_A_WORD)) - 1;

    return &x->run[x->bits_before[pair / PAIRS_A_WORD] +
                   count_bits(x->any[pair / PAIRS_A_WORD] & below)];
}

/* Terms of two go before the others; each kind keeps its order. */
static void put(const struct sound_index *x, struct run *run,
                const struct entry *e)
{
    struct entry *at = x->entry + run->first;
    uint32_t to = run->count++;

    if (e->third != NONE) {
        run->thirds |= third_bit(e->third);
        at[to] = *e;
        return;
    }
    memmove(at + run->twos + 1, at + run->twos, (to - run->twos) * sizeof(*at));
    at[run->twos++] = *e;
}

/* Counts a term's entries in count[pair], or, with an index, writes them. */
static void place(struct sound_index *x, uint32_t *count,
                  const struct seer_term *t, uint32_t number)
{
    struct entry e = {.term = number};
    struct sounds one, two;

    sounds_of_character(t->c[0], &one);
    sounds_of_character(t->c[1], &two);
    if (x != NULL) {
        e.third = third_of(t);
        e.cost = (int16_t)context_term(t->c, t->count);
    }
    for (uint32_t i = 0; i < one.count; i++)
        for (uint32_t k = 0; k < two.count; k++) {
            uint32_t pair = pair_of(one.at[i], two.at[k]);

            if (x != NULL)
                put(x, run_of(x, pair), &e);
            else
                count[pair]++;
        }
}

/* Where each run begins. */
static void lay_out(struct sound_index *x, const uint32_t *count)
{
    uint32_t runs = 0;
    uint32_t entries = 0;

    for (uint32_t i = 0; i < PAIRS; i++) {
        if (i % PAIRS_A_WORD == 0)
            x->bits_before[i / PAIRS_A_WORD] = runs;
        if (count[i] == 0)
            continue;
        x->any[i / PAIRS_A_WORD] |= 1ULL << (i % PAIRS_A_WORD);
        runs++;
    }
    x->run = heap_array(runs, sizeof(*x->run));
    runs = 0;
    for (uint32_t i = 0; i < PAIRS; i++) {
        if (count[i] == 0)
            continue;
        x->run[runs++].first = entries;
        entries += count[i];
    }
    x->entry = heap_array(entries, sizeof(*x->entry));
}

static struct sound_index *index_terms(const struct seer_term *term,
                                       uint32_t count)
{
    struct sound_index *x = heap_new(sizeof(*x));
    uint32_t *entries = heap_array(PAIRS, sizeof(*entries));

    for (uint32_t i = 0; i < count; i++)
        if (wants(&term[i]))
            place(NULL, entries, &term[i], i);
    lay_out(x, entries);
    for (uint32_t i = 0; i < count; i++)
        if (wants(&term[i]))
            place(x, NULL, &term[i], i);
    heap_free(entries);
    return x;
}

static bool build(const struct seer_term *term, uint32_t count, void **ret,
                  struct err *e)
{
    (void)e;
    *ret = NULL;
    syllables_init();
    for (uint32_t i = 0; i < count && *ret == NULL; i++)
        if (wants(&term[i]))
            *ret = index_terms(term, count);
    return true;
}

static void free_index(void *index)
{
    struct sound_index *x = index;

    heap_free(x->run);
    heap_free(x->entry);
    heap_free(x);
}

/* ---- looking ---- */

/* fa3lun2: a tone belongs to the syllable before it. */
static uint32_t past_tone(const struct sound_text *t, uint32_t i)
{
    const struct unit *u = &t->units->at[i];

    return i < t->end && u->kind == UNIT_DIGIT && u->gap == 0 && u->c >= '1' &&
                   u->c <= '5'
               ? i + 1
               : i;
}

static uint16_t syllable_at(const struct sound_text *t, uint32_t i, uint32_t n)
{
    char letters[SYLLABLE_LETTERS];

    for (uint32_t k = 0; k < n; k++)
        letters[k] = (char)t->units->at[i + k].c;
    return syllable_find(letters, n);
}

static void sounds_of_letters(const struct sound_text *t, uint32_t i,
                              struct sounds *ret)
{
    uint8_t lengths = t->syllables[i - t->base];

    for (uint32_t n = 1; lengths >> (n - 1) != 0; n++) {
        uint16_t syllable;

        if (((unsigned)lengths >> (n - 1) & 1U) == 0)
            continue;
        syllable = syllable_at(t, i, n);
        add_sound(ret, syllable, past_tone(t, i + n) - i);
        if (syllable_dotted(syllable) != 0)
            add_sound(ret, syllable_dotted(syllable), past_tone(t, i + n) - i);
    }
}

static void sounds_at(const struct sound_text *t, uint32_t i,
                      struct sounds *ret)
{
    const struct unit *u = &t->units->at[i];

    ret->count = 0;
    if (u->kind == UNIT_HAN) {
        sounds_of_character(u->c, ret);
        return;
    }
    if (u->kind == UNIT_LATIN)
        sounds_of_letters(t, i, ret);
    add_sound(ret, sound_of_itself(u->c), 1);
}

/* Where the term's character c ends if the text has it at unit i; i if not. */
static uint32_t step_han(struct sound_path *p, uint32_t i, uint32_t c,
                         uint32_t seen)
{
    uint32_t count, seen_count;
    const uint16_t *r = readings_of(c, &count);
    const uint16_t *s = readings_of(seen, &seen_count);

    for (uint32_t k = 0; k < count; k++)
        for (uint32_t n = 0; n < seen_count; n++)
            if (READING_SYLLABLE(r[k]) == READING_SYLLABLE(s[n])) {
                p->other++;
                p->seldom += READING_SELDOM(r[k]) || READING_SELDOM(s[n]);
                return i + 1;
            }
    return i;
}

static uint32_t step_letters(const struct sound_text *t, struct sound_path *p,
                             uint32_t i, uint32_t c)
{
    struct sounds here = {.count = 0};
    uint32_t count;
    const uint16_t *r = readings_of(c, &count);
    uint32_t longest = 0;

    sounds_of_letters(t, i, &here);
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t n = 0; n < here.count; n++)
            if (READING_SYLLABLE(r[k]) == here.at[n] && here.units[n] > longest)
                longest = here.units[n];
    p->typed += longest > 0;
    p->letters += longest;
    return i + longest;
}

static uint32_t step(const struct sound_text *t, struct sound_path *p,
                     uint32_t i, uint32_t c)
{
    const struct unit *u = &t->units->at[i];

    if (u->c == c) {
        p->same++;
        return i + 1;
    }
    if (u->kind == UNIT_HAN)
        return step_han(p, i, c, u->c);
    return u->kind == UNIT_LATIN ? step_letters(t, p, i, c) : i;
}

/* Whether a path may go from the unit before i to i. Between syllables a space
 * is how pinyin is written. */
static bool may_pass(const struct sound_text *t, struct sound_path *p,
                     uint32_t i)
{
    const struct unit *u = &t->units->at[i];

    if (u->barred)
        return false;
    if (u->gap == 0)
        return true;
    if (u->gap > 1 || (u->kind != UNIT_LATIN && u[-1].kind != UNIT_LATIN &&
                       u[-1].kind != UNIT_DIGIT))
        p->spread = true;
    return true;
}

static bool is_whole(const struct sound_text *t, uint32_t i, unsigned end)
{
    return t->units->at[i].kind != UNIT_LATIN ||
           (t->token[i - t->base] & (TOKEN_DIVIDED | end)) != 0;
}

/* A letter of the term by itself, p of p过, is none of a longer word's. */
static bool stands_free(const struct sound_text *t, uint32_t from, uint32_t to)
{
    return is_whole(t, from, TOKEN_FIRST) && is_whole(t, to - 1, TOKEN_LAST);
}

static bool walk(const struct sound_text *t, const struct seer_term *term,
                 uint32_t from, struct sound_path *ret)
{
    uint32_t i = from;

    *ret = (struct sound_path){.from = from};
    for (uint32_t k = 0; k < term->count; k++) {
        uint32_t next;

        if (i >= t->end || (k > 0 && !may_pass(t, ret, i)))
            return false;
        next = step(t, ret, i, term->c[k]);
        if (next == i)
            return false;
        i = next;
    }
    ret->to = i;
    return ret->typed + ret->other > 0 && stands_free(t, from, i);
}

/* What one text is looked through with. */
struct search {
    const struct sound_index *index;
    uint32_t met[MOST_MET]; /* terms found at the unit at hand */
    uint32_t met_count;
    const struct guess_run *run;
    struct sound_text text;
};

static uint32_t disguises_of(const struct sound_path *p)
{
    return (p->typed > 0 ? DISGUISE_BIT(DISGUISE_PINYIN) : 0) |
           (p->other > 0 ? DISGUISE_BIT(DISGUISE_HOMOPHONES) : 0) |
           (p->spread ? DISGUISE_BIT(DISGUISE_GAPS) : 0);
}

/* A term is listed under every pair of its sounds. */
static bool is_new(struct search *s, uint32_t term)
{
    for (uint32_t i = 0; i < s->met_count; i++)
        if (s->met[i] == term)
            return false;
    if (s->met_count < MOST_MET)
        s->met[s->met_count++] = term;
    return true;
}

static void meet(struct search *s, const struct entry *e, uint32_t from)
{
    const struct seer_term *term = &s->run->term[e->term];
    struct sound_path p;
    struct seer_sight sight = {.term = e->term};

    if (!walk(&s->text, term, from, &p) || !is_new(s, e->term))
        return;
    sight.disguises = disguises_of(&p);
    if ((sight.disguises & ~term->disguises) != 0)
        return;
    sight.from = p.from;
    sight.to = p.to;
    sight.certainty =
        sound_certainty(&s->text, &p, term, e->cost, &sight.score);
    if (sight.certainty >= SEER_LEAST || term->doubtful)
        seer_found(s->run, &sight);
}

/* The readings of a unit, if it is a Han character with any. */
struct read {
    const uint16_t *reading;
    uint32_t count;
};

static struct read read_unit(const struct unit *u)
{
    struct read r = {NULL, 0};

    if (u->kind == UNIT_HAN)
        r.reading = readings_of(u->c, &r.count);
    return r;
}

static bool third_fits(const struct sound_text *t, uint32_t i, uint16_t third)
{
    struct sounds s;

    if (i >= t->end)
        return false;
    sounds_at(t, i, &s);
    for (uint32_t k = 0; k < s.count; k++)
        if (s.at[k] == third)
            return true;
    return false;
}

/* The bits of all sounds that unit i may have. */
static uint64_t thirds_at(const struct sound_text *t, uint32_t i)
{
    struct read r;
    uint64_t bits = 0;

    if (i >= t->end)
        return UINT64_MAX;
    r = read_unit(&t->units->at[i]);
    for (uint32_t k = 0; k < r.count; k++)
        bits |= third_bit(READING_SYLLABLE(r.reading[k]));
    return r.count > 0 ? bits : UINT64_MAX;
}

static void look_up(struct search *s, uint32_t pair, uint32_t from,
                    uint32_t next)
{
    const struct run *run = run_of(s->index, pair);
    const struct entry *e = s->index->entry + run->first;
    uint64_t thirds;
    uint32_t i = 0;

    if (run->twos > 0 && !sound_ordinary(&s->text, from))
        for (; i < run->twos; i++)
            meet(s, &e[i], from);
    if (run->thirds == 0)
        return;
    thirds = thirds_at(&s->text, next);
    if ((run->thirds & thirds) == 0)
        return;
    for (i = run->twos; i < run->count; i++)
        if (e[i].third == ANY || ((third_bit(e[i].third) & thirds) != 0 &&
                                  third_fits(&s->text, next, e[i].third)))
            meet(s, &e[i], from);
}

/* All pairs of sounds that begin at a unit. */
static void look_at(struct search *s, uint32_t from)
{
    struct sounds one;

    sounds_at(&s->text, from, &one);
    for (uint32_t i = 0; i < one.count; i++) {
        uint32_t next = from + one.units[i];
        struct sounds two;

        if (next >= s->text.end || s->text.units->at[next].barred)
            continue;
        sounds_at(&s->text, next, &two);
        for (uint32_t k = 0; k < two.count; k++) {
            uint32_t pair = pair_of(one.at[i], two.at[k]);

            if (is_any(s->index, pair))
                look_up(s, pair, from, next + two.units[k]);
        }
    }
}

/* As look_at() where two Han characters stand: most of most texts. */
static void look_at_han(struct search *s, uint32_t from, const struct read *one,
                        const struct read *two)
{
    for (uint32_t i = 0; i < one->count; i++)
        for (uint32_t k = 0; k < two->count; k++) {
            uint32_t pair = pair_of(READING_SYLLABLE(one->reading[i]),
                                    READING_SYLLABLE(two->reading[k]));

            if (is_any(s->index, pair))
                look_up(s, pair, from, from + 2);
        }
}

static void look_from(struct search *s, uint32_t from, uint32_t stop)
{
    const struct unit *u = s->text.units->at;
    struct read one = read_unit(&u[from]);

    for (uint32_t i = from; i < stop && i + 1 < s->text.end; i++) {
        struct read two = read_unit(&u[i + 1]);

        s->met_count = 0;
        if (one.count == 0 || two.count == 0)
            look_at(s, i);
        else if (!u[i + 1].barred)
            look_at_han(s, i, &one, &two);
        one = two;
    }
}

static void find(const void *index, const struct guess_run *r)
{
    struct search s;
    uint32_t base = 0;
    uint32_t stop = 0;

    s.index = index;
    s.run = r;
    while (stop < r->units->count) {
        sound_read(&s.text, r->units, base);
        stop = s.text.end == r->units->count ? s.text.end
                                             : s.text.end - SOUND_OVERLAP;
        look_from(&s, base, stop);
        base = stop;
    }
}

const struct seer seer_sound = {DISGUISE_BIT(DISGUISE_PINYIN) |
                                    DISGUISE_BIT(DISGUISE_HOMOPHONES),
                                build, find, free_index};
