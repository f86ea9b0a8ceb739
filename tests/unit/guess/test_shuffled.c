/* Whatever the order, a term that was asked for is found. */
#include "../unit.h"

#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "guess/seer.h"
#include "guess/shuffled.h"
#include "guess/shuffled_index.h"
#include "looking.h"

enum { ROUNDS = 40 };

/* Common characters, then rare ones, all Simplified. */
static const uint32_t own[SEER_LONGEST_TERM] = {
    0x4E2D, 0x56FD, 0x4EBA, 0x62FD, 0x5254, 0x63A3, 0x7898, 0x8C1A,
    0x9CDE, 0x7FB8, 0x8E6D, 0x66DD, 0x55B5, 0x88D4, 0x5F27, 0x70EB};
static const uint32_t foreign[SHUFFLED_FOREIGN] = {0x9E7F, 0x9F13};

static uint32_t below(uint32_t *seed, uint32_t most)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 16U) % most;
}

static void swap(uint32_t *a, uint32_t *b)
{
    uint32_t c = *a;

    *a = *b;
    *b = c;
}

/* Mixes them, with foreign ones between the first and the last. */
static uint32_t shuffle(uint32_t *c, uint32_t count, uint32_t *seed)
{
    for (uint32_t i = count; i > 1; i--)
        swap(&c[i - 1], &c[below(seed, i)]);
    for (uint32_t k = 0; k < SHUFFLED_FOREIGN; k++) {
        uint32_t at = 1 + below(seed, count - 1);

        memmove(&c[at + 1], &c[at], (count - at) * sizeof(*c));
        c[at] = foreign[k];
        count++;
    }
    return count;
}

static const char *write_all(const uint32_t *c, uint32_t count, char *ret)
{
    size_t len = 0;

    for (uint32_t i = 0; i < count; i++)
        len += utf8_put(c[i], ret + len);
    ret[len] = '\0';
    return ret;
}

static void every_order_is_found(void **state)
{
    struct looking l;
    uint32_t seed = 7;

    (void)state;
    looking_start(&l);
    l.asked = DISGUISE_BIT(DISGUISE_SHUFFLED);
    l.floor = 0;
    for (uint32_t length = 2; length <= SEER_LONGEST_TERM; length++) {
        for (uint32_t round = 0; round < ROUNDS; round++) {
            uint32_t c[SEER_LONGEST_TERM + SHUFFLED_FOREIGN];
            uint32_t count = length;
            char term[128];
            char text[128];

            memcpy(c, own, count * sizeof(*c));
            (void)write_all(c, count, term);
            count = shuffle(c, count, &seed);
            (void)write_all(c, count, text);
            assert_non_null(strstr(look(&l, term, text), text));
        }
    }
    looking_stop(&l);
}

/* Terms of few characters, some of them several times. */
static void every_order_is_found_with_the_same_character_again(void **state)
{
    enum { FEW = 3, MOST = 8 };
    struct looking l;
    uint32_t seed = 3;

    (void)state;
    looking_start(&l);
    l.asked = DISGUISE_BIT(DISGUISE_SHUFFLED);
    l.floor = 0;
    for (uint32_t round = 0; round < 40 * ROUNDS; round++) {
        uint32_t c[MOST + SHUFFLED_FOREIGN];
        uint32_t count = 3 + below(&seed, MOST - 2);
        char term[64];
        char text[64];

        for (uint32_t i = 0; i < count; i++)
            c[i] = own[i < 2 ? i : below(&seed, FEW)];
        (void)write_all(c, count, term);
        count = shuffle(c, count, &seed);
        (void)write_all(c, count, text);
        if (strstr(look(&l, term, text), text) == NULL)
            fail_msg("%s in %s", term, text);
    }
    looking_stop(&l);
}

static struct shuffled_index *index_of(const uint32_t *c, uint32_t count)
{
    struct seer_term term = {.count = (uint8_t)count,
                             .han = (uint8_t)count,
                             .disguises = DISGUISE_BIT(DISGUISE_SHUFFLED)};

    memcpy(term.c, c, count * sizeof(*c));
    return shuffled_index_new(&term, 1);
}

static bool is_listed(const struct shuffled_index *x, uint32_t c, uint32_t d)
{
    bool near = shuffled_near(x->near[screen_number(c)], screen_number(d));
    struct listed terms = listing_get(x->pairs, listing_pair(c, d));

    if (terms.count == 0)
        return false;
    assert_true(near);
    assert_int_equal(shuffled_term(terms.at[0]), 0);
    return true;
}

/* 电 and 话 are met together all the time: of 激情电话 they are no pair. */
static void ordinary_pairs_are_not_listed(void **state)
{
    static const uint32_t c[] = {0x6FC0, 0x60C5, 0x7535, 0x8BDD};
    struct shuffled_index *x = index_of(c, COUNT_OF(c));
    uint32_t pairs = 0;

    (void)state;
    assert_non_null(x);
    for (size_t i = 0; i < COUNT_OF(c); i++)
        for (size_t k = 0; k < COUNT_OF(c); k++)
            pairs += is_listed(x, c[i], c[k]);
    assert_int_equal(pairs, COUNT_OF(c) - 2);
    assert_false(is_listed(x, 0x7535, 0x8BDD));
    assert_false(is_listed(x, 0x8BDD, 0x7535));
    assert_false(is_listed(x, 0x6FC0, 0x60C5));
    shuffled_index_free(x);
}

/* Texts are looked through in blocks. */
static void a_long_text_is_searched_across_its_blocks(void **state)
{
    enum { LONGEST = 300 };
    static const uint32_t turned[] = {0x62FD, 0x4EBA, 0x5254};
    struct looking l;

    (void)state;
    looking_start(&l);
    l.asked = DISGUISE_BIT(DISGUISE_SHUFFLED);
    l.floor = 0;
    for (uint32_t before = 230; before < LONGEST; before++) {
        uint32_t c[LONGEST + COUNT_OF(turned)];
        char text[4 * (LONGEST + COUNT_OF(turned)) + 1];
        char term[16];

        for (uint32_t i = 0; i < before; i++)
            c[i] = foreign[i % 2];
        memcpy(c + before, turned, sizeof(turned));
        (void)write_all((const uint32_t[]){0x5254, 0x62FD, 0x4EBA}, 3, term);
        (void)write_all(c, before + COUNT_OF(turned), text);
        assert_non_null(
            strstr(look(&l, term, text), text + (size_t)before * 3));
    }
    looking_stop(&l);
}

static void the_same_character_again_has_no_order(void **state)
{
    static const uint32_t c[] = {0x6BD2, 0x6BD2};

    (void)state;
    assert_null(index_of(c, COUNT_OF(c)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order_is_found),
        cmocka_unit_test(every_order_is_found_with_the_same_character_again),
        cmocka_unit_test(ordinary_pairs_are_not_listed),
        cmocka_unit_test(a_long_text_is_searched_across_its_blocks),
        cmocka_unit_test(the_same_character_again_has_no_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
