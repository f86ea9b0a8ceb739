/*
 * Two questions decide. Is the place ordinary text as it is written? For Han
 * characters the cost of the surroundings with and without it answers that;
 * for Latin letters whether the tokens are English words and stand among
 * words of another language. And how much of the term is there: characters as
 * they are and letters speak for it, other characters against it.
 */
#include "guess/certainty.h"
#include "guess/lexicon.h"
#include "guess/sound.h"

/* Weights, in hundredths of a logit. Those of homophones come from a logistic
 * regression over places that were meant and places that were not. */
enum {
    /* of a nat */
    PLAIN_COST = 51,
    TERM_COST = -12,
    CUT_COST = -29,
    CUT_MOST = 60, /* in LEXICON_NAT */
    /* of each character */
    OTHER = -30,
    SELDOM = -150,
    SAME = 100,
    /* of typed syllables */
    LETTER = 60,
    LETTERS_MOST = 12,
    ENGLISH = -80,        /* each token that is a common word */
    ENGLISH_ALONE = -600, /* the whole of what is typed is one such token */
    ENGLISH_AMONG = -150, /* the same, among characters of the term */
    ENGLISH_BESIDE = -60, /* the same, beside characters that sound so */
    LISTED_ALONE = -100,
    INSIDE = -60,      /* begins or ends inside a token */
    FOREIGN = -400,    /* stands beside a token that is no pinyin */
    NO_HAN = -400,     /* foreign tokens and not one Han character */
    ONE_LETTER = -250, /* one syllable of one letter is all that is typed */
    MIXED = -300,      /* letters and other characters in a term of two */
    /* symbols between Han characters */
    SPREAD = -300,
    SPREAD_SHORT = -1000
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Of a place as it is written. */
static int32_t score_of_place(struct plain *p, uint32_t from, uint32_t to)
{
    return PLAIN_COST * plain_cost(p, from, to) +
           CUT_COST * (least(plain_cut(p, from), CUT_MOST) +
                       least(plain_cut(p, to), CUT_MOST));
}

/* At most what the two characters cost as they are written: as a word, or as
 * one each. */
static int32_t cost_of_two(const struct units *units, uint32_t from)
{
    const struct unit *u = &units->at[from];
    unsigned word = plain_pair(units, from);
    unsigned apart = lexicon_cost(&u[0].c, 1) + lexicon_cost(&u[1].c, 1);

    return (int32_t)(word < LEXICON_NO_WORD && word < apart ? word : apart);
}

int32_t sound_dearest(const struct sound_text *t, uint32_t from)
{
    const struct unit *u = &t->units->at[from];
    int32_t score;

    if (u[0].kind != UNIT_HAN || u[1].kind != UNIT_HAN)
        return INT32_MAX;
    score = OTHER - t->least + (u[1].gap > 0 ? SPREAD_SHORT : 0);
    score = LEXICON_NAT * score + PLAIN_COST * cost_of_two(t->units, from);
    return score / -TERM_COST + 1;
}

static int32_t score_of_han(const struct sound_text *t,
                            const struct sound_path *p,
                            const struct seer_term *term, int32_t term_cost)
{
    int32_t score =
        score_of_place(t->plain, p->from, p->to) + TERM_COST * term_cost;

    score /= LEXICON_NAT;
    score += OTHER * (int32_t)p->other + SELDOM * (int32_t)p->seldom;
    if (p->spread)
        score += term->count == 2 ? SPREAD_SHORT : SPREAD;
    return score;
}

/* The Latin tokens that a path touches. */
struct touched {
    uint32_t tokens, common, listed;
    bool inside; /* begins or ends within one */
};

static void touch(const struct sound_text *t, const struct sound_path *p,
                  struct touched *ret)
{
    const struct unit *u = t->units->at;

    *ret = (struct touched){0};
    for (uint32_t i = p->from; i < p->to; i++) {
        bool first = (t->token[i - t->base] & TOKEN_FIRST) != 0;
        enum sound_english english;

        if (u[i].kind != UNIT_LATIN || (i > p->from && !first))
            continue;
        english = sound_english(t, i);
        ret->tokens++;
        ret->common += english == SOUND_COMMON;
        ret->listed += english == SOUND_LISTED;
        ret->inside = ret->inside || !first;
    }
    if (u[p->to - 1].kind == UNIT_LATIN &&
        (t->token[p->to - 1 - t->base] & TOKEN_LAST) == 0)
        ret->inside = true;
}

/* Whether the unit belongs to another token, and that is no pinyin. */
static bool is_foreign(const struct sound_text *t, uint32_t i)
{
    return t->units->at[i].kind == UNIT_LATIN &&
           (t->token[i - t->base] & TOKEN_DIVIDED) == 0;
}

static int32_t score_of_neighbours(const struct sound_text *t,
                                   const struct sound_path *p)
{
    int32_t score = 0;

    if (p->from > t->base && is_foreign(t, p->from - 1))
        score += FOREIGN;
    if (p->to < t->end && is_foreign(t, p->to))
        score += FOREIGN;
    if (t->foreign > 0 && (t->units->kinds & (1U << UNIT_HAN)) == 0)
        score += NO_HAN;
    return score;
}

/* One English word is all that is typed. */
static int32_t english_alone(const struct sound_path *p,
                             const struct seer_term *term)
{
    if (p->same > 0)
        return ENGLISH_AMONG;
    return p->other > 0 && term->count > 2 ? ENGLISH_BESIDE : ENGLISH_ALONE;
}

static int32_t score_of_typed(const struct sound_text *t,
                              const struct sound_path *p,
                              const struct seer_term *term)
{
    struct touched touched;
    int32_t score;

    touch(t, p, &touched);
    score = LETTER * least((int32_t)p->letters, LETTERS_MOST) +
            SAME * (int32_t)p->same + ENGLISH * (int32_t)touched.common +
            score_of_neighbours(t, p);
    if (touched.tokens == 1 && touched.common == 1)
        score += english_alone(p, term);
    if (touched.tokens == 1 && touched.listed == 1)
        score += LISTED_ALONE;
    if (touched.inside)
        score += INSIDE;
    if (p->typed == 1 && p->letters == 1)
        score += ONE_LETTER;
    if (p->other > 0)
        score += term->count == 2 ? MIXED : OTHER * (int32_t)p->other;
    return score;
}

float sound_certainty(const struct sound_text *t, const struct sound_path *p,
                      const struct seer_term *term, int32_t term_cost,
                      int32_t *ret_score)
{
    enum disguise d = p->typed > 0 ? DISGUISE_PINYIN : DISGUISE_HOMOPHONES;

    *ret_score = p->typed > 0 ? score_of_typed(t, p, term)
                              : score_of_han(t, p, term, term_cost);
    return certainty_of(d, term->count, *ret_score);
}
