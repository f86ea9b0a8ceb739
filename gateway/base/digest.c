#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdlib.h>

#include "base/buf.h"

struct sha256 sha256_of(struct span s)
{
    struct sha256 d;

    (void)SHA256((const unsigned char *)(s.len > 0 ? s.at : ""), s.len, d.raw);
    return d;
}

struct sha256 hmac_sha256(struct span key, struct span message)
{
    struct sha256 d;

    if (HMAC(EVP_sha256(), key.len > 0 ? key.at : "", (int)key.len,
             (const unsigned char *)(message.len > 0 ? message.at : ""),
             message.len, d.raw, NULL) == NULL)
        abort();
    return d;
}

const char *sha256_hex(const struct sha256 *d, char ret[SHA256_TEXT])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof(d->raw); i++) {
        ret[2 * i] = digits[d->raw[i] >> 4U];
        ret[2 * i + 1] = digits[d->raw[i] & 0x0FU];
    }
    ret[SHA256_TEXT - 1] = '\0';
    return ret;
}

struct sha256 sha256_of_parts(const struct span *parts, size_t count)
{
    struct buf all = buf_make(SIZE_MAX / 2);
    struct sha256 d;

    for (size_t i = 0; i < count; i++) {
        buf_add_u64(&all, parts[i].len);
        buf_add_byte(&all, ':');
        buf_add(&all, parts[i]);
    }
    d = sha256_of(buf_span(&all));
    buf_free(&all);
    return d;
}

uint64_t hash_fast(struct span s)
{
    uint64_t h = 0xcbf29ce484222325ULL;

    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 0x100000001b3ULL;
    return h;
}
