#include <pthread.h>
#include <string.h>

#include "base/attr.h"
#include "base/heap.h"
#include "guess/lexicon.h"
#include "guess/sound_index.h"

enum { SLOTS = 4096 };

uint16_t sound_class_table[READINGS_LAST - READINGS_FIRST + 1];
uint64_t sound_class_bits[SOUND_CLASSES];

static struct sounds sounds_of[SOUND_CLASSES];
static uint32_t classes = 1; /* 0 is none */
static uint16_t slot[SLOTS]; /* classes by their sounds, only to make them */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void sort(struct sounds *s)
{
    for (uint32_t i = 1; i < s->count; i++) {
        uint16_t one = s->at[i];
        uint32_t k = i;

        for (; k > 0 && s->at[k - 1] > one; k--)
            s->at[k] = s->at[k - 1];
        s->at[k] = one;
    }
}

static bool same(const struct sounds *a, const struct sounds *b)
{
    return a->count == b->count &&
           memcmp(a->at, b->at, a->count * sizeof(a->at[0])) == 0;
}

/* There are fewer than SOUND_CLASSES; any more would be looked up slowly. */
static uint16_t class_of(const struct sounds *s)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < s->count; i++)
        at = (at ^ s->at[i]) * 0x9E3779B1U;
    for (at >>= 20U; slot[at] != 0; at = (at + 1) % SLOTS)
        if (same(&sounds_of[slot[at]], s))
            return slot[at];
    if (classes == SOUND_CLASSES)
        return 0;
    sounds_of[classes] = *s;
    for (uint32_t i = 0; i < s->count; i++)
        sound_class_bits[classes] |= sound_bit(s->at[i]);
    slot[at] = (uint16_t)classes;
    return (uint16_t)classes++;
}

static void make_class(uint32_t c)
{
    struct sounds s;

    if (readings_data[c - READINGS_FIRST] == 0)
        return;
    sounds_of_character(c, &s);
    sort(&s);
    sound_class_table[c - READINGS_FIRST] = class_of(&s);
}

/* Common characters first, so that what most texts ask for lies together. */
static void make_classes(void)
{
    for (unsigned use = 0; use <= UINT8_MAX; use++)
        for (uint32_t c = READINGS_FIRST; c <= READINGS_LAST; c++)
            if (lexicon_use(c) == use)
                make_class(c);
}

void sound_classes_init(void)
{
    (void)pthread_once(&once, make_classes);
}

static unsigned kinds_of_pair(const struct sound_index *x, uint32_t pair)
{
    const struct sound_run *run;

    if (!sound_listed(x->any, pair))
        return 0;
    run = sound_run(x, pair);
    return (run->twos > 0 ? SOUND_TWOS : 0U) |
           (run->count > run->twos ? SOUND_MORE : 0U);
}

/* What is told of one sound, or class, and each class behind it. */
struct row {
    uint64_t kinds[SOUND_CLASSES / 32];
    uint64_t goes_on[SOUND_CLASSES / 64];
};

static void read_row(const struct sound_index *x, const uint64_t *on,
                     uint32_t sound, struct row *ret)
{
    uint8_t kinds[SOUNDS];

    for (uint32_t i = 0; i < SOUNDS; i++)
        kinds[i] = (uint8_t)kinds_of_pair(x, sound_pair(sound, i));
    for (uint32_t i = 1; i < classes; i++)
        for (uint32_t k = 0; k < sounds_of[i].count; k++) {
            uint16_t two = sounds_of[i].at[k];

            ret->kinds[i / 32] |= (uint64_t)kinds[two] << (i % 32 * 2);
            ret->goes_on[i / 64] |=
                (uint64_t)sound_listed(on, sound_pair(sound, two)) << (i % 64);
        }
}

/* The row of a class is those of its sounds together. */
static void add_row(struct sound_index *x, uint32_t class,
                    const struct row *row)
{
    uint64_t *kinds = x->kinds + (size_t) class * COUNT_OF(row->kinds);
    uint64_t *goes_on = x->goes_on + (size_t) class * COUNT_OF(row->goes_on);

    for (uint32_t i = 0; i < COUNT_OF(row->kinds); i++)
        kinds[i] |= row->kinds[i];
    for (uint32_t i = 0; i < COUNT_OF(row->goes_on); i++)
        goes_on[i] |= row->goes_on[i];
}

void sound_class_kinds(struct sound_index *x,
                       const uint64_t on[SOUND_PAIRS / 64])
{
    struct row *row = heap_array(SOUND_SELF, sizeof(*row));

    for (uint32_t i = 1; i < SOUND_SELF; i++)
        read_row(x, on, i, &row[i]);
    for (uint32_t i = 1; i < classes; i++)
        for (uint32_t k = 0; k < sounds_of[i].count; k++)
            add_row(x, i, &row[sounds_of[i].at[k]]);
    /* what has none has to be looked at by itself */
    memset(x->kinds, UINT8_MAX, SOUND_CLASSES / 4);
    for (uint32_t i = 1; i < SOUND_CLASSES; i++)
        x->kinds[(size_t)i * SOUND_CLASSES / 32] |= 3;
    heap_free(row);
}
