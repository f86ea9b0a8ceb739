#include "review/release.h"

static struct release_next finish(enum queue_state to, const char *result)
{
    return (struct release_next){RELEASE_FINISH, to, result};
}

static struct release_next later(const char *result)
{
    return (struct release_next){RELEASE_LATER, QUEUE_APPROVED, result};
}

/* The app may have it, or not. */
static struct release_next lost(const struct release_rules *rules,
                                int64_t attempt)
{
    if (rules->idempotent && attempt < RELEASE_MOST_ATTEMPTS)
        return later("lost");
    if (rules->lookup)
        return (struct release_next){RELEASE_LOOK_UP, QUEUE_RELEASING, "lost"};
    return finish(QUEUE_UNKNOWN, "unknown");
}

/* No author can help here: what the app refuses is for a person. */
static struct release_next taken_down(const struct release_rules *rules,
                                      int status, int64_t attempt)
{
    if ((status >= 200 && status < 400) || status == 404 || status == 410)
        return finish(QUEUE_RELEASED, "taken_down");
    if (status == 429)
        return later("not_yet");
    if (status >= 400 && status < 500 && status != 408)
        return finish(QUEUE_REFUSED, "takedown_refused");
    return lost(rules, attempt);
}

static struct release_next answered(const struct release_rules *rules,
                                    int status, int64_t attempt)
{
    if (rules->takedown)
        return taken_down(rules, status, attempt);
    if (status >= 200 && status < 400)
        return finish(QUEUE_RELEASED, "released");
    if (status == 401 || status == 403)
        return finish(QUEUE_NEEDS_AUTHOR, "needs_author");
    if (status == 429)
        return later("not_yet");
    /* Our own key, still being worked on (Idempotency-Key draft, 2.7). */
    if (status == 409 && rules->idempotent && attempt < RELEASE_MOST_ATTEMPTS)
        return later("not_yet");
    if (status >= 400 && status < 500 && status != 408)
        return finish(QUEUE_REFUSED, "refused");
    return lost(rules, attempt);
}

struct release_next release_next(const struct release_rules *rules,
                                 enum release_news news, int status,
                                 int64_t attempt)
{
    if (!rules->known) /* the route is gone: a person has to look */
        return finish(news == RELEASE_NOT_SENT ? QUEUE_REFUSED : QUEUE_UNKNOWN,
                      "no_route");
    switch (news) {
    case RELEASE_ANSWERED:
        return answered(rules, status, attempt);
    case RELEASE_NOT_SENT:
        return later("unreachable");
    case RELEASE_LOST:
        return lost(rules, attempt);
    case RELEASE_THERE:
        return finish(QUEUE_RELEASED, "found");
    case RELEASE_NOT_THERE:
        return attempt < RELEASE_MOST_ATTEMPTS
                   ? later("not_found")
                   : finish(QUEUE_REFUSED, "not_found");
    case RELEASE_UNSURE:
        break;
    }
    return finish(QUEUE_UNKNOWN, "unknown");
}

uint64_t release_pause_ms(int64_t attempt)
{
    const uint64_t most = 300000;
    uint64_t pause = 1000;

    for (int64_t i = 1; i < attempt && pause < most; i++)
        pause *= 2;
    return pause < most ? pause : most;
}
