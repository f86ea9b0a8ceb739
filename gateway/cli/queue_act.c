/* paifang queue approve | reject | escalate | dismiss | confirm | resolve */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/beat.h"
#include "base/clock.h"
#include "cli/open_store.h"
#include "cli/options.h"
#include "cli/queue.h"
#include "review/act.h"

/* ---- acting on ids ---- */

static bool is_serving(void *user, const struct store_beat *b)
{
    bool *serving = user;

    *serving = *serving || beat_alive(b, clock_wall_ms());
    return !*serving;
}

static void warn_unless_served(struct cli_store *s)
{
    bool serving = false;
    struct err ignored;

    if (s->store->driver->beats(s->store, is_serving, &serving, &ignored) &&
        !serving)
        (void)fprintf(stderr, "paifang: no gateway serves with this store; "
                              "it is sent as soon as one does\n");
}

static struct span who(const struct queue_acting *o)
{
    const char *user = getenv("USER"); // NOLINT(concurrency-mt-unsafe)

    if (o->by != NULL)
        return span_of(o->by);
    return span_of(user != NULL && user[0] != '\0' ? user : "cli");
}

static void tell(const struct queue_acting *o, const struct queue_found *f,
                 enum queue_state state)
{
    const char *name = queue_state_name(f->kind, state);

    if (o->json)
        (void)printf("{\"decision\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\"}\n",
                     f->id, queue_kind_name(f->kind), name);
    else
        (void)printf("%s: %s\n", f->id, name);
    if (state == QUEUE_CONFIRMED)
        (void)fprintf(stderr,
                      "paifang: %s: nothing says how to take it down (the "
                      "route's takedown); do it in the app\n",
                      f->id);
}

static bool act_on(const struct queue_acting *o, struct cli_store *s,
                   const struct queue_act *act, const char *id,
                   bool *ret_to_send, struct err *e)
{
    struct queue_found found;
    enum queue_state state;

    if (!queue_find(s->store, id, &found, e) ||
        !queue_act(s->store, span_of(s->origin), &found, act, &state, e))
        return false;
    *ret_to_send = *ret_to_send || state == QUEUE_APPROVED;
    tell(o, &found, state);
    return true;
}

enum cli_exit queue_act_on(const struct queue_acting *o, struct cli_store *s,
                           struct queue_act *act, char **ids, int count)
{
    enum cli_exit exit = CLI_FINE;
    bool to_send = false;
    struct err e;

    act->by = who(o);
    act->note = span_of(o->note);
    for (int i = 0; i < count; i++)
        if (!act_on(o, s, act, ids[i], &to_send, &e))
            exit = cli_error(&e);
    if (to_send)
        warn_unless_served(s);
    return exit;
}

static enum cli_exit open_and_act(const struct queue_acting *o,
                                  struct queue_act *act, char **ids, int count)
{
    struct cli_store s;
    enum cli_exit exit;
    struct err e;

    if (!cli_store_open(o->config, o->store, &s, &e))
        return cli_error(&e);
    exit = queue_act_on(o, &s, act, ids, count);
    cli_store_close(&s);
    return exit;
}

/* ---- the commands ---- */

static const struct verb {
    const char *name, *line, *about;
} verbs[] = {
    {"approve", "paifang queue approve [options] ID…",
     "Publish held posts, with the masks that the rules asked for. The serving "
     "gateway\nsends them; the same post by the same author passes for 30 "
     "days."},
    {"reject", "paifang queue reject [options] ID…",
     "Refuse held posts. The same post by the same author is refused at once "
     "from now\non; by others it is held."},
    {"escalate", "paifang queue escalate [options] ID…",
     "Leave posts to a senior: they stay where they are, marked, and `queue "
     "list\n--escalated` finds them."},
    {"dismiss", "paifang queue dismiss [options] ID…",
     "Nothing is wrong with these published posts."},
    {"confirm", "paifang queue confirm [options] ID…",
     "These published posts are what the rules took them for. The serving "
     "gateway sends\nthe route's `takedown`, if it has one."},
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    abort();
}

enum cli_exit queue_decide(int argc, char **argv)
{
    const struct verb *verb = find_verb(argv[0]);
    const bool approves = strcmp(verb->name, "approve") == 0;
    struct queue_act act = {.action = queue_action_find(verb->name)};
    struct queue_acting o = {0};
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        QUEUE_ACTING_ROWS(o),
        {0, "as-is", NULL, CLI_FLAG, &act.as_is, "without the rules' masks"},
    };
    const struct cli_usage usage = {verb->line, verb->about, rows,
                                    COUNT_OF(rows) - !approves};
    int first;
    enum cli_parsed p = cli_arguments(&usage, argc, argv,
                                      (struct cli_count){1, CLI_ANY}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return open_and_act(&o, &act, argv + first, argc - first);
}

enum cli_exit queue_resolve(int argc, char **argv)
{
    struct queue_acting o = {0};
    struct queue_act act = {.action = NULL};
    bool there = false;
    bool gone = false;
    bool again = false;
    const struct cli_option rows[] = {
        CLI_STORE_ROWS(o),
        {0, "there", NULL, CLI_FLAG, &there, "the app has the post: done"},
        {0, "gone", NULL, CLI_FLAG, &gone,
         "the app no longer has it (takedown_unknown): done"},
        {0, "send-again", NULL, CLI_FLAG, &again,
         "the app did not get the request: send it again"},
        QUEUE_ACTING_ROWS(o),
    };
    const struct cli_usage usage = {
        "paifang queue resolve --there|--gone|--send-again [options] ID…",
        "Say what became of a post in state release_unknown or "
        "takedown_unknown: the\nrequest was sent, and the answer never came. "
        "Look into the app first.",
        rows, COUNT_OF(rows)};
    int first;
    enum cli_parsed p = cli_arguments(&usage, argc, argv,
                                      (struct cli_count){1, CLI_ANY}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (there + gone + again != 1) {
        cli_usage_error(&usage, "needs --there, --gone or --send-again");
        return CLI_FAILED;
    }
    act.action = queue_action_find(there  ? "there"
                                   : gone ? "gone"
                                          : "send_again");
    return open_and_act(&o, &act, argv + first, argc - first);
}
