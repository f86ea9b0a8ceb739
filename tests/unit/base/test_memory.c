#include "../unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/table.h"

static void a_full_arena_stays_full(void **state)
{
    struct arena *a = arena_new(64);
    struct err e = {0};

    (void)state;
    assert_non_null(arena_alloc(a, 48));
    assert_null(arena_alloc(a, 32));
    assert_null(arena_alloc(a, 1)); /* would fit, but the post did not */
    assert_true(arena_full(a));
    assert_false(arena_err(a, "hits", &e));
    assert_int_equal(e.kind, ERR_MEMORY);
    arena_reset(a);
    assert_false(arena_full(a));
    assert_non_null(arena_alloc(a, 64));
    arena_free(&a);
    assert_null(a);
}

static void memory_is_zeroed_after_a_reset(void **state)
{
    struct arena *a = arena_new(1 << 20);
    unsigned char *p;

    (void)state;
    memset(arena_alloc(a, 4096), 0xAA, 4096);
    arena_reset(a);
    p = arena_alloc(a, 4096);
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(p[i], 0);
    arena_free(&a);
}

static void sizes_that_overflow_are_refused(void **state)
{
    struct arena *a = arena_new(1 << 20);

    (void)state;
    assert_null(arena_array(a, SIZE_MAX / 2, 4));
    assert_true(arena_full(a));
    arena_free(&a);
}

static void the_nth_allocation_fails_on_request(void **state)
{
    struct arena *a = arena_new(1 << 20);

    (void)state;
    arena_fail_after(a, 2);
    assert_non_null(arena_alloc(a, 1));
    assert_null(arena_alloc(a, 1));
    assert_null(arena_alloc(a, 1));
    arena_free(&a);
}

static void a_buffer_keeps_its_ceiling(void **state)
{
    struct buf b = buf_make(8);

    (void)state;
    buf_add_text(&b, "12345678");
    assert_false(b.failed);
    buf_add_byte(&b, '9');
    assert_true(b.failed);
    buf_reset(&b);
    buf_add_text(&b, "ok");
    assert_string_equal(buf_text(&b), "ok");
    buf_free(&b);
}

static void json_strings_are_escaped(void **state)
{
    struct buf b = buf_make(1000);

    (void)state;
    buf_add_json(&b, SPAN("a\"\\\n\x01你"));
    assert_string_equal(buf_text(&b), "\"a\\\"\\\\\\n\\u0001你\"");
    buf_reset(&b);
    buf_add_u64(&b, UINT64_MAX);
    buf_consume(&b, 10);
    assert_string_equal(buf_text(&b), "3709551615");
    buf_free(&b);
}

static void json_escapes_are_found_at_every_place(void **state)
{
    static const char special[] = {'"', '\\', '\x1f', '\n'};
    struct buf b = buf_make(1000);

    (void)state;
    for (size_t len = 1; len < 20; len++)
        for (size_t at = 0; at < len; at++)
            for (size_t k = 0; k < sizeof(special); k++) {
                char text[20];

                memset(text, (int)(0x7F + at), len); /* DEL and above */
                text[at] = special[k];
                buf_reset(&b);
                buf_add_json(&b, (struct span){text, len});
                assert_true(b.len > len + 2);
                assert_int_equal(b.at[at + 1], '\\');
                assert_memory_equal(b.at + 1, text, at);
                assert_memory_equal(b.at + b.len - (len - at), text + at + 1,
                                    len - at - 1);
            }
    buf_free(&b);
}

/* Of a few bytes to more than a large page. */
static size_t table_bytes(size_t i)
{
    return i % 7 == 0 ? ((size_t)1 << 21U) + i : 1 + i * i * 31;
}

static bool is_filled(const unsigned char *p, size_t bytes, unsigned char with)
{
    return p[0] == with && memcmp(p, p + 1, bytes - 1) == 0;
}

static void tables_are_empty_lines_of_their_own(void **state)
{
    enum { TABLES = 40 };
    unsigned char *table[TABLES];

    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        table[i] = table_new(table_bytes(i));
        assert_int_equal((uintptr_t)table[i] % TABLE_LINE, 0);
        assert_true(is_filled(table[i], table_bytes(i), 0));
        memset(table[i], (int)i + 1, table_bytes(i));
    }
    for (size_t k = 0; k < TABLES; k++) {
        size_t i = k * 17 % TABLES; /* in another order */

        assert_true(
            is_filled(table[i], table_bytes(i), (unsigned char)(i + 1)));
        table_free(table[i]);
    }
    table[0] = table_array(1000, 8);
    assert_true(is_filled(table[0], 8000, 0));
    table_free(table[0]);
    table_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_empty_lines_of_their_own),
        cmocka_unit_test(a_full_arena_stays_full),
        cmocka_unit_test(memory_is_zeroed_after_a_reset),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(the_nth_allocation_fails_on_request),
        cmocka_unit_test(a_buffer_keeps_its_ceiling),
        cmocka_unit_test(json_strings_are_escaped),
        cmocka_unit_test(json_escapes_are_found_at_every_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
