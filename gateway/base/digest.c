/* The functions that look up no algorithm and allocate nothing: a post takes
 * several short digests, and EVP costs more than they do. */
#define OPENSSL_API_COMPAT 10101

#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "base/buf.h"

enum { BLOCK = 64 }; /* of SHA-256, in bytes */

static struct sha256 digest_two(struct span a, struct span b)
{
    struct sha256 d;
    SHA256_CTX c;

    (void)SHA256_Init(&c);
    (void)SHA256_Update(&c, a.len > 0 ? a.at : "", a.len);
    (void)SHA256_Update(&c, b.len > 0 ? b.at : "", b.len);
    (void)SHA256_Final(d.raw, &c);
    return d;
}

struct sha256 sha256_of(struct span s)
{
    return digest_two(s, (struct span){NULL, 0});
}

static struct sha256 keyed(const char key[BLOCK], char pad, struct span message)
{
    char block[BLOCK];
    struct sha256 d;

    for (size_t i = 0; i < BLOCK; i++)
        block[i] = (char)(key[i] ^ pad);
    d = digest_two((struct span){block, BLOCK}, message);
    OPENSSL_cleanse(block, sizeof(block));
    return d;
}

struct sha256 hmac_sha256(struct span key, struct span message)
{
    char whole[BLOCK] = {0};
    struct sha256 d;

    if (key.len > BLOCK) {
        d = sha256_of(key);
        memcpy(whole, d.raw, sizeof(d.raw));
    } else if (key.len > 0) {
        memcpy(whole, key.at, key.len);
    }
    d = keyed(whole, 0x36, message);
    d = keyed(whole, 0x5c, (struct span){(const char *)d.raw, sizeof(d.raw)});
    OPENSSL_cleanse(whole, sizeof(whole));
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
    uint64_t h = HASH_START;

    for (size_t i = 0; i < s.len; i++)
        h = hash_byte(h, (unsigned char)s.at[i]);
    return h;
}
