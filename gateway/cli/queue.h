/*
 * queue - the subcommands of `paifang queue`, one file a group.
 *
 * Example: {"list", "list posts …", queue_list} in the table of queue.c.
 *
 * Memory:  each opens and closes what it needs. Errors: CLI_FAILED, explained
 *          on standard error. Threads: the main thread.
 */
#ifndef CLI_QUEUE_H
#define CLI_QUEUE_H

#include "audit/rows.h"
#include "base/buf.h"
#include "cli/command.h"

/* queue_list.c */
enum cli_exit queue_list(int argc, char **argv);
enum cli_exit queue_show(int argc, char **argv);

/* queue_act.c: argv[0] says which */
enum cli_exit queue_decide(int argc, char **argv);
enum cli_exit queue_resolve(int argc, char **argv);

/* queue_mask.c */
enum cli_exit queue_mask(int argc, char **argv);

/* Who decides, and how it is told: what the commands that act have in common.
 */
struct queue_acting {
    const char *config, *store, *by, *note;
    bool json;
};

struct queue_act;
struct cli_store;

/* Acts on each id with `act`, whose reviewer and note are filled in here. */
enum cli_exit queue_act_on(const struct queue_acting *o, struct cli_store *s,
                           struct queue_act *act, char **ids, int count);

/* The option rows that they share. */
#define QUEUE_ACTING_ROWS(o)                                                     \
    {0, "by", "NAME", CLI_TEXT, &(o).by, "who decides; default: $USER"},         \
        {0, "note", "TEXT", CLI_TEXT, &(o).note, "why; kept beside the record"}, \
    {                                                                            \
        0, "json", NULL, CLI_FLAG, &(o).json, "one JSON object an ID"            \
    }

#endif
