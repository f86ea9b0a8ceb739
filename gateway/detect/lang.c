#include "detect/lang.h"

#include <assert.h>

static const char *const tags[LANG_COUNT] = {
    [LANG_NONE] = "none",       [LANG_EN] = "en",
    [LANG_ZH_HANS] = "zh-Hans", [LANG_ZH_HANT] = "zh-Hant",
    [LANG_ZH] = "zh",           [LANG_ZH_LATN] = "zh-Latn",
    [LANG_MIXED] = "mixed",     [LANG_OTHER] = "other",
};

const char *lang_tag(enum lang lang)
{
    assert(lang >= LANG_NONE && lang < LANG_COUNT);
    return tags[lang];
}

bool lang_find(struct span tag, enum lang *ret)
{
    for (unsigned i = 0; i < LANG_COUNT; i++)
        if (span_is(tag, tags[i])) {
            *ret = (enum lang)i;
            return true;
        }
    return false;
}

bool lang_is_zh(enum lang lang)
{
    return (LANG_BIT(lang) & LANG_BITS_ZH) != 0;
}
