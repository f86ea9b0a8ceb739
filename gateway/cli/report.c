#include "cli/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/junit.h"

enum { LONGEST_MESSAGE = 600 };

static const char *const levels[] = {"note", "warning", "error"};

static bool make_room(struct report *r)
{
    uint32_t room = r->room > 0 ? r->room * 2 : 64;
    struct finding *grown;

    if (r->count < r->room)
        return true;
    grown = arena_grow(r->arena, r->at, r->count, room, sizeof(*grown));
    if (grown == NULL)
        return false;
    r->at = grown;
    r->room = room;
    return true;
}

void report_add_args(struct report *r, const struct finding *f, const char *fmt,
                     va_list args)
{
    char text[LONGEST_MESSAGE];
    struct finding kept = *f;
    size_t len;
    size_t bad;

    (void)vsnprintf(text, sizeof(text), fmt, args);
    len = strlen(text);
    if (!utf8_valid(span_of(text), &bad)) /* cut inside a character */
        len = bad;
    kept.message = arena_copy(r->arena, (struct span){text, len});
    if (kept.message.at == NULL || !make_room(r)) {
        r->lost = true;
        return;
    }
    r->at[r->count++] = kept;
}

void report_add(struct report *r, const struct finding *f, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    report_add_args(r, f, fmt, args);
    va_end(args);
}

static bool take_number(struct span *text, uint32_t *ret)
{
    struct span rest = *text;
    struct span digits;
    uint64_t n;

    if (!span_cut(&rest, ':', &digits) || rest.at == NULL ||
        !span_to_u64(digits, &n) || n > UINT32_MAX)
        return false;
    *ret = (uint32_t)n;
    *text = rest;
    return true;
}

/* FILE:LINE:COLUMN: at the start of the text, which may have colons itself. */
static void find_place(struct arena *a, struct span text, struct finding *f,
                       struct span *ret)
{
    *ret = text;
    for (size_t at = span_find_byte(text, ':', 0); at < text.len;
         at = span_find_byte(text, ':', at + 1)) {
        struct span rest = span_from(text, at + 1);
        struct place place = {0};

        if (!take_number(&rest, &place.line) ||
            !take_number(&rest, &place.column))
            continue;
        place.file = arena_text(a, span_slice(text, 0, at));
        if (place.file != NULL)
            f->place = place;
        *ret = span_trim(rest);
        return;
    }
}

void report_add_error(struct report *r, const char *id, const struct err *e)
{
    struct finding f = {.id = id, .level = FINDING_ERROR};
    struct span what;

    find_place(r->arena, span_of(e->text), &f, &what);
    report_add(r, &f, SPAN_FMT, SPAN_ARG(what));
}

static int compare_u32(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
    const struct finding *x = a;
    const struct finding *y = b;
    int order = span_compare(span_of(x->place.file), span_of(y->place.file));

    if (order == 0)
        order = compare_u32(x->place.line, y->place.line);
    if (order == 0)
        order = compare_u32(x->place.column, y->place.column);
    if (order == 0)
        order = strcmp(x->id, y->id);
    return order != 0 ? order : span_compare(x->message, y->message);
}

void report_sort(struct report *r)
{
    if (r->count > 1)
        qsort(r->at, r->count, sizeof(*r->at), by_place);
}

uint32_t report_count(const struct report *r, enum finding_level level)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < r->count; i++)
        count += r->at[i].level >= level;
    return count;
}

/* ---- text ---- */

static void add_place(const struct place *at, struct buf *out)
{
    if (at->file == NULL)
        return;
    buf_printf(out, "%s:", at->file);
    if (at->line > 0)
        buf_printf(out, "%u:", at->line);
    if (at->line > 0 && at->column > 0)
        buf_printf(out, "%u:", at->column);
    buf_add_byte(out, ' ');
}

static void print_text(const struct finding *f, struct buf *out)
{
    add_place(&f->place, out);
    buf_printf(out, "%s: ", levels[f->level]);
    if (f->rule.len > 0)
        buf_printf(out, SPAN_FMT ": ", SPAN_ARG(f->rule));
    buf_printf(out, SPAN_FMT " [%s]\n", SPAN_ARG(f->message), f->id);
}

/* ---- JSON ---- */

static void print_json(const struct finding *f, struct buf *out)
{
    buf_printf(out, "{\"id\":\"%s\",\"severity\":\"%s\",\"rule\":", f->id,
               levels[f->level]);
    if (f->rule.len > 0)
        buf_add_json(out, f->rule);
    else
        buf_add_text(out, "null");
    buf_add_text(out, ",\"file\":");
    if (f->place.file != NULL)
        buf_add_json(out, span_of(f->place.file));
    else
        buf_add_text(out, "null");
    buf_printf(out, ",\"line\":%u,\"column\":%u,\"message\":", f->place.line,
               f->place.column);
    buf_add_json(out, f->message);
    buf_add_byte(out, '}');
}

/* ---- GitHub ---- */

static void add_escaped(struct span text, bool property, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c == '%' || c == '\r' || c == '\n' ||
            (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", c);
        else
            buf_add_byte(out, text.at[i]);
    }
}

void report_github(const struct finding *f, struct buf *out)
{
    static const char *const annotations[] = {"notice", "warning", "error"};

    buf_printf(out, "::%s ", annotations[f->level]);
    if (f->place.file != NULL) {
        buf_add_text(out, "file=");
        add_escaped(span_of(f->place.file), true, out);
        if (f->place.line > 0)
            buf_printf(out, ",line=%u", f->place.line);
        if (f->place.line > 0 && f->place.column > 0)
            buf_printf(out, ",col=%u", f->place.column);
        buf_add_byte(out, ',');
    }
    buf_add_text(out, "title=");
    add_escaped(span_of(f->id), true, out);
    buf_add_text(out, "::");
    if (f->rule.len > 0) {
        add_escaped(f->rule, false, out);
        buf_add_text(out, ": ");
    }
    add_escaped(f->message, false, out);
    buf_add_byte(out, '\n');
}

/* ---- all of them ---- */

void report_print(const struct report *r, enum report_format format,
                  struct buf *out)
{
    if (format == REPORT_JSON)
        buf_add_byte(out, '[');
    for (uint32_t i = 0; i < r->count; i++) {
        if (format == REPORT_JSON && i > 0)
            buf_add_byte(out, ',');
        if (format == REPORT_JSON)
            print_json(&r->at[i], out);
        else if (format == REPORT_TEXT)
            print_text(&r->at[i], out);
        else if (format == REPORT_GITHUB)
            report_github(&r->at[i], out);
    }
    if (format == REPORT_JSON)
        buf_add_byte(out, ']');
}

bool report_format(const struct cli_usage *u, const struct report_options *o,
                   enum report_format most, enum report_format *ret)
{
    static const char *const names[] = {"text", "json", "github", "junit"};
    static const char *const lists[] = {"text", "text, json",
                                        "text, json, github",
                                        "text, json, github, junit"};
    char what[100];

    *ret = o->json ? REPORT_JSON : REPORT_TEXT;
    if (o->format == NULL)
        return true;
    for (unsigned i = 0; i <= (unsigned)most; i++)
        if (strcmp(o->format, names[i]) == 0) {
            *ret = (enum report_format)i;
            return true;
        }
    (void)snprintf(what, sizeof(what), "no format '%.40s': %s", o->format,
                   lists[most]);
    cli_usage_error(u, what);
    return false;
}

bool report_as_json(const struct cli_usage *u, const struct report_options *o,
                    bool *ret)
{
    enum report_format format;
    bool ok = report_format(u, o, REPORT_JSON, &format);

    *ret = format == REPORT_JSON;
    return ok;
}

static void print_failure(enum report_format format, const struct finding *f,
                          struct buf *out)
{
    const struct junit_test test = {.group = span_of(f->id),
                                    .name =
                                        f->place.file == NULL ? "rules" : NULL,
                                    .place = f->place,
                                    .failed = f,
                                    .broken = true};

    if (format == REPORT_GITHUB) {
        report_github(f, out);
    } else if (format == REPORT_JUNIT) {
        junit_print("rules", &test, 1, out);
    } else {
        buf_add_text(out, "{\"error\":");
        print_json(f, out);
        buf_add_text(out, "}\n");
    }
}

enum cli_exit report_failure(enum report_format format, const struct err *e)
{
    bool loading = e->kind == ERR_CONFIG;

    /* A pull request has no place for what does not stand in its files. */
    if (format != REPORT_TEXT && (format != REPORT_GITHUB || loading)) {
        struct report r = {.arena = arena_new((size_t)1 << 16)};
        struct buf out = buf_make((size_t)1 << 16);

        report_add_error(&r, loading ? "load-error" : "failure", e);
        print_failure(format, &r.at[0], &out);
        (void)fwrite(out.at, 1, out.len, stdout);
        buf_free(&out);
        arena_free(&r.arena);
    }
    return cli_error(e);
}
