#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "guess/readings.h"
#include "guess/syllables.h"

/* "xing hang" for 行; rare ones in brackets. */
static void spell(const char *han, char *ret, size_t room)
{
    size_t at = 0;
    uint32_t c = 0;
    uint32_t count;
    const uint16_t *r;

    ret[0] = '\0';
    assert_true(utf8_next(span_of(han), &at, &c));
    r = readings_of(c, &count);
    for (uint32_t i = 0; i < count; i++)
        (void)snprintf(ret + strlen(ret), room - strlen(ret),
                       READING_SELDOM(r[i]) ? "%s(%s)" : "%s%s",
                       i > 0 ? " " : "", syllable_name(READING_SYLLABLE(r[i])));
}

static void characters_have_all_their_readings(void **state)
{
    static const struct {
        const char *han, *want;
    } cases[] = {
        {"轮", "lun"},   {"女", "nv"}, {"略", "lve"},         {"嗯", "en"},
        {"𬬭", "lun"}, {"a", ""},    {"乐", "le yue(lao)"},
    };
    char seen[64];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        spell(cases[i].han, seen, sizeof(seen));
        if (strchr(cases[i].want, '(') == NULL)
            assert_string_equal(seen, cases[i].want);
        else
            assert_memory_equal(seen, cases[i].want, 6);
    }
    spell("行", seen, sizeof(seen));
    assert_memory_equal(seen, "xing", 4);
    assert_non_null(strstr(seen, "hang"));
}

static void syllables_are_known_by_name(void **state)
{
    (void)state;
    syllables_init();
    for (uint32_t i = 1; i <= SYLLABLE_MOST; i++) {
        const char *name = syllable_name((uint16_t)i);

        assert_int_equal(syllable_find(name, (uint32_t)strlen(name)), i);
    }
    assert_int_equal(syllable_find("tz", 2), 0);
    assert_int_equal(syllable_find("zh", 2), 0);
    assert_int_equal(syllable_find("lue", 3), syllable_find("lve", 3));
    assert_int_equal(syllable_dotted(syllable_find("nu", 2)),
                     syllable_find("nv", 2));
    assert_int_equal(syllable_dotted(syllable_find("ni", 2)), 0);
}

static void tokens_fall_into_syllables_in_every_way(void **state)
{
    static const struct {
        const char *name, *token, *want; /* bits as digits, by letter */
    } cases[] = {
        {"two ways", "xian", "a020"},
        {"one way", "falungong", "204008000"},
        {"no whole division", "helpmu", NULL},
        {"a letter that is left", "fal", NULL},
        {"nothing", "", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint8_t lengths[SYLLABLES_TOKEN] = {0};
        uint32_t n = (uint32_t)strlen(cases[i].token);
        char seen[SYLLABLES_TOKEN + 1] = "";

        assert_int_equal(syllables_divide(cases[i].token, n, lengths),
                         cases[i].want != NULL);
        for (uint32_t k = 0; k < n; k++)
            (void)snprintf(seen + k, 2, "%x", lengths[k] & 15U);
        if (cases[i].want != NULL)
            assert_string_equal(seen, cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_all_their_readings),
        cmocka_unit_test(syllables_are_known_by_name),
        cmocka_unit_test(tokens_fall_into_syllables_in_every_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
