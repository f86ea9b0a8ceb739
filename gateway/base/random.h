/*
 * random - unpredictable bytes for identifiers and salts.
 *
 * Example: unsigned char salt[16]; random_bytes(salt, sizeof(salt));
 *
 * Small amounts come from a supply of the thread's own: asking OpenSSL costs a
 * microsecond and a system call, whatever the amount. What was given out is
 * cleared. Keys are made by OpenSSL itself (audit/keys.c, audit/seal.c).
 *
 * Errors:  a system without randomness can't go on: abort().
 * Threads: safe. Not over fork(): parent and child would share a supply.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

void random_bytes(void *ret, size_t n);

#endif
