/* What an emoji stands for in terms: characters of its names, and characters
 * that sound like them. */
#include "base/heap.h"
#include "base/utf8.h"
#include "guess/emoji.h"
#include "guess/readings.h"
#include "guess/shape_build.h"

/* What one emoji is found to stand for, the cheapest way of each. */
struct emoji_list {
    struct listing *by_sound; /* syllable → characters of terms */
    struct listing *written;  /* the characters of terms */
    struct listing_entries found;
};

/* Prices in 1/LEXICON_NAT nats, by the length of the name. */
static const uint8_t name_price[EMOJI_NAMES] = {6, 48, 72};
static const uint8_t sound_price[EMOJI_NAMES] = {24, 84, 110};

static void add_sounds(struct listing_entries *e, uint32_t c)
{
    uint32_t count;
    const uint16_t *reading = readings_of(c, &count);

    for (uint32_t i = 0; i < count; i++)
        if (!READING_SELDOM(reading[i]))
            listing_add(e, READING_SYLLABLE(reading[i]), c);
}

static void mean(struct emoji_list *l, const struct emoji_row *row, uint32_t c,
                 uint32_t n)
{
    uint32_t count;
    const uint16_t *reading = readings_of(c, &count);

    if (listing_get(l->written, c).count > 0)
        listing_add(&l->found, listing_pair(row->emoji, c), name_price[n]);
    for (uint32_t i = 0; i < count; i++) {
        struct listed same;

        if (READING_SELDOM(reading[i]))
            continue;
        same = listing_get(l->by_sound, READING_SYLLABLE(reading[i]));
        for (uint32_t k = 0; k < same.count; k++)
            listing_add(&l->found, listing_pair(row->emoji, same.at[k]),
                        sound_price[n]);
    }
}

static struct listing *cheapest(struct listing_entries *found)
{
    struct listing_entries e = {0};

    if (found->count > 0)
        listing_sort(found->at, found->count);
    for (size_t i = 0; i < found->count; i++) {
        const struct listing_entry *f = &found->at[i];

        if (i == 0 || f->key != found->at[i - 1].key)
            listing_add(&e, f->key >> 32U, (uint32_t)f->key << 8U | f->value);
    }
    heap_free(found->at);
    return listing_of(&e);
}

struct listing *shape_list_emoji(const struct seer_term *term, uint32_t count)
{
    struct emoji_list l = {0};
    struct listing_entries sounds = {0};
    struct listing_entries written = {0};
    struct emoji_row row;
    uint32_t characters;
    uint32_t *c = shape_characters(term, count, DISGUISE_BIT(DISGUISE_EMOJI),
                                   &characters);
    uint32_t at = 0;

    for (uint32_t i = 0; i < characters; i++) {
        add_sounds(&sounds, c[i]);
        listing_add(&written, c[i], 0);
    }
    heap_free(c);
    l.by_sound = listing_of(&sounds);
    l.written = listing_of(&written);
    while (emoji_next(&at, &row)) {
        for (uint32_t n = 0; n < EMOJI_NAMES; n++) {
            size_t from = 0;
            uint32_t meant;

            while (utf8_next(row.meant[n], &from, &meant))
                mean(&l, &row, meant, n);
        }
    }
    listing_free(&l.by_sound);
    listing_free(&l.written);
    return cheapest(&l.found);
}
