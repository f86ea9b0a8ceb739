#include "guess/sound_index.h"

#include <string.h>

#include "base/heap.h"
#include "base/table.h"
#include "guess/certainty.h"
#include "guess/context.h"

void sounds_add(struct sounds *s, uint32_t sound, uint32_t units)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->at[i] == sound)
            return;
    if (s->count == SOUND_MANY)
        return;
    s->at[s->count] = (uint16_t)sound;
    s->units[s->count++] = (uint8_t)units;
}

void sounds_of_character(uint32_t c, struct sounds *ret)
{
    uint32_t count;
    const uint16_t *r = readings_of(c, &count);

    ret->count = 0;
    for (uint32_t i = 0; i < count; i++)
        sounds_add(ret, READING_SYLLABLE(r[i]), 1);
    if (count == 0)
        sounds_add(ret, sound_of_itself(c), 1);
}

static bool wants(const struct seer_term *t)
{
    return (t->disguises & (DISGUISE_BIT(DISGUISE_PINYIN) |
                            DISGUISE_BIT(DISGUISE_HOMOPHONES))) != 0;
}

/* Portable: not every processor that this is built for can count bits in one
 * instruction. */
static uint32_t count_bits(uint64_t w)
{
    w -= w >> 1U & 0x5555555555555555U;
    w = (w & 0x3333333333333333U) + (w >> 2U & 0x3333333333333333U);
    w = (w + (w >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
    return (uint32_t)(w * 0x0101010101010101U >> 56U);
}

struct sound_run *sound_run(const struct sound_index *x, uint32_t pair)
{
    uint64_t below = sound_bit(pair) - 1;

    return &x->run[x->bits_before[pair / 64] +
                   count_bits(x->any[pair / 64] & below)];
}

/* The only sound of character i. */
static uint16_t only_sound(const struct seer_term *t, uint32_t i)
{
    struct sounds s;

    if (i >= t->count)
        return SOUND_ANY;
    sounds_of_character(t->c[i], &s);
    return s.count == 1 ? s.at[0] : SOUND_ANY;
}

/* What a term's entries share. */
struct third {
    uint16_t sound;
    uint64_t bits; /* for its run */
};

static struct third third_of(const struct seer_term *t)
{
    struct third third = {SOUND_ANY, UINT64_MAX};
    struct sounds s;

    if (t->count < 3) {
        if (!t->doubtful)
            third = (struct third){SOUND_NONE, 0};
        return third;
    }
    sounds_of_character(t->c[2], &s);
    third.sound = only_sound(t, 2);
    third.bits = 0;
    for (uint32_t i = 0; i < s.count; i++)
        third.bits |= sound_bit(s.at[i]);
    return third;
}

/* Terms of two go before the others; each kind keeps its order. */
static void put(const struct sound_index *x, struct sound_run *run,
                const struct sound_entry *e, uint64_t thirds)
{
    struct sound_entry *at = x->entry + run->first;
    uint32_t to = run->count++;

    if (e->third != SOUND_NONE) {
        run->thirds |= thirds;
        at[to] = *e;
        return;
    }
    memmove(at + run->twos + 1, at + run->twos, (to - run->twos) * sizeof(*at));
    at[run->twos++] = *e;
}

static void count_term(uint32_t *count, const struct seer_term *t)
{
    struct sounds one, two;

    sounds_of_character(t->c[0], &one);
    sounds_of_character(t->c[1], &two);
    for (uint32_t i = 0; i < one.count; i++)
        for (uint32_t k = 0; k < two.count; k++)
            count[sound_pair(one.at[i], two.at[k])]++;
}

static void place_term(struct sound_index *x, const struct seer_term *t,
                       uint32_t number)
{
    struct third third = third_of(t);
    struct sound_entry e = {number, third.sound, only_sound(t, 3)};
    struct sounds one, two;

    x->cost[number] = (int16_t)context_term(t->c, t->count);
    if (t->count == 2 && x->cost[number] < x->cheapest)
        x->cheapest = x->cost[number];
    sounds_of_character(t->c[0], &one);
    sounds_of_character(t->c[1], &two);
    for (uint32_t i = 0; i < one.count; i++)
        for (uint32_t k = 0; k < two.count; k++)
            put(x, sound_run(x, sound_pair(one.at[i], two.at[k])), &e,
                third.bits);
}

/* Where each run begins. */
static void lay_out(struct sound_index *x, const uint32_t *count)
{
    uint32_t runs = 0;
    uint32_t entries = 0;

    for (uint32_t i = 0; i < SOUND_PAIRS; i++) {
        if (i % 64 == 0)
            x->bits_before[i / 64] = runs;
        if (count[i] == 0)
            continue;
        x->any[i / 64] |= sound_bit(i);
        x->begins[i / SOUNDS / 64] |= sound_bit(i / SOUNDS);
        runs++;
    }
    x->run = table_array(runs, sizeof(*x->run));
    runs = 0;
    for (uint32_t i = 0; i < SOUND_PAIRS; i++) {
        if (count[i] == 0)
            continue;
        x->run[runs++].first = entries;
        entries += count[i];
    }
    x->entry = table_array(entries, sizeof(*x->entry));
}

static void mark_second(uint64_t *on, const struct seer_term *t)
{
    struct sounds two, three;

    if (t->count < 3) {
        if (t->doubtful) /* nothing rules it out */
            memset(on, UINT8_MAX, SOUND_PAIRS / 8);
        return;
    }
    sounds_of_character(t->c[1], &two);
    sounds_of_character(t->c[2], &three);
    for (uint32_t i = 0; i < two.count; i++)
        for (uint32_t k = 0; k < three.count; k++) {
            uint32_t pair = sound_pair(two.at[i], three.at[k]);

            on[pair / 64] |= sound_bit(pair);
        }
}

static struct sound_index *index_terms(const struct seer_term *term,
                                       uint32_t count)
{
    struct sound_index *x = table_new(sizeof(*x));
    uint32_t *entries = heap_array(SOUND_PAIRS, sizeof(*entries));
    uint64_t *on = heap_array(SOUND_PAIRS / 64, sizeof(*on));

    for (uint32_t i = 0; i < count; i++)
        if (wants(&term[i]))
            count_term(entries, &term[i]);
    lay_out(x, entries);
    x->cost = table_array(count, sizeof(*x->cost));
    x->cheapest = INT32_MAX;
    x->least = certainty_score(DISGUISE_HOMOPHONES, 2, GUESS_DEFAULT_CERTAINTY);
    for (uint32_t i = 0; i < count; i++)
        if (wants(&term[i])) {
            place_term(x, &term[i], i);
            mark_second(on, &term[i]);
        }
    sound_class_kinds(x, on);
    heap_free(on);
    heap_free(entries);
    return x;
}

bool sound_build(const struct seer_term *term, uint32_t count, void **ret,
                 struct err *e)
{
    (void)e;
    *ret = NULL;
    syllables_init();
    sound_classes_init();
    for (uint32_t i = 0; i < count && *ret == NULL; i++)
        if (wants(&term[i]))
            *ret = index_terms(term, count);
    return true;
}

void sound_free(void *index)
{
    struct sound_index *x = index;

    table_free(x->run);
    table_free(x->entry);
    table_free(x->cost);
    table_free(x);
}
