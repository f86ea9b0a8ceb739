/*
 * What a change of the rules would do to posts: which of them get another
 * verdict, and by which rules. Each post is moderated by both sets.
 */
#include <stdio.h>

#include "base/heap.h"
#include "cli/moderate_posts.h"
#include "cli/parts.h"
#include "cli/report.h"
#include "cli/rules.h"

static const size_t arena_cap = (size_t)256 << 20;
static const size_t output_cap = (size_t)1 << 30;

enum { MOST_SHOWN = 120, MOST_CAUSES = 16, LISTED = 20 };

struct diff_options {
    struct report_options report;
    struct cli_list posts;
    uint64_t limit;
    bool no_text;
};

/* One of the two sets. */
struct version {
    struct cli_rules rules;
    struct post_moderator moderator;
    uint64_t *causes; /* by rule index: changed posts that only it fires for */
};

struct differ {
    const struct diff_options *o;
    enum report_format format;
    struct version old, new;
    uint64_t posts, changed, listed;
    uint64_t matrix[VERDICT_COUNT][VERDICT_COUNT];
    struct buf out; /* the changes */
};

/* ---- causes ---- */

/* Fired by another name than in the other decision, or more strongly. */
static bool is_cause(const struct fired_rule *f, const struct decision *other)
{
    if (f->shadow)
        return false;
    for (uint32_t i = 0; i < other->fired_count; i++)
        if (!other->fired[i].shadow && span_equal(f->id, other->fired[i].id) &&
            f->action == other->fired[i].action)
            return false;
    return true;
}

static uint32_t causes_of(const struct decision *d,
                          const struct decision *other, struct version *v,
                          struct span ret[MOST_CAUSES])
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < d->fired_count; i++) {
        if (!is_cause(&d->fired[i], other))
            continue;
        if (d->fired[i].rule != NULL)
            v->causes[d->fired[i].rule->index]++;
        if (count < MOST_CAUSES)
            ret[count++] = d->fired[i].id;
    }
    return count;
}

/* ---- one changed post ---- */

struct changed_post {
    const struct posts_post *post;
    enum verdict from, to;
    struct span lost[MOST_CAUSES], gained[MOST_CAUSES];
    uint32_t lost_count, gained_count;
};

/* The first field's text, on one line, cut between characters. */
static struct span excerpt(struct arena *a, const struct posts_post *post)
{
    struct span text = post->field_count > 0 ? post->field[0].text : SPAN("");
    struct span shown = cli_cut(text, MOST_SHOWN);
    char line[MOST_SHOWN];

    for (size_t i = 0; i < shown.len; i++) {
        line[i] = shown.at[i];
        if ((unsigned char)line[i] < 0x20)
            line[i] = ' ';
    }
    return arena_printf(a, "%.*s%s", (int)shown.len, line,
                        shown.len < text.len ? "…" : "");
}

static void add_names(struct buf *out, const struct span *name, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        buf_add_json(out, name[i]);
    }
}

static void add_json(struct buf *out, const struct changed_post *c,
                     struct span text, bool no_text)
{
    buf_add_text(out, "{\"file\":");
    buf_add_json(out, span_of(c->post->file));
    buf_printf(out, ",\"line\":%llu,\"from\":\"%s\",\"to\":\"%s\",\"lost\":[",
               (unsigned long long)c->post->line, verdict_name(c->from),
               verdict_name(c->to));
    add_names(out, c->lost, c->lost_count);
    buf_add_text(out, "],\"gained\":[");
    add_names(out, c->gained, c->gained_count);
    buf_add_byte(out, ']');
    if (!no_text) {
        buf_add_text(out, ",\"text\":");
        buf_add_json(out, text);
    }
    buf_add_byte(out, '}');
}

static void add_signed(struct buf *out, char sign, const struct span *name,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        buf_printf(out, " %c" SPAN_FMT, sign, SPAN_ARG(name[i]));
}

static void add_line(struct buf *out, const struct changed_post *c,
                     struct span text, bool no_text)
{
    buf_printf(out, "%s:%llu: %s → %s", c->post->file,
               (unsigned long long)c->post->line, verdict_name(c->from),
               verdict_name(c->to));
    add_signed(out, '-', c->lost, c->lost_count);
    add_signed(out, '+', c->gained, c->gained_count);
    if (!no_text)
        buf_printf(out, "\n    " SPAN_FMT, SPAN_ARG(text));
    buf_add_byte(out, '\n');
}

static void add_annotation(struct buf *out, struct arena *a,
                           const struct changed_post *c, struct span text,
                           bool no_text)
{
    struct finding f = {.id = "verdict",
                        .level = FINDING_WARNING,
                        .place = {c->post->file, (uint32_t)c->post->line, 0}};
    struct buf message = buf_make(output_cap);

    buf_printf(&message, "%s → %s", verdict_name(c->from), verdict_name(c->to));
    add_signed(&message, '-', c->lost, c->lost_count);
    add_signed(&message, '+', c->gained, c->gained_count);
    if (!no_text)
        buf_printf(&message, ": " SPAN_FMT, SPAN_ARG(text));
    f.message = arena_copy(a, buf_span(&message));
    report_github(&f, out);
    buf_free(&message);
}

static void list_change(struct differ *d, struct arena *a,
                        const struct changed_post *c)
{
    struct span text = excerpt(a, c->post);

    if (d->listed >= d->o->limit)
        return;
    if (d->format == REPORT_JSON) {
        if (d->listed > 0)
            buf_add_byte(&d->out, ',');
        add_json(&d->out, c, text, d->o->no_text);
    } else if (d->format == REPORT_GITHUB) {
        add_annotation(&d->out, a, c, text, d->o->no_text);
    } else {
        add_line(&d->out, c, text, d->o->no_text);
    }
    d->listed++;
}

/* ---- posts ---- */

static bool see(void *context, struct arena *a, const struct posts_post *post,
                struct err *e)
{
    struct differ *d = context;
    struct changed_post c = {.post = post};
    struct moderation old;
    struct moderation new;

    arena_reset(d->old.moderator.arena);
    arena_reset(d->new.moderator.arena);
    if (!moderate_post(&d->old.moderator, post, &old, e) ||
        !moderate_post(&d->new.moderator, post, &new, e))
        return false;
    c.from = old.decision.verdict;
    c.to = new.decision.verdict;
    d->posts++;
    d->matrix[c.from][c.to]++;
    if (c.from == c.to)
        return true;
    d->changed++;
    c.lost_count = causes_of(&old.decision, &new.decision, &d->old, c.lost);
    c.gained_count = causes_of(&new.decision, &old.decision, &d->new, c.gained);
    list_change(d, a, &c);
    return true;
}

/* ---- what it comes to ---- */

static void print_matrix(const struct differ *d)
{
    (void)printf("%llu posts, %llu get another verdict\n",
                 (unsigned long long)d->posts, (unsigned long long)d->changed);
    for (unsigned from = 0; from < VERDICT_COUNT; from++)
        for (unsigned to = 0; to < VERDICT_COUNT; to++)
            if (from != to && d->matrix[from][to] > 0)
                (void)printf("    %-7s → %-7s %llu\n",
                             verdict_name((enum verdict)from),
                             verdict_name((enum verdict)to),
                             (unsigned long long)d->matrix[from][to]);
}

static void print_causes(const struct version *v, const char *what)
{
    for (uint32_t i = 0; i < v->rules.set->rule_count; i++)
        if (v->causes[i] > 0)
            (void)printf("    " SPAN_FMT " %s for %llu\n",
                         SPAN_ARG(v->rules.set->rule[i]->id), what,
                         (unsigned long long)v->causes[i]);
}

static void print_text(const struct differ *d)
{
    if (d->out.len > 0)
        (void)fwrite(d->out.at, 1, d->out.len, stdout);
    if (d->listed < d->changed && d->format == REPORT_TEXT)
        (void)printf("… and %llu more (--limit)\n",
                     (unsigned long long)(d->changed - d->listed));
    print_matrix(d);
    print_causes(&d->old, "no longer fires");
    print_causes(&d->new, "newly fires");
}

static void add_matrix(const struct differ *d, struct buf *out)
{
    for (unsigned from = 0; from < VERDICT_COUNT; from++) {
        buf_printf(out, "%s\"%s\":{", from > 0 ? "," : "",
                   verdict_name((enum verdict)from));
        for (unsigned to = 0; to < VERDICT_COUNT; to++)
            buf_printf(out, "%s\"%s\":%llu", to > 0 ? "," : "",
                       verdict_name((enum verdict)to),
                       (unsigned long long)d->matrix[from][to]);
        buf_add_byte(out, '}');
    }
}

static void add_causes(const struct version *v, struct buf *out)
{
    bool first = true;

    for (uint32_t i = 0; i < v->rules.set->rule_count; i++) {
        if (v->causes[i] == 0)
            continue;
        buf_add_text(out, first ? "" : ",");
        buf_add_json(out, v->rules.set->rule[i]->id);
        buf_printf(out, ":%llu", (unsigned long long)v->causes[i]);
        first = false;
    }
}

static void print_json(const struct differ *d)
{
    struct buf out = buf_make(output_cap);

    buf_printf(&out,
               "{\"old\":\"%s\",\"new\":\"%s\",\"posts\":%llu,"
               "\"changed\":%llu,\"matrix\":{",
               d->old.rules.set->hash, d->new.rules.set->hash,
               (unsigned long long)d->posts, (unsigned long long)d->changed);
    add_matrix(d, &out);
    buf_add_text(&out, "},\"lost\":{");
    add_causes(&d->old, &out);
    buf_add_text(&out, "},\"gained\":{");
    add_causes(&d->new, &out);
    buf_add_text(&out, "},\"changes\":[");
    buf_add(&out, buf_span(&d->out));
    buf_add_text(&out, "]}\n");
    (void)fwrite(out.at, 1, out.len, stdout);
    buf_free(&out);
}

/* ---- the command ---- */

static bool open_version(struct version *v, const char *folder, struct err *e)
{
    const struct cli_list folders = {{folder}, 1};

    if (!cli_rules_load(NULL, &folders, &v->rules, e) ||
        !post_moderator_init(&v->moderator, &v->rules, e))
        return false;
    v->causes = heap_array(v->rules.set->rule_count, sizeof(*v->causes));
    return true;
}

static void close_version(struct version *v)
{
    heap_free(v->causes);
    post_moderator_done(&v->moderator);
    cli_rules_done(&v->rules);
}

static enum cli_exit diff(const struct diff_options *o, char **folders,
                          enum report_format format)
{
    struct differ d = {.o = o, .format = format, .out = buf_make(output_cap)};
    struct arena *a = arena_new(arena_cap);
    struct err e;
    bool ok = open_version(&d.old, folders[0], &e) &&
              open_version(&d.new, folders[1], &e);

    for (size_t i = 0; ok && i < o->posts.count; i++)
        ok = each_post(o->posts.at[i], a, see, &d, &e);
    if (ok && d.out.failed)
        ok = err_set(&e, ERR_MEMORY, NULL, "too many changes; use --limit");
    if (ok && format == REPORT_JSON)
        print_json(&d);
    else if (ok)
        print_text(&d);
    close_version(&d.old);
    close_version(&d.new);
    buf_free(&d.out);
    arena_free(&a);
    if (!ok)
        return report_failure(format, &e);
    return d.changed > 0 ? CLI_FOUND : CLI_FINE;
}

enum cli_exit rules_diff(int argc, char **argv)
{
    struct diff_options o = {.limit = UINT64_MAX};
    const struct cli_option rows[] = {
        {0, "posts", "FILE", CLI_LIST, &o.posts,
         "posts, one a line (.jsonl: objects); may be given again"},
        {0, "limit", "N", CLI_NUMBER, &o.limit,
         "list at most N changed posts; default 20, all with --json"},
        {0, "no-text", NULL, CLI_FLAG, &o.no_text, "line numbers alone"},
        REPORT_ROWS(o.report, "text, json, github (for annotations)"),
    };
    const struct cli_usage usage = {
        "paifang rules diff OLD NEW --posts FILE [options]",
        "Say which posts get another verdict by the rules in NEW than by those "
        "in OLD,\nand by which rules. Exit status: 0 none, 1 some, 2 could not "
        "compare.",
        rows, COUNT_OF(rows)};
    enum report_format format;
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){2, 2}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    if (!report_format(&usage, &o.report, REPORT_GITHUB, &format))
        return CLI_FAILED;
    if (o.posts.count == 0) {
        cli_usage_error(&usage, "--posts is missing");
        return CLI_FAILED;
    }
    if (o.limit == UINT64_MAX && format == REPORT_TEXT)
        o.limit = LISTED;
    return diff(&o, argv + first, format);
}
