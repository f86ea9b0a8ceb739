/* guess: whatever the text, every guess lies on whole code points of it, is as
 * certain as a share can be, and took a disguise that was asked for. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/fold.h"
#include "guess/guess.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const terms[] = {
    "法轮功", "女人",   "中国人", "银行",     "西安", "p过",
    "哈哈",   "吃鸡腿", "行行行", "公安干警", "的了", "好的好的好的好的好的",
};

struct text {
    const struct fold_view *folded;
    uint32_t asked;
};

static bool on_code_point(struct span s, uint32_t at)
{
    return at == s.len || ((unsigned char)s.at[at] & 0xC0U) != 0x80;
}

static void meet(void *context, const struct guess_found *f)
{
    const struct text *t = context;
    struct range r = fold_origin(t->folded, f->at);

    assert(f->term < COUNT_OF(terms));
    assert(f->at.from < f->at.to && f->at.to <= t->folded->text.len);
    assert(on_code_point(t->folded->text, f->at.from));
    assert(on_code_point(t->folded->text, f->at.to));
    assert(r.from < r.to && r.to <= t->folded->base.len);
    assert((f->disguises & ~(t->asked | disguises_default)) == 0);
    assert((f->disguises & disguises_guessing) != 0);
    assert(f->certainty >= 0 && f->certainty <= 1);
}

static struct guess_index *build(uint32_t asked)
{
    struct guess_term term[COUNT_OF(terms)];
    struct guess_index *g;
    struct err e;

    for (uint32_t i = 0; i < COUNT_OF(terms); i++)
        term[i] = (struct guess_term){.folded = span_of(terms[i]),
                                      .disguises = asked,
                                      .initials_min = 2,
                                      .certainty = 0};
    assert(guess_build(term, COUNT_OF(terms), &g, &e));
    return g;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct guess_index *index;
    static struct fold_space *space;
    static struct guess_scratch *scratch;
    static struct units units;
    struct span text = {(const char *)data, size};
    uint32_t asked = disguises_guessing | DISGUISE_BIT(DISGUISE_GAPS);
    struct fold_view folded;
    struct text t = {&folded, asked};
    struct err e;
    size_t bad;

    if (index == NULL) {
        assert(fold_init(&e));
        index = build(asked);
        space = fold_space_new();
        scratch = guess_scratch_new();
    }
    if (!utf8_valid(text, &bad))
        return 0;
    folded = fold_text(space, text);
    units_fill(&units, &folded);
    guess_run_text(index, scratch,
                   &(struct guess_text){text, &folded, &units, size % 2 == 0},
                   meet, &t);
    return 0;
}
