#include "audit/unsettled.h"

#include <string.h>

#include "base/heap.h"

enum { FIRST_ROOM = 256 };

/* The last digits of an id are random. */
static size_t place_of(const struct unsettled *u, const char id[ID_TEXT])
{
    uint64_t h;

    memcpy(&h, id + ID_TEXT - 1 - sizeof(h), sizeof(h));
    h *= 0x9E3779B97F4A7C15ULL;
    return (size_t)(h >> 32U) & (u->room - 1);
}

static struct unsettled_entry *look(const struct unsettled *u,
                                    const char id[ID_TEXT])
{
    size_t i = place_of(u, id);

    while (u->at[i].id[0] != '\0' && memcmp(u->at[i].id, id, ID_TEXT) != 0)
        i = (i + 1) & (u->room - 1);
    return &u->at[i];
}

/* Half of the places stay free, so that a search is short. */
static void grow(struct unsettled *u)
{
    struct unsettled old = *u;

    u->room = old.room > 0 ? 2 * old.room : FIRST_ROOM;
    u->at = heap_new(u->room * sizeof(*u->at));
    for (size_t i = 0; i < old.room; i++)
        if (old.at[i].id[0] != '\0')
            *look(u, old.at[i].id) = old.at[i];
    heap_free(old.at);
}

void unsettled_add(struct unsettled *u, const char id[ID_TEXT], int64_t seq)
{
    struct unsettled_entry *to;

    if (2 * (u->count + 1) > u->room)
        grow(u);
    to = look(u, id);
    u->count += to->id[0] == '\0';
    memcpy(to->id, id, ID_TEXT);
    to->seq = seq;
}

/* Those behind the gap move into it, unless their own place is behind it. */
void unsettled_drop(struct unsettled *u, const char id[ID_TEXT])
{
    struct unsettled_entry *gap = u->room > 0 ? look(u, id) : NULL;
    size_t hole, i;

    if (gap == NULL || gap->id[0] == '\0')
        return;
    hole = i = (size_t)(gap - u->at);
    for (;;) {
        size_t home;

        i = (i + 1) & (u->room - 1);
        if (u->at[i].id[0] == '\0')
            break;
        home = place_of(u, u->at[i].id);
        if (((i - home) & (u->room - 1)) < ((i - hole) & (u->room - 1)))
            continue;
        u->at[hole] = u->at[i];
        hole = i;
    }
    u->at[hole].id[0] = '\0';
    u->count--;
}

int64_t unsettled_first(const struct unsettled *u)
{
    int64_t first = 0;

    for (size_t i = 0; u->count > 0 && i < u->room; i++)
        if (u->at[i].id[0] != '\0' && (first == 0 || u->at[i].seq < first))
            first = u->at[i].seq;
    return first;
}

size_t unsettled_older(const struct unsettled *u, uint64_t before_ms,
                       size_t most,
                       void (*add)(void *user, const char id[ID_TEXT]),
                       void *user)
{
    size_t n = 0;

    for (size_t i = 0; u->count > 0 && i < u->room && n < most; i++) {
        if (u->at[i].id[0] == '\0' || id_time_ms(u->at[i].id) >= before_ms)
            continue;
        add(user, u->at[i].id);
        n++;
    }
    return n;
}

void unsettled_free(struct unsettled *u)
{
    heap_free(u->at);
    *u = (struct unsettled){NULL, 0, 0};
}
