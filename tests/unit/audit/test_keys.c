#include "../unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/keys.h"
#include "audit/seal.h"

static void a_missing_key_is_made_once(void **state)
{
    char path[] = "/tmp/paifang-key-XXXXXX";
    struct secret s = {.path = path};
    struct arena *a = arena_new(1 << 16);
    struct span first;
    struct span again;
    struct stat st;
    bool made;
    struct err e;

    (void)state;
    (void)close(mkstemp(path));
    (void)unlink(path);
    assert_true(key_load(&s, "audit.text_key", a, &first, &made, &e));
    assert_true(made);
    assert_int_equal(first.len, 64);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777U, 0600);
    assert_true(key_load(&s, "audit.text_key", a, &again, &made, &e));
    assert_false(made);
    assert_span_equal(again, first);
    s.value = arena_printf(a, SPAN_FMT "\n", SPAN_ARG(first));
    assert_true(key_load(&s, "audit.text_key", a, &again, &made, &e));
    assert_span_equal(again, first);
    (void)unlink(path);
    arena_free(&a);
}

static void bad_keys_are_config_errors(void **state)
{
    static const struct secret secrets[] = {
        {.value = {NULL, 0}},
        {.value = SPAN_INIT("short")},
        {.path = "/nonexistent/folder/key"},
        {.path = "/dev/zero"},
        {.path = "/tmp"},
    };
    struct arena *a = arena_new(1 << 16);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        struct span key;
        bool made;
        struct err e;

        assert_false(
            key_load(&secrets[i], "audit.text_key", a, &key, &made, &e));
        assert_int_equal(e.kind, ERR_CONFIG);
        assert_false(made);
        assert_int_equal(strncmp(e.text, "audit.text_key", 14), 0);
    }
    arena_free(&a);
}

static void a_seal_opens_only_with_its_key_label_and_bytes(void **state)
{
    const struct span key = SPAN("0123456789abcdef0123456789abcdef");
    struct buf sealed = buf_make(1024);
    struct buf plain = buf_make(1024);
    struct err e;

    (void)state;
    assert_true(seal_close(key, SPAN("a"), SPAN("secret"), &sealed, &e));
    assert_int_equal(sealed.len, 12 + 6 + 16);
    assert_true(seal_open(key, SPAN("a"), buf_span(&sealed), &plain, &e));
    assert_span_equal(buf_span(&plain), SPAN("secret"));
    assert_false(seal_open(key, SPAN("b"), buf_span(&sealed), &plain, &e));
    assert_false(
        seal_open(SPAN("another"), SPAN("a"), buf_span(&sealed), &plain, &e));
    assert_false(seal_open(key, SPAN("a"), SPAN("too short"), &plain, &e));
    for (size_t i = 0; i < sealed.len; i++) {
        sealed.at[i] = (char)(sealed.at[i] ^ 1);
        assert_false(seal_open(key, SPAN("a"), buf_span(&sealed), &plain, &e));
        sealed.at[i] = (char)(sealed.at[i] ^ 1);
    }
    buf_free(&sealed);
    buf_free(&plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_key_is_made_once),
        cmocka_unit_test(bad_keys_are_config_errors),
        cmocka_unit_test(a_seal_opens_only_with_its_key_label_and_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
