/* Targets and the readings of their paths: every reading starts with a slash,
 * ends without one, and the one with everything undone has nothing to undo. */
#include <assert.h>
#include <llhttp.h>

#include "base/heap.h"
#include "intake/path.h"
#include "intake/route.h"
#include "intake/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct span path)
{
    unsigned features = path_features(path), undo = features;
    struct buf b = buf_make(1 << 20);

    do {
        struct span r = path_reading(path, undo, &b);

        assert(r.len > 0 && r.at[0] == '/');
        assert(r.len <= path.len);
        if (undo == features && (features & PATH_DOTS))
            assert(span_find(r, SPAN("/../"), 0) == r.len);
        if (undo == features && (features & PATH_SLASHES))
            assert(span_find(r, SPAN("//"), 0) == r.len);
    } while (path_next_reading(features, &undo));
    buf_free(&b);
    (void)path_oddity(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy;
    struct http_head h = {.method_id = HTTP_POST, .host = SPAN("me")};
    struct buf room = buf_make(128 << 10);
    struct target t;
    struct span said;
    struct err e;

    if (size == 0)
        return 0;
    copy = heap_copy(data, size);
    h.target = (struct span){copy, size};
    if (target_read(&h, &room, &t, &e) && t.path.at[0] == '/') {
        read_all(t.path);
        (void)method_override(&h, t.query, &said);
    }
    buf_free(&room);
    heap_free(copy);
    return 0;
}
