/* paifang rules import LIST --pack NAME --action A */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/import.h"
#include "cli/memory_pack.h"
#include "cli/parts.h"
#include "cli/report.h"
#include "cli/rules.h"
#include "fields/charset.h"
#include "fold/fold.h"

static const size_t arena_cap = (size_t)1 << 30;
static const size_t longest_list = (size_t)64 << 20;

enum { MOST_SHOWN = 60 };

struct import_options {
    const char *pack, *action, *category, *out, *charset, *disguise;
    struct cli_list map;
    struct report_options report;
    bool csv, shadow, whole, json;
};

/* ---- reading ---- */

static bool read_all(const char *path, struct buf *ret, struct err *e)
{
    return strcmp(path, "-") == 0 ? file_read_rest(STDIN_FILENO, path, ret, e)
                                  : file_read(path, FILE_OR_PIPE, ret, e);
}

static bool decode(const char *charset, struct arena *a, struct span *text,
                   struct err *e)
{
    enum charset known;
    unsigned bits;

    if (charset == NULL)
        return true;
    if (!charset_bit(span_of(charset), &bits))
        return err_set(e, ERR_CONFIG, NULL,
                       "option 'charset': unknown charset '%s'; there are: "
                       "utf-8 gb18030 gbk big5",
                       charset);
    return charset_pick(span_of(charset), bits, &known, e) &&
           charset_to_utf8(a, known, *text, text, e);
}

static enum wordlist_shape shape_of(const struct import_options *o,
                                    const char *path)
{
    return o->csv || span_ends(span_of(path), SPAN(".csv")) ? WORDLIST_CSV
                                                            : WORDLIST_LINES;
}

/* ---- writing ---- */

static bool write_file(const char *path, const struct buf *text, struct err *e)
{
    FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
    bool ok = f != NULL && fwrite(text->at, 1, text->len, f) == text->len;

    if (f != NULL && f != stdout)
        ok = fclose(f) == 0 && ok;
    return ok ||
           err_set(e, ERR_INPUT, NULL, "%s: %s", path, strerrordesc_np(errno));
}

static void report_skipped(const struct import *im)
{
    for (uint32_t i = 0; i < im->list->skipped_count; i++) {
        const struct wordlist_skipped *s = &im->list->skipped[i];
        struct span shown = cli_cut(s->text, MOST_SHOWN);

        (void)fprintf(stderr, "%s:%u: '" SPAN_FMT "%s': %s\n", im->file,
                      s->line, SPAN_ARG(shown),
                      shown.len < s->text.len ? "…" : "", s->why);
    }
}

static void report_text(const struct import *im)
{
    report_skipped(im);
    (void)fprintf(stderr, "%u words in %u rules, %u remarks\n", im->kept,
                  im->rule_count, im->list->skipped_count);
}

static void report_json(const struct import *im)
{
    struct buf out = buf_make(arena_cap);

    buf_printf(&out, "{\"words\":%u,\"rules\":%u,\"skipped\":[", im->kept,
               im->rule_count);
    for (uint32_t i = 0; i < im->list->skipped_count; i++) {
        const struct wordlist_skipped *s = &im->list->skipped[i];

        buf_printf(&out, "%s{\"line\":%u", i > 0 ? "," : "", s->line);
        cli_json_key(&out, ",\"text\":", s->text);
        cli_json_key(&out, ",\"why\":", span_of(s->why));
        buf_add_byte(&out, '}');
    }
    buf_add_text(&out, "]}\n");
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
}

/* ---- the command ---- */

static bool convert(const struct import_options *o, struct import *im,
                    struct span text, struct err *e)
{
    struct buf out = buf_make(arena_cap);
    bool ok = decode(o->charset, im->list->arena, &text, e) &&
              wordlist_read(im->list, text, shape_of(o, im->file), e) &&
              import_group(im, e) && import_prove(im, e);

    if (ok) {
        import_write(im, &out);
        ok = (!out.failed ||
              err_set(e, ERR_MEMORY, NULL, "%s: too long", im->file)) &&
             memory_pack_check(buf_span(&out), e) &&
             write_file(o->out, &out, e);
    }
    buf_free(&out);
    return ok;
}

static enum cli_exit import(const struct import_options *o, const char *path,
                            enum verdict action)
{
    struct wordlist list = {.arena = arena_new(arena_cap)};
    struct import im = {.list = &list,
                        .file = path,
                        .pack = span_of(o->pack),
                        .category = span_of(o->category),
                        .action = action,
                        .disguise = o->disguise,
                        .map = &o->map,
                        .shadow = o->shadow,
                        .whole = o->whole};
    struct buf text = buf_make(longest_list);
    struct err e;
    bool ok = import_check_options(&im, &e) && fold_init(&e) &&
              read_all(path, &text, &e) && convert(o, &im, buf_span(&text), &e);

    if (ok && o->json)
        report_json(&im);
    else if (ok)
        report_text(&im);
    else
        report_skipped(&im); /* perhaps why */
    buf_free(&text);
    arena_free(&list.arena);
    return ok ? CLI_FINE : cli_error(&e);
}

static void refuse_action(const struct cli_usage *u, const char *action)
{
    char what[160];

    (void)snprintf(what, sizeof(what),
                   "no such action '%.40s': advise, flag, mask, bounce, hold, "
                   "reject",
                   action);
    cli_usage_error(u, what);
}

static bool check_options(const struct cli_usage *u,
                          const struct import_options *o, enum verdict *ret)
{
    if (o->pack == NULL || o->action == NULL)
        cli_usage_error(u, "--pack and --action are needed");
    else if (!verdict_find(span_of(o->action), ret) || *ret == VERDICT_ALLOW)
        refuse_action(u, o->action);
    else if (o->json && strcmp(o->out, "-") == 0)
        cli_usage_error(u, "--json needs --out FILE");
    else
        return true;
    return false;
}

enum cli_exit rules_import(int argc, char **argv)
{
    struct import_options o = {.category = "other_terms", .out = "-"};
    const struct cli_option rows[] = {
        {0, "pack", "NAME", CLI_TEXT, &o.pack, "what the pack is called"},
        {0, "action", "NAME", CLI_TEXT, &o.action, "what its rules do"},
        {0, "category", "NAME", CLI_TEXT, &o.category,
         "its category; default other_terms"},
        {0, "map", "A=B", CLI_LIST, &o.map,
         "the list's category A is our B; may be given again"},
        {0, "out", "FILE", CLI_TEXT, &o.out, "default: standard output"},
        {0, "charset", "NAME", CLI_TEXT, &o.charset,
         "utf-8 (default), gb18030, gbk, big5"},
        {0, "csv", NULL, CLI_FLAG, &o.csv, "as for files named .csv"},
        {0, "disguise", "LIST", CLI_TEXT, &o.disguise,
         "gaps,pinyin: what the rules see through"},
        {0, "whole", NULL, CLI_FLAG, &o.whole, "Han terms as whole words only"},
        {0, "shadow", NULL, CLI_FLAG, &o.shadow, "record, do not act yet"},
        REPORT_ROWS(o.report, "text, json: how what was skipped is said"),
    };
    const struct cli_usage usage = {
        "paifang rules import LIST --pack NAME --action A [options]",
        "Make a rule pack of a list: one word a line, `a + b` for words that "
        "must stand\ntogether, a weight behind a tab; or CSV with word, "
        "category and weight.\nWhat is skipped is said on standard error.",
        rows, COUNT_OF(rows)};
    enum verdict action = VERDICT_ALLOW;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){1, 1}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!report_as_json(&usage, &o.report, &o.json))
        return CLI_FAILED;
    return check_options(&usage, &o, &action) ? import(&o, argv[first], action)
                                              : CLI_FAILED;
}
