/*
 * options - a command's options as a table, which also writes its --help.
 *
 * Example: bool json = false;
 *          const struct cli_option rows[] = {
 *              {0, "json", NULL, CLI_FLAG, &json, "one JSON object a line"},
 *          };
 *          const struct cli_usage usage = {"paifang detect [FILE…]",
 *              "Name the language of text.", rows, COUNT_OF(rows)};
 *          enum cli_parsed p = cli_options(&usage, argc, argv, &first);
 *          if (p != CLI_PARSED) return cli_leave(p);
 *
 * In:      -x, -xVALUE, -x VALUE, --name, --name=VALUE, --name VALUE; `--`
 *          ends options, `-` is an argument. Options and arguments may mix.
 * Out:     targets set; argv reordered: arguments are argv[first..argc).
 * Errors:  a bad option is explained on standard error.
 * Threads: the main thread.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/command.h"

enum cli_kind {
    CLI_FLAG,   /* bool *: set to true */
    CLI_TEXT,   /* const char **: borrowed from argv */
    CLI_LIST,   /* struct cli_list *: may be given several times */
    CLI_NUMBER, /* uint64_t *: decimal */
    CLI_RATE    /* double *: 0.0015 or 0.15% */
};

enum { CLI_LIST_MOST = 64 };

struct cli_list {
    const char *at[CLI_LIST_MOST];
    size_t count;
};

/* In the order in which a row reads best. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct cli_option {
    char letter;       /* 0 = none */
    const char *name;  /* without the dashes */
    const char *value; /* "FILE" in the help; NULL for flags */
    enum cli_kind kind;
    void *target;
    const char *help;
};

struct cli_usage {
    const char *line;  /* "paifang check [options] [FILE…]" */
    const char *about; /* what the command does; may have several lines */
    const struct cli_option *option;
    size_t option_count;
};

enum cli_parsed {
    CLI_PARSED, /* go on */
    CLI_HELPED, /* --help was answered: leave with CLI_FINE */
    CLI_WRONG   /* explained on standard error: leave with CLI_FAILED */
};

/* How many arguments a command takes. */
struct cli_count {
    int least, most;
};

enum { CLI_ANY = INT32_MAX };

enum cli_parsed cli_options(const struct cli_usage *u, int argc, char **argv,
                            int *ret_first) MUST_USE;

/* The same for a command that takes from `least` to `most` arguments. */
enum cli_parsed cli_arguments(const struct cli_usage *u, int argc, char **argv,
                              struct cli_count takes, int *ret_first) MUST_USE;

/* The arguments from first on, CLI_LIST_MOST at most, behind what is there. */
void cli_take_list(int argc, char **argv, int first, struct cli_list *ret);

/* What a command that was not CLI_PARSED leaves with. */
enum cli_exit cli_leave(enum cli_parsed p);

/* Explains on standard error how the command is used; is CLI_FAILED's int. */
void cli_usage_error(const struct cli_usage *u, const char *what);

#endif
