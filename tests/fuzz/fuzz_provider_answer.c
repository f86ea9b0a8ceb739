/*
 * What a provider answers: any bytes are read as an answer or refused, and no
 * answer makes a translation that lost a protected thing. The first half of
 * the input is a post, the second the provider's answer to it.
 */
#include <assert.h>
#include <string.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "translate/layout.h"
#include "translate/libretranslate.h"
#include "translate/plausible.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as_answer(struct arena *a, struct span body, int status)
{
    struct span lines[2] = {SPAN("a"), SPAN("b")};
    struct translator_call call = {.arena = a, .line = lines};
    struct err e = {.kind = ERR_NONE};

    for (call.count = 1; call.count <= 2; call.count++) {
        bool ok = libretranslate_read(status, body, &call, &e);

        assert(ok || e.kind == ERR_PROVIDER || e.kind == ERR_LIMIT ||
               e.kind == ERR_MEMORY);
        for (uint32_t i = 0; ok && i < call.count; i++)
            assert(utf8_valid(call.answer[i], &(size_t){0}));
    }
}

/* Every protected thing of the line is in the result, as often as it was. */
static void restore(struct arena *a, const struct layout_line *line,
                    struct span answer)
{
    struct protected_text p;
    struct span got;
    struct err e;

    if (!protect_line(a, line->text, line->guards, &p, &e))
        return;
    assert(protect_restore(a, &p, p.wire, &got, &e));
    assert(got.len + 2 * (size_t)p.count >= line->text.len);
    if (!plausible(&p, answer, LANG_EN, a, &e) ||
        !protect_restore(a, &p, answer, &got, &e))
        return;
    assert(utf8_valid(got, &(size_t){0}));
    for (uint32_t i = 0; i < p.count; i++)
        assert(span_find(got, p.back[i].text, 0) < got.len ||
               p.back[i].text.len == 0);
}

static void take_apart(struct arena *a, struct span post, struct span answer,
                       enum markup markup)
{
    const struct translate_text t = {.text = post, .markup = markup};
    struct span *same;
    struct layout l;
    struct span got;
    struct err e;

    if (!layout_cut(a, &t, &l, &e))
        return;
    same = arena_array(a, l.line_count + 1, sizeof(*same));
    assert(same != NULL);
    for (uint32_t i = 0; i < l.line_count; i++) {
        restore(a, &l.line[i], answer);
        same[i] = l.line[i].text;
    }
    if (layout_join(a, &l, same, &got, &e) && markup != MARKUP_HTML)
        assert(span_equal(got, post));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64 << 20);
    struct span all = {(const char *)data, size};
    struct span post;
    struct span answer;

    if (size < 2) {
        arena_free(&a);
        return 0;
    }
    read_as_answer(a, span_from(all, 1), data[0] % 2 == 0 ? 200 : 400);
    post = span_slice(all, 1, 1 + (size - 1) / 2);
    answer = span_from(all, 1 + (size - 1) / 2);
    if (utf8_valid(post, &(size_t){0}) && utf8_valid(answer, &(size_t){0}))
        take_apart(a, post, answer, (enum markup)(data[0] / 2 % 4));
    arena_free(&a);
    return 0;
}
