#include "cli/rules.h"

enum cli_exit cmd_rules(int argc, char **argv)
{
    static const struct command subcommands[] = {
        {"lint", "find mistakes and doubtful rules in rule packs", rules_lint},
        {"test", "run the examples of rules; count false positives",
         rules_test},
        {"list", "list the rules", rules_list},
        {"diff", "say what another version of the rules does to posts",
         rules_diff},
        {"explain", "say what rules see in a text, and why they pass it over",
         rules_explain},
        {"import", "make a rule pack of a list of words", rules_import},
        {"bench", "measure how fast rules match", rules_bench},
    };

    return cli_subcommand("rules", subcommands, COUNT_OF(subcommands), argc,
                          argv);
}
