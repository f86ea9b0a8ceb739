#include "cli/rules.h"

#include <stdio.h>
#include <string.h>

static const struct command subcommands[] = {
    {"lint", "find mistakes and doubtful rules in rule packs", rules_lint},
    {"test", "run the examples of rules; count false positives", rules_test},
    {"list", "list the rules", rules_list},
    {"bench", "measure how fast rules match", rules_bench},
};

static void print_help(FILE *to)
{
    (void)fprintf(to, "usage: paifang rules COMMAND [options] DIR…\n\n");
    for (size_t i = 0; i < COUNT_OF(subcommands); i++)
        (void)fprintf(to, "  %-10s %s\n", subcommands[i].name,
                      subcommands[i].help);
}

enum cli_exit cmd_rules(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        print_help(stdout);
        return CLI_FINE;
    }
    for (size_t i = 0; i < COUNT_OF(subcommands); i++)
        if (strcmp(name, subcommands[i].name) == 0)
            return subcommands[i].run(argc - 1, argv + 1);
    if (argc > 1)
        (void)fprintf(stderr, "paifang: no command 'rules %s'\n", name);
    print_help(stderr);
    return CLI_FAILED;
}
