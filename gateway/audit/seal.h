/*
 * seal - secrets at rest: AES-256-GCM under a key derived from ours.
 *
 * Example: struct buf b = buf_make(64 << 10);
 *          if (!seal_close(key, SPAN("decision id"), plain, &b, e)) ...
 *          if (!seal_open(key, SPAN("decision id"), buf_span(&b), &out, e)) ...
 *
 * In:      label: what the secret belongs to; it must be the same on opening.
 * Out:     12 bytes nonce, ciphertext, 16 bytes tag.
 * Errors:  ERR_INTERNAL: another key or label, or changed bytes.
 * Threads: pure, but for random nonces.
 * Source:  NIST SP 800-38D.
 */
#ifndef AUDIT_SEAL_H
#define AUDIT_SEAL_H

#include "base/buf.h"
#include "base/err.h"

bool seal_close(struct span key, struct span label, struct span plain,
                struct buf *ret, struct err *e) MUST_USE;
bool seal_open(struct span key, struct span label, struct span sealed,
               struct buf *ret, struct err *e) MUST_USE;

#endif
