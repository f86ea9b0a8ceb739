/*
 * guesses - what calibrate.py reads: every guess in labelled texts, with its
 * score.
 *
 * usage: guesses DISGUISE[,DISGUISE]… MEANT.tsv BENIGN.txt
 *
 * MEANT.tsv: term, how it is written, text. BENIGN.txt: a post a line. As in
 * the evaluation, terms are looked for in packs of 300, in the texts in which
 * they are meant and in the benign posts; terms that stand plainly in more
 * than 5 of 10,000 of these are left out there.
 * Prints disguise, characters of the term, score, weight, label.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "detect/detect.h"
#include "fold/fold.h"
#include "guess/guess.h"

enum { MOST_ROWS = 20000, PACK = 300, MOST_PACKS = 6 };

struct row {
    char *term, *surface, *text;
};

static struct row row[MOST_ROWS];
static char *post[MOST_ROWS];
static uint32_t rows, posts;

struct looking {
    struct fold_space *space;
    struct guess_scratch *scratch;
    const struct guess_index *index;
    struct guess_term term[PACK];
    const char *name[PACK];
    uint32_t count;
    uint32_t disguises;
    const struct row *meant; /* NULL in a benign post */
    struct fold_view view;
    double weight;
};

static uint32_t read_lines(const char *path, char **ret)
{
    static char line[1 << 16];
    FILE *f = fopen(path, "r");
    uint32_t count = 0;

    while (f != NULL && count < MOST_ROWS && fgets(line, sizeof(line), f)) {
        line[strcspn(line, "\n")] = '\0';
        ret[count++] = heap_text(line);
    }
    if (f != NULL)
        fclose(f);
    return count;
}

static void read_rows(const char *path)
{
    static char *line[MOST_ROWS];
    uint32_t count = read_lines(path, line);

    for (uint32_t i = 0; i < count; i++) {
        char *save = NULL;
        char *term = strtok_r(line[i], "\t", &save);
        char *surface = strtok_r(NULL, "\t", &save);

        row[rows++] = (struct row){term, surface, save};
    }
}

static uint32_t characters(struct span s)
{
    uint32_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0U) != 0x80;
    return n;
}

/* Whether what was found lies within the surface, or around it. */
static bool is_meant(const struct looking *l, const struct guess_found *f)
{
    struct range at = fold_origin(&l->view, f->at);
    const char *text = l->meant->text;
    const char *surface = strstr(text, l->meant->surface);
    size_t from = surface == NULL ? 0 : (size_t)(surface - text);

    return strcmp(l->name[f->term], l->meant->term) == 0 && surface != NULL &&
           at.from < from + strlen(l->meant->surface) && at.to > from;
}

static void meet(void *context, const struct guess_found *f)
{
    const struct looking *l = context;
    uint32_t guessed = f->disguises & l->disguises;
    unsigned d = 0;

    if (guessed == 0 || (l->meant != NULL && !is_meant(l, f)))
        return;
    while ((guessed >> d & 1U) == 0)
        d++;
    printf("%s %u %d %.9f %d\n", disguise_name((enum disguise)d),
           characters(l->term[f->term].folded), f->score, l->weight,
           l->meant != NULL);
}

static void look(struct looking *l, const char *text)
{
    l->view = fold_text(l->space, span_of(text));
    guess_run_text(l->index, l->scratch,
                   &(struct guess_text){span_of(text), &l->view, true}, meet,
                   l);
}

static bool is_common(const char *term)
{
    uint32_t seen = 0;

    for (uint32_t i = 0; i < posts; i++)
        seen += strstr(post[i], term) != NULL;
    return seen > posts / 2000;
}

static void build(struct looking *l)
{
    struct guess_index *g;
    struct err e;

    if (!guess_build(l->term, l->count, &g, &e))
        exit(1);
    l->index = g;
}

static void run_pack(struct looking *l, uint32_t number, uint32_t packs)
{
    build(l);
    l->weight = 1.0 / rows;
    for (uint32_t i = 0; i < rows; i++) {
        l->meant = &row[i];
        if (l->index != NULL)
            look(l, row[i].text);
    }
    if (number >= packs)
        return;
    for (uint32_t i = 0; i < l->count; i++)
        if (is_common(l->name[i]))
            l->term[i].disguises = 0;
    build(l);
    l->meant = NULL;
    l->weight = 1.0 / posts / packs;
    for (uint32_t i = 0; i < posts; i++)
        if (l->index != NULL)
            look(l, post[i]);
}

/* Terms in an order that has nothing to do with their meaning. */
static int compare(const void *a, const void *b)
{
    uint32_t one = 2166136261U;
    uint32_t two = 2166136261U;

    for (const char *s = *(const char *const *)a; *s != '\0'; s++)
        one = (one ^ (unsigned char)*s) * 16777619U;
    for (const char *s = *(const char *const *)b; *s != '\0'; s++)
        two = (two ^ (unsigned char)*s) * 16777619U;
    return one != two
               ? (one > two) - (one < two)
               : strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_term(struct looking *l, struct arena *a, const char *name)
{
    struct guess_term *t = &l->term[l->count];
    struct fold_view v = fold_text(l->space, span_of(name));
    struct err e;

    *t = (struct guess_term){
        .disguises = l->disguises, .initials_min = 2, .certainty = 0};
    if (!fold_copy(a, v.text, &t->folded, &e))
        exit(1);
    l->name[l->count++] = name;
}

int main(int argc, char **argv)
{
    static const char *term[MOST_ROWS];
    static struct looking l;
    struct arena *a = arena_new((size_t)1 << 24U);
    struct span names = span_of(argc == 4 ? argv[1] : "");
    struct span name;
    enum disguise d;
    struct err e;
    uint32_t pack = 0;

    if (argc != 4 || !fold_init(&e) || !detect_init(&e))
        return 2;
    while (span_cut(&names, ',', &name))
        if (disguise_find(name, &d))
            l.disguises |= DISGUISE_BIT(d);
    read_rows(argv[2]);
    posts = read_lines(argv[3], post);
    l.space = fold_space_new();
    l.scratch = guess_scratch_new();
    for (uint32_t i = 0; i < rows; i++)
        term[i] = row[i].term;
    qsort(term, rows, sizeof(term[0]), compare);
    for (uint32_t i = 0; i < rows; i++) {
        if (i > 0 && strcmp(term[i], term[i - 1]) == 0)
            continue;
        if (l.count == PACK) {
            run_pack(&l, pack++, MOST_PACKS);
            l.count = 0;
        }
        add_term(&l, a, term[i]);
    }
    run_pack(&l, pack, MOST_PACKS);
    return 0;
}
