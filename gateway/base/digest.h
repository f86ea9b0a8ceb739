/*
 * digest - SHA-256 and HMAC-SHA-256 (OpenSSL), and a fast table hash.
 *
 * Example: struct sha256 d = sha256_of(body); hex: sha256_hex(&d, text);
 *
 * Source:  FIPS 180-4, RFC 2104; hash_fast is FNV-1a 64 (not for security).
 * Threads: pure.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdint.h>

#include "base/span.h"

struct sha256 {
    unsigned char raw[32];
};

#define SHA256_TEXT 65 /* 64 hex digits and NUL */

struct sha256 sha256_of(struct span s);
struct sha256 hmac_sha256(struct span key, struct span message);
const char *sha256_hex(const struct sha256 *d, char ret[SHA256_TEXT]);

/* Several pieces as one message: length-prefixed, so that ("ab","c") and
 * ("a","bc") differ. */
struct sha256 sha256_of_parts(const struct span *parts, size_t count);

uint64_t hash_fast(struct span s);

/* The same a byte at a time, for what is not one span; begins at HASH_START. */
#define HASH_START 0xCBF29CE484222325ULL

static inline uint64_t hash_byte(uint64_t h, unsigned char byte)
{
    return (h ^ byte) * 0x100000001B3ULL;
}

#endif
