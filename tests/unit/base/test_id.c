#include "../unit.h"

#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/id.h"

static void ids_are_version_7_and_sort_by_time(void **state)
{
    char last[ID_TEXT] = "";
    char id[ID_TEXT];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        id_new(id);
        assert_true(id_valid(span_of(id)));
        assert_int_equal(id[14], '7');
        assert_non_null(strchr("89ab", id[19]));
        assert_true(strcmp(last, id) < 0);
        memcpy(last, id, sizeof(id));
    }
    assert_false(id_valid(SPAN("01890A5D-ac96-774b-bcce-b302099a8057")));
}

static void times_print_as_rfc_3339(void **state)
{
    char text[CLOCK_TEXT];

    (void)state;
    assert_string_equal(clock_text(1736847000123, text),
                        "2025-01-14T09:30:00.123Z");
}

/* FIPS 180-4 example and RFC 4231 test case 2. */
static void digests_match_published_vectors(void **state)
{
    char text[SHA256_TEXT];
    struct sha256 d = sha256_of(SPAN("abc"));

    (void)state;
    assert_string_equal(
        sha256_hex(&d, text),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    d = hmac_sha256(SPAN("Jefe"), SPAN("what do ya want for nothing?"));
    assert_string_equal(
        sha256_hex(&d, text),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void errors_gather_context_outermost_first(void **state)
{
    struct err e = {0};

    (void)state;
    assert_false(err_set(&e, ERR_LIMIT, "post.too_long", "folding %d", 9));
    assert_false(err_in(&e, "step %s", "fold"));
    assert_string_equal(e.text, "step fold: folding 9");
    assert_int_equal(err_meaning(e.kind)->status, 413);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_version_7_and_sort_by_time),
        cmocka_unit_test(times_print_as_rfc_3339),
        cmocka_unit_test(digests_match_published_vectors),
        cmocka_unit_test(errors_gather_context_outermost_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
