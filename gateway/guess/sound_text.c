#include <string.h>

#include "fold/english.h"
#include "guess/sound.h"
#include "guess/syllables.h"

static bool is_letter(const struct unit *u)
{
    return u->kind == UNIT_LATIN && u->c < 0x80;
}

/* The letters of the token that begins at unit i; returns how many it has. */
static uint32_t gather(const struct sound_text *t, uint32_t i,
                       char letters[SYLLABLES_TOKEN])
{
    const struct unit *u = t->units->at + i;
    uint32_t n = units_token_end(t->units, i, t->end) - i;

    for (uint32_t k = 0; k < n && k < SYLLABLES_TOKEN; k++)
        letters[k] = (char)(is_letter(&u[k]) ? u[k].c : '?');
    return n;
}

/* "i'm", "don't": the pieces around an apostrophe are no tokens of pinyin. */
static void read_token(struct sound_text *t, uint32_t i)
{
    char letters[SYLLABLES_TOKEN];
    uint32_t n = gather(t, i, letters);
    uint32_t at = i - t->base;
    uint8_t traits = 0;

    if (n <= SYLLABLES_TOKEN && syllables_divide(letters, n, &t->syllables[at]))
        traits = TOKEN_DIVIDED;
    memset(&t->token[at], traits, n);
    t->token[at] |= TOKEN_FIRST;
    t->token[at + n - 1] |= TOKEN_LAST;
    t->foreign += (traits & TOKEN_DIVIDED) == 0;
}

void sound_read(struct sound_text *t, const struct units *u, uint32_t base)
{
    t->units = u;
    t->base = base;
    t->end = u->count - base > SOUND_WINDOW ? base + SOUND_WINDOW : u->count;
    t->foreign = 0;
    if ((u->kinds & (1U << UNIT_LATIN)) == 0)
        return;
    memset(t->syllables, 0, t->end - base);
    memset(t->token, 0, t->end - base);
    if (u->at[base].kind == UNIT_LATIN)
        read_token(t, base); /* or what this window has of it */
    for (uint32_t i = 0; i < u->token_count; i++)
        if (u->token[i] > base && u->token[i] < t->end)
            read_token(t, u->token[i]);
}

enum sound_english sound_english(const struct sound_text *t, uint32_t i)
{
    char letters[SYLLABLES_TOKEN];
    struct span word = {.at = letters};

    while ((t->token[i - t->base] & TOKEN_FIRST) == 0)
        i--;
    word.len = gather(t, i, letters);
    if (word.len > SYLLABLES_TOKEN)
        return SOUND_FOREIGN;
    if (english_common(word))
        return SOUND_COMMON;
    return english_word(word) ? SOUND_LISTED : SOUND_FOREIGN;
}
