#include <stdio.h>
#include <unistd.h>

#include "../unit.h"
#include "base/attr.h"
#include "translate/breaker.h"
#include "translate/cache.h"

static struct sha256 key_of(const char *text)
{
    return translate_key(&(struct translate_key_parts){
        span_of(text), SPAN("p"), SPAN("g"), SPAN("en"), SPAN("zh-Hans")});
}

static void keys_tell_their_parts_apart(void **state)
{
    const struct translate_key_parts parts[] = {
        {SPAN_INIT("a"), SPAN_INIT("p"), SPAN_INIT("g"), SPAN_INIT("en"),
         SPAN_INIT("zh-Hans")},
        {SPAN_INIT("b"), SPAN_INIT("p"), SPAN_INIT("g"), SPAN_INIT("en"),
         SPAN_INIT("zh-Hans")},
        {SPAN_INIT("a"), SPAN_INIT("q"), SPAN_INIT("g"), SPAN_INIT("en"),
         SPAN_INIT("zh-Hans")},
        {SPAN_INIT("a"), SPAN_INIT("p"), SPAN_INIT("h"), SPAN_INIT("en"),
         SPAN_INIT("zh-Hans")},
        {SPAN_INIT("a"), SPAN_INIT("p"), SPAN_INIT("g"), SPAN_INIT("zh-Hans"),
         SPAN_INIT("en")},
        {SPAN_INIT("ap"), SPAN_INIT(""), SPAN_INIT("g"), SPAN_INIT("en"),
         SPAN_INIT("zh-Hans")},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        for (size_t k = 0; k < i; k++) {
            struct sha256 x = translate_key(&parts[i]);
            struct sha256 y = translate_key(&parts[k]);

            assert_memory_not_equal(x.raw, y.raw, sizeof(x.raw));
        }
}

static void gives_back_what_was_put(void **state)
{
    struct translate_cache *c = translate_cache_new(1 << 20, 60000);
    struct arena *a = arena_new(1 << 20);
    struct sha256 k = key_of("hello");
    struct span got;

    (void)state;
    assert_false(translate_cache_get(c, &k, a, &got));
    translate_cache_put(c, &k, SPAN("你好"));
    assert_true(translate_cache_get(c, &k, a, &got));
    assert_span_equal(got, SPAN("你好"));
    translate_cache_put(c, &k, SPAN("您好"));
    assert_true(translate_cache_get(c, &k, a, &got));
    assert_span_equal(got, SPAN("您好"));
    assert_int_equal(translate_cache_stats(c).entries, 1);
    arena_free(&a);
    translate_cache_free(&c);
}

static void forgets_with_time(void **state)
{
    struct translate_cache *c = translate_cache_new(1 << 20, 1);
    struct arena *a = arena_new(1 << 20);
    struct sha256 k = key_of("hello");
    struct span got;

    (void)state;
    translate_cache_put(c, &k, SPAN("你好"));
    (void)usleep(3000);
    assert_false(translate_cache_get(c, &k, a, &got));
    assert_int_equal(translate_cache_stats(c).entries, 0);
    arena_free(&a);
    translate_cache_free(&c);
}

static void stays_within_its_bytes_and_keeps_what_is_used(void **state)
{
    static char big[1000];
    struct translate_cache *c = translate_cache_new(64 << 10, 60000);
    struct arena *a = arena_new(16 << 20);
    struct sha256 used = key_of("used");
    struct span got;

    (void)state;
    translate_cache_put(c, &used, SPAN("x"));
    for (int i = 0; i < 1000; i++) {
        char text[16];
        struct sha256 k;

        (void)snprintf(text, sizeof(text), "%d", i);
        k = key_of(text);
        translate_cache_put(c, &k, (struct span){big, sizeof(big)});
        assert_true(translate_cache_get(c, &used, a, &got));
        assert_true(translate_cache_stats(c).bytes <= 64 << 10);
    }
    assert_true(translate_cache_stats(c).entries > 20);
    arena_free(&a);
    translate_cache_free(&c);
}

static void breaker_opens_probes_and_closes(void **state)
{
    struct breaker b = {.failures = 0};
    uint64_t now = 1000;

    (void)state;
    for (int i = 1; i < BREAKER_FAILURES; i++) {
        assert_true(breaker_asks(&b, now));
        breaker_failed(&b, now, 0);
    }
    assert_true(breaker_asks(&b, now));
    breaker_failed(&b, now, 0);
    assert_false(breaker_asks(&b, now));
    assert_false(breaker_asks(&b, now + BREAKER_REST_MS - 1));
    now += BREAKER_REST_MS;
    assert_true(breaker_asks(&b, now));  /* the probe */
    assert_false(breaker_asks(&b, now)); /* and only one */
    breaker_failed(&b, now, 0);
    assert_false(breaker_asks(&b, now + 2ULL * BREAKER_REST_MS - 1));
    now += 2ULL * BREAKER_REST_MS;
    assert_true(breaker_asks(&b, now));
    breaker_worked(&b);
    assert_true(breaker_asks(&b, now));
    assert_true(breaker_asks(&b, now));
}

static void breaker_heeds_what_the_provider_asks(void **state)
{
    struct breaker b = {.failures = 0};

    (void)state;
    assert_true(breaker_asks(&b, 0));
    breaker_failed(&b, 0, 7000);
    assert_false(breaker_asks(&b, 6999));
    assert_true(breaker_asks(&b, 7000));
    breaker_unknown(&b); /* a probe that told nothing frees its place */
    assert_true(breaker_asks(&b, 7000));
    breaker_failed(&b, 7000, 1ULL << 40);
    assert_true(breaker_asks(&b, 7000 + BREAKER_MOST_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_tell_their_parts_apart),
        cmocka_unit_test(gives_back_what_was_put),
        cmocka_unit_test(forgets_with_time),
        cmocka_unit_test(stays_within_its_bytes_and_keeps_what_is_used),
        cmocka_unit_test(breaker_opens_probes_and_closes),
        cmocka_unit_test(breaker_heeds_what_the_provider_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
