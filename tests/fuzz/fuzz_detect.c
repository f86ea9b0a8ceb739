/* Any valid UTF-8 is detected; its segments cover it at character edges. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "detect/detect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct span text = {(const char *)data, size};
    struct detection d;
    struct err e;
    uint32_t at = 0;
    size_t bad;

    if (!utf8_valid(text, &bad) || !detect_init(&e))
        return 0;
    if (a == NULL)
        a = arena_new(16 << 20);
    arena_reset(a);
    assert(detect_text(a, text, &d, &e));
    assert(d.confidence >= 0 && d.confidence <= 1);
    for (uint32_t i = 0; i < d.segment_count; i++) {
        assert(d.segment[i].at.from == at && d.segment[i].at.to > at);
        at = d.segment[i].at.to;
        assert(at == size || (data[at] & 0xC0U) != 0x80U);
    }
    assert(at == size);
    return 0;
}
