#include "detect/variant.h"

#include <stddef.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "detect/chars.h"

/* Points: 2 for what only the variant writes, 1 for what Mandarin may have in
 * a quotation, a name or a song. Two points and one for each hundred Han
 * characters decide. */
struct cue {
    struct span word;
    unsigned yue;
    unsigned wuu;
};

const char variant_hints[] = "嘅哋嚟冇咗佢唔喺嗰啲咁嘢攞畀睇嗮晒冚乜噉咩囉啱瞓"
                             "侬覅搿迭阿伊朆弗勿伐辰吾";

/* clang-format off */
static const struct cue cues[] = {
    {SPAN_INIT("嘅"), 2, 0}, {SPAN_INIT("哋"), 2, 0}, {SPAN_INIT("嚟"), 2, 0},
    {SPAN_INIT("冇"), 1, 0}, {SPAN_INIT("咗"), 2, 0}, {SPAN_INIT("佢"), 1, 0},
    {SPAN_INIT("唔"), 1, 0}, {SPAN_INIT("喺"), 2, 0}, {SPAN_INIT("嗰"), 2, 0},
    {SPAN_INIT("啲"), 2, 0}, {SPAN_INIT("咁"), 1, 0}, {SPAN_INIT("嘢"), 2, 0},
    {SPAN_INIT("攞"), 1, 0}, {SPAN_INIT("畀"), 1, 0}, {SPAN_INIT("睇"), 1, 0},
    {SPAN_INIT("嗮"), 1, 0}, {SPAN_INIT("冚"), 1, 0}, {SPAN_INIT("乜嘢"), 2, 0},
    {SPAN_INIT("噉"), 2, 0}, {SPAN_INIT("啱"), 2, 0}, {SPAN_INIT("瞓"), 2, 0},
    {SPAN_INIT("侬"), 0, 1}, {SPAN_INIT("覅"), 0, 2}, {SPAN_INIT("搿"), 0, 2},
    {SPAN_INIT("迭个"), 0, 2}, {SPAN_INIT("阿拉"), 0, 1},
    {SPAN_INIT("伊拉"), 0, 1}, {SPAN_INIT("朆"), 0, 2},
    {SPAN_INIT("勿是"), 0, 2}, {SPAN_INIT("勿要"), 0, 1},
    {SPAN_INIT("弗是"), 0, 1}, {SPAN_INIT("辰光"), 0, 1},
    {SPAN_INIT("吾伲"), 0, 2}, {SPAN_INIT("伐？"), 0, 2},
    {SPAN_INIT("伐?"), 0, 2}, {SPAN_INIT("伐，"), 0, 1},
};
/* clang-format on */

/* Names and words of Mandarin that hold a cue. */
static const struct span not_cues[] = {
    SPAN_INIT("阿拉伯"), SPAN_INIT("阿拉斯"), SPAN_INIT("阿拉善"),
    SPAN_INIT("阿拉木"), SPAN_INIT("阿拉丁"), SPAN_INIT("阿拉蕾"),
    SPAN_INIT("伊拉克"),
};

static size_t not_cue_at(struct span rest)
{
    for (size_t i = 0; i < COUNT_OF(not_cues); i++)
        if (span_starts(rest, not_cues[i]))
            return not_cues[i].len;
    return 0;
}

static const struct cue *cue_at(struct span rest)
{
    for (size_t i = 0; i < COUNT_OF(cues); i++)
        if (span_starts(rest, cues[i].word))
            return &cues[i];
    return NULL;
}

/* The length of the cue, or of the word that hides one, that starts here. */
static size_t count_cue(struct span rest, unsigned *yue, unsigned *wuu)
{
    size_t skip = not_cue_at(rest);
    const struct cue *cue = skip > 0 ? NULL : cue_at(rest);

    if (cue == NULL)
        return skip;
    *yue += cue->yue;
    *wuu += cue->wuu;
    return cue->word.len;
}

const char *variant_find(struct span text, uint32_t han)
{
    unsigned need = 2 + han / 100;
    unsigned yue = 0;
    unsigned wuu = 0;
    size_t at = 0;
    size_t next = 0;
    uint32_t c;

    while (utf8_next(text, &next, &c)) {
        struct span rest = span_from(text, at);
        size_t skip = 0;

        if ((chars_class(c) & CHAR_HINT) != 0)
            skip = count_cue(rest, &yue, &wuu);
        at = next = skip > 0 ? at + skip : next;
    }
    if (yue < need && wuu < need)
        return NULL;
    return yue >= wuu ? "yue" : "wuu";
}
