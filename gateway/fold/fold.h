/*
 * fold - rewrites text so that disguised spellings look alike to the matcher.
 *
 * Example: ＦＵＣＫ, 𝒇𝓾𝓬𝓴 and f\u200Buck all become "fuck", 臺灣 becomes 台湾;
 *          fold_origin() says which bytes of the original a hit came from.
 *
 * In:      valid UTF-8, at most UINT32_MAX / 8 bytes.
 * Out:     the default view: every code point replaced by itself folded by
 *          case, width, script, styles and invisible. The mapping of a code
 *          point never depends on its neighbours, so fold(ab) is fold(a)
 *          followed by fold(b), and folding twice is folding once.
 * Offsets: UTF-8 bytes, half-open. A view's map leads to its `base`: the
 *          original for the default view, the default view for the one without
 *          markup, that one for the others.
 * Memory:  a view borrows from the fold_space it was made in and lives until
 *          the next call with the same space; it may also borrow its base.
 * Errors:  none while folding; fold_init() fails if ICU has no data.
 * Threads: pure after fold_init(), which any thread may call first; one space
 *          per thread.
 * Source:  Unicode NFKC_Casefold, UAX #44 properties, ICU Hant-Hans;
 *          rules/README.md.
 */
#ifndef FOLD_FOLD_H
#define FOLD_FOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"
#include "fold/disguise.h"

/* From byte `at` of the view on, bytes come from `origin` of the base on, up
 * to the next piece. A view without pieces is its base, byte by byte. With
 * `whole` the bytes up to the next piece come together from that many bytes of
 * the base: &#25805; */
struct fold_piece {
    uint32_t at, origin, whole;
};

struct fold_view {
    struct span text;
    struct span base;
    const struct fold_piece *piece; /* in rising order of both */
    uint32_t piece_count;
    bool emoji; /* some became a Han character or a digit: ㊙, 🈚, 3️⃣ */
};

struct fold_space; /* memory that is used again, text after text */

/* Builds the tables; idempotent. */
bool fold_init(struct err *e) MUST_USE;

struct fold_space *fold_space_new(void) MUST_USE;
void fold_space_free(struct fold_space **s); /* sets *s to NULL */

/* The default view of a text. Behind it FOLD_SLACK bytes of 0 may be read, so
 * that whoever looks for three bytes can load four. */
struct fold_view fold_text(struct fold_space *s, struct span text);

/* The default view with HTML entities (twice escaped ones, too) read and tags
 * taken out, so that f<b>u</b>ck and &#102;uck are fuck; a tag that breaks a
 * line leaves one gap character. Without any it is the default view itself;
 * behind it, too, FOLD_SLACK bytes may be read. */
struct fold_view fold_markup(struct fold_space *s,
                             const struct fold_view *folded);

/* Behind the end of the tag or comment that a text begins with, quoted values
 * and all; 0: it begins with neither, or has no end. */
size_t fold_tag_end(struct span s);

/* The compact view of a view: gap characters dropped, runs of one
 * character collapsed to one, the byte FOLD_BARRIER where nothing may match
 * across (a blank line, more than FOLD_WIDEST_GAP gap characters, a run of
 * mask characters). For the disguises gaps and repeats. */
struct fold_view fold_compact(struct fold_space *s,
                              const struct fold_view *folded);

/* As the compact view, with every character that looks like a Latin letter
 * replaced by its looks_class(), symbols too. After looks_init(). */
struct fold_view fold_lookalikes(struct fold_space *s,
                                 const struct fold_view *folded);

/* May nothing match across this run of gap characters? */
bool fold_gap_bars(struct span gap);

/* Nothing bars in a shorter gap than FOLD_WIDEST_GAP but these. */
enum { FOLD_PARAGRAPH = 0x2029 };

static inline bool fold_is_mask(uint32_t c)
{
    return c == '*' || c == 0x2588 || c == 0x25A0 || c == 0x25CF;
}

static inline bool fold_may_bar(uint32_t c)
{
    return c == '\n' || c == FOLD_PARAGRAPH || fold_is_mask(c);
}

#define FOLD_SLACK      8U
#define FOLD_BARRIER    '\x01'
#define FOLD_WIDEST_GAP 4U

/* Where a range of the view came from in its base: whole code points. An
 * empty range gives an empty range. */
struct range fold_origin(const struct fold_view *v, struct range at);

/* The fewest default disguises that make `original` equal to `term` (both as
 * written, with equal default folds), within `preferred` if that is possible
 * at all. */
uint32_t fold_needed(struct span original, struct span term,
                     uint32_t preferred);

/* A copy of the folded text in the arena. */
bool fold_copy(struct arena *a, struct span text, struct span *ret,
               struct err *e) MUST_USE;

/* Every view of a text by name, for `paifang fold`; initialises what they
 * need. */
struct fold_listed {
    const char *name; /* "default", "compact", …; static */
    struct span text;
    const uint32_t *origin; /* text.len + 1 offsets into the original */
};

bool fold_views(struct arena *a, struct span text, struct fold_listed **ret,
                uint32_t *ret_count, struct err *e) MUST_USE;

#endif
