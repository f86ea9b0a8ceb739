/*
 * The compact view has lost how wide gaps were and how often a character was
 * repeated. Here the term is laid over the default view again, unit by unit:
 * a unit is a run of one character in the term.
 *
 *     term     b a n n y          units  b1 a1 n2 y1
 *     view     b.aaa.n-n y        runs   1  3  2  1     gaps . . - and space
 *
 * A gap that the term has itself ("free money") must be there and may be any.
 */
#include "match/gaps.h"

#include <string.h>

#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/disguise.h"
#include "fold/english.h"
#include "fold/fold.h"
#include "fold/looks.h"
#include "fold/table.h"
#include "match/boundary.h"

struct unit {
    uint32_t c;
    uint32_t own;    /* times in the term */
    uint32_t here;   /* times in the view */
    struct span gap; /* the term's own, before the unit */
    struct span met; /* the view's, before the unit */
    uint32_t from;   /* of the run in the view */
    uint32_t to;
    bool inner_gap; /* a gap between its repetitions */
    bool inner_space;
};

struct lay {
    struct span view;
    bool looks;
    struct unit unit[GAPS_MOST_UNITS];
    uint32_t count;
    uint32_t at, end;
};

static bool is_solid(const struct lay *l, uint32_t c)
{
    return (char_traits(c) & CHAR_SOLID) != 0 ||
           (l->looks && looks_class(c) != 0);
}

/* What the character is compared as. */
static uint32_t as(const struct lay *l, uint32_t c)
{
    char class = 0;

    if (l->looks)
        class = looks_class(c);
    return class != 0 ? (unsigned char)class : c;
}

static bool is_word(uint32_t c)
{
    return (char_traits(c) & (CHAR_LATIN | CHAR_DIGIT | CHAR_ALPHABET)) != 0;
}

/* The gap characters from *at on. */
static struct span skip_gap(const struct lay *l, struct span text, size_t *at)
{
    size_t from = *at;
    size_t next = *at;
    uint32_t c;

    while (utf8_next(text, &next, &c) && !is_solid(l, c))
        *at = next;
    return span_slice(text, from, *at);
}

static bool read_units(struct span term, struct lay *ret)
{
    size_t at = 0;
    uint32_t c;

    ret->count = 0;
    for (;;) {
        struct span gap = skip_gap(ret, term, &at);
        struct unit *last = ret->count > 0 ? &ret->unit[ret->count - 1] : NULL;

        if (!utf8_next(term, &at, &c))
            return gap.len == 0 && ret->count > 0;
        c = as(ret, c);
        if (last != NULL && last->c == c && gap.len == 0) {
            last->own++;
            continue;
        }
        if (ret->count == GAPS_MOST_UNITS)
            return false;
        ret->unit[ret->count++] = (struct unit){.c = c, .own = 1, .gap = gap};
    }
}

static bool has_apostrophe(struct span gap)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(gap, &at, &c)) {
        if (c == '\'' || c == 0x2019)
            return true;
    }
    return false;
}

static bool has_space(struct span gap)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(gap, &at, &c)) {
        if ((char_traits(c) & CHAR_SPACE) != 0)
            return true;
    }
    return false;
}

/* Takes the unit's character as often as it stands here in a row. */
static void take_row(struct lay *l, struct unit *u)
{
    size_t next = l->at;
    uint32_t c;

    while (utf8_next(l->view, &next, &c) && as(l, c) == u->c) {
        u->here++;
        l->at = (uint32_t)next;
    }
}

/* Runs on over a gap when the same character follows there. The first unit
 * starts anew behind the gap, the last stops before it, if it has enough. */
static void take_run(struct lay *l, uint32_t i)
{
    struct unit *u = &l->unit[i];

    u->from = l->at;
    u->here = 0;
    take_row(l, u);
    for (;;) {
        size_t next = l->at;
        struct span gap = skip_gap(l, l->view, &next);
        size_t peek = next;
        uint32_t c = 0;

        if (gap.len == 0 || !utf8_next(l->view, &peek, &c) ||
            as(l, c) != u->c || fold_gap_bars(gap))
            return;
        if (i + 1 < l->count && l->unit[i + 1].c == u->c)
            return; /* the term has the gap and the character itself */
        if (u->here >= u->own && i + 1 == l->count)
            return;
        l->at = (uint32_t)next;
        if (u->here >= u->own && i == 0) {
            u->from = l->at;
            u->here = 0;
        } else {
            u->inner_gap = true;
            u->inner_space =
                u->inner_space || has_space(gap) || has_apostrophe(gap);
        }
        take_row(l, u);
    }
}

static bool lay_over(struct lay *l, uint32_t from)
{
    l->at = from;
    for (uint32_t i = 0; i < l->count; i++) {
        struct unit *u = &l->unit[i];
        size_t at = l->at;

        if (i > 0) {
            u->met = skip_gap(l, l->view, &at);
            l->at = (uint32_t)at;
            if (u->gap.len > 0 && u->met.len == 0)
                return false;
        }
        take_run(l, i);
        u->to = l->at;
        if (u->here < u->own)
            return false;
    }
    l->end = l->at;
    return true;
}

static bool repeats_plainly(const struct unit *u)
{
    return u->here > u->own && (is_word(u->c) || u->here >= 3);
}

/* A Han character doubled once is no disguise: 妈妈的. At the ends such a run
 * simply begins later or ends earlier. */
static bool settle_repeats(struct lay *l)
{
    uint32_t repeated = 0;
    uint32_t plain = 0;

    for (uint32_t i = 0; i < l->count; i++) {
        repeated += l->unit[i].here > l->unit[i].own;
        plain += repeats_plainly(&l->unit[i]);
    }
    if (repeated == 0 || plain > 0 || repeated >= 2)
        return true;
    for (uint32_t i = 0; i < l->count; i++) {
        struct unit *u = &l->unit[i];
        char bytes[4];
        uint32_t cut = (u->here - u->own) * (uint32_t)utf8_put(u->c, bytes);

        if (u->here == u->own)
            continue;
        if ((i > 0 && i + 1 < l->count) || u->inner_gap)
            return false;
        if (i == 0)
            u->from += cut;
        if (i + 1 == l->count)
            l->end -= i == 0 ? 0 : cut;
        u->here = u->own;
    }
    return true;
}

/* The pieces that gaps cut a Latin word of the term into. */
struct pieces {
    uint32_t longer;         /* than one letter */
    uint32_t odd;            /* longer, and no common word */
    uint32_t lone;           /* one letter that is no word: f uck, not a nal */
    bool gap, space, barred; /* no space that the pieces could excuse */
};

static bool is_small_word(uint32_t c)
{
    return c < 0x80 && strchr("aeiouy", (int)c) != NULL;
}

/* Units [from, to) are one piece. */
static void add_piece(const struct lay *l, uint32_t from, uint32_t to,
                      struct pieces *p)
{
    struct span text =
        span_slice(l->view, l->unit[from].from, l->unit[to - 1].to);

    if (to - from > 1) {
        p->longer++;
        p->odd += !english_common(text);
    } else {
        p->lone += l->unit[from].here == 1 && !is_small_word(l->unit[from].c);
    }
}

static struct pieces pieces_of(const struct lay *l, uint32_t from, uint32_t to)
{
    struct pieces p = {0};
    uint32_t start = from;

    for (uint32_t i = from; i < to; i++) {
        const struct unit *u = &l->unit[i];

        if (i > from && u->met.len > 0) {
            add_piece(l, start, i, &p);
            p.gap = true;
            p.space = p.space || has_space(u->met);
            p.barred = p.barred || has_apostrophe(u->met);
            start = i;
        }
        p.gap = p.gap || u->inner_gap;
        p.barred = p.barred || u->inner_space;
    }
    add_piece(l, start, to, &p);
    return p;
}

/* One Latin word of the term: units [from, to) with no own gap between. White
 * space parts words, so pieces that it parts must be such as no words are:
 * f u c k, f uck, not "put a" or "hard on". */
static bool word_allows(const struct lay *l, uint32_t from, uint32_t to)
{
    struct pieces p = pieces_of(l, from, to);

    if (!p.gap || p.longer == 0 || (!p.space && !p.barred && p.longer <= 1))
        return true;
    return !p.barred && p.lone > 0 && p.odd > 0 && p.longer <= 2;
}

static bool words_allow(const struct lay *l)
{
    uint32_t i = 0;

    while (i < l->count) {
        uint32_t from = i++;

        if (!is_word(l->unit[from].c))
            continue;
        while (i < l->count && is_word(l->unit[i].c) && l->unit[i].gap.len == 0)
            i++;
        if (!word_allows(l, from, i))
            return false;
    }
    return true;
}

static uint32_t disguises_of(const struct lay *l)
{
    uint32_t set = 0;

    for (uint32_t i = 0; i < l->count; i++) {
        const struct unit *u = &l->unit[i];

        if (u->inner_gap || (i > 0 && !span_equal(u->gap, u->met)))
            set |= DISGUISE_BIT(DISGUISE_GAPS);
        if (u->here > u->own)
            set |= DISGUISE_BIT(DISGUISE_REPEATS);
    }
    return set;
}

/* Is there, before `*at`, this gap and before it a letter on its own? */
static bool lone_before(const struct lay *l, size_t *at, unsigned traits,
                        struct span gap, uint32_t *ret)
{
    struct span view = l->view;
    struct span left = span_slice(view, 0, *at);
    size_t here = *at - gap.len;
    size_t past;
    uint32_t c;

    if (gap.len == 0 || !span_ends(left, gap) || !utf8_prev(view, &here, ret) ||
        (char_traits(*ret) & traits) == 0)
        return false;
    past = here;
    *at = here;
    return !utf8_prev(view, &past, &c) || !is_solid(l, c);
}

static bool lone_after(const struct lay *l, size_t *at, unsigned traits,
                       struct span gap, uint32_t *ret)
{
    struct span view = l->view;
    size_t here = *at + gap.len;
    size_t past;
    uint32_t c;

    if (gap.len == 0 || !span_starts(span_from(view, *at), gap) ||
        !utf8_next(view, &here, ret) || (char_traits(*ret) & traits) == 0)
        return false;
    past = here;
    *at = here;
    return !utf8_next(view, &past, &c) || !is_solid(l, c);
}

/*
 * In "c l a s s" the lone letters before a s s are part of the spelling. A
 * word of one letter is none unless more lone letters stand beyond it:
 * "U t e l e g r a m".
 */
static bool spelling_goes_on(const struct lay *l, unsigned left, unsigned right)
{
    struct span first = l->count > 1 ? l->unit[1].met : SPAN("");
    struct span last = l->count > 1 ? l->unit[l->count - 1].met : SPAN("");
    size_t at = l->unit[0].from;
    uint32_t c;

    if (lone_before(l, &at, left, first, &c) &&
        (!is_small_word(c) || lone_before(l, &at, left, first, &c)))
        return true;
    at = l->end;
    return lone_after(l, &at, right, last, &c) &&
           (!is_small_word(c) || lone_after(l, &at, right, last, &c));
}

static bool ends_allow(const struct lay *l, const struct gaps_term *term)
{
    if ((boundary_before(l->view, l->unit[0].from) & term->left) != 0 ||
        (boundary_after(l->view, l->end) & term->right) != 0)
        return false;
    return !spelling_goes_on(l, term->left, term->right);
}

static void keep(const struct lay *l, struct gaps_found *ret)
{
    ret->kept_count = l->count;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct unit *u = &l->unit[i];
        char bytes[4];
        uint32_t len = (uint32_t)utf8_put(u->c, bytes);
        uint32_t times = u->inner_gap ? u->own : 1;

        ret->kept[i].times = times;
        ret->kept[i].at =
            (struct range){u->from, u->from + len * (u->own / times)};
    }
}

/* The next character that is no gap; false at the end. */
static bool next_solid(const struct lay *l, struct span text, size_t *at,
                       uint32_t *ret)
{
    while (utf8_next(text, at, ret)) {
        if (is_solid(l, *ret))
            return true;
    }
    return false;
}

/* What stands for one unit, whose first character in the term is at *term_at.
 * Repetitions stand for the last one. */
static bool pair_unit(const struct lay *l, const struct unit *u,
                      struct span term, size_t *term_at, struct gaps_found *ret)
{
    size_t at = u->from;
    uint32_t want = 0;
    uint32_t seen = 0;

    for (uint32_t k = 0; k < u->here; k++) {
        char bytes[4];
        uint32_t len;

        if (ret->pair_count == GAPS_MOST_UNITS ||
            (k < u->own && !next_solid(l, term, term_at, &want)) ||
            !next_solid(l, l->view, &at, &seen))
            return false;
        len = (uint32_t)utf8_put(seen, bytes);
        ret->pair[ret->pair_count++] =
            (struct gaps_pair){want, seen, {(uint32_t)at - len, (uint32_t)at}};
    }
    return true;
}

static bool pair_up(const struct lay *l, struct span term,
                    struct gaps_found *ret)
{
    size_t term_at = 0;

    for (uint32_t i = 0; i < l->count; i++) {
        if (!pair_unit(l, &l->unit[i], term, &term_at, ret))
            return false;
    }
    return true;
}

bool gaps_find(struct span view, uint32_t from, const struct gaps_term *term,
               struct gaps_found *ret)
{
    struct lay l = {.view = view, .looks = term->looks};

    ret->pair_count = 0;
    ret->kept_count = 0;
    if (!read_units(term->folded, &l) || !lay_over(&l, from) ||
        !settle_repeats(&l) || !words_allow(&l) || !ends_allow(&l, term))
        return false;
    ret->disguises = disguises_of(&l);
    ret->at = (struct range){l.unit[0].from, l.end};
    if (term->looks)
        return pair_up(&l, term->folded, ret);
    keep(&l, ret);
    return true;
}

bool gaps_apply(struct span folded, uint32_t disguises)
{
    struct lay l = {.view = folded};
    bool gaps = (disguises & DISGUISE_BIT(DISGUISE_GAPS)) != 0;
    bool repeats = (disguises & DISGUISE_BIT(DISGUISE_REPEATS)) != 0;
    size_t at = 0;

    if (skip_gap(&l, folded, &at).len > 0 || !read_units(folded, &l))
        return false;
    return repeats || (gaps && (l.count > 1 || l.unit[0].own > 1));
}

/* Solid once folded: ⒜ is a letter, ， is none. */
static bool folds_solid(uint32_t c)
{
    static const struct lay plain;
    const struct fold_change *change;
    size_t at = 0;

    if (!fold_changes(c))
        return is_solid(&plain, c);
    change = &fold_table.full[fold_entry(c)];
    return utf8_next((struct span){change->text, change->len}, &at, &c) &&
           is_solid(&plain, c);
}

size_t gaps_bare(struct span term, bool collapse, char *ret)
{
    size_t len = 0;
    size_t at = 0;
    uint32_t before = 0;
    uint32_t c;

    while (utf8_next(term, &at, &c)) {
        if (!folds_solid(c) || (collapse && c == before))
            continue;
        len += utf8_put(c, ret + len);
        before = c;
    }
    return len;
}

size_t gaps_looks(struct span term, char *ret)
{
    static const struct lay looks = {.looks = true};
    size_t len = 0;
    size_t at = 0;
    uint32_t before = 0;
    uint32_t c;

    while (next_solid(&looks, term, &at, &c)) {
        c = as(&looks, c);
        if (c != before)
            len += utf8_put(c, ret + len);
        before = c;
    }
    return len;
}
