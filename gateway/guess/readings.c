#include "guess/readings.h"

#include <stddef.h>

#include "base/attr.h"

/* The file as it is; the Makefile names it as a source of this object. One
 * unit a character: a reading, or where its list begins behind the last
 * character's unit; the last reading of a list has the upper bit set. */
__asm__(".section .rodata\n"
        ".balign 64\n"
        ".globl readings_data\n"
        ".hidden readings_data\n"
        "readings_data:\n"
        ".incbin \"gateway/guess/readings.bin\"\n"
        ".previous\n");

enum { END = 0x8000 }; /* of the last reading of a list */

static const struct far {
    uint32_t c;
    uint16_t reading;
} far[] = {
#include "guess/readings_far.inc"
};

static const uint16_t *find_far(uint32_t c)
{
    size_t from = 0;
    size_t to = COUNT_OF(far);

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (far[middle].c == c)
            return &far[middle].reading;
        if (far[middle].c < c)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

const uint16_t *readings_seldom(uint32_t c, uint32_t *ret_count)
{
    const uint16_t *at;
    unsigned list;
    uint32_t n = 1;

    if (c > READINGS_LAST) {
        at = find_far(c);
        *ret_count = at != NULL;
        return at;
    }
    list = readings_data[c - READINGS_FIRST] & ~(unsigned)READINGS_MANY;
    at = &readings_data[READINGS_LAST - READINGS_FIRST + 1 + list];
    while ((at[n - 1] & END) == 0)
        n++;
    *ret_count = n;
    return at;
}
