#include "guess/emoji.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

__asm__(".section .rodata\n"
        "emoji_from:\n"
        ".incbin \"gateway/guess/emoji.txt\"\n"
        "emoji_to:\n"
        ".previous\n");
extern const char emoji_from[];
extern const char emoji_to[];

enum {
    FIRST_TONE = 0x1F3FB,
    LAST_TONE = 0x1F3FF,
    FEMALE = 0x2640,
    MALE = 0x2642
};

bool emoji_next(uint32_t *at, struct emoji_row *ret)
{
    struct span rest = {emoji_from, (size_t)(emoji_to - emoji_from)};
    struct span line;
    struct span part;
    size_t used = 0;

    rest = span_from(rest, *at);
    if (rest.len == 0 || !span_cut(&rest, '\n', &line))
        return false;
    *at += (uint32_t)line.len + 1;
    *ret = (struct emoji_row){0};
    for (uint32_t i = 0; span_cut(&line, ' ', &part); i++) {
        if (i == 0)
            (void)utf8_next(part, &used, &ret->emoji);
        else if (i <= EMOJI_NAMES)
            ret->meant[i - 1] = part;
    }
    return true;
}

/* What the unit is in the original, if that is an emoji. */
static uint32_t hidden_at(const struct guess_run *r, const struct unit *u)
{
    static const struct span keycap = SPAN_INIT("\xEF\xB8\x8F\xE2\x83\xA3");
    struct range from =
        fold_origin(r->folded, (struct range){u->from, u->from + u->len});
    struct span rest = span_from(r->original, from.from);
    size_t at = 0;
    uint32_t c;

    if (!utf8_next(rest, &at, &c))
        return 0;
    rest = span_from(rest, at);
    if (u->kind == UNIT_DIGIT)
        return span_starts(rest, keycap) ||
                       span_starts(rest, span_from(keycap, 3))
                   ? u->c
                   : 0;
    return c != u->c && u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI) ? c : 0;
}

static bool is_modifier(uint32_t c)
{
    return (c >= FIRST_TONE && c <= LAST_TONE) || c == FEMALE || c == MALE;
}

uint32_t emoji_at(const struct guess_run *r, uint32_t at, uint32_t *ret_to)
{
    const struct units *u = r->units;
    const struct unit *one = &u->at[at];

    *ret_to = at + 1;
    if (one->kind == UNIT_DIGIT || one->kind == UNIT_HAN)
        return hidden_at(r, one);
    if (one->kind != UNIT_EMOJI)
        return 0;
    while (*ret_to < u->count && u->at[*ret_to].gap == 0 &&
           is_modifier(u->at[*ret_to].c))
        ++*ret_to;
    return one->c;
}
