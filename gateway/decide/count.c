/* One pass over a text that counts everything that conditions count. */
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "decide/measure.h"
#include "detect/entity.h"
#include "fold/chars.h"

enum { ZERO_WIDTH_JOINER = 0x200D, EMOJI_STYLE = 0xFE0F, KEYCAP = 0x20E3 };

struct counter {
    struct span text;
    uint64_t *count;
    size_t entity_end; /* no other link, mention … starts before */
    uint32_t before;   /* the last character */
    bool flag_open;    /* half of a flag was seen */
    bool in_word;      /* Latin letters and digits */
    uint32_t run_of;   /* repeated so far, marks left out */
    uint64_t run;
};

/* ---- links, mentions, hashtags, [doge] ---- */

static bool is_word(unsigned traits)
{
    return (traits & (CHAR_LATIN | CHAR_DIGIT)) != 0;
}

static void count_link(struct counter *k, size_t at, size_t end)
{
    if (end == at)
        return;
    k->count[COUNTED_LINKS]++;
    k->entity_end = end;
}

static void count_entity(struct counter *k, size_t at)
{
    static const enum counted counts_as[] = {
        [ENTITY_LINK] = COUNTED_LINKS,
        [ENTITY_MENTION] = COUNTED_MENTIONS,
        [ENTITY_TAG] = COUNTED_HASHTAGS,
        [ENTITY_STICKER] = COUNTED_EMOJI,
    };
    enum entity_kind kind;
    size_t end = entity_at(k->text, at, &kind);

    if (end == at)
        return;
    k->count[counts_as[kind]]++;
    k->entity_end = end;
}

/* A word ended here: example.com goes on, and so does name@example.com, which
 * is an address and no link. */
static void end_word(struct counter *k, size_t at)
{
    size_t end = entity_after_word(k->text, at);

    if (k->text.at[at] != '@')
        count_link(k, at, end);
    else if (end > at)
        k->entity_end = end;
}

static void look_for_entity(struct counter *k, size_t at, uint32_t c)
{
    bool word = is_word(char_traits(c));

    if (at >= k->entity_end) {
        if (word && !k->in_word)
            count_link(k, at, entity_link_at(k->text, at));
        else if (!word && k->in_word)
            end_word(k, at);
    }
    if (at >= k->entity_end &&
        (c == '@' || c == '#' || c == '[' || c == 0xFF20 || c == 0xFF03))
        count_entity(k, at);
    k->in_word = word;
}

/* ---- characters ---- */

static bool has(uint32_t c, UProperty property)
{
    return u_hasBinaryProperty((UChar32)c, property);
}

/* One for each picture: joined ones, skin tones and flags are one. */
static bool starts_emoji(struct counter *k, uint32_t c, size_t next)
{
    bool flag = has(c, UCHAR_REGIONAL_INDICATOR);
    uint32_t after = 0;

    if (flag && k->flag_open) {
        k->flag_open = false;
        return false;
    }
    k->flag_open = flag;
    if (flag || c == KEYCAP)
        return true;
    if (k->before == ZERO_WIDTH_JOINER ||
        (has(c, UCHAR_EMOJI_MODIFIER) &&
         has(k->before, UCHAR_EMOJI_MODIFIER_BASE)))
        return false;
    (void)utf8_next(k->text, &next, &after);
    return has(c, UCHAR_EMOJI_PRESENTATION) ||
           (after == EMOJI_STYLE && has(c, UCHAR_EXTENDED_PICTOGRAPHIC));
}

static void count_repeats(struct counter *k, uint32_t c, unsigned traits)
{
    if ((traits & CHAR_EXTENDS) != 0)
        return;
    k->run = c == k->run_of ? k->run + 1 : 1;
    k->run_of = c;
    if ((traits & CHAR_SPACE) != 0 || c < ' ')
        return;
    if (k->run > k->count[COUNTED_REPEATS])
        k->count[COUNTED_REPEATS] = k->run;
}

static bool ends_line(const struct counter *k, uint32_t c)
{
    return c == '\r' || (c == '\n' && k->before != '\r') || c == 0x2028 ||
           c == 0x2029;
}

static void count_char(struct counter *k, uint32_t c, size_t next)
{
    unsigned traits = char_traits(c);

    k->count[COUNTED_DIGITS] += (traits & CHAR_DIGIT) != 0;
    count_repeats(k, c, traits);
    k->count[COUNTED_LINES] += ends_line(k, c);
    if (c < 0x80) {
        k->count[COUNTED_UPPERCASE] += c >= 'A' && c <= 'Z';
        k->flag_open = false;
    } else if ((traits & CHAR_HAN) == 0) {
        k->count[COUNTED_UPPERCASE] += u_isupper((UChar32)c) != 0;
        k->count[COUNTED_EMOJI] += starts_emoji(k, c, next);
    } else {
        k->flag_open = false;
    }
}

void measure_text(struct span text, uint64_t ret[COUNTED_KINDS])
{
    struct counter k = {.text = text, .count = ret};
    size_t at = 0;
    size_t next = 0;
    uint32_t c;

    for (unsigned i = 0; i < COUNTED_KINDS; i++)
        ret[i] = 0;
    for (; utf8_next(text, &next, &c); at = next) {
        look_for_entity(&k, at, c);
        count_char(&k, c, next);
        k.before = c;
    }
    /* The last line may have no end of its own. */
    if (text.len > 0 && !ends_line(&(struct counter){0}, k.before))
        ret[COUNTED_LINES]++;
}
