#include "base/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

enum { SUPPLY = 512, SMALL = 32 };

static void draw(unsigned char *to, size_t n)
{
    if (RAND_bytes(to, (int)n) != 1)
        abort();
}

void random_bytes(void *ret, size_t n)
{
    static _Thread_local unsigned char supply[SUPPLY];
    static _Thread_local size_t left;

    if (n > SMALL) {
        draw(ret, n);
        return;
    }
    if (left < n) {
        draw(supply, sizeof(supply));
        left = sizeof(supply);
    }
    left -= n;
    memcpy(ret, supply + left, n);
    OPENSSL_cleanse(supply + left, n);
}
