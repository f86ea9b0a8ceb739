/* fold: every view's map is valid and monotone, folding twice is folding once,
 * folding parts is folding the whole, and what looks alike is one letter. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/fold.h"
#include "fold/looks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool on_code_point(struct span s, uint32_t at)
{
    return at == s.len || ((unsigned char)s.at[at] & 0xC0U) != 0x80;
}

static void check_map(const struct fold_view *v)
{
    size_t at = 0;
    uint32_t c;
    uint32_t before = 0;

    for (size_t from = 0; utf8_next(v->text, &at, &c); from = at) {
        struct range r =
            fold_origin(v, (struct range){(uint32_t)from, (uint32_t)at});

        assert(r.from < r.to && r.to <= v->base.len);
        assert(r.from >= before);
        assert(on_code_point(v->base, r.from) && on_code_point(v->base, r.to));
        before = r.from;
    }
}

static void check_again(struct span folded)
{
    struct fold_space *s = fold_space_new();
    struct fold_view again = fold_text(s, folded);

    assert(span_equal(again.text, folded));
    assert(again.piece_count == 0);
    fold_space_free(&s);
}

static void check_parts(struct span text, struct span folded)
{
    struct fold_space *s = fold_space_new();
    size_t half = text.len / 2;
    size_t first;

    while (!on_code_point(text, (uint32_t)half))
        half++;
    first = fold_text(s, span_slice(text, 0, half)).text.len;
    assert(first <= folded.len);
    assert(span_equal(fold_text(s, span_from(text, half)).text,
                      span_from(folded, first)));
    fold_space_free(&s);
}

/* What looks like a letter is gone; the same never stands twice in a row. */
static void check_looks(struct span looks)
{
    uint32_t before = 0;
    size_t at = 0;
    uint32_t c;

    while (utf8_next(looks, &at, &c)) {
        char class = looks_class(c);

        assert(class == 0 || (unsigned char)class == c);
        assert(c != before || c == FOLD_BARRIER);
        before = c;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};
    struct fold_space *s;
    struct fold_view v;
    struct fold_view markup;
    struct fold_view compact;
    struct fold_view looks;
    struct err e;
    size_t bad;

    if (!utf8_valid(text, &bad) || !fold_init(&e) || !looks_init(&e))
        return 0;
    s = fold_space_new();
    v = fold_text(s, text);
    check_map(&v);
    markup = fold_markup(s, &v);
    check_map(&markup);
    compact = fold_compact(s, &markup);
    check_map(&compact);
    looks = fold_lookalikes(s, &markup);
    check_map(&looks);
    check_looks(looks.text);
    check_again(v.text);
    check_parts(text, v.text);
    fold_space_free(&s);
    return 0;
}
