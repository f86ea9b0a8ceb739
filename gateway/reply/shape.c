#include "reply/shape.h"

#include <string.h>

#include "http/header.h"

/* ---- JSON ---- */

static void add_member(struct buf *out, const char *name, struct span value)
{
    buf_printf(out, ",\"%s\":", name);
    buf_add_json(out, value);
}

/* "help":[…], when there is any. */
static void write_help(const struct shape *s, struct buf *out)
{
    for (uint32_t i = 0; i < s->help_count; i++) {
        const struct help_line *l = s->help[i];
        const struct {
            const char *name;
            struct span value;
        } rows[] = {{"phone", l->phone},
                    {"text", l->text},
                    {"url", l->url},
                    {"hours", l->hours}};

        buf_add_text(out, i == 0 ? ",\"help\":[{\"region\":" : ",{\"region\":");
        buf_add_json(out, l->region);
        add_member(out, "name", l->name[s->locale]);
        for (size_t k = 0; k < COUNT_OF(rows); k++)
            if (rows[k].value.len > 0)
                add_member(out, rows[k].name, rows[k].value);
        add_member(out, "checked", l->checked);
        buf_add_text(out, i + 1 < s->help_count ? "}" : "}]");
    }
}

static void write_held(const struct shape *s, struct buf *out)
{
    buf_add(out, SPAN("{\"status\":\"held\""));
    if (s->decision.len > 0)
        add_member(out, "decision", s->decision);
    add_member(out, "message", s->message_with_reasons);
    write_help(s, out);
    if (s->appeal.len > 0)
        add_member(out, "appeal", s->appeal);
    buf_add(out, SPAN("}\n"));
}

static void write_rules(const struct shape *s, struct buf *out)
{
    buf_add(out, SPAN(",\"rules\":["));
    for (uint32_t i = 0; i < s->rule_count; i++) {
        buf_add_text(out, i > 0 ? ",{\"id\":" : "{\"id\":");
        buf_add_json(out, s->rule[i].id);
        add_member(out, "reason", s->rule[i].reason);
        add_member(out, "category", s->rule[i].category);
        buf_add_byte(out, '}');
    }
    buf_add_byte(out, ']');
}

static void write_advice(const struct shape *s, struct buf *out)
{
    buf_add(out, SPAN("{\"verdict\":"));
    buf_add_json(out, s->verdict);
    add_member(out, "decision", s->decision);
    add_member(out, "message", s->message);
    write_rules(s, out);
    write_help(s, out);
    buf_add(out, SPAN("}\n"));
}

static void write_problem(const struct shape *s, struct buf *out)
{
    buf_printf(out, "{\"type\":\"urn:paifang:problem:" SPAN_FMT "\"",
               SPAN_ARG(s->problem));
    add_member(out, "title", s->title);
    buf_printf(out, ",\"status\":%d", s->status);
    add_member(out, "detail", s->message_with_reasons);
    if (s->decision.len > 0)
        add_member(out, "decision", s->decision);
    if (s->rule_count > 0)
        write_rules(s, out);
    write_help(s, out);
    if (s->appeal.len > 0)
        add_member(out, "appeal", s->appeal);
    if (s->retry)
        buf_add(out, SPAN(",\"retry\":true"));
    buf_add(out, SPAN("}\n"));
}

/* ---- HTML ---- */

static void add_html(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&':
            buf_add(out, SPAN("&amp;"));
            break;
        case '<':
            buf_add(out, SPAN("&lt;"));
            break;
        case '>':
            buf_add(out, SPAN("&gt;"));
            break;
        case '"':
            buf_add(out, SPAN("&quot;"));
            break;
        case '\'':
            buf_add(out, SPAN("&#39;"));
            break;
        default:
            buf_add_byte(out, text.at[i]);
        }
    }
}

static void write_head(const struct shape *s, struct buf *out)
{
    buf_printf(out,
               "<!doctype html>\n<html lang=\"%s\">\n<meta "
               "charset=\"utf-8\">\n",
               locale_tag(s->locale));
    buf_add(out, SPAN("<meta name=\"viewport\" "
                      "content=\"width=device-width, initial-scale=1\">\n"
                      "<title>"));
    add_html(out, s->title);
    buf_add(out, SPAN("</title>\n<style>body{font:16px/1.6 system-ui,"
                      "sans-serif;max-width:36em;margin:12vh auto;"
                      "padding:0 1.2em}small{opacity:.6}</style>\n<h1>"));
    add_html(out, s->title);
    buf_add(out, SPAN("</h1>\n<p>"));
    add_html(out, s->message);
    buf_add(out, SPAN("</p>\n"));
}

static void add_link(struct buf *out, const char *scheme, struct span to)
{
    buf_printf(out, " <a href=\"%s", scheme);
    add_html(out, to);
    buf_add(out, SPAN("\">"));
    add_html(out, to);
    buf_add(out, SPAN("</a>"));
}

static void write_help_page(const struct shape *s, struct buf *out)
{
    if (s->help_count == 0)
        return;
    buf_add(out, SPAN("<h2>"));
    add_html(out, catalog_text(s->catalog, s->locale, "page.help"));
    buf_add(out, SPAN("</h2>\n<ul>\n"));
    for (uint32_t i = 0; i < s->help_count; i++) {
        const struct help_line *l = s->help[i];

        buf_add(out, SPAN("<li>"));
        add_html(out, l->name[s->locale]);
        if (l->phone.len > 0)
            add_link(out, "tel:", l->phone);
        if (l->url.len > 0)
            add_link(out, "", l->url);
        if (l->hours.len > 0) {
            buf_add(out, SPAN(" <small>"));
            add_html(out, l->hours);
            buf_add(out, SPAN("</small>"));
        }
        buf_add(out, SPAN("</li>\n"));
    }
    buf_add(out, SPAN("</ul>\n"));
}

static void write_page(const struct shape *s, struct buf *out)
{
    write_head(s, out);
    if (s->rule_count > 0) {
        buf_add(out, SPAN("<h2>"));
        add_html(out, catalog_text(s->catalog, s->locale, "page.why"));
        buf_add(out, SPAN("</h2>\n<ul>\n"));
        for (uint32_t i = 0; i < s->rule_count; i++) {
            buf_add(out, SPAN("<li>"));
            add_html(out, s->rule[i].reason);
            buf_add(out, SPAN("</li>\n"));
        }
        buf_add(out, SPAN("</ul>\n"));
    }
    write_help_page(s, out);
    if (s->appeal.len > 0) {
        buf_add(out, SPAN("<p><a href=\""));
        add_html(out, s->appeal);
        buf_add(out, SPAN("\">"));
        add_html(out, catalog_text(s->catalog, s->locale, "page.appeal"));
        buf_add(out, SPAN("</a></p>\n"));
    }
    if (s->decision.len > 0) {
        buf_add(out, SPAN("<p><small>"));
        add_html(out, catalog_text(s->catalog, s->locale, "page.reference"));
        buf_add_byte(out, ' ');
        add_html(out, s->decision);
        buf_add(out, SPAN("</small></p>\n"));
    }
}

/* ---- templates ---- */

static void add_in_context(const char *type, struct span text, struct buf *out)
{
    size_t from = out->len;

    if (strstr(type, "html") != NULL || strstr(type, "xml") != NULL) {
        add_html(out, text);
    } else if (strstr(type, "json") != NULL) {
        /* Placeholders stand inside strings: the quotes are the template's. */
        buf_add_json(out, text);
        if (out->failed)
            return;
        memmove(out->at + from, out->at + from + 1, out->len - from - 2);
        out->len -= 2;
    } else {
        buf_add(out, text);
    }
}

static void write_template(const struct shape *s, struct buf *out)
{
    const struct {
        struct span name, value;
    } holes[] = {
        {SPAN("{message}"), s->message_with_reasons},
        {SPAN("{decision}"), s->decision},
        {SPAN("{appeal}"), s->appeal},
    };
    struct span text = s->template->text;
    size_t at = 0;

    while (at < text.len) {
        size_t open = span_find_byte(text, '{', at);
        size_t i = 0;

        buf_add(out, span_slice(text, at, open));
        if (open == text.len)
            return;
        while (i < COUNT_OF(holes) &&
               !span_starts(span_from(text, open), holes[i].name))
            i++;
        if (i < COUNT_OF(holes))
            add_in_context(s->template->type, holes[i].value, out);
        else
            buf_add_byte(out, '{');
        at = open + (i < COUNT_OF(holes) ? holes[i].name.len : 1);
    }
}

void shape_write(const struct shape *s, struct buf *out)
{
    static void (*const write[])(const struct shape *, struct buf *) = {
        [SHAPE_HELD] = write_held,         [SHAPE_ADVICE] = write_advice,
        [SHAPE_PROBLEM] = write_problem,   [SHAPE_PAGE] = write_page,
        [SHAPE_TEMPLATE] = write_template,
    };

    write[s->kind](s, out);
}

struct span shape_type(const struct shape *s)
{
    switch (s->kind) {
    case SHAPE_HELD:
    case SHAPE_ADVICE:
        return SPAN("application/json");
    case SHAPE_PROBLEM:
        return SPAN("application/problem+json");
    case SHAPE_PAGE:
        return SPAN("text/html; charset=utf-8");
    case SHAPE_TEMPLATE:
        break;
    }
    return span_of(s->template->type);
}

/* ---- what the client would rather have ---- */

/* The q of one element in thousandths; 0 when it is no number. */
static unsigned quality(struct span params)
{
    unsigned scale = 100;
    unsigned q;
    struct span param;

    while (span_cut(&params, ';', &param)) {
        param = span_trim(param);
        if (!span_starts_nocase(param, SPAN("q=")))
            continue;
        param = span_from(param, 2);
        if (param.len == 0 || (param.at[0] != '0' && param.at[0] != '1'))
            return 0;
        q = (unsigned)(param.at[0] - '0') * 1000;
        for (size_t i = 2; i < param.len && i < 5; i++, scale /= 10)
            q += (unsigned)(param.at[i] - '0') % 10 * scale;
        return q > 1000 ? 1000 : q;
    }
    return 1000;
}

static bool is_form(struct span content_type)
{
    size_t end = span_find_byte(content_type, ';', 0);
    struct span type = span_trim(span_slice(content_type, 0, end));

    return span_equal_nocase(type, SPAN("application/x-www-form-urlencoded")) ||
           span_equal_nocase(type, SPAN("multipart/form-data"));
}

bool shape_wants_page(struct span accept, struct span content_type)
{
    return is_form(content_type) && shape_prefers_page(accept);
}

bool shape_prefers_page(struct span accept)
{
    unsigned page = 0;
    unsigned json = 0;
    unsigned any = 0;
    struct span element;

    while (header_next_element(&accept, &element)) {
        size_t end = span_find_byte(element, ';', 0);
        struct span type = span_trim(span_slice(element, 0, end));
        unsigned q = quality(span_from(element, end + 1));

        if (span_equal_nocase(type, SPAN("text/html")))
            page = q;
        else if (span_equal_nocase(type, SPAN("application/json")) ||
                 span_equal_nocase(type, SPAN("application/problem+json")))
            json = q > json ? q : json;
        else if (span_is(type, "*/*"))
            any = q;
    }
    return page > json && page >= any;
}
