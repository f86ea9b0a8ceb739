#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"

static void print_option(const struct cli_option *o)
{
    char name[64];
    char letter[8] = "    ";

    if (o->letter != 0)
        (void)snprintf(letter, sizeof(letter), "-%c, ", o->letter);
    (void)snprintf(name, sizeof(name), "%s--%s%s%s", letter, o->name,
                   o->value != NULL ? " " : "",
                   o->value != NULL ? o->value : "");
    (void)printf("  %-26s %s\n", name, o->help);
}

static void print_help(const struct cli_usage *u)
{
    (void)printf("usage: %s\n\n%s\n\n", u->line, u->about);
    for (size_t i = 0; i < u->option_count; i++)
        print_option(&u->option[i]);
    (void)printf("  %-26s %s\n", "-h, --help", "this text");
}

void cli_usage_error(const struct cli_usage *u, const char *what)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "paifang: %s\nusage: %s\n", what, u->line);
}

static enum cli_parsed wrong(const struct cli_usage *u, const char *before,
                             const char *name, const char *after)
{
    char what[300];

    (void)snprintf(what, sizeof(what), "%s'%.60s'%s", before, name, after);
    cli_usage_error(u, what);
    return CLI_WRONG;
}

static enum cli_parsed wrong_value(const struct cli_usage *u,
                                   const struct cli_option *o,
                                   const char *value)
{
    static const char *const takes[] = {
        [CLI_FLAG] = "no value",
        [CLI_TEXT] = "any text",
        [CLI_LIST] = "64 values at most",
        [CLI_NUMBER] = "a whole number",
        [CLI_RATE] = "a share from 0 to 1, or from 0% to 100%",
    };
    char after[160];

    (void)snprintf(after, sizeof(after), ": '%.60s'; it takes %s", value,
                   takes[o->kind]);
    return wrong(u, "bad value for option ", o->name, after);
}

static bool read_rate(const char *text, double *ret)
{
    char *end;
    double d = strtod(text, &end);

    if (end == text || !(d >= 0))
        return false;
    if (*end == '%') {
        d /= 100;
        end++;
    }
    if (*end != '\0' || d > 1)
        return false;
    *ret = d;
    return true;
}

static bool add_to_list(struct cli_list *l, const char *text)
{
    if (l->count == CLI_LIST_MOST)
        return false;
    l->at[l->count++] = text;
    return true;
}

static bool set_value(const struct cli_option *o, const char *text)
{
    switch (o->kind) {
    case CLI_FLAG:
        *(bool *)o->target = true;
        return true;
    case CLI_TEXT:
        *(const char **)o->target = text;
        return true;
    case CLI_LIST:
        return add_to_list(o->target, text);
    case CLI_NUMBER:
        return span_to_u64(span_of(text), o->target);
    case CLI_RATE:
        return read_rate(text, o->target);
    }
    return false;
}

static const struct cli_option *find_option(const struct cli_usage *u,
                                            const char *arg, const char **value)
{
    size_t len = strcspn(arg, "=");

    *value = NULL;
    for (size_t i = 0; i < u->option_count; i++) {
        const struct cli_option *o = &u->option[i];

        if (arg[1] == '-' && strlen(o->name) + 2 == len &&
            strncmp(arg + 2, o->name, len - 2) == 0) {
            *value = arg[len] == '=' ? arg + len + 1 : NULL;
            return o;
        }
        if (arg[1] != '-' && arg[1] == o->letter &&
            (arg[2] == '\0' || o->kind != CLI_FLAG)) {
            *value = arg[2] != '\0' ? arg + 2 : NULL;
            return o;
        }
    }
    return NULL;
}

static enum cli_parsed read_option(const struct cli_usage *u, int argc,
                                   char **argv, int *at)
{
    const char *arg = argv[*at];
    const char *value;
    const struct cli_option *o = find_option(u, arg, &value);

    if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
        print_help(u);
        return CLI_HELPED;
    }
    if (o == NULL)
        return wrong(u, "no option ", arg, "");
    if (o->kind == CLI_FLAG && value != NULL)
        return wrong(u, "option ", o->name, " takes no value");
    if (o->kind != CLI_FLAG && value == NULL) {
        if (*at + 1 >= argc)
            return wrong(u, "option ", o->name, " needs a value");
        value = argv[++*at];
    }
    return set_value(o, value) ? CLI_PARSED : wrong_value(u, o, value);
}

enum cli_parsed cli_options(const struct cli_usage *u, int argc, char **argv,
                            int *ret_first)
{
    bool options = true;
    int kept = 0; /* arguments so far: argv[1..kept] */

    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && argv[i][0] == '-' && argv[i][1] != '\0') {
            enum cli_parsed p = read_option(u, argc, argv, &i);

            if (p != CLI_PARSED)
                return p;
        } else {
            argv[++kept] = argv[i];
        }
    }
    for (int i = 0; i < kept; i++) /* to the end, in order */
        argv[argc - 1 - i] = argv[kept - i];
    *ret_first = argc - kept;
    return CLI_PARSED;
}

enum cli_parsed cli_arguments(const struct cli_usage *u, int argc, char **argv,
                              struct cli_count takes, int *ret_first)
{
    enum cli_parsed p = cli_options(u, argc, argv, ret_first);
    int count = p == CLI_PARSED ? argc - *ret_first : takes.least;

    if (count >= takes.least && count <= takes.most)
        return p;
    cli_usage_error(u, takes.most == 0       ? "takes no arguments"
                       : count < takes.least ? "an argument is missing"
                                             : "too many arguments");
    return CLI_WRONG;
}

enum cli_exit cli_leave(enum cli_parsed p)
{
    return p == CLI_HELPED ? CLI_FINE : CLI_FAILED;
}

void cli_take_list(int argc, char **argv, int first, struct cli_list *ret)
{
    for (int i = first; i < argc; i++)
        (void)add_to_list(ret, argv[i]);
}
