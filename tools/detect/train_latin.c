/* Trains gateway/detect/latin.bin: English against the other languages that
 * are written in Latin letters.
 *
 * usage: train_latin WORDS latin.bin     (see tools/detect/README.md)
 *
 * WORDS has lines "word e o": how often the word is met in English and in the
 * mean of the other languages, on one scale. Two layers:
 *   1. a logistic regression over hashed letter 2- to 5-grams (Adagrad);
 *   2. a table of the words that layer 1 gets wrong, worst first, with the
 *      log of the odds (e + s·p) / (o + s·(1 - p)), p being what layer 1
 *      says: where little is known of a word, its spelling decides. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "detect/latin_features.h"

enum { EPOCHS = 4, MOST_GRAMS = LATIN_UNITS * (LATIN_GRAM - 1) };

static const double SMOOTH = 0.02; /* s above */
static const double POWER = 0.5;   /* frequent words count more, not in full */
static const double FILL = 0.9;   /* of the word table */

struct example {
    float english, other;
    size_t grams; /* place in `slots` */
    unsigned count;
    uint32_t hash;
    double score, want, gain;
};

static struct example *examples;
static size_t example_count;
static uint32_t *slots;
static size_t slot_count;
static float weight[LATIN_GRAMS], squares[LATIN_GRAMS];
static double bias;
static struct latin_model model;

static unsigned read_word(const char *text, uint16_t units[LATIN_UNITS])
{
    wchar_t wide[256];
    size_t n = mbstowcs(wide, text, 255);
    unsigned count = 1;

    if (n == (size_t)-1)
        return 0;
    units[0] = 0;
    for (size_t i = 0; i < n && i < LATIN_LETTERS; i++)
        units[count++] = (uint16_t)towlower((wint_t)wide[i]);
    units[count++] = 0;
    return count;
}

static void add_example(const char *word, float english, float other)
{
    uint16_t units[LATIN_UNITS];
    unsigned n = read_word(word, units);
    struct example *x = &examples[example_count];

    if (n < 3)
        return;
    *x = (struct example){.english = english,
                          .other = other,
                          .grams = slot_count,
                          .hash = latin_word_hash(units, n)};
    for (unsigned i = 0; i + 1 < n; i++) {
        uint32_t h = latin_gram_first(units[i]);

        for (unsigned j = i + 1; j < n && j < i + LATIN_GRAM; j++) {
            h = latin_gram_next(h, units[j]);
            slots[slot_count++] = latin_gram_slot(h);
            x->count++;
        }
    }
    example_count++;
}

static void read_examples(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[512], word[256];
    float english, other;
    size_t lines = 0;

    if (f == NULL)
        exit(2);
    while (fgets(line, sizeof(line), f) != NULL)
        lines++;
    rewind(f);
    examples = calloc(lines, sizeof(*examples));
    slots = calloc(lines * MOST_GRAMS, sizeof(*slots));
    if (examples == NULL || slots == NULL)
        exit(2);
    while (fgets(line, sizeof(line), f) != NULL)
        if (sscanf(line, "%255s %f %f", word, &english, &other) == 3)
            add_example(word, english, other);
    fclose(f);
}

static double probability(double logit)
{
    return 1 / (1 + exp(-logit));
}

static void learn(const struct example *x, double rate)
{
    const uint32_t *slot = slots + x->grams;
    double sum = x->english + x->other;
    double logit = bias, step, g;

    for (unsigned i = 0; i < x->count; i++)
        logit += weight[slot[i]];
    g = (probability(logit) - x->english / (sum + 1e-9)) * 4 * pow(sum, POWER);
    g = fmax(-4, fmin(4, g));
    step = rate / sqrt(x->count);
    for (unsigned i = 0; i < x->count; i++) {
        squares[slot[i]] += (float)(g * g);
        weight[slot[i]] -= (float)(step * g / (sqrt(squares[slot[i]]) + 1e-2));
    }
    bias -= 0.001 * g;
}

static uint64_t next_random(void)
{
    static uint64_t r = 88172645463325252ULL;

    r ^= r << 13;
    r ^= r >> 7;
    r ^= r << 17;
    return r;
}

static void train_grams(void)
{
    uint32_t *order = calloc(example_count, sizeof(*order));
    double rate = 0.3;

    for (size_t i = 0; i < example_count; i++)
        order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++, rate *= 0.7) {
        for (size_t i = example_count - 1; i > 0; i--) {
            size_t j = next_random() % (i + 1);
            uint32_t swap = order[i];

            order[i] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < example_count; i++)
            learn(&examples[order[i]], rate);
        fprintf(stderr, "epoch %d\n", epoch + 1);
    }
    free(order);
    for (int i = 0; i < LATIN_GRAMS; i++)
        model.gram[i] =
            (int8_t)fmax(-127, fmin(127, lround(weight[i] * LATIN_UNIT)));
    model.bias = (int32_t)lround(bias * LATIN_UNIT);
}

static void weigh_words(void)
{
    for (size_t i = 0; i < example_count; i++) {
        struct example *x = &examples[i];
        int score = model.bias;
        double p;

        for (unsigned g = 0; g < x->count; g++)
            score += model.gram[slots[x->grams + g]];
        x->score = fmax(-5, fmin(4, (double)score / LATIN_UNIT));
        p = probability(x->score);
        x->want =
            log((x->english + SMOOTH * p) / (x->other + SMOOTH * (1 - p)));
        x->want = fmax(-5, fmin(4.6, x->want));
        x->gain = fabs(tanh(x->want / 2) - tanh(x->score / 2)) *
                  (x->english + x->other);
    }
}

static int by_gain(const void *a, const void *b)
{
    double x = ((const struct example *)a)->gain;
    double y = ((const struct example *)b)->gain;

    return (x < y) - (x > y);
}

static int add_word(const struct example *x)
{
    unsigned print = latin_word_print(x->hash);
    int want = (int)lround(x->want * LATIN_UNIT);
    unsigned value = 1;

    for (unsigned v = 2; v < LATIN_VALUES; v++)
        if (abs(latin_values[v] - want) < abs(latin_values[value] - want))
            value = v;
    for (int pass = 0; pass < 2; pass++)
        for (unsigned which = 0; which < 2; which++) {
            uint16_t *bucket = &model.word[latin_word_bucket(x->hash, which)];

            for (int i = 0; i < LATIN_WORD_BUCKET; i++) {
                if (pass == 0 && bucket[i] != 0 &&
                    bucket[i] >> LATIN_VALUE_BITS == print)
                    return 0; /* taken by a word that matters more */
                if (pass == 1 && bucket[i] == 0) {
                    bucket[i] = (uint16_t)(print << LATIN_VALUE_BITS | value);
                    return 1;
                }
            }
        }
    return 0;
}

int main(int argc, char **argv)
{
    size_t words = 0;
    FILE *f;

    setlocale(LC_ALL, "C.UTF-8");
    if (argc != 3)
        return 2;
    read_examples(argv[1]);
    train_grams();
    weigh_words();
    qsort(examples, example_count, sizeof(*examples), by_gain);
    for (size_t i = 0; i < example_count && words < LATIN_WORDS * FILL; i++)
        words += (size_t)add_word(&examples[i]);
    memcpy(model.magic, "PFLATIN1", 8);
    f = fopen(argv[2], "wb");
    if (f == NULL || fwrite(&model, sizeof(model), 1, f) != 1)
        return 2;
    fprintf(stderr, "%zu examples, %zu words kept\n", example_count, words);
    return fclose(f) == 0 ? 0 : 2;
}
