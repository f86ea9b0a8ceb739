/* paifang config check | show | example | docs */
#include <stdio.h>
#include <unistd.h>

#include "cli/options.h"
#include "config/config.h"
#include "config/docs.h"
#include "match/configured.h"
#include "translate/translator.h"

enum { MOST_OUTPUT = 4 << 20 };

static const char default_path[] = "paifang.yaml";

/* -c FILE, else ./paifang.yaml if it is there, else NULL. */
static enum cli_parsed read_options(const char *line, const char *about,
                                    int argc, char **argv, const char **path)
{
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, path, "default: ./paifang.yaml"},
    };
    const struct cli_usage usage = {line, about, rows, COUNT_OF(rows)};
    int first;
    enum cli_parsed parsed;

    *path = NULL;
    parsed =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 0}, &first);
    if (parsed == CLI_PARSED && *path == NULL &&
        access(default_path, R_OK) == 0)
        *path = default_path;
    return parsed;
}

/* ---- check ---- */

struct findings {
    const char *path;
    unsigned count;
};

static void print_warning(void *arg, const struct route *route,
                          const char *text)
{
    struct findings *f = arg;

    f->count++;
    (void)printf("%s:%u: route %s: %s\n", f->path, route->line, route->name,
                 text);
}

static bool rules_load_too(const struct config *c, struct findings *f,
                           struct err *e)
{
    const struct author_question *q;
    struct ruleset *rs;
    uint32_t at = 0;

    if (!ruleset_configured(c, &rs, e))
        return false;
    while ((q = ruleset_unlisted(rs, c, &at)) != NULL) {
        f->count++;
        (void)printf("%s: rules.exempt names nobody as '" SPAN_FMT
                     "', which rules exempt\n",
                     f->path, SPAN_ARG(q->list));
    }
    ruleset_free(&rs);
    return true;
}

static enum cli_exit config_check(int argc, char **argv)
{
    struct findings f = {.count = 0};
    struct config *c;
    struct err e;
    enum cli_parsed parsed = read_options(
        "paifang config check [-c FILE]",
        "Read a configuration and its rules; warn of routes that are probably "
        "not\nwhat was meant. Exit status: 0 fine, 1 warnings, 2 wrong.",
        argc, argv, &f.path);

    if (parsed != CLI_PARSED)
        return cli_leave(parsed);
    if (f.path == NULL) {
        (void)err_set(&e, ERR_NOT_FOUND, NULL, "no %s here; give -c FILE",
                      default_path);
        return cli_error(&e);
    }
    if (!config_load(f.path, translator_rows, &c, &e))
        return cli_error(&e);
    routes_review(&c->routes,
                  c->routing.unmatched_writes == UNMATCHED_WRITES_REFUSE,
                  print_warning, &f);
    if (!rules_load_too(c, &f, &e)) {
        config_free(&c);
        return cli_error(&e);
    }
    (void)printf("%s: %u routes, %u warnings\n", f.path, c->routes.count,
                 f.count);
    config_free(&c);
    return f.count > 0 ? CLI_FOUND : CLI_FINE;
}

/* ---- show, example, docs ---- */

static enum cli_exit print(struct buf *out)
{
    bool ok = !out->failed && fwrite(out->at, 1, out->len, stdout) == out->len;

    buf_free(out);
    return ok ? CLI_FINE : CLI_FAILED;
}

static enum cli_exit config_show(int argc, char **argv)
{
    struct buf out;
    const char *path;
    struct config *c;
    struct err e;
    enum cli_parsed parsed =
        read_options("paifang config show [-c FILE]",
                     "Print every option as it is in force, defaults and all. "
                     "Secrets are\nshown as ***.",
                     argc, argv, &path);

    if (parsed != CLI_PARSED)
        return cli_leave(parsed);
    if (!config_load(path, translator_rows, &c, &e))
        return cli_error(&e);
    out = buf_make(MOST_OUTPUT);
    buf_printf(&out, "# %s, hash %s\n", c->path, c->hash);
    settings_write(config_rows, c, (struct setting_style){.example = false},
                   &out);
    config_free(&c);
    return print(&out);
}

/* What is generated from the rows and the defaults alone. */
static enum cli_exit
print_generated(const struct cli_usage *usage, int argc, char **argv,
                void (*write)(const struct config *c, struct buf *out))
{
    struct buf out;
    struct config *c;
    struct err e;
    int first;
    enum cli_parsed parsed =
        cli_arguments(usage, argc, argv, (struct cli_count){0, 0}, &first);

    if (parsed != CLI_PARSED)
        return cli_leave(parsed);
    if (!config_load(NULL, translator_rows, &c, &e))
        return cli_error(&e);
    out = buf_make(MOST_OUTPUT);
    write(c, &out);
    config_free(&c);
    return print(&out);
}

static enum cli_exit config_example(int argc, char **argv)
{
    static const struct cli_usage usage = {
        "paifang config example",
        "Print config.example.yaml: every option, its default and what it is "
        "for.",
        NULL, 0};

    return print_generated(&usage, argc, argv, docs_example);
}

static enum cli_exit config_docs(int argc, char **argv)
{
    static const struct cli_usage usage = {
        "paifang config docs",
        "Print docs/configuration.md: every option as a table, in English and "
        "Chinese.",
        NULL, 0};

    return print_generated(&usage, argc, argv, docs_table);
}

enum cli_exit cmd_config(int argc, char **argv)
{
    static const struct command subcommands[] = {
        {"check", "find mistakes and doubtful routes", config_check},
        {"show", "print every option as it is in force", config_show},
        {"example", "print config.example.yaml", config_example},
        {"docs", "print docs/configuration.md", config_docs},
    };

    return cli_subcommand("config", subcommands, COUNT_OF(subcommands), argc,
                          argv);
}
