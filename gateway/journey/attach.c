#include "journey/attach.h"

enum { MOST_BYTES = 8 << 20 };

static bool take(struct arena *a, struct buf *out, bool any, struct span *ret,
                 struct err *e)
{
    bool ok = true;

    *ret = (struct span){NULL, 0};
    if (any) {
        *ret = out->failed ? *ret : arena_copy(a, buf_span(out));
        ok = ret->at != NULL || arena_err(a, "attachment", e);
    }
    buf_free(out);
    return ok;
}

bool attach_object(struct arena *a, const struct attachment *from,
                   struct span *ret, struct err *e)
{
    struct buf out = buf_make(MOST_BYTES);
    bool any = attachment_write(from, &out);

    return take(a, &out, any, ret, e);
}

bool attach_list(struct arena *a, const struct attachment *from, uint32_t count,
                 struct span *ret, struct err *e)
{
    struct buf out = buf_make(MOST_BYTES);
    bool any = attachment_write_list(from, count, &out);

    return take(a, &out, any, ret, e);
}
