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

enum { FUNCTION_MOST = 256 };

static uint32_t function_hash[FUNCTION_MOST];
static size_t function_count;

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

bool latin_init(struct err *e)
{
    struct span rest = span_of(function_words);
    struct span word;

    if (memcmp(latin_model_data.magic, "PFLATIN1", 8) != 0)
        return err_set(e, ERR_INTERNAL, NULL, "the Latin model is damaged");
    function_count = 0;
    while (span_cut(&rest, ' ', &word) && function_count < FUNCTION_MOST) {
        struct latin_word w = {.letters = 0};

        for (size_t i = 0; i < word.len; i++)
            latin_add(&w, (unsigned char)word.at[i]);
        function_hash[function_count++] =
            latin_word_hash(w.units, close_word(&w));
    }
    qsort(function_hash, function_count, sizeof(function_hash[0]),
          compare_hash);
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
    uint32_t h;

    if (w->letters > 9)
        return false;
    h = latin_word_hash(w->units, close_word(w));
    return bsearch(&h, function_hash, function_count, sizeof(h),
                   compare_hash) != NULL;
}

static int gram_score(const uint16_t *units, unsigned n)
{
    int score = latin_model_data.bias;

    for (unsigned i = 0; i + 1 < n; i++) {
        unsigned end = i + LATIN_GRAM < n ? i + LATIN_GRAM : n;
        uint32_t h = latin_gram_first(units[i]);

        for (unsigned j = i + 1; j < end; j++) {
            h = latin_gram_next(h, units[j]);
            score += latin_model_data.gram[latin_gram_slot(h)];
        }
    }
    if (score > 64)
        return 64;
    return score < -80 ? -80 : score;
}

int latin_score(struct latin_word *w)
{
    unsigned n = close_word(w);
    uint32_t h = latin_word_hash(w->units, n);
    unsigned print = latin_word_print(h);

    for (unsigned which = 0; which < 2; which++) {
        const uint16_t *bucket =
            &latin_model_data.word[latin_word_bucket(h, which)];

        for (unsigned i = 0; i < LATIN_WORD_BUCKET; i++)
            if (bucket[i] >> LATIN_VALUE_BITS == print && bucket[i] != 0)
                return latin_value(bucket[i]);
    }
    return gram_score(w->units, n);
}
