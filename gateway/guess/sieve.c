#include "guess/sieve.h"

#include "base/heap.h"

enum { BITS_A_PAIR = 16, LEAST_SHIFT = 6, MOST_SHIFT = 20 };

struct sieve *sieve_new(size_t pairs)
{
    uint32_t shift = MOST_SHIFT;
    struct sieve *s;

    while (shift > LEAST_SHIFT &&
           (1ULL << (32U - shift)) < (uint64_t)pairs * BITS_A_PAIR)
        shift--;
    s = heap_array(1, sizeof(*s) + ((size_t)1 << (32U - shift)) / 8);
    s->shift = shift;
    return s;
}
