#include "audit/seal.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "base/digest.h"

enum { NONCE = 12, TAG = 16 };

static const unsigned char *bytes(struct span s)
{
    return (const unsigned char *)(s.len > 0 ? s.at : "");
}

/* A key of its own, so that the text key can serve other ends too. */
static struct sha256 derive(struct span key)
{
    return hmac_sha256(key, SPAN("paifang seal 1"));
}

static bool run(EVP_CIPHER_CTX *c, struct span label, struct span in,
                unsigned char *out)
{
    int n;

    return EVP_CipherUpdate(c, NULL, &n, bytes(label), (int)label.len) == 1 &&
           EVP_CipherUpdate(c, out, &n, bytes(in), (int)in.len) == 1;
}

static bool gcm_encrypt(EVP_CIPHER_CTX *c, struct span key, struct span label,
                        struct span plain, unsigned char *to)
{
    const struct sha256 k = derive(key);
    int n;

    return RAND_bytes(to, NONCE) == 1 &&
           EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, k.raw, to, 1) == 1 &&
           run(c, label, plain, to + NONCE) &&
           EVP_CipherFinal_ex(c, to + NONCE + plain.len, &n) == 1 &&
           EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, TAG,
                               to + NONCE + plain.len) == 1;
}

static bool gcm_decrypt(EVP_CIPHER_CTX *c, struct span key, struct span label,
                        struct span sealed, unsigned char *to)
{
    const struct sha256 k = derive(key);
    struct span inner = span_slice(sealed, NONCE, sealed.len - TAG);
    unsigned char tag[TAG];
    int n;

    memcpy(tag, sealed.at + sealed.len - TAG, TAG);
    return EVP_CipherInit_ex(c, EVP_aes_256_gcm(), NULL, k.raw, bytes(sealed),
                             0) == 1 &&
           run(c, label, inner, to) &&
           EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1 &&
           EVP_CipherFinal_ex(c, to + inner.len, &n) == 1;
}

bool seal_close(struct span key, struct span label, struct span plain,
                struct buf *ret, struct err *e)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    char *to =
        plain.len < INT_MAX ? buf_reserve(ret, NONCE + plain.len + TAG) : NULL;
    bool ok = c != NULL && to != NULL && key.len > 0 &&
              gcm_encrypt(c, key, label, plain, (unsigned char *)to);

    if (ok)
        ret->len += NONCE + plain.len + TAG;
    EVP_CIPHER_CTX_free(c);
    return ok || err_set(e, ERR_INTERNAL, NULL, "a secret can't be sealed");
}

bool seal_open(struct span key, struct span label, struct span sealed,
               struct buf *ret, struct err *e)
{
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    bool whole = sealed.len >= NONCE + TAG && sealed.len < INT_MAX;
    char *to = whole ? buf_reserve(ret, sealed.len) : NULL;
    bool ok = c != NULL && to != NULL && key.len > 0 &&
              gcm_decrypt(c, key, label, sealed, (unsigned char *)to);

    if (ok)
        ret->len += sealed.len - NONCE - TAG;
    EVP_CIPHER_CTX_free(c);
    return ok || err_set(e, ERR_INTERNAL, NULL,
                         "a sealed secret can't be opened: another text_key?");
}
