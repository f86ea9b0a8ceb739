/*
 * rules - `paifang rules NAME …`: one row a subcommand in cli/rules.c.
 *
 * Example: {"lint", "find mistakes in rule packs", rules_lint}
 *
 * In, Out and Errors as in cli/command.h.
 */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "cli/command.h"

enum cli_exit rules_lint(int argc, char **argv);
enum cli_exit rules_test(int argc, char **argv);
enum cli_exit rules_list(int argc, char **argv);
enum cli_exit rules_diff(int argc, char **argv);
enum cli_exit rules_explain(int argc, char **argv);
enum cli_exit rules_import(int argc, char **argv);
enum cli_exit rules_bench(int argc, char **argv);

#endif
