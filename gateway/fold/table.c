/*
 * The fold as one-disguise steps
 *
 * Each code point gets at most one step: a disguise and the code points that
 * stay when it is taken off. The full fold follows steps until none is left:
 *
 *     Ⓕ --styles--> F --case--> f          說 --script--> 说
 *     é --styles--> e + U+0301 --styles--> e
 *     ﾊﾞ: U+FF8A --width--> ハ, U+FF9E --width--> U+3099
 *
 * Canonical decompositions are taken apart too and never put together again,
 * so canonically equivalent spellings fold alike although no code point looks
 * at its neighbours. Marks that are shared by scripts vanish; marks that are
 * letters of their script (nukta, dakuten) stay. Hangul is left alone.
 */
#include "fold/table.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/utypes.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "fold/styles.h"
#include "fold/variants.h"

struct fold_table fold_table;

/* While building: code points in the order in which their step was found. */
struct steps {
    uint16_t *index; /* by code point: 1 + position, 0 = none */
    uint32_t *c;
    struct fold_change *change;
    uint32_t count, room;
    const UNormalizer2 *nfkc;
    UErrorCode status;
};

static void add_step(struct steps *s, uint32_t c, enum disguise d,
                     struct span text)
{
    struct fold_change *change;
    char same[4];
    size_t same_len = utf8_put(c, same);

    if (s->index[c] != 0 || text.len > FOLD_LONGEST || s->count == UINT16_MAX)
        return;
    if (span_equal(text, (struct span){same, same_len}))
        return;
    if (s->count == s->room) {
        s->room = s->room * 2 + 4096;
        s->change = heap_grow(s->change, s->room, sizeof(*s->change));
        s->c = heap_grow(s->c, s->room, sizeof(*s->c));
    }
    change = &s->change[s->count];
    *change =
        (struct fold_change){.len = (uint8_t)text.len, .disguise = (uint8_t)d};
    if (text.len > 0)
        memcpy(change->text, text.at, text.len);
    s->c[s->count++] = c;
    s->index[c] = (uint16_t)s->count;
}

static void add_u16(struct steps *s, uint32_t c, enum disguise d,
                    const UChar *text, int32_t len)
{
    char utf8[64];
    int32_t bytes = 0;
    UErrorCode status = U_ZERO_ERROR;

    (void)u_strToUTF8(utf8, (int32_t)sizeof(utf8), &bytes, text, len, &status);
    if (U_SUCCESS(status))
        add_step(s, c, d, (struct span){utf8, (size_t)bytes});
}

typedef void (*each_code_point)(struct steps *s, uint32_t c);

static void each_in_set(struct steps *s, const USet *set, each_code_point f)
{
    int32_t items = uset_getItemCount(set);

    for (int32_t i = 0; i < items && U_SUCCESS(s->status); i++) {
        UChar32 from = 0;
        UChar32 to = 0;

        if (uset_getItem(set, i, &from, &to, NULL, 0, &s->status) != 0)
            break; /* strings come last */
        for (UChar32 c = from; c <= to; c++)
            f(s, (uint32_t)c);
    }
}

static void add_invisible(struct steps *s, uint32_t c)
{
    add_step(s, c, DISGUISE_INVISIBLE, SPAN(""));
}

static void add_controls(struct steps *s)
{
    const USet *set =
        u_getBinaryPropertySet(UCHAR_DEFAULT_IGNORABLE_CODE_POINT, &s->status);

    if (U_SUCCESS(s->status))
        each_in_set(s, set, add_invisible);
    for (uint32_t c = 0; c < 0xA0; c++) {
        if (u_charType((UChar32)c) == U_CONTROL_CHAR &&
            (char_traits(c) & CHAR_SPACE) == 0)
            add_invisible(s, c);
    }
    for (uint32_t c = 0xFFF9; c <= 0xFFFB; c++) /* interlinear annotation */
        add_invisible(s, c);
}

/* Dakuten and handakuten make another syllable. */
static void add_mark(struct steps *s, uint32_t c)
{
    if ((U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0 && c != 0x3099 &&
        c != 0x309A)
        add_step(s, c, DISGUISE_STYLES, SPAN(""));
}

static void add_styles(struct steps *s)
{
    for (size_t i = 0; i < style_range_count; i++) {
        const struct style_range *r = &style_ranges[i];

        for (uint32_t c = r->from; c <= r->to; c++) {
            char letter = (char)(r->first + (char)(c - r->from));

            add_step(s, c, DISGUISE_STYLES, (struct span){&letter, 1});
        }
    }
    for (size_t i = 0; i < style_letter_count; i++)
        add_step(s, style_letters[i].c, DISGUISE_STYLES,
                 (struct span){&style_letters[i].letter, 1});
}

static void add_numbers(struct steps *s)
{
    for (size_t i = 0; i < style_number_count; i++) {
        for (uint32_t c = style_numbers[i].from; c <= style_numbers[i].to;
             c++) {
            unsigned value = (unsigned)u_getNumericValue((UChar32)c);
            char text[2] = {(char)('0' + value / 10 % 10),
                            (char)('0' + value % 10)};
            size_t skip = value < 10 ? 1 : 0;

            add_step(s, c, DISGUISE_STYLES,
                     (struct span){text + skip, 2 - skip});
        }
    }
}

/* ⒜ is a and ⒈ is 1: what stands around the letter is part of the style. */
static void bare(const UChar **text, int32_t *len)
{
    UChar last = (*text)[*len - 1];

    if (*len >= 3 && (*text)[0] == '(' && last == ')') {
        *text += 1;
        *len -= 2;
    } else if (*len >= 2 && (last == '.' || last == ',') &&
               u_isdigit((*text)[0])) {
        *len -= 1;
    }
}

static enum disguise kind_of(uint32_t c, int32_t type)
{
    if (type == U_DT_WIDE || type == U_DT_NARROW)
        return DISGUISE_WIDTH;
    if (type == U_DT_CANONICAL && (char_traits(c) & CHAR_HAN) != 0)
        return DISGUISE_SCRIPT;
    return DISGUISE_STYLES;
}

/* Not ™ and ℠, which would glue letters to the word before them, and not
 * spacing accents, which are symbols and no spaces. */
static bool stays(uint32_t c, const UChar *text, int32_t len)
{
    return c == 0x2120 || c == 0x2122 || (len > 1 && text[0] == ' ');
}

static void add_decomposition(struct steps *s, uint32_t c)
{
    UChar out[32];
    const UChar *text = out;
    UErrorCode status = U_ZERO_ERROR;
    int32_t type = u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE);
    int32_t len;

    if (type == U_DT_NONE || (c >= 0xAC00 && c <= 0xD7A3))
        return;
    len = unorm2_getRawDecomposition(s->nfkc, (UChar32)c, out,
                                     (int32_t)COUNT_OF(out), &status);
    if (U_FAILURE(status) || len <= 0 || stays(c, text, len))
        return;
    if (type == U_DT_COMPAT)
        bare(&text, &len);
    add_u16(s, c, kind_of(c, type), text, len);
}

static void add_case(struct steps *s, uint32_t c)
{
    UChar in[2];
    UChar out[8];
    int32_t in_len = 0;
    int32_t len;
    UErrorCode status = U_ZERO_ERROR;

    U16_APPEND_UNSAFE(in, in_len, c);
    len = u_strFoldCase(out, (int32_t)COUNT_OF(out), in, in_len,
                        U_FOLD_CASE_DEFAULT, &status);
    if (U_SUCCESS(status) && (len != in_len || u_memcmp(in, out, len) != 0))
        add_u16(s, c, DISGUISE_CASE, out, len);
}

static void add_folding(struct steps *s, uint32_t c)
{
    add_decomposition(s, c);
    add_case(s, c);
}

static void add_unicode(struct steps *s)
{
    USet *set = uset_openEmpty();

    uset_applyIntPropertyValue(set, UCHAR_SCRIPT, USCRIPT_INHERITED,
                               &s->status);
    each_in_set(s, set, add_mark);
    /* Used on anything, though they are a script's: U+0489 around Han. */
    uset_applyIntPropertyValue(set, UCHAR_SCRIPT, USCRIPT_CYRILLIC, &s->status);
    each_in_set(s, set, add_mark);
    uset_applyIntPropertyValue(set, UCHAR_DECOMPOSITION_TYPE, U_DT_CANONICAL,
                               &s->status);
    each_in_set(s, set, add_decomposition);
    uset_close(set);
    if (U_SUCCESS(s->status))
        each_in_set(s,
                    u_getBinaryPropertySet(UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED,
                                           &s->status),
                    add_folding);
}

/* Characters, and a text with each on a line of its own. */
struct lines {
    uint32_t *c;
    UChar *text;
    int32_t count, len, room;
};

static void add_line(struct lines *l, uint32_t c)
{
    if ((char_traits(c) & CHAR_HAN) == 0)
        return;
    l->c[l->count++] = c;
    U16_APPEND_UNSAFE(l->text, l->len, c);
    l->text[l->len++] = '\n';
}

static void lines_of(struct lines *l, const USet *set, UErrorCode *status)
{
    int32_t items = uset_getItemCount(set);
    int32_t most = uset_size(set);

    l->room = most * 6 + 16;
    l->text = heap_array((size_t)l->room, sizeof(*l->text));
    l->c = heap_array((size_t)most, sizeof(*l->c));
    for (int32_t i = 0; i < items && U_SUCCESS(*status); i++) {
        UChar32 from = 0;
        UChar32 to = 0;

        if (uset_getItem(set, i, &from, &to, NULL, 0, status) != 0)
            break; /* strings come last */
        for (UChar32 c = from; c <= to; c++)
            add_line(l, (uint32_t)c);
    }
}

/* ICU simplifies 苎 to 苧 and 苧 to 苎: the first found stands. */
static bool leads_back(const struct steps *s, uint32_t c, const UChar *text,
                       int32_t len)
{
    char back[4];
    size_t back_len = utf8_put(c, back);
    const struct fold_change *step;
    uint32_t to = text[0];

    if (len == 2 && to >= 0xD800 && to < 0xDC00)
        to = 0x10000 + ((to - 0xD800) << 10U) + (text[1] - 0xDC00U);
    if (s->index[to] == 0)
        return false;
    step = &s->change[s->index[to] - 1];
    return span_equal((struct span){step->text, step->len},
                      (struct span){back, back_len});
}

/* The lines after transliteration, still one a character. */
static void add_lines(struct steps *s, const struct lines *l)
{
    int32_t end = 0;

    for (int32_t i = 0; i < l->count && end < l->len; i++, end++) {
        int32_t start = end;

        while (end < l->len && l->text[end] != '\n')
            end++;
        if (end > start &&
            !leads_back(s, l->c[i], l->text + start, end - start))
            add_u16(s, l->c[i], DISGUISE_SCRIPT, l->text + start, end - start);
    }
}

/* One call for all characters: opening is what costs (some 15 ms). */
static void add_simplified(struct steps *s)
{
    static const UChar id[] = u"Hant-Hans";
    UTransliterator *t =
        utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &s->status);
    struct lines l = {0};
    USet *set;
    int32_t limit;

    if (U_FAILURE(s->status))
        return;
    set = utrans_getSourceSet(t, 0, NULL, &s->status);
    lines_of(&l, set, &s->status);
    limit = l.len;
    utrans_transUChars(t, l.text, &l.len, l.room, 0, &limit, &s->status);
    if (U_SUCCESS(s->status))
        add_lines(s, &l);
    heap_free(l.text);
    heap_free(l.c);
    uset_close(set);
    utrans_close(t);
}

/* Where ICU has nothing for a character. */
static void add_variants(struct steps *s)
{
    struct span pairs = span_of(fold_variants);
    size_t at = 0;
    uint32_t c;
    uint32_t to;

    while (utf8_next(pairs, &at, &c) && utf8_next(pairs, &at, &to)) {
        char text[4];

        if (s->index[c] == 0 && s->index[to] == 0)
            add_step(s, c, DISGUISE_SCRIPT,
                     (struct span){text, utf8_put(to, text)});
    }
}

/* Takes off step after step; false when the result is too long. */
static bool follow(const struct steps *s, struct span text, unsigned depth,
                   struct fold_change *ret)
{
    size_t at = 0;
    uint32_t c;

    for (size_t from = 0; utf8_next(text, &at, &c); from = at) {
        const struct fold_change *step =
            s->index[c] != 0 ? &s->change[s->index[c] - 1] : NULL;

        if (step != NULL && depth > 0) {
            if (!follow(s, (struct span){step->text, step->len}, depth - 1,
                        ret))
                return false;
            continue;
        }
        if (step != NULL || ret->len + (at - from) > FOLD_LONGEST)
            return false;
        memcpy(ret->text + ret->len, text.at + from, at - from);
        ret->len = (uint8_t)(ret->len + (at - from));
    }
    return true;
}

static bool finish(const struct steps *s, struct err *e)
{
    fold_table.count = s->count;
    fold_table.full = heap_array(s->count, sizeof(*fold_table.full));
    fold_table.step = heap_array(s->count, sizeof(*fold_table.step));
    for (uint32_t i = 0; i < s->count; i++) {
        const struct fold_change *step = &s->change[i];
        struct fold_change *full = &fold_table.full[i];

        fold_table.changes[s->c[i] >> 6U] |= 1ULL << (s->c[i] & 63U);
        fold_table.entry[s->c[i]] = (uint16_t)i;
        fold_table.step[i] = *step;
        full->disguise = step->disguise;
        if (!follow(s, (struct span){step->text, step->len}, 8, full))
            return err_set(e, ERR_INTERNAL, NULL, "U+%04X has no finite fold",
                           s->c[i]);
    }
    return true;
}

bool fold_table_build(struct err *e)
{
    struct steps s = {.index = heap_array(CHAR_MOST, sizeof(*s.index))};
    bool done = false;

    s.nfkc = unorm2_getNFKCInstance(&s.status);
    if (U_SUCCESS(s.status)) {
        add_controls(&s);
        add_styles(&s);
        add_numbers(&s);
        add_unicode(&s);
        add_simplified(&s);
        add_variants(&s);
    }
    if (U_FAILURE(s.status))
        (void)err_set(e, ERR_INTERNAL, NULL, "ICU folding data: %s",
                      u_errorName(s.status));
    else
        done = finish(&s, e);
    heap_free(s.index);
    heap_free(s.c);
    heap_free(s.change);
    return done;
}
