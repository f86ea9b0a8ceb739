#include "detect/detect.h"

/* Counts each Chinese script as Chinese: a title in neither script does not
 * make a post mixed. */
static bool zh_and_english(uint32_t langs)
{
    return (langs & LANG_BITS_ZH) != 0 && (langs & LANG_BIT(LANG_EN)) != 0;
}

struct detection detect_fields(const struct detection *field, size_t count)
{
    struct detection d = {.lang = LANG_NONE, .confidence = 1};
    uint32_t langs = 0;
    uint32_t letters = 0;
    uint32_t most = 0;

    for (size_t i = 0; i < count; i++) {
        const struct detection *f = &field[i];

        d.seen |= f->seen;
        letters += f->letters;
        if (f->lang == LANG_NONE)
            continue;
        langs |= LANG_BIT(f->lang);
        if (f->letters >= most) {
            most = f->letters;
            d.lang = f->lang;
            d.confidence = f->confidence;
            d.variant = f->variant;
        }
    }
    if ((langs & LANG_BIT(LANG_MIXED)) != 0 || zh_and_english(langs)) {
        d.lang = LANG_MIXED;
        d.variant = NULL;
    }
    d.letters = letters;
    return d;
}
