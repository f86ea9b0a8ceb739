#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static const struct command commands[] = {
    {"serve", "run the gateway", cmd_serve},
    {"check", "moderate text by the rules", cmd_check},
    {"detect", "name the language of text", cmd_detect},
    {"fold", "show text as the matcher sees it", cmd_fold},
    {"translate", "translate text as the gateway does", cmd_translate},
    {"rules", "lint, test, compare, import, explain rule packs", cmd_rules},
    {"audit", "look at what was decided, and when", cmd_audit},
    {"queue", "look at posts in the queue and decide on them", cmd_queue},
    {"config", "check or show a configuration, print an example", cmd_config},
    {"demo", "a small bilingual app with the gateway in front", cmd_demo},
    {"version", "print the version and the libraries in use", cmd_version},
};

static void print_help(FILE *to)
{
    (void)fprintf(to, "usage: paifang COMMAND [options]\n\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        (void)fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].help);
    (void)fprintf(to, "\npaifang COMMAND --help tells more. Exit status: 0 "
                      "fine, 1 something found,\n2 could not do it.\n");
}

static const char *without_dashes(const char *name)
{
    return strncmp(name, "--", 2) == 0 ? name + 2 : name;
}

enum cli_exit command_run(int argc, char **argv)
{
    const char *name = argc > 1 ? without_dashes(argv[1]) : "";

    if (strcmp(name, "help") == 0 || strcmp(name, "-h") == 0) {
        print_help(stdout);
        return CLI_FINE;
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (argc > 1)
        (void)fprintf(stderr, "paifang: no command '%s'\n", argv[1]);
    print_help(stderr);
    return CLI_FAILED;
}

static void print_group(FILE *to, const char *group, const struct command *at,
                        size_t count)
{
    (void)fprintf(to, "usage: paifang %s COMMAND [options]\n\n", group);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(to, "  %-10s %s\n", at[i].name, at[i].help);
}

enum cli_exit cli_subcommand(const char *group, const struct command *table,
                             size_t count, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_group(stdout, group, table, count);
        return CLI_FINE;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, table[i].name) == 0)
            return table[i].run(argc - 1, argv + 1);
    if (argc > 1)
        (void)fprintf(stderr, "paifang: no command '%s %s'\n", group, name);
    print_group(stderr, group, table, count);
    return CLI_FAILED;
}

enum cli_exit cli_error(const struct err *e)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "paifang: %s\n", e->text);
    return CLI_FAILED;
}
