#include "fold/chars.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>

uint8_t char_table[CHAR_MOST];

#define LETTERS (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)

static UBool add_category(const void *context, UChar32 from, UChar32 to,
                          UCharCategory category)
{
    uint32_t mask = U_MASK(category);
    unsigned traits = 0;

    (void)context;
    if ((mask & LETTERS) != 0)
        traits |= CHAR_SOLID;
    if ((mask & U_GC_ND_MASK) != 0)
        traits |= CHAR_DIGIT;
    if ((mask & U_GC_Z_MASK) != 0)
        traits |= CHAR_SPACE;
    if (traits != 0)
        memset(char_table + from, (int)traits, (size_t)(to - from));
    return true;
}

/* One property value and the trait it gives. */
static const struct {
    UProperty property;
    int32_t value;
    unsigned trait;
} rows[] = {
    {UCHAR_SCRIPT, USCRIPT_LATIN, CHAR_LATIN},
    {UCHAR_SCRIPT, USCRIPT_HAN, CHAR_HAN},
    {UCHAR_SCRIPT, USCRIPT_GREEK, CHAR_ALPHABET},
    {UCHAR_SCRIPT, USCRIPT_CYRILLIC, CHAR_ALPHABET},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_EXTEND, CHAR_EXTENDS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_SPACING_MARK, CHAR_EXTENDS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_ZWJ, CHAR_EXTENDS | CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_L, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_LV, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_LVT, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_T, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_V, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_PREPEND, CHAR_JOINS},
    {UCHAR_GRAPHEME_CLUSTER_BREAK, U_GCB_REGIONAL_INDICATOR, CHAR_JOINS},
};

static void add_set(const USet *set, unsigned trait, UErrorCode *status)
{
    int32_t items = uset_getItemCount(set);

    for (int32_t i = 0; i < items && U_SUCCESS(*status); i++) {
        UChar32 from = 0;
        UChar32 to = 0;

        if (uset_getItem(set, i, &from, &to, NULL, 0, status) != 0)
            break; /* strings come last */
        for (UChar32 c = from; c <= to; c++)
            char_table[c] |= (uint8_t)trait;
    }
}

bool chars_build(struct err *e)
{
    UErrorCode status = U_ZERO_ERROR;
    USet *set = uset_openEmpty();

    u_enumCharTypes(add_category, NULL);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uset_applyIntPropertyValue(set, rows[i].property, rows[i].value,
                                   &status);
        add_set(set, rows[i].trait, &status);
    }
    uset_close(set);
    for (const char *p = "\t\n\v\f\r\x85"; *p != '\0'; p++)
        char_table[(unsigned char)*p] |= CHAR_SPACE;
    if (U_FAILURE(status))
        return err_set(e, ERR_INTERNAL, NULL, "ICU properties: %s",
                       u_errorName(status));
    return true;
}
