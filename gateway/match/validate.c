#include "match/validate.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/attr.h"
#include "base/clock.h"
#include "base/utf8.h"

enum { MOST_PLAIN = 64 };

/* ---- plain forms ---- */

static bool is_nothing(uint32_t c)
{
    return u_isUWhiteSpace((UChar32)c) ||
           u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* The ASCII character that it stands for, or 0. */
static char plain_of(uint32_t c)
{
    int32_t digit;

    if (c > ' ' && c < 0x7F)
        return (char)c;
    if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms */
        return (char)(c - 0xFF01 + '!');
    if (c >= 0x2010 && c <= 0x2015) /* hyphens and dashes */
        return '-';
    digit = u_charDigitValue((UChar32)c);
    if (digit < 0)
        return '\0';
    return (char)('0' + digit);
}

static bool make_plain(struct span text, char ret[MOST_PLAIN], size_t *ret_len)
{
    size_t len = 0;
    size_t at = 0;
    uint32_t c;

    while (utf8_next(text, &at, &c)) {
        char plain = plain_of(c);

        if (plain == '\0' && is_nothing(c))
            continue;
        if (plain == '\0' || len == MOST_PLAIN)
            return false;
        ret[len++] = plain;
    }
    *ret_len = len;
    return true;
}

/* A number without its separators; false when other things stand in it, or
 * more than `most` characters. A last X is a check digit of some. */
static bool number_of(struct span text, size_t most, char ret[MOST_PLAIN],
                      size_t *ret_len)
{
    size_t len = 0;

    for (size_t i = span_starts(text, SPAN("+")) ? 1 : 0; i < text.len; i++) {
        char c = text.at[i];
        bool check = (c == 'x' || c == 'X') && i + 1 == text.len;

        if (c == '-' || c == '.' || c == '/' || c == '(' || c == ')')
            continue;
        if ((!check && (c < '0' || c > '9')) || len == most)
            return false;
        ret[len] = c;
        if (check)
            ret[len] = 'X';
        len++;
    }
    *ret_len = len;
    return true;
}

static bool all_digits(const char *number, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (number[i] < '0' || number[i] > '9')
            return false;
    return len > 0;
}

static unsigned value_of(const char *digits, size_t count)
{
    unsigned value = 0;

    for (size_t i = 0; i < count; i++)
        value = value * 10 + (unsigned)(digits[i] - '0');
    return value;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* ---- payment cards ---- */

static bool luhn(struct span text)
{
    char n[MOST_PLAIN];
    size_t len;
    unsigned sum = 0;

    if (!number_of(text, 19, n, &len) || len < 12 || !all_digits(n, len))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned digit =
            (unsigned)(n[len - 1 - i] - '0') * (i % 2 == 0 ? 1U : 2U);

        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum > 0 && sum % 10 == 0;
}

/* ---- mainland China ---- */

/* Second digits of the province codes of GB/T 2260, by their first; 9 opens
 * the cards of foreign permanent residents. */
static bool is_province(const char *n)
{
    static const char *const second[] = {
        "",       "12345", "123", "1234567", "123456",
        "012345", "12345", "1",   "123",     "0123456789"};

    return is_one_of(n[1], second[n[0] - '0']);
}

static bool is_birthday(const char *n)
{
    unsigned year = value_of(n, 4);

    return year >= 1900 && year < 2100 &&
           clock_is_date(year, value_of(n + 4, 2), value_of(n + 6, 2));
}

static bool cn_resident_id(struct span text)
{
    static const unsigned char weight[] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                           3, 7, 9,  10, 5, 8, 4, 2};
    char n[MOST_PLAIN];
    size_t len;
    unsigned sum = 0;

    if (!number_of(text, 18, n, &len) || len != 18 || !all_digits(n, 17) ||
        !is_province(n) || !is_birthday(n + 6))
        return false;
    for (size_t i = 0; i < COUNT_OF(weight); i++)
        sum += weight[i] * (unsigned)(n[i] - '0');
    return n[17] == "10X98765432"[sum % 11];
}

static bool cn_mobile(struct span text)
{
    static const char *const third[] = {
        "",          "",     "",          "0123456789", "01456789",
        "012356789", "2567", "012345678", "0123456789", "012356789"};
    char n[MOST_PLAIN];
    const char *at = n;
    size_t len;

    if (!number_of(text, 15, n, &len) || !all_digits(n, len))
        return false;
    if (len == 15 && memcmp(n, "0086", 4) == 0)
        at += 4;
    else if (len == 13 && memcmp(n, "86", 2) == 0)
        at += 2;
    else if (len != 11)
        return false;
    return at[0] == '1' && is_one_of(at[2], third[at[1] - '0']);
}

/* Six to twenty letters, digits, - and _, a letter first. */
static bool wechat_id(struct span text)
{
    if (text.len < 6 || text.len > 20)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        bool letter = ((unsigned char)text.at[i] | 0x20U) - 'a' < 26U;

        if (!letter && (i == 0 || !is_one_of(text.at[i], "0123456789-_")))
            return false;
    }
    return true;
}

/* ---- the United States ---- */

static bool us_ssn(struct span text)
{
    char n[MOST_PLAIN];
    size_t len;
    unsigned area;

    if (!number_of(text, 9, n, &len) || len != 9 || !all_digits(n, len))
        return false;
    area = value_of(n, 3);
    return area != 0 && area != 666 && area < 900 && value_of(n + 3, 2) != 0 &&
           value_of(n + 5, 4) != 0 &&
           /* printed on sample cards and in leaflets */
           memcmp(n, "078051120", 9) != 0 && memcmp(n, "219099999", 9) != 0;
}

/* Area codes: not N9X (kept for longer numbers), 37X, 96X, nor N11. */
static bool is_area(const char *n)
{
    return n[0] >= '2' && n[1] != '9' && !(n[1] == '1' && n[2] == '1') &&
           !(n[0] == '3' && n[1] == '7') && !(n[0] == '9' && n[1] == '6');
}

static bool us_phone(struct span text)
{
    char n[MOST_PLAIN];
    const char *at = n;
    size_t len;

    if (!number_of(text, 11, n, &len) || !all_digits(n, len))
        return false;
    if (len == 11 && n[0] == '1')
        at++;
    else if (len != 10)
        return false;
    return is_area(at) && at[3] >= '2' && !(at[4] == '1' && at[5] == '1') &&
           !(value_of(at + 3, 3) == 555 && value_of(at + 6, 2) == 1);
}

/* ---- bank accounts ---- */

/* Countries and the length of their IBANs. */
static const char iban_lengths[] =
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 "
    "CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 "
    "GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
    "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 "
    "MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 "
    "RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
    "UA29 VA22 VG24 XK20 YE30 ";

static size_t iban_length(const char *country)
{
    for (const char *row = iban_lengths; *row != '\0'; row += 5)
        if (memcmp(row, country, 2) == 0)
            return value_of(row + 2, 2);
    return 0;
}

static unsigned iban_rest(const char *text, size_t len, unsigned rest)
{
    for (size_t i = 0; i < len; i++) {
        unsigned digit = (unsigned char)text[i];

        if (digit <= '9')
            rest = (rest * 10 + (digit - '0')) % 97;
        else
            rest = (rest * 100 + (digit - 'A' + 10)) % 97;
    }
    return rest;
}

static bool iban(struct span text)
{
    char n[MOST_PLAIN];
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '-' || c == '.')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            return false;
        n[len++] = c;
    }
    /* The country and check digits are moved to the end. */
    return len > 4 && len == iban_length(n) && all_digits(n + 2, 2) &&
           iban_rest(n, 4, iban_rest(n + 4, len - 4, 0)) == 1;
}

/* ---- the table ---- */

const struct validator validators[] = {
    {"luhn", luhn, "ISO/IEC 7812-1, annex B: 12 to 19 digits"},
    {"cn_resident_id", cn_resident_id,
     "GB 11643-1999: ISO 7064 MOD 11-2, a date, GB/T 2260 provinces"},
    {"cn_mobile", cn_mobile, "MIIT numbering plan, segments in use"},
    {"us_ssn", us_ssn, "SSA: areas 000, 666, 9xx, groups 00, serials 0000"},
    {"us_phone", us_phone, "NANPA: area codes and central offices"},
    {"iban", iban, "ISO 13616: MOD 97-10; lengths of the SWIFT registry"},
    {"wechat_id", wechat_id,
     "WeChat: 6 to 20 of A-Z a-z 0-9 _ -, a letter first"},
};
const size_t validator_count = COUNT_OF(validators);

const struct validator *validator_find(struct span name)
{
    for (size_t i = 0; i < COUNT_OF(validators); i++)
        if (span_is(name, validators[i].name))
            return &validators[i];
    return NULL;
}

bool validator_accepts(const struct validator *v, struct span text)
{
    char plain[MOST_PLAIN];
    size_t len;

    return make_plain(text, plain, &len) &&
           v->accepts((struct span){plain, len});
}
