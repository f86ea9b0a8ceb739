#include "../unit.h"

#include "base/heap.h"
#include "guess/listing.h"
#include "guess/sieve.h"

static void lists_what_was_entered(void **state)
{
    struct listing_entry entry[] = {
        {7, 3}, {listing_pair(1, 2), 9}, {7, 1}, {7, 3}, {0, 0}};
    struct listing *l = listing_new(entry, 5);
    struct listed found = listing_get(l, 7);

    (void)state;
    assert_int_equal(found.count, 2);
    assert_int_equal(found.at[0], 1);
    assert_int_equal(found.at[1], 3);
    assert_int_equal(listing_get(l, listing_pair(1, 2)).at[0], 9);
    assert_int_equal(listing_get(l, 0).count, 1);
    assert_int_equal(listing_get(l, listing_pair(2, 1)).count, 0);
    listing_free(&l);
    assert_null(l);
}

static void answers_a_full_batch_as_one_by_one(void **state)
{
    struct listing_entry entry[] = {{0, 5}, {6, 1}, {6, 2}, {9, 3}};
    struct listing *l = listing_new(entry, 4);
    struct listing_batch batch = {0};

    (void)state;
    for (uint32_t i = 0; i < LISTING_BATCH; i++)
        assert_int_equal(listing_ask(l, &batch, i % 10, i),
                         i + 1 == LISTING_BATCH);
    listing_answer(l, &batch);
    for (uint32_t i = 0; i < batch.count; i++) {
        struct listed found = listing_get(l, i % 10);

        assert_int_equal(batch.at[i].tag, i);
        assert_int_equal(batch.at[i].found.count, found.count);
        if (found.count > 0)
            assert_ptr_equal(batch.at[i].found.at, found.at);
    }
    listing_free(&l);
}

static void finds_every_one_of_many(void **state)
{
    enum { MANY = 5000 };
    struct listing_entry *entry = heap_array(MANY, sizeof(*entry));
    struct listing *l;

    (void)state;
    for (uint32_t i = 0; i < MANY; i++)
        entry[i] = (struct listing_entry){(uint64_t)i * i, i};
    l = listing_new(entry, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        struct listed found = listing_get(l, (uint64_t)i * i);

        assert_int_equal(found.count, 1);
        assert_int_equal(found.at[0], i);
    }
    heap_free(entry);
    listing_free(&l);
}

/* Among so many keys some are not in their own bucket. */
static void keys_have_one_value_or_several(void **state)
{
    enum { KEYS = 2000 };
    struct listing_entry entry[KEYS * 2];
    uint32_t count = 0;
    struct listing *l;

    (void)state;
    for (uint32_t key = 0; key < KEYS; key++)
        for (uint32_t k = 0; k <= key % 3 / 2; k++)
            entry[count++] = (struct listing_entry){key * 7ULL, key + k};
    l = listing_new(entry, count);
    for (uint32_t key = 0; key < KEYS; key++) {
        struct listed found = listing_get(l, key * 7ULL);

        assert_int_equal(found.count, key % 3 == 2 ? 2 : 1);
        for (uint32_t k = 0; k < found.count; k++)
            assert_int_equal(found.at[k], key + k);
        assert_int_equal(listing_get(l, key * 7ULL + 1).count, 0);
    }
    listing_free(&l);
}

static void entries_are_sorted_by_key_then_value(void **state)
{
    enum { MANY = 3000 };
    struct listing_entry entry[MANY];
    uint32_t seed = 1;

    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        seed = seed * 1664525U + 1013904223U;
        entry[i] = (struct listing_entry){
            (uint64_t)(seed >> 28U) << 40U | (seed >> 9U & 7U), seed >> 20U};
    }
    listing_sort(entry, MANY);
    for (uint32_t i = 1; i < MANY; i++)
        assert_true(entry[i - 1].key < entry[i].key ||
                    (entry[i - 1].key == entry[i].key &&
                     entry[i - 1].value <= entry[i].value));
}

static void an_empty_list_has_nothing(void **state)
{
    struct listing *l = listing_new(NULL, 0);

    (void)state;
    assert_int_equal(listing_get(l, 0).count, 0);
    listing_free(&l);
    listing_free(&l);
}

static void the_sieve_holds_back_most_others(void **state)
{
    struct sieve *s = sieve_new(1000);
    uint32_t passed = 0;

    (void)state;
    for (uint32_t i = 0; i < 1000; i++)
        sieve_add(s, 0x4E00 + i * 7, 0x5000 + i * 13);
    for (uint32_t i = 0; i < 1000; i++)
        assert_true(sieve_maybe(s, 0x4E00 + i * 7, 0x5000 + i * 13));
    for (uint32_t i = 0; i < 10000; i++)
        passed += sieve_maybe(s, 0x4E00 + i, 0x6000 + i * 3) ? 1 : 0;
    assert_true(passed < 2000);
    table_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_what_was_entered),
        cmocka_unit_test(finds_every_one_of_many),
        cmocka_unit_test(keys_have_one_value_or_several),
        cmocka_unit_test(answers_a_full_batch_as_one_by_one),
        cmocka_unit_test(entries_are_sorted_by_key_then_value),
        cmocka_unit_test(an_empty_list_has_nothing),
        cmocka_unit_test(the_sieve_holds_back_most_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
