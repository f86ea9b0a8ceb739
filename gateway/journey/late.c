#include "journey/late.h"

#include <assert.h>

bool late_room_take(struct late_room *room, size_t bytes)
{
    if (room->posts >= LATE_MOST_POSTS ||
        room->bytes + bytes > (size_t)LATE_MOST_BYTES)
        return false;
    room->posts++;
    room->bytes += bytes;
    return true;
}

void late_room_give(struct late_room *room, size_t bytes)
{
    assert(room->posts > 0 && room->bytes >= bytes);
    room->posts--;
    room->bytes -= bytes;
}
