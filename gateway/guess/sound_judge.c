/*
 * Two questions decide. Is the place ordinary text as it is written? For Han
 * characters the cost of the surroundings with and without it answers that;
 * for Latin letters whether the tokens are English words and stand among
 * words of another language. And how much of the term is there: characters as
 * they are and letters speak for it, other characters against it.
 */
#include "guess/certainty.h"
#include "guess/context.h"
#include "guess/lexicon.h"
#include "guess/sound.h"

/* Weights, in hundredths of a logit. Those of homophones come from a logistic
 * regression over places that were meant and places that were not. */
enum {
    /* of a nat */
    PLAIN_COST = 51,
    TERM_COST = -12,
    CUT_COST = -29,
    CUT_MOST = 60,  /* in LEXICON_NAT */
    ORDINARY = 120, /* what two characters cost at least; the same */
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

/* What the Han characters of the path cost as they are written. */
static void plain_of(struct sound_text *t, const struct sound_path *p,
                     struct plain_place *ret)
{
    const struct unit *u = t->units->at;
    uint32_t end;

    *ret = (struct plain_place){0};
    for (uint32_t i = p->from; i < p->to; i = end) {
        struct plain_place piece;

        end = i + 1;
        if (u[i].kind != UNIT_HAN)
            continue;
        while (end < p->to && u[end].kind == UNIT_HAN && u[end].gap == 0)
            end++;
        plain_read(&t->plain, i, end, &piece);
        ret->cost += piece.cost;
        ret->cut_from += piece.cut_from;
        ret->cut_to += piece.cut_to;
    }
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* What two Han characters cost by themselves: never less than what they add
 * to the words around them. */
static int32_t cost_of_two(const struct unit *u)
{
    uint32_t han[2] = {u[0].c, u[1].c};
    unsigned apart = lexicon_cost(han, 1) + lexicon_cost(han + 1, 1);

    if (apart < ORDINARY)
        return (int32_t)apart;
    return least((int32_t)apart, (int32_t)lexicon_cost(han, 2));
}

static bool is_joined(const struct sound_text *t, uint32_t i)
{
    const struct unit *u = &t->units->at[i];

    return i > 0 && i < t->units->count && u->gap == 0 && u->kind == UNIT_HAN &&
           u[-1].kind == UNIT_HAN;
}

/* The characters [from, to), fewer where Han characters end. */
static uint32_t gather_han(const struct sound_text *t, uint32_t from,
                           uint32_t to, uint32_t *ret)
{
    uint32_t n = 0;

    for (uint32_t i = from; i < to && (i == from || is_joined(t, i)); i++)
        ret[n++] = t->units->at[i].c;
    return n;
}

static bool is_pair(const struct sound_text *t, uint32_t i)
{
    uint32_t han[2] = {t->units->at[i].c, t->units->at[i + 1].c};

    return lexicon_cost(han, 2) != LEXICON_NO_WORD;
}

/* Whether no word of several characters ends before unit i, so that unit i - 1
 * adds its own cost to whatever stands before it; and it is Han. */
static bool stands_last(const struct sound_text *t, uint32_t i)
{
    uint32_t han[LEXICON_LONGEST];
    uint32_t from = i - 1;

    while (is_joined(t, from) && i - (from - 1) <= LEXICON_LONGEST) {
        uint32_t n = gather_han(t, --from, i, han);

        if (lexicon_cost(han, n) != LEXICON_NO_WORD)
            return false;
    }
    return true;
}

static bool stands_first(const struct sound_text *t, uint32_t i)
{
    uint32_t han[LEXICON_LONGEST];
    uint8_t word[LEXICON_LONGEST + 1];
    uint32_t n = gather_han(t, i, i + LEXICON_LONGEST, han);

    n = lexicon_words(han, n, word);
    while (n > 1 && word[n] == LEXICON_NO_WORD)
        n--;
    return n <= 1;
}

/* What two characters add at most to the words around them: a word that
 * reaches across an end of theirs often makes that little. */
static int32_t cost_among(const struct sound_text *t, uint32_t from,
                          int32_t alone)
{
    uint32_t han[4];
    uint32_t first = from;
    uint32_t end = from + 2;
    uint32_t n;
    int32_t cost;

    if (is_joined(t, from) && is_pair(t, from - 1) && stands_last(t, from))
        first--;
    if (is_joined(t, end) && is_pair(t, end - 1) && stands_first(t, end))
        end++;
    n = gather_han(t, first, end, han);
    if (n == 2)
        return alone;
    cost = context_term(han, n);
    if (first < from)
        cost -= (int32_t)lexicon_cost(han, 1);
    if (end > from + 2)
        cost -= (int32_t)lexicon_cost(han + n - 1, 1);
    return cost;
}

static int32_t dearest_of(const struct sound_text *t, uint32_t from)
{
    const struct unit *u = &t->units->at[from];
    int32_t cost;

    if (u[0].kind != UNIT_HAN || u[1].kind != UNIT_HAN)
        return INT32_MAX;
    cost = u[1].gap > 0 ? 0 : cost_of_two(u);
    if (cost < ORDINARY)
        return SOUND_HOPELESS;
    cost = cost_among(t, from, cost);
    if (cost <= 0)
        return SOUND_HOPELESS;
    return (PLAIN_COST * cost -
            LEXICON_NAT *
                (certainty_score(DISGUISE_HOMOPHONES, 2, SEER_LEAST) - OTHER)) /
           -TERM_COST;
}

int32_t sound_dearest(struct sound_text *t, uint32_t from)
{
    if (t->dearest_at != from) {
        t->dearest_at = from;
        t->dearest = dearest_of(t, from);
    }
    return t->dearest;
}

bool sound_hopeless(struct sound_text *t, const struct sound_path *p,
                    const struct seer_term *term, int32_t term_cost)
{
    int32_t against =
        OTHER * ((int32_t)p->other - 1) + SELDOM * (int32_t)p->seldom;

    return term->count == 2 && p->typed == 0 &&
           against * LEXICON_NAT + TERM_COST * term_cost <
               TERM_COST * sound_dearest(t, p->from);
}

/* At most what plain_of() will find: words that reach across the ends only
 * make a place cheaper. */
static void alone_of(const struct sound_text *t, const struct sound_path *p,
                     struct plain_place *ret)
{
    const struct unit *u = t->units->at;
    uint32_t han[SEER_LONGEST_TERM];
    uint32_t count = 0;

    *ret = (struct plain_place){0};
    for (uint32_t i = p->from; i < p->to; i++) {
        if (i > p->from && u[i].gap > 0) {
            ret->cost += context_term(han, count);
            count = 0;
        }
        han[count++] = u[i].c;
    }
    ret->cost += context_term(han, count);
}

static int32_t score_of_han(const struct plain_place *at,
                            const struct sound_path *p,
                            const struct seer_term *term, int32_t term_cost)
{
    int32_t score = PLAIN_COST * at->cost + TERM_COST * term_cost +
                    CUT_COST * least(at->cut_from, CUT_MOST) +
                    CUT_COST * least(at->cut_to, CUT_MOST);

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
        uint8_t traits = t->token[i - t->base];

        if (u[i].kind != UNIT_LATIN ||
            (i > p->from && (traits & TOKEN_FIRST) == 0))
            continue;
        ret->tokens++;
        ret->common += (traits & TOKEN_COMMON) != 0;
        ret->listed += (traits & TOKEN_LISTED) != 0;
        ret->inside = ret->inside || (traits & TOKEN_FIRST) == 0;
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
        score += p->same == 0 ? ENGLISH_ALONE : ENGLISH_AMONG;
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

float sound_certainty(struct sound_text *t, const struct sound_path *p,
                      const struct seer_term *term, int32_t term_cost,
                      int32_t *ret_score)
{
    struct plain_place at;
    float certainty;

    if (p->typed > 0) {
        *ret_score = score_of_typed(t, p, term);
        return certainty_of(DISGUISE_PINYIN, term->count, *ret_score);
    }
    alone_of(t, p, &at);
    *ret_score = score_of_han(&at, p, term, term_cost);
    certainty = certainty_of(DISGUISE_HOMOPHONES, term->count, *ret_score);
    if (certainty < SEER_LEAST && !term->doubtful)
        return certainty;
    plain_of(t, p, &at);
    *ret_score = score_of_han(&at, p, term, term_cost);
    return certainty_of(DISGUISE_HOMOPHONES, term->count, *ret_score);
}
