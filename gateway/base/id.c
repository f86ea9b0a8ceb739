#include "base/id.h"

#include <stdatomic.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/random.h"

/* Milliseconds << 12 | counter: never goes back, even when the clock does. */
static _Atomic uint64_t last_stamp;

static uint64_t next_stamp(void)
{
    uint64_t now = clock_wall_ms() << 12U;
    uint64_t last = atomic_load(&last_stamp);
    uint64_t next;

    do
        next = now > last ? now : last + 1;
    while (!atomic_compare_exchange_weak(&last_stamp, &last, next));
    return next;
}

void id_new(char ret[ID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    uint64_t stamp = next_stamp();
    unsigned char raw[16];
    size_t at = 0;

    random_bytes(raw + 8, 8);
    for (size_t i = 0; i < 6; i++)
        raw[i] = (unsigned char)(stamp >> (52 - 8 * i));
    raw[6] = (unsigned char)(0x70U | (stamp >> 8U & 0x0FU));
    raw[7] = (unsigned char)stamp;
    raw[8] = (unsigned char)(0x80U | (raw[8] & 0x3FU));
    for (size_t i = 0; i < sizeof(raw); i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ret[at++] = '-';
        ret[at++] = digits[raw[i] >> 4U];
        ret[at++] = digits[raw[i] & 0x0FU];
    }
    ret[at] = '\0';
}

static uint64_t digit_of(char c)
{
    return (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10) & 0x0FU;
}

uint64_t id_time_ms(const char id[ID_TEXT])
{
    uint64_t ms = 0;

    for (size_t i = 0; i < 13; i++)
        if (i != 8) /* the dash */
            ms = ms << 4U | digit_of(id[i]);
    return ms;
}

bool id_valid(struct span s)
{
    if (s.len != ID_TEXT - 1)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = s.at[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

        if (dash ? c != '-' : !hex)
            return false;
    }
    return true;
}
