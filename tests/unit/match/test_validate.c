/* Validators: numbers that are real, and near ones that are not. */
#include "../unit.h"

#include "base/attr.h"
#include "match/validate.h"

static const struct {
    const char *name, *validator, *text;
    bool want;
} cases[] = {
    {"a test card", "luhn", "4111111111111111", true},
    {"with spaces", "luhn", "4111 1111 1111 1111", true},
    {"with hyphens", "luhn", "5500-0055-5555-5559", true},
    {"15 digits", "luhn", "378282246310005", true},
    {"19 digits", "luhn", "6212345678901232000", false},
    {"full-width digits", "luhn", "４１１１１１１１１１１１１１１１", true},
    {"a wrong check digit", "luhn", "4111111111111112", false},
    {"two digits swapped", "luhn", "1411111111111111", false},
    {"too short", "luhn", "42424242424", false},
    {"too long", "luhn", "41111111111111111111", false},
    {"nothing but zeros", "luhn", "0000000000000000", false},
    {"letters", "luhn", "4111a11111111111", false},
    {"an X is no digit of a card", "luhn", "411111111111111X", false},
    {"empty", "luhn", "", false},
    {"an identity number", "cn_resident_id", "11010519491231002X", true},
    {"a small x", "cn_resident_id", "11010519491231002x", true},
    {"another", "cn_resident_id", "440524188001010014", false},
    {"of Guangdong", "cn_resident_id", "440524199001010019", false},
    {"with a wrong check digit", "cn_resident_id", "110105194912310021", false},
    {"of no province", "cn_resident_id", "10010519491231002X", false},
    {"of February 30", "cn_resident_id", "11010519490230002X", false},
    {"of the year 1799", "cn_resident_id", "11010517991231002X", false},
    {"an X inside", "cn_resident_id", "1101051949123100X2", false},
    {"a mobile number", "cn_mobile", "13800138000", true},
    {"with separators", "cn_mobile", "138-0013-8000", true},
    {"with the country", "cn_mobile", "+86 138 0013 8000", true},
    {"with 0086", "cn_mobile", "008613800138000", true},
    {"of a new segment", "cn_mobile", "19912345678", true},
    {"of no segment", "cn_mobile", "15412345678", false},
    {"a landline", "cn_mobile", "01012345678", false},
    {"an order number of 12 digits", "cn_mobile", "138001380001", false},
    {"a social security number", "us_ssn", "123-45-6789", true},
    {"of area 000", "us_ssn", "000-45-6789", false},
    {"of area 666", "us_ssn", "666-45-6789", false},
    {"of area 9xx", "us_ssn", "912-45-6789", false},
    {"of group 00", "us_ssn", "123-00-6789", false},
    {"of serial 0000", "us_ssn", "123-45-0000", false},
    {"of a leaflet", "us_ssn", "078-05-1120", false},
    {"a telephone number", "us_phone", "(415) 867-5309", true},
    {"with the country", "us_phone", "+1 415 867 5309", true},
    {"of area 1xx", "us_phone", "1158675309", false},
    {"of area 911", "us_phone", "9118675309", false},
    {"of area 291", "us_phone", "2918675309", false},
    {"of office 0xx", "us_phone", "4150675309", false},
    {"of a film", "us_phone", "415-555-0123", false},
    {"of nine digits", "us_phone", "415867530", false},
    {"a British account", "iban", "GB82 WEST 1234 5698 7654 32", true},
    {"a German account", "iban", "DE89370400440532013000", true},
    {"in small letters", "iban", "de89370400440532013000", true},
    {"a long one", "iban", "MT84MALT011000012345MTLCAST001S", true},
    {"with wrong check digits", "iban", "GB83WEST12345698765432", false},
    {"too short for its country", "iban", "GB82WEST1234569876543", false},
    {"of no country", "iban", "ZZ82WEST12345698765432", false},
    {"with other characters", "iban", "GB82WEST1234569876543!", false},
    {"a WeChat id", "wechat_id", "wxid_a1b2c3", true},
    {"of letters", "wechat_id", "catlover", true},
    {"that begins with a digit", "wechat_id", "1catlover", false},
    {"too short", "wechat_id", "cat12", false},
    {"too long", "wechat_id", "a12345678901234567890", false},
    {"of Han", "wechat_id", "微信微信微信", false},
};

static void tells_numbers_from_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct validator *v = validator_find(span_of(cases[i].validator));

        assert_non_null(v);
        if (validator_accepts(v, span_of(cases[i].text)) != cases[i].want)
            fail_msg("%s: %s: %s", cases[i].validator, cases[i].name,
                     cases[i].text);
    }
}

static void every_validator_names_its_source(void **state)
{
    (void)state;
    assert_null(validator_find(SPAN("lun")));
    for (size_t i = 0; i < validator_count; i++) {
        assert_true(validators[i].source[0] != '\0');
        assert_ptr_equal(validator_find(span_of(validators[i].name)),
                         &validators[i]);
    }
}

/* Text of any length and kind, cut anywhere. */
static void hostile_text_is_no_number(void **state)
{
    static const char text[] =
        "+-./()４１x\xE2\x80\x8B 11111111111111111111111111111111111111111111"
        "1111111111111111111111111111111111111111111111111111111X";

    (void)state;
    for (size_t i = 0; i < validator_count; i++)
        for (size_t len = 15; len < sizeof(text); len++)
            assert_false(validator_accepts(&validators[i],
                                           (struct span){text, len - 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_numbers_from_numbers),
        cmocka_unit_test(every_validator_names_its_source),
        cmocka_unit_test(hostile_text_is_no_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
