/*
 * Codings: any bytes are decoded within the limits or refused; what was coded
 * by zlib comes back, and with a byte more or less it is refused.
 */
#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/heap.h"
#include "fields/coding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct coding_limits limits = {1 << 18, 50};

static bool decode(struct span header, struct span body, struct buf *out)
{
    struct err e = {0};
    bool decoded;
    bool ok = coding_decode(header, body, &limits, out, &decoded, &e);

    assert(ok || e.kind == ERR_INPUT || e.kind == ERR_LIMIT);
    return ok;
}

static void any_bytes_stay_within_the_limits(struct span header,
                                             struct span body)
{
    struct buf out = buf_make(limits.bytes);

    (void)decode(header, body, &out);
    assert(out.len <= limits.bytes);
    buf_free(&out);
}

static void coded_text_comes_back(struct span text)
{
    uLong room = compressBound(text.len) + 1;
    char *coded = heap_array(room, 1);
    struct buf out = buf_make(limits.bytes);
    uLong len = room - 1;

    assert(compress((Bytef *)coded, &len, (const Bytef *)text.at, text.len) ==
           Z_OK);
    assert(decode(SPAN("deflate"), (struct span){coded, len}, &out));
    assert(span_equal(buf_span(&out), text));
    buf_reset(&out);
    assert(!decode(SPAN("deflate"), (struct span){coded, len + 1}, &out));
    buf_reset(&out);
    assert(!decode(SPAN("deflate"), (struct span){coded, len - 1}, &out));
    buf_free(&out);
    heap_free(coded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};

    any_bytes_stay_within_the_limits(SPAN("gzip"), text);
    any_bytes_stay_within_the_limits(SPAN("deflate"), text);
    coded_text_comes_back(text);
    return 0;
}
