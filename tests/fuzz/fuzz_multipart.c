/*
 * Multipart: writing without edits is identity; a text that is put, a part
 * that is added and a part that is removed read back.
 */
#include <assert.h>
#include <string.h>

#include "fields/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct span odd = SPAN_INIT("a\r\n--\r\n\"猫");

static struct multipart reread(struct arena *a, const struct multipart *m,
                               const struct slot *slot,
                               const struct slot *added, struct buf *out)
{
    struct err e = {0};
    struct multipart again;

    assert(multipart_write(
        a, m, &(struct slot_edits){slot, added, added != NULL}, out, &e));
    assert(!out->failed);
    assert(multipart_parse(a, buf_span(out), m->boundary, 30, &again, &e));
    return again;
}

static void writing_nothing_is_identity(struct arena *a,
                                        const struct multipart *m)
{
    struct buf out = buf_make(1 << 24);

    (void)reread(a, m, m->slot, NULL, &out);
    assert(span_equal(buf_span(&out), m->text));
    buf_free(&out);
}

static void edits_read_back(struct arena *a, struct multipart *m)
{
    const struct slot added = {.name = SPAN("n\""), .value = odd};
    struct buf out = buf_make(1 << 24);
    struct err e = {0};
    struct multipart again;
    uint32_t k = 0;

    for (uint32_t i = 0; i < m->count; i++) {
        m->slot[i].remove = i % 3 == 0;
        if (i % 3 == 1 && multipart_decode(a, m, i, 0xFF, &e))
            m->slot[i].put = odd;
    }
    again = reread(a, m, m->slot, &added, &out);
    for (uint32_t i = 0; i < m->count; i++) {
        if (i % 3 == 0)
            continue;
        assert(span_equal(again.slot[k].name, m->slot[i].name));
        assert(again.slot[k].file == m->slot[i].file);
        if (m->slot[i].put.at != NULL)
            assert(span_equal(again.slot[k].value, odd));
        else
            assert(span_equal(again.slot[k].value, m->slot[i].value));
        k++;
    }
    assert(again.count == k + 1);
    assert(span_is(again.slot[k].name, "n%22"));
    assert(span_equal(again.slot[k].value, odd));
    buf_free(&out);
}

/* The boundary is B, so that the fuzzer finds it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};
    struct arena *a = arena_new(64 << 20);
    struct err e = {0};
    struct multipart m;

    if (multipart_parse(a, text, SPAN("B"), 20, &m, &e)) {
        writing_nothing_is_identity(a, &m);
        edits_read_back(a, &m);
    }
    arena_free(&a);
    return 0;
}
