/*
 * command - what `paifang NAME …` runs: one row a command.
 *
 * Example: {"check", "moderate text by the rules", cmd_check}
 *          To add one: a file cli/NAME.c with cmd_NAME(), its prototype below
 *          and a row in cli/commands.c.
 *
 * In:      argv[0] is the command's name; options are read by cli/options.h,
 *          which also answers --help.
 * Out:     an enum cli_exit for the shell.
 * Errors:  a command prints its own with cli_error() and returns CLI_FAILED.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stddef.h>

#include "base/err.h"

enum cli_exit {
    CLI_FINE = 0,
    CLI_FOUND = 1, /* something was found, as grep and linters say it */
    CLI_FAILED = 2 /* could not do it */
};

struct command {
    const char *name;
    const char *help; /* one line, lower case, no full stop */
    enum cli_exit (*run)(int argc, char **argv);
};

/* Runs argv[1] with its own argv; prints the list for --help or nothing. */
enum cli_exit command_run(int argc, char **argv);

/* Runs argv[1] of a table of subcommands, as `paifang GROUP NAME …`; prints
 * the table for --help or nothing. */
enum cli_exit cli_subcommand(const char *group, const struct command *table,
                             size_t count, int argc, char **argv);

/* "paifang: TEXT" on standard error; returns CLI_FAILED. */
enum cli_exit cli_error(const struct err *e);

enum cli_exit cmd_serve(int argc, char **argv);
enum cli_exit cmd_check(int argc, char **argv);
enum cli_exit cmd_detect(int argc, char **argv);
enum cli_exit cmd_fold(int argc, char **argv);
enum cli_exit cmd_translate(int argc, char **argv);
enum cli_exit cmd_rules(int argc, char **argv);
enum cli_exit cmd_audit(int argc, char **argv);
enum cli_exit cmd_queue(int argc, char **argv);
enum cli_exit cmd_config(int argc, char **argv);
enum cli_exit cmd_demo(int argc, char **argv);
enum cli_exit cmd_version(int argc, char **argv);

#endif
