#include "fields/coding.h"

#include <assert.h>
#define ZLIB_CONST
#include <zlib.h>

/* Short bodies of one repeated letter are no bombs. */
static const size_t ratio_free = 65536;

enum { CHUNK = 16384 };

/* zlib's window bits: what inflate() is to expect. */
enum wrapper { WRAP_GZIP = 15 + 16, WRAP_ZLIB = 15, WRAP_RAW = -15 };

/* A zlib header is a multiple of 31 and says method 8. "deflate" is zlib by
 * the RFC and raw by custom. */
static enum wrapper deflate_wrapper(struct span body)
{
    unsigned head;

    if (body.len < 2)
        return WRAP_RAW;
    head =
        (unsigned)(unsigned char)body.at[0] << 8U | (unsigned char)body.at[1];
    return (head >> 8U & 0x0FU) == 8 && head % 31 == 0 ? WRAP_ZLIB : WRAP_RAW;
}

static bool too_much(const struct coding_limits *l, size_t in, size_t out)
{
    if (out > l->bytes)
        return true;
    return out > ratio_free && out / l->ratio > in;
}

static bool inflate_all(z_stream *z, struct span body,
                        const struct coding_limits *limits, struct buf *out,
                        struct err *e)
{
    const size_t start = out->len;
    int state = Z_OK;

    while (state != Z_STREAM_END) {
        unsigned char chunk[CHUNK];
        size_t got;

        z->next_out = chunk;
        z->avail_out = CHUNK;
        state = inflate(z, Z_NO_FLUSH);
        got = CHUNK - z->avail_out;
        if (too_much(limits, body.len, out->len - start + got))
            return err_set(e, ERR_LIMIT, NULL,
                           "coded body grows beyond %zu bytes or %u times",
                           limits->bytes, limits->ratio);
        buf_add(out, (struct span){(char *)chunk, got});
        if (state == Z_BUF_ERROR || (state == Z_OK && got == 0))
            return err_set(e, ERR_INPUT, NULL, "coded body is truncated");
        if (state != Z_OK && state != Z_STREAM_END)
            return err_set(e, ERR_INPUT, NULL,
                           "coded body is damaged near byte %lu", z->total_in);
    }
    if (out->failed)
        return err_set(e, ERR_LIMIT, NULL, "coded body over %zu bytes",
                       out->ceiling);
    return z->avail_in == 0 ||
           err_set(e, ERR_INPUT, NULL,
                   "coded body is followed by other bytes at byte %lu",
                   z->total_in);
}

static bool decode(enum wrapper wrapper, struct span body,
                   const struct coding_limits *limits, struct buf *out,
                   struct err *e)
{
    z_stream z = {0};
    bool ok;

    assert(limits->ratio > 0);
    if (body.len > UINT32_MAX)
        return err_set(e, ERR_LIMIT, NULL, "coded body of %zu bytes", body.len);
    z.next_in = (const Bytef *)body.at;
    z.avail_in = (uInt)body.len;
    if (inflateInit2(&z, wrapper) != Z_OK)
        return err_set(e, ERR_INTERNAL, NULL, "zlib does not start");
    ok = inflate_all(&z, body, limits, out, e);
    (void)inflateEnd(&z);
    return ok;
}

bool coding_decode(struct span header, struct span body,
                   const struct coding_limits *limits, struct buf *out,
                   bool *ret_decoded, struct err *e)
{
    struct span name = span_trim(header);
    bool gzip = span_equal_nocase(name, SPAN("gzip")) ||
                span_equal_nocase(name, SPAN("x-gzip"));

    *ret_decoded = false;
    if (header.at == NULL || span_equal_nocase(name, SPAN("identity")))
        return true;
    if (!gzip && !span_equal_nocase(name, SPAN("deflate")))
        return err_set(e, ERR_TYPE, NULL,
                       "Content-Encoding is not one of gzip, deflate");
    if (!decode(gzip ? WRAP_GZIP : deflate_wrapper(body), body, limits, out, e))
        return false;
    *ret_decoded = true;
    return true;
}
