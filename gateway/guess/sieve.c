#include "guess/sieve.h"

#include "base/table.h"

enum { BITS_A_PAIR = 16 };

struct sieve *sieve_new(size_t pairs)
{
    size_t rows = pairs * BITS_A_PAIR / (1U << SIEVE_ROW_BITS) + 1;
    struct sieve *s =
        table_new(sizeof(*s) + rows * SIEVE_ROW_WORDS * sizeof(s->bits[0]));

    s->rows = rows;
    return s;
}
