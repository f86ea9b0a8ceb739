/*
 * A text is a lattice of syllables: a Han character has one edge a reading,
 * all to the next unit; a Latin letter one for each syllable that begins with
 * it. Two bits for each pair of classes say whether any term begins there;
 * ordinary text is nearly all passed over by them and by what the characters
 * cost as they are written. From there on the term leads: its next character
 * either sounds like the text's or not.
 */
#include "guess/sound.h"

#include "guess/certainty.h"
#include "guess/readings.h"
#include "guess/sound_index.h"
#include "guess/syllables.h"

enum { MOST_ASKED = 16 };

/* fa3lun2: a tone belongs to the syllable before it. */
static uint32_t past_tone(const struct sound_text *t, uint32_t i)
{
    const struct unit *u = &t->units->at[i];

    return i < t->end && u->kind == UNIT_DIGIT && u->gap == 0 && u->c >= '1' &&
                   u->c <= '5'
               ? i + 1
               : i;
}

static uint16_t syllable_at(const struct sound_text *t, uint32_t i, uint32_t n)
{
    char letters[SYLLABLE_LETTERS];

    for (uint32_t k = 0; k < n; k++)
        letters[k] = (char)t->units->at[i + k].c;
    return syllable_find(letters, n);
}

static void sounds_of_letters(const struct sound_text *t, uint32_t i,
                              struct sounds *ret)
{
    uint8_t lengths = t->syllables[i - t->base];

    for (uint32_t n = 1; lengths >> (n - 1) != 0; n++) {
        uint16_t syllable;

        if (((unsigned)lengths >> (n - 1) & 1U) == 0)
            continue;
        syllable = syllable_at(t, i, n);
        sounds_add(ret, syllable, past_tone(t, i + n) - i);
        if (syllable_dotted(syllable) != 0)
            sounds_add(ret, syllable_dotted(syllable), past_tone(t, i + n) - i);
    }
}

static void sounds_at(const struct sound_text *t, uint32_t i,
                      struct sounds *ret)
{
    const struct unit *u = &t->units->at[i];

    ret->count = 0;
    if (u->kind == UNIT_HAN) {
        sounds_of_character(u->c, ret);
        return;
    }
    if (u->kind == UNIT_LATIN)
        sounds_of_letters(t, i, ret);
    sounds_add(ret, sound_of_itself(u->c), 1);
}

/* Where the term's character c ends if the text has it at unit i; i if not. */
static uint32_t step_han(struct sound_path *p, uint32_t i, uint32_t c,
                         uint32_t seen)
{
    uint32_t count, seen_count;
    const uint16_t *r = readings_of(c, &count);
    const uint16_t *s = readings_of(seen, &seen_count);

    for (uint32_t k = 0; k < count; k++)
        for (uint32_t n = 0; n < seen_count; n++)
            if (READING_SYLLABLE(r[k]) == READING_SYLLABLE(s[n])) {
                p->other++;
                p->seldom += READING_SELDOM(r[k]) || READING_SELDOM(s[n]);
                return i + 1;
            }
    return i;
}

static uint32_t step_letters(const struct sound_text *t, struct sound_path *p,
                             uint32_t i, uint32_t c)
{
    struct sounds here = {.count = 0};
    uint32_t count;
    const uint16_t *r = readings_of(c, &count);
    uint32_t longest = 0;

    sounds_of_letters(t, i, &here);
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t n = 0; n < here.count; n++)
            if (READING_SYLLABLE(r[k]) == here.at[n] && here.units[n] > longest)
                longest = here.units[n];
    p->typed += longest > 0;
    p->letters += longest;
    return i + longest;
}

static uint32_t step(const struct sound_text *t, struct sound_path *p,
                     uint32_t i, uint32_t c)
{
    const struct unit *u = &t->units->at[i];

    if (u->c == c) {
        p->same++;
        return i + 1;
    }
    if (u->kind == UNIT_HAN)
        return step_han(p, i, c, u->c);
    return u->kind == UNIT_LATIN ? step_letters(t, p, i, c) : i;
}

/* Whether a path may go from the unit before i to i. Between syllables a space
 * is how pinyin is written. */
static bool may_pass(const struct sound_text *t, struct sound_path *p,
                     uint32_t i)
{
    const struct unit *u = &t->units->at[i];

    if (u->barred)
        return false;
    if (u->gap == 0)
        return true;
    if (u->gap > 1 || (u->kind != UNIT_LATIN && u[-1].kind != UNIT_LATIN &&
                       u[-1].kind != UNIT_DIGIT))
        p->spread = true;
    return true;
}

static bool is_whole(const struct sound_text *t, uint32_t i, unsigned end)
{
    return t->units->at[i].kind != UNIT_LATIN ||
           (t->token[i - t->base] & (TOKEN_DIVIDED | end)) != 0;
}

/* A letter of the term by itself, p of p过, is none of a longer word's. */
static bool stands_free(const struct sound_text *t, uint32_t from, uint32_t to)
{
    return is_whole(t, from, TOKEN_FIRST) && is_whole(t, to - 1, TOKEN_LAST);
}

static bool walk(const struct sound_text *t, const struct seer_term *term,
                 uint32_t from, struct sound_path *ret)
{
    uint32_t i = from;

    *ret = (struct sound_path){.from = from};
    for (uint32_t k = 0; k < term->count; k++) {
        uint32_t next;

        if (i >= t->end || (k > 0 && !may_pass(t, ret, i)))
            return false;
        next = step(t, ret, i, term->c[k]);
        if (next == i)
            return false;
        i = next;
    }
    ret->to = i;
    return ret->typed + ret->other > 0 && stands_free(t, from, i);
}

/* A pair of sounds that some terms begin with. */
struct asked {
    const struct sound_run *run;
    uint32_t pair, from;
    unsigned kinds;
    int32_t dearest;
};

/* What one text is looked through with. */
struct search {
    const struct sound_index *index;
    struct seer_met met; /* a term is listed under every pair of its sounds */
    struct asked asked[MOST_ASKED];
    uint32_t asked_count;
    const struct guess_run *run;
    struct sound_text text;
};

static uint32_t disguises_of(const struct sound_path *p)
{
    return (p->typed > 0 ? DISGUISE_BIT(DISGUISE_PINYIN) : 0) |
           (p->other > 0 ? DISGUISE_BIT(DISGUISE_HOMOPHONES) : 0) |
           (p->spread ? DISGUISE_BIT(DISGUISE_GAPS) : 0);
}

static void meet(struct search *s, const struct sound_entry *e, uint32_t from)
{
    const struct seer_term *term = &s->run->term[e->term];
    struct sound_path p;
    struct seer_sight sight = {.term = e->term};

    if (!walk(&s->text, term, from, &p) || !seer_is_new(&s->met, from, e->term))
        return;
    sight.disguises = disguises_of(&p);
    if ((sight.disguises & ~term->disguises) != 0)
        return;
    sight.from = p.from;
    sight.to = p.to;
    sight.certainty = sound_certainty(&s->text, &p, term,
                                      s->index->cost[e->term], &sight.score);
    if (sight.certainty >= s->run->least || term->doubtful)
        seer_found(s->run, &sight);
}

static bool third_fits(const struct sound_text *t, uint32_t i, uint16_t third)
{
    struct sounds s;

    if (i >= t->end)
        return false;
    sounds_at(t, i, &s);
    for (uint32_t k = 0; k < s.count; k++)
        if (s.at[k] == third)
            return true;
    return false;
}

/* The class of unit i; 0 beyond the end, too. */
static uint32_t class_at(const struct sound_text *t, uint32_t i)
{
    return i < t->end ? t->units->at[i].class : 0;
}

/* The bits of all sounds that unit i may have. */
static uint64_t bits_at(const struct sound_text *t, uint32_t i)
{
    uint32_t class = class_at(t, i);

    return class != 0 ? sound_class_bits[class] : UINT64_MAX;
}

/* Those that cost more are ruled out by what is written there. */
static void look_up_twos(struct search *s, const struct sound_run *run,
                         uint32_t from, int32_t dearest)
{
    const struct sound_entry *e = s->index->entry + run->first;

    for (uint32_t i = 0; i < run->twos; i++)
        if (s->index->cost[e[i].term] <= dearest)
            meet(s, &e[i], from);
}

static bool may_be(uint16_t sound, uint64_t bits)
{
    return sound == SOUND_ANY || (sound_bit(sound) & bits) != 0;
}

static void look_up_more(struct search *s, const struct sound_run *run,
                         uint32_t from, uint32_t next)
{
    const struct sound_entry *e = s->index->entry + run->first;
    const struct sound_text *t = &s->text;
    uint64_t thirds = bits_at(t, next);
    uint64_t fourths = UINT64_MAX;

    if ((run->thirds & thirds) == 0)
        return;
    if (class_at(t, next) != 0) /* it is one unit */
        fourths = bits_at(t, next + 1);
    for (uint32_t i = run->twos; i < run->count; i++)
        if (may_be(e[i].third, thirds) && may_be(e[i].fourth, fourths) &&
            (e[i].third == SOUND_ANY || third_fits(t, next, e[i].third)))
            meet(s, &e[i], from);
}

/* All pairs of sounds that begin at a unit. */
static void look_at(struct search *s, uint32_t from)
{
    struct sounds one;

    sounds_at(&s->text, from, &one);
    for (uint32_t i = 0; i < one.count; i++) {
        uint32_t next = from + one.units[i];
        struct sounds two;

        if (!sound_listed(s->index->begins, one.at[i]) || next >= s->text.end ||
            s->text.units->at[next].barred)
            continue;
        sounds_at(&s->text, next, &two);
        for (uint32_t k = 0; k < two.count; k++) {
            uint32_t pair = sound_pair(one.at[i], two.at[k]);
            const struct sound_run *run;

            if (!sound_listed(s->index->any, pair))
                continue;
            run = sound_run(s->index, pair);
            look_up_twos(s, run, from, sound_dearest(&s->text, from));
            look_up_more(s, run, from, next + two.units[k]);
        }
    }
}

/* Runs of the pairs of sounds at places with two Han characters, most of most
 * texts, looked up together so that they wait for memory at once. */
static void look_up_asked(struct search *s)
{
    for (uint32_t i = 0; i < s->asked_count; i++) {
        struct asked *at = &s->asked[i];

        at->run = sound_run(s->index, at->pair);
        __builtin_prefetch(at->run);
    }
    for (uint32_t i = 0; i < s->asked_count; i++)
        __builtin_prefetch(s->index->entry + s->asked[i].run->first);
    for (uint32_t i = 0; i < s->asked_count; i++) {
        const struct asked *at = &s->asked[i];

        if ((at->kinds & SOUND_TWOS) != 0)
            look_up_twos(s, at->run, at->from, at->dearest);
        if ((at->kinds & SOUND_MORE) != 0)
            look_up_more(s, at->run, at->from, at->from + 2);
    }
    s->asked_count = 0;
}

static void ask(struct search *s, const struct asked *asked)
{
    if (!sound_listed(s->index->any, asked->pair))
        return;
    s->asked[s->asked_count++] = *asked;
    if (s->asked_count == MOST_ASKED)
        look_up_asked(s);
}

static void ask_all(struct search *s, uint32_t from, unsigned kinds,
                    int32_t dearest)
{
    const struct unit *u = &s->text.units->at[from];
    struct asked asked = {.from = from, .kinds = kinds, .dearest = dearest};
    uint32_t count, count_two;
    const uint16_t *one = readings_of(u[0].c, &count);
    const uint16_t *two = readings_of(u[1].c, &count_two);

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < count_two; k++) {
            asked.pair =
                sound_pair(READING_SYLLABLE(one[i]), READING_SYLLABLE(two[k]));
            ask(s, &asked);
        }
}

/* What may begin at unit i, given the kinds of the pair there: mostly nothing.
 * The second of the pair has the class two. */
static void look_at_pair(struct search *s, uint32_t i, unsigned kinds,
                         uint32_t two)
{
    uint32_t three = class_at(&s->text, i + 2);
    int32_t dearest = 0;

    if (three != 0 && !sound_goes_on(s->index, two, three))
        kinds &= ~(unsigned)SOUND_MORE;
    if ((kinds & SOUND_TWOS) != 0)
        dearest = sound_dearest(&s->text, i);
    if (dearest < s->index->cheapest)
        kinds &= ~(unsigned)SOUND_TWOS;
    if (kinds != 0)
        ask_all(s, i, kinds, dearest);
}

/* Whether the letter begins syllables. */
static bool is_typed(const struct search *s, uint32_t i)
{
    return s->text.units->at[i].kind == UNIT_LATIN &&
           s->text.syllables[i - s->text.base] != 0;
}

/* What a unit sounds like that is not typed: its readings, or itself. */
static const uint16_t *sounds_alone(const struct unit *u, uint16_t *self,
                                    uint32_t *ret_count)
{
    const uint16_t *r = readings_of(u->c, ret_count);

    if (*ret_count > 0)
        return r;
    *self = (uint16_t)sound_of_itself(u->c);
    *ret_count = 1;
    return self;
}

/* Whether a term begins with the sounds of both units. */
static bool begins_term(const struct search *s, const struct unit *u)
{
    uint16_t self[2];
    uint32_t count, count_two;
    const uint16_t *one = sounds_alone(&u[0], &self[0], &count);
    const uint16_t *two = sounds_alone(&u[1], &self[1], &count_two);

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < count_two; k++)
            if (sound_listed(s->index->any,
                             sound_pair(READING_SYLLABLE(one[i]),
                                        READING_SYLLABLE(two[k]))))
                return true;
    return false;
}

/* A unit or the one behind it has no class. */
static void look_at_odd(struct search *s, uint32_t i)
{
    if (is_typed(s, i) || is_typed(s, i + 1) ||
        begins_term(s, &s->text.units->at[i]))
        look_at(s, i);
}

enum { BLOCK = 128 };

/* Which of `count` units may begin a term with the one behind: of those without
 * a class each. Without branches: where is not predictable. */
static uint32_t pick_pairs(const struct sound_index *x, const struct unit *u,
                           uint32_t count, uint8_t ret[BLOCK])
{
    uint32_t picked = 0;

    for (uint32_t i = 0; i < count; i++) {
        ret[picked] = (uint8_t)i;
        picked += sound_kinds(x, u[i].class, u[i + 1].class) != 0;
    }
    return picked;
}

static void look_at_all(struct search *s, uint32_t from, uint32_t count)
{
    const struct unit *u = s->text.units->at + from;
    uint8_t pair[BLOCK] = {0};
    uint32_t picked = pick_pairs(s->index, u, count, pair);

    for (uint32_t k = 0; k < picked; k++) {
        const struct unit *one = u + pair[k];

        if (one[0].class == 0 || one[1].class == 0)
            look_at_odd(s, from + pair[k]);
        else if (!one[1].barred)
            look_at_pair(s, from + pair[k],
                         sound_kinds(s->index, one[0].class, one[1].class),
                         one[1].class);
    }
}

static void look_from(struct search *s, uint32_t from, uint32_t stop)
{
    if (stop == s->text.end)
        stop--; /* with nothing behind */
    for (; from < stop; from += BLOCK)
        look_at_all(s, from, stop - from < BLOCK ? stop - from : BLOCK);
    look_up_asked(s);
}

static void find(const void *index, const struct guess_run *r)
{
    struct search s;
    uint32_t base = 0;
    uint32_t stop = 0;

    s.index = index;
    s.run = r;
    s.met.count = 0;
    s.met.unit = 0;
    s.asked_count = 0;
    s.text.plain = r->plain;
    s.text.least = r->least == GUESS_DEFAULT_CERTAINTY
                       ? s.index->least
                       : certainty_score(DISGUISE_HOMOPHONES, 2, r->least);
    while (stop < r->units->count) {
        sound_read(&s.text, r->units, base);
        stop = s.text.end == r->units->count ? s.text.end
                                             : s.text.end - SOUND_OVERLAP;
        look_from(&s, base, stop);
        base = stop;
    }
}

const struct seer seer_sound = {DISGUISE_BIT(DISGUISE_PINYIN) |
                                    DISGUISE_BIT(DISGUISE_HOMOPHONES),
                                true, sound_build, find, sound_free};
