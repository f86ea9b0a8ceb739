#include "guess/syllables.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "base/attr.h"

static const char *const name[] = {
#include "guess/syllables.inc"
};

_Static_assert(COUNT_OF(name) == SYLLABLE_MOST, "one name a syllable");

enum { LETTERS = 26, NODES = 800 };

/* All names as a tree of letters; node 0 is the root. */
static struct {
    uint16_t next[NODES][LETTERS];
    uint16_t syllable[NODES];
} tree;
static uint16_t dotted[SYLLABLE_MOST + 1];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add(const char *letters, uint16_t syllable, uint16_t *nodes)
{
    uint16_t at = 0;

    for (const char *s = letters; *s != '\0'; s++) {
        uint16_t *next = &tree.next[at][*s - 'a'];

        if (*next == 0 && *nodes + 1 < NODES)
            *next = ++*nodes;
        at = *next;
    }
    tree.syllable[at] = syllable;
}

static uint16_t named(const char *letters)
{
    return syllable_find(letters, (uint32_t)strlen(letters));
}

static void build(void)
{
    static const char *const alias[][2] = {{"lue", "lve"}, {"nue", "nve"},
                                           {"jv", "ju"},   {"qv", "qu"},
                                           {"xv", "xu"},   {"yv", "yu"}};
    uint16_t nodes = 0;

    for (size_t i = 1; i <= SYLLABLE_MOST; i++)
        add(name[i - 1], (uint16_t)i, &nodes);
    for (size_t i = 0; i < COUNT_OF(alias); i++)
        add(alias[i][0], named(alias[i][1]), &nodes);
    dotted[named("nu")] = named("nv");
    dotted[named("lu")] = named("lv");
}

void syllables_init(void)
{
    (void)pthread_once(&once, build);
}

uint16_t syllable_find(const char *letters, uint32_t count)
{
    uint16_t at = 0;

    for (uint32_t i = 0; i < count; i++) {
        if (letters[i] < 'a' || letters[i] > 'z')
            return 0;
        at = tree.next[at][letters[i] - 'a'];
        if (at == 0)
            return 0;
    }
    return tree.syllable[at];
}

uint16_t syllable_dotted(uint16_t syllable)
{
    return dotted[syllable];
}

/* The lengths of all syllables that begin here, as bits. */
static uint8_t lengths_at(const char *letters, uint32_t count)
{
    uint8_t lengths = 0;
    uint16_t at = 0;

    for (uint32_t i = 0; i < count && i < SYLLABLE_LETTERS; i++) {
        if (letters[i] < 'a' || letters[i] > 'z')
            break;
        at = tree.next[at][letters[i] - 'a'];
        if (at == 0)
            break;
        if (tree.syllable[at] != 0)
            lengths |= (uint8_t)(1U << i);
    }
    return lengths;
}

bool syllables_divide(const char *letters, uint32_t count, uint8_t *ret)
{
    bool ends[SYLLABLES_TOKEN + 1] = {0}; /* a division from here on exists */
    bool begins[SYLLABLES_TOKEN + 1] = {true};

    memset(ret, 0, count);
    if (count == 0 || count > SYLLABLES_TOKEN)
        return false;
    ends[count] = true;
    for (uint32_t i = count; i-- > 0;) {
        uint8_t lengths = lengths_at(letters + i, count - i);

        for (uint32_t n = 1; lengths >> (n - 1) != 0; n++)
            if (((unsigned)lengths >> (n - 1) & 1U) != 0 && ends[i + n])
                ret[i] |= (uint8_t)(1U << (n - 1));
        ends[i] = ret[i] != 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!begins[i])
            ret[i] = 0;
        for (uint32_t n = 1; ret[i] >> (n - 1) != 0; n++)
            if (((unsigned)ret[i] >> (n - 1) & 1U) != 0)
                begins[i + n] = true;
    }
    return ret[0] != 0;
}

const char *syllable_name(uint16_t syllable)
{
    return name[syllable - 1];
}
