/*
 * Forms: writing without edits is identity; a value that is put and a field
 * that is added read back; removing all leaves no field.
 */
#include <assert.h>
#include <string.h>

#include "fields/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct span odd = SPAN_INIT("a+b &=%\n猫");

static struct form reread(struct arena *a, const struct form *f,
                          const struct slot *slot, const struct slot *added,
                          struct buf *out)
{
    const struct form_limits limits = {200, CHARSET_UTF8, false};
    struct err e = {0};
    struct form again;

    form_write(f, &(struct slot_edits){slot, added, added != NULL}, out);
    assert(!out->failed);
    assert(form_parse(a, buf_span(out), &limits, &again, &e));
    return again;
}

static void edits_read_back(struct arena *a, const struct form *f)
{
    struct slot *slot =
        arena_grow(a, f->slot, f->count, f->count, sizeof(*slot));
    const struct slot added = {.name = odd, .value = odd};
    struct buf out = buf_make(1 << 24);
    struct form again;
    uint32_t k = 0;

    for (uint32_t i = 0; i < f->count; i++) {
        slot[i].remove = i % 3 == 0;
        if (i % 3 == 1)
            slot[i].put = odd;
    }
    again = reread(a, f, slot, &added, &out);
    for (uint32_t i = 0; i < f->count; i++) {
        if (i % 3 == 0)
            continue;
        assert(span_equal(again.slot[k].name, f->slot[i].name));
        assert(span_equal(again.slot[k].value,
                          i % 3 == 1 ? odd : f->slot[i].value));
        k++;
    }
    assert(again.count == k + 1);
    assert(span_equal(again.slot[k].name, odd));
    assert(span_equal(again.slot[k].value, odd));
    buf_free(&out);
}

static void removing_all_leaves_none(struct arena *a, const struct form *f)
{
    struct slot *slot =
        arena_grow(a, f->slot, f->count, f->count, sizeof(*slot));
    struct buf out = buf_make(1 << 24);

    for (uint32_t i = 0; i < f->count; i++)
        slot[i].remove = true;
    assert(reread(a, f, slot, NULL, &out).count == 0);
    buf_free(&out);
}

static void names_have_pointers(struct arena *a, const struct form *f)
{
    struct err e = {0};
    struct pointer p;
    struct span at;

    assert(pointer_parse(a, SPAN("/a/*"), &p, &e));
    for (uint32_t i = 0; i < f->count; i++) {
        (void)slot_fits(&f->slot[i], &p, false);
        assert(slot_pointer(a, &f->slot[i], &p, i, &at, &e));
    }
}

/* The first byte picks the charset. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum charset charset = size > 0 ? data[0] % 4 : CHARSET_UTF8;
    const struct form_limits limits = {200, charset, false};
    struct span text = {(const char *)data + (size > 0), size - (size > 0)};
    struct arena *a = arena_new(64 << 20);
    struct err e = {0};
    struct form f;

    if (form_parse(a, text, &limits, &f, &e)) {
        struct buf out = buf_make(1 << 24);

        form_write(&f, &(struct slot_edits){f.slot, NULL, 0}, &out);
        if (charset <= CHARSET_ASCII)
            assert(span_equal(buf_span(&out), text));
        buf_free(&out);
        names_have_pointers(a, &f);
        if (charset <= CHARSET_ASCII) {
            removing_all_leaves_none(a, &f);
            edits_read_back(a, &f);
        }
    }
    arena_free(&a);
    return 0;
}
