#include "guess/views.h"

#include "fold/english.h"
#include "guess/initials.h"
#include "guess/readings.h"
#include "guess/syllables.h"
#include "guess/viewing.h"

enum { MOST_READINGS = 3 };

static const size_t view_cap = (size_t)1 << 20;

/* ---- words ---- */

/* Letters and digits that are written together. */
static bool is_token(const struct unit *u)
{
    return u->kind == UNIT_LATIN || u->kind == UNIT_DIGIT;
}

static bool goes_on(const struct units *u, uint32_t i)
{
    if (i >= u->count || u->at[i].gap != 0)
        return false;
    if (is_token(&u->at[i]))
        return is_token(&u->at[i - 1]);
    return u->at[i].kind == UNIT_OTHER && u->at[i - 1].kind == UNIT_OTHER;
}

/* The end of the word that begins at unit i, on the cheapest path. */
static uint32_t word_end(const struct viewing *v, uint32_t i)
{
    const struct units *u = v->run.units;

    if (u->at[i].kind == UNIT_HAN)
        return plain_word_end(v->run.plain, i);
    for (i++; goes_on(u, i);)
        i++;
    return i;
}

static bool is_ordinary(const struct viewing *v, uint32_t from, uint32_t to,
                        struct span text)
{
    return v->run.units->at[from].kind == UNIT_HAN ? to - from > 1
                                                   : english_common(text);
}

static bool read_words(struct arena *a, const struct viewing *v,
                       struct guess_views *ret, struct err *e)
{
    const struct units *u = v->run.units;

    ret->word = arena_array(a, (size_t)u->count + 1, sizeof(*ret->word));
    if (ret->word == NULL)
        return arena_err(a, "words", e);
    for (uint32_t i = 0; i < u->count;) {
        uint32_t to = word_end(v, i);
        struct range at = units_range(u, i, to);
        struct span text =
            arena_copy(a, span_slice(v->run.folded->text, at.from, at.to));

        if (text.at == NULL)
            return arena_err(a, "words", e);
        ret->word[ret->word_count++] = (struct guess_word){
            text, fold_origin(v->run.folded, at), is_ordinary(v, i, to, text)};
        i = to;
    }
    return true;
}

/* With a stroke where a reader sees a boundary that is not written. */
static void view_words(const struct viewing *v, struct buf *out)
{
    const struct units *u = v->run.units;
    bool divided = false;

    for (uint32_t i = 0; i < v->count;) {
        uint32_t to = word_end(v, i);
        struct range at = units_range(u, i, to);

        if (i > 0) {
            buf_add_byte(out, u->at[i].gap > 0 ? ' ' : '/');
            divided = divided || u->at[i].gap == 0;
        }
        buf_add(out, span_slice(v->run.folded->text, at.from, at.to));
        i = to;
    }
    if (!divided)
        buf_reset(out);
}

/* ---- sounds ---- */

static void add_unit(const struct viewing *v, uint32_t from, uint32_t to,
                     struct buf *out)
{
    struct range at = units_range(v->run.units, from, to);

    buf_add(out, span_slice(v->run.folded->text, at.from, at.to));
}

/* The readings of a Han character, or itself. */
static bool add_readings(const struct viewing *v, uint32_t i, struct buf *out)
{
    uint32_t count;
    const uint16_t *r = readings_of(v->run.units->at[i].c, &count);
    uint32_t shown = 0;

    for (uint32_t k = 0; k < count && shown < MOST_READINGS; k++) {
        if (k > 0 && READING_SELDOM(r[k]))
            continue;
        buf_add_text(out, shown++ > 0 ? "|" : "");
        buf_add_text(out, syllable_name(READING_SYLLABLE(r[k])));
    }
    if (count == 0)
        add_unit(v, i, i + 1, out);
    return count > 0;
}

/* The syllables of a token, the longest first; an English word is left alone:
 * women, not wo men. */
static bool add_syllables(const struct viewing *v, uint32_t from, uint32_t to,
                          struct buf *out)
{
    struct range at = units_range(v->run.units, from, to);
    struct span token = span_slice(v->run.folded->text, at.from, at.to);
    uint8_t lengths[SYLLABLES_TOKEN];
    size_t last = 0;

    if (token.len > SYLLABLES_TOKEN || english_common(token) ||
        !syllables_divide(token.at, (uint32_t)token.len, lengths)) {
        buf_add(out, token);
        return false;
    }
    for (size_t i = 0; i < token.len; i += last) {
        for (last = SYLLABLE_LETTERS; (lengths[i] >> (last - 1) & 1) == 0;)
            last--;
        buf_add_text(out, i > 0 ? " " : "");
        buf_add(out, span_slice(token, i, i + last));
    }
    return last < token.len;
}

static void view_pinyin(const struct viewing *v, struct buf *out)
{
    const struct units *u = v->run.units;
    bool sounds = false;

    for (uint32_t i = 0; i < v->count;) {
        uint32_t to = u->at[i].kind == UNIT_LATIN
                          ? units_token_end(u, i, u->count)
                          : i + 1;
        bool apart = i > 0 && (u->at[i].gap > 0 || !is_token(&u->at[i]) ||
                               u->at[i - 1].kind != u->at[i].kind);

        buf_add_text(out, apart ? " " : "");
        if (u->at[i].kind == UNIT_LATIN)
            sounds = add_syllables(v, i, to, out) || sounds;
        else
            sounds = add_readings(v, i, out) || sounds;
        i = to;
    }
    if (!sounds)
        buf_reset(out);
}

/* ---- initials ---- */

static void view_initials(const struct viewing *v, struct buf *out)
{
    const struct units *u = v->run.units;

    for (uint32_t i = 0; i < v->count;) {
        uint32_t to = i + 1;

        if (u->at[i].kind == UNIT_LATIN && initials_maybe(u, i, &to)) {
            buf_add_text(out, out->len > 0 ? " " : "");
            add_unit(v, i, to, out);
        }
        i = to;
    }
}

/* ---- the whole ---- */

/* In the order in which they are shown. */
static const struct {
    const char *name;
    uint32_t disguises; /* that look at it */
    void (*write)(const struct viewing *v, struct buf *out);
} rows[] = {
    {"words",
     DISGUISE_BIT(DISGUISE_PINYIN) | DISGUISE_BIT(DISGUISE_HOMOPHONES) |
         DISGUISE_BIT(DISGUISE_SPLIT) | DISGUISE_BIT(DISGUISE_EMOJI) |
         DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES) |
         DISGUISE_BIT(DISGUISE_SHUFFLED),
     view_words},
    {"pinyin",
     DISGUISE_BIT(DISGUISE_PINYIN) | DISGUISE_BIT(DISGUISE_HOMOPHONES),
     view_pinyin},
    {"initials", DISGUISE_BIT(DISGUISE_INITIALS), view_initials},
    {"split", DISGUISE_BIT(DISGUISE_SPLIT), view_split},
    {"han_lookalikes", DISGUISE_BIT(DISGUISE_HAN_LOOKALIKES), view_alike},
    {"emoji", DISGUISE_BIT(DISGUISE_EMOJI), view_emoji},
};

static bool write_views(struct arena *a, const struct viewing *v,
                        uint32_t disguises, struct guess_views *ret,
                        struct err *e)
{
    struct buf out = buf_make(view_cap);
    bool done;

    ret->view = arena_array(a, COUNT_OF(rows), sizeof(*ret->view));
    done = ret->view != NULL;
    for (size_t i = 0; done && i < COUNT_OF(rows); i++) {
        struct guess_view *view = &ret->view[ret->view_count];

        if ((rows[i].disguises & disguises) == 0)
            continue;
        buf_reset(&out);
        rows[i].write(v, &out);
        if (out.failed || out.len == 0)
            continue;
        *view =
            (struct guess_view){rows[i].name, arena_copy(a, buf_span(&out))};
        done = view->text.at != NULL;
        ret->view_count++;
    }
    buf_free(&out);
    return done || arena_err(a, "views", e);
}

bool guess_views(struct arena *a, struct span text, uint32_t disguises,
                 struct guess_views *ret, struct err *e)
{
    struct fold_space *space = fold_space_new();
    struct fold_view folded = fold_text(space, text);
    struct units units = {0};
    struct plain plain = {0};
    struct viewing v = {.run = {.units = &units,
                                .plain = &plain,
                                .folded = &folded,
                                .original = text}};
    bool done;

    *ret = (struct guess_views){0};
    syllables_init();
    units_fill(&units, &folded);
    plain_read(&plain, &units);
    v.count = units.count < VIEWS_UNITS ? units.count : VIEWS_UNITS;
    done = read_words(a, &v, ret, e) && write_views(a, &v, disguises, ret, e);
    units_done(&units);
    plain_done(&plain);
    fold_space_free(&space);
    return done;
}
