#include "match/scrambled.h"

#include <string.h>

#include "fold/disguise.h"
#include "fold/english.h"

enum { SHORTEST = 4, LONGEST = 24 };

bool scrambled_applies(struct span folded, uint32_t disguises)
{
    if ((disguises & DISGUISE_BIT(DISGUISE_SHUFFLED)) == 0 ||
        folded.len < SHORTEST || folded.len > LONGEST)
        return false;
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.at[i] < 'a' || folded.at[i] > 'z')
            return false;
    }
    return true;
}

static void reverse(struct span folded, char *ret)
{
    for (size_t i = 0; i < folded.len; i++)
        ret[i] = folded.at[folded.len - 1 - i];
}

static void swap(struct span folded, uint32_t at, char *ret)
{
    memcpy(ret, folded.at, folded.len);
    ret[at - 1] = folded.at[at];
    ret[at] = folded.at[at - 1];
}

bool scrambled_write(struct span folded, uint32_t way, char *ret)
{
    struct span made = {ret, folded.len};

    if (way == 0)
        reverse(folded, ret);
    else
        swap(folded, way, ret);
    return !span_equal(made, folded) && !english_word(made);
}
