#include "detect/latin.h"

#include <stdlib.h>
#include <string.h>

#include "base/span.h"

/* The file as it is; the Makefile names it as a source of this object. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        "latin_model_data:\n"
        ".incbin \"gateway/detect/latin.bin\"\n"
        ".previous\n");
extern const struct latin_model latin_model_data;

static const char function_words[] =
    "a about after against all am an and another any are as at be because "
    "been before being below between both but can can't cannot could "
    "couldn't did didn't do does doesn't don't during each either else "
    "every for from had has have haven't having he he's her hers him his "
    "how i i'd i'll i'm i've if in into is isn't it it's its let let's may "
    "me might mine must my myself no nor not of on or other our ours shall "
    "she she's should shouldn't some than that that's the their them then "
    "there there's these they they're this those through to under until "
    "upon us was wasn't we we're we've were weren't what what's when where "
    "which while who who's whom whose why will with without won't would "
    "wouldn't you you'd you'll you're you've your yours yourself";

/* Chat shorthand that no word list has, or has for every language. */
static const char chat_words[] =
    "afk asap aww bae bday bff brb bro bruh btw cuz cya duh fam ffs fomo "
    "ftfy ftw fyi glhf gonna gotta grwm gtg hbu hey hmu hype idc idgaf "
    "idk ikr ily imo irl istg jk kinda lmao lmfao lmk lol meh nah ngl "
    "nope nsfw nvm obvi ok okay omfg omg omw ootd pls plz pov rofl sfw "
    "smh sus tbh tfw tho thx tldr ttyl ty tysm ugh vibe vibes wanna wbu "
    "woah wow wtf wth wyd ya'll yall yass yay yeet yep yo yolo yup";

enum {
    SET_MOST = 256,
    CHAT_SCORE = 2 * LATIN_UNIT,
    GRAMS_MOST = 4 * LATIN_UNIT,
    GRAMS_LEAST = 5 * LATIN_UNIT,
    ACCENTED_MOST = -LATIN_UNIT
};

/* The words of a list as sorted hashes. */
struct word_set {
    uint32_t hash[SET_MOST];
    size_t count;
    unsigned longest;
};

static struct word_set functions;
static struct word_set chat;

static unsigned close_word(struct latin_word *w)
{
    unsigned kept = w->letters < LATIN_LETTERS ? w->letters : LATIN_LETTERS;

    w->units[kept + 1] = 0;
    return kept + 2;
}

static int compare_hash(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static void fill_set(struct word_set *set, const char *words)
{
    struct span rest = span_of(words);
    struct span word;

    set->count = 0;
    while (span_cut(&rest, ' ', &word) && set->count < SET_MOST) {
        struct latin_word w = {.letters = 0};

        for (size_t i = 0; i < word.len; i++)
            latin_add(&w, (unsigned char)word.at[i]);
        set->hash[set->count++] = latin_word_hash(w.units, close_word(&w));
        if (w.letters > set->longest)
            set->longest = w.letters;
    }
    qsort(set->hash, set->count, sizeof(set->hash[0]), compare_hash);
}

static bool in_set(const struct word_set *set, struct latin_word *w)
{
    uint32_t h;

    if (w->letters > set->longest)
        return false;
    h = latin_word_hash(w->units, close_word(w));
    return bsearch(&h, set->hash, set->count, sizeof(h), compare_hash) != NULL;
}

bool latin_init(struct err *e)
{
    if (memcmp(latin_model_data.magic, "PFLATIN1", 8) != 0)
        return err_set(e, ERR_INTERNAL, NULL, "the Latin model is damaged");
    fill_set(&functions, function_words);
    fill_set(&chat, chat_words);
    return true;
}

bool latin_is_article(const struct latin_word *w)
{
    return (w->letters == 1 && w->units[1] == 'a') ||
           (w->letters == 3 && w->units[1] == 't' && w->units[2] == 'h' &&
            w->units[3] == 'e');
}

bool latin_is_function_word(struct latin_word *w)
{
    return in_set(&functions, w);
}

static int gram_score(const uint16_t *units, unsigned n)
{
    int score = latin_model_data.bias;
    bool accents = false; /* café is in the table; an unknown word with an
                             accent is no English */

    for (unsigned i = 0; i + 1 < n; i++) {
        unsigned end = i + LATIN_GRAM < n ? i + LATIN_GRAM : n;
        uint32_t h = latin_gram_first(units[i]);

        accents = accents || units[i] >= 0x80;
        for (unsigned j = i + 1; j < end; j++) {
            h = latin_gram_next(h, units[j]);
            score += latin_model_data.gram[latin_gram_slot(h)];
        }
    }
    if (accents && score > ACCENTED_MOST)
        return ACCENTED_MOST;
    if (score > GRAMS_MOST)
        return GRAMS_MOST;
    return score < -GRAMS_LEAST ? -GRAMS_LEAST : score;
}

int latin_score(struct latin_word *w)
{
    unsigned n = close_word(w);
    uint32_t h = latin_word_hash(w->units, n);
    unsigned print = latin_word_print(h);

    if (in_set(&chat, w))
        return CHAT_SCORE;
    for (unsigned which = 0; which < 2; which++) {
        const uint16_t *bucket =
            &latin_model_data.word[latin_word_bucket(h, which)];

        for (unsigned i = 0; i < LATIN_WORD_BUCKET; i++)
            if (bucket[i] >> LATIN_VALUE_BITS == print && bucket[i] != 0)
                return latin_value(bucket[i]);
    }
    return gram_score(w->units, n);
}
