#include "config/choices.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 48 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein with one row; texts longer than LONGEST are never near. */
static unsigned distance(struct span a, struct span b)
{
    unsigned row[LONGEST + 1];

    if (a.len > LONGEST || b.len > LONGEST)
        return LONGEST;
    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned corner = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned cost = corner + (a.at[i - 1] != b.at[j - 1]);

            corner = row[j];
            row[j] = least(cost, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.len];
}

/* 'order' is a slip of 'ordered', but 'words' is none of 'forms'. */
static bool may_be_slip(struct span text, const char *name, unsigned d)
{
    return d == 1 || (text.len > 0 && text.at[0] == name[0] &&
                      d < (unsigned)text.len / 3 + 2);
}

const char *choices_nearest(struct span text, const char *const *names)
{
    const char *best = NULL;
    unsigned best_distance = LONGEST;

    for (; *names != NULL; names++) {
        unsigned d = distance(text, span_of(*names));

        if (d >= best_distance || !may_be_slip(text, *names, d))
            continue;
        best = *names;
        best_distance = d;
    }
    return best;
}

static void list(const char *const *names, struct choices *ret)
{
    static const char lead[] = "; there are:", rest[] = " ...";
    size_t used = sizeof(lead) - 1;
    const char *last = "";

    memcpy(ret->say, lead, sizeof(lead));
    for (; *names != NULL; last = *names++) {
        size_t len = strlen(*names) + 1;

        if (strcmp(*names, last) == 0)
            continue;
        if (used + len + sizeof(rest) > sizeof(ret->say)) {
            memcpy(ret->say + used, rest, sizeof(rest));
            return;
        }
        (void)snprintf(ret->say + used, len + 1, " %s", *names);
        used += len;
    }
}

struct choices choices_for(struct span text, const char *const *names)
{
    const char *near = choices_nearest(text, names);
    struct choices ret;

    if (near != NULL)
        (void)snprintf(ret.say, sizeof(ret.say), "; did you mean '%s'?", near);
    else
        list(names, &ret);
    return ret;
}
