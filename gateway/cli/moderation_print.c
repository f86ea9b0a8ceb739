#include "cli/moderation_print.h"

#include <stdlib.h>
#include <string.h>

#include "cli/parts.h"
#include "detect/lang.h"
#include "fold/disguise.h"

/* ---- JSON ---- */

static struct span hit_text(const struct decided_hit *h)
{
    return span_slice(h->side->text[h->hit.text].text, h->hit.at.from,
                      h->hit.at.to);
}

static void add_span(struct buf *out, const struct decided_hit *h)
{
    if (h->hit.condition == NULL) {
        buf_add_text(out, ",\"from\":null,\"to\":null,\"text\":\"\"");
        return;
    }
    buf_add_text(out, ",\"from\":");
    buf_add_u64(out, h->hit.at.from);
    buf_add_text(out, ",\"to\":");
    buf_add_u64(out, h->hit.at.to);
    cli_json_key(out, ",\"text\":", hit_text(h));
}

static void add_hit(struct buf *out, const struct decided_hit *h)
{
    bool translation = h->side->side == SIDE_TRANSLATION;

    cli_json_key(out, "{\"rule\":", h->hit.rule->id);
    buf_printf(out, ",\"action\":\"%s\"", verdict_name(h->action));
    cli_json_key(out, ",\"field\":", h->side->text[h->hit.text].field);
    buf_printf(out, ",\"side\":\"%s\"",
               translation ? "translation" : "original");
    if (translation && h->side->to_language != NULL)
        buf_printf(out, ",\"to_language\":\"%s\"", h->side->to_language);
    add_span(out, h);
    cli_json_key(out, ",\"term\":", h->hit.term);
    buf_add_text(out, ",\"disguises\":");
    cli_json_disguises(out, h->hit.disguises);
    if (h->hit.certainty < 1)
        buf_printf(out, ",\"certainty\":%.2f", (double)h->hit.certainty);
    buf_printf(out, ",\"shadow\":%s,\"longest\":%s",
               h->hit.rule->shadow ? "true" : "false",
               h->hit.longest ? "true" : "false");
    if (h->hit.cancelled_by != NULL)
        cli_json_key(out, ",\"cancelled_by\":", h->hit.cancelled_by->text);
    buf_add_byte(out, '}');
}

/* The hits that an allow phrase cancelled, or the others; how many. */
static uint32_t list_hits(struct buf *out, const struct decision *d,
                          bool cancelled)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < d->hit_count; i++) {
        if ((d->hit[i].hit.cancelled_by != NULL) != cancelled)
            continue;
        if (cancelled || count > 0)
            buf_add_text(out, count > 0 ? "," : ",\"cancelled\":[");
        add_hit(out, &d->hit[i]);
        count++;
    }
    return count;
}

static void add_hits(struct buf *out, const struct decision *d)
{
    buf_add_text(out, ",\"hits\":[");
    (void)list_hits(out, d, false);
    buf_add_byte(out, ']');
    if (list_hits(out, d, true) > 0)
        buf_add_byte(out, ']');
    if (d->hits_truncated)
        buf_add_text(out, ",\"hits_truncated\":true");
}

static void add_reason(struct buf *out, const struct bilingual *reason)
{
    cli_json_key(out, ",\"reason\":{\"en\":", reason->en);
    cli_json_key(out, ",\"zh-Hans\":", reason->zh_hans);
    if (reason->zh_hant.len > 0)
        cli_json_key(out, ",\"zh-Hant\":", reason->zh_hant);
    buf_add_byte(out, '}');
}

static void add_rules(struct buf *out, const struct decision *d)
{
    if (d->fired_count == 0)
        return;
    buf_add_text(out, ",\"rules\":[");
    for (uint32_t i = 0; i < d->fired_count; i++) {
        const struct fired_rule *f = &d->fired[i];

        cli_json_key(out, i > 0 ? ",{\"id\":" : "{\"id\":", f->id);
        buf_printf(out, ",\"action\":\"%s\"", verdict_name(f->action));
        cli_json_key(out, ",\"category\":", f->category);
        add_reason(out, f->reason);
        buf_printf(out, ",\"shadow\":%s}", f->shadow ? "true" : "false");
    }
    buf_add_byte(out, ']');
}

/* A text for a post of one, an object by field for a post of several. */
static void add_masked(struct buf *out, const struct moderation *m,
                       const struct moderate_text *text)
{
    bool first = true;

    if (!m->masked)
        return;
    if (m->text_count == 1 && text[0].field.len == 0) {
        cli_json_key(out, ",\"masked\":", m->text[0].masked);
        return;
    }
    buf_add_text(out, ",\"masked\":{");
    for (uint32_t i = 0; i < m->text_count; i++) {
        if (m->text[i].change_count == 0)
            continue;
        if (!first)
            buf_add_byte(out, ',');
        buf_add_json(out, text[i].field);
        cli_json_key(out, ":", m->text[i].masked);
        first = false;
    }
    buf_add_byte(out, '}');
}

void print_moderation_json(const struct moderation *m,
                           const struct moderate_text *text, struct buf *out)
{
    buf_printf(out, "{\"verdict\":\"%s\",\"language\":\"%s\"",
               verdict_name(m->decision.verdict), lang_tag(m->language));
    buf_printf(out, ",\"confidence\":%.2f", (double)m->confidence);
    if (m->decision.would != m->decision.verdict)
        buf_printf(out, ",\"would\":\"%s\"", verdict_name(m->decision.would));
    add_hits(out, &m->decision);
    add_rules(out, &m->decision);
    if (m->decision.score > 0)
        buf_printf(out, ",\"score\":%u", m->decision.score);
    add_masked(out, m, text);
    if (m->regex_limit)
        buf_add_text(out, ",\"failures\":[\"regex_limit\"]");
    buf_add_byte(out, '}');
}

/* ---- for people ---- */

#define RED    "\x1b[1;31m"
#define YELLOW "\x1b[33m"
#define GREEN  "\x1b[32m"
#define FAINT  "\x1b[2m"
#define PLAIN  "\x1b[0m"

/* The text for the language of the terminal, else English. */
static struct span reason_of(const struct bilingual *reason)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *locale = NULL;

    for (size_t i = 0; i < COUNT_OF(names) && locale == NULL; i++) {
        locale = getenv(names[i]); /* NOLINT(concurrency-mt-unsafe) */
        if (locale != NULL && locale[0] == '\0')
            locale = NULL;
    }
    if (locale == NULL || strncmp(locale, "zh", 2) != 0)
        return reason->en;
    if (reason->zh_hant.len > 0 &&
        (strncmp(locale, "zh_TW", 5) == 0 || strncmp(locale, "zh_HK", 5) == 0))
        return reason->zh_hant;
    return reason->zh_hans;
}

static const char *verdict_colour(enum verdict v)
{
    if (v >= VERDICT_BOUNCE)
        return RED;
    return v >= VERDICT_ADVISE ? YELLOW : GREEN;
}

static void add_coloured(struct buf *out, const char *text, const char *colour,
                         bool on)
{
    buf_printf(out, "%s%s%s", on ? colour : "", text, on ? PLAIN : "");
}

/* Control characters of a post must not reach a terminal as they are. */
static void add_quoted(struct buf *out, struct span text)
{
    buf_add_json(out, text);
}

static void add_hit_line(struct buf *out, const struct decided_hit *h,
                         bool colour)
{
    struct span field = h->side->text[h->hit.text].field;

    buf_add_text(out, "    ");
    add_coloured(out, verdict_name(h->action), verdict_colour(h->action),
                 colour);
    buf_printf(out, "%s " SPAN_FMT, h->hit.rule->shadow ? " (shadow)" : "",
               SPAN_ARG(h->hit.rule->id));
    if (field.len > 0)
        buf_printf(out, " in " SPAN_FMT, SPAN_ARG(field));
    if (h->hit.condition != NULL) {
        buf_printf(out, " [%u, %u) ", h->hit.at.from, h->hit.at.to);
        add_quoted(out, hit_text(h));
    }
    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        if ((h->hit.disguises & DISGUISE_BIT(d)) != 0)
            buf_printf(out, " +%s", disguise_name((enum disguise)d));
    buf_add_byte(out, '\n');
}

static void add_rule_line(struct buf *out, const struct fired_rule *f,
                          bool colour)
{
    struct span reason = reason_of(f->reason);

    if (f->shadow || reason.len == 0)
        return;
    buf_printf(out, "    %s" SPAN_FMT ": " SPAN_FMT "%s\n", colour ? FAINT : "",
               SPAN_ARG(f->id), SPAN_ARG(reason), colour ? PLAIN : "");
}

void print_moderation_text(const struct moderation *m,
                           const struct moderate_text *text, const char *place,
                           bool colour, struct buf *out)
{
    enum verdict v = m->decision.verdict;

    if (place[0] != '\0')
        buf_printf(out, "%s: ", place);
    add_coloured(out, verdict_name(v), verdict_colour(v), colour);
    buf_printf(out, " (%s %.2f)\n", lang_tag(m->language),
               (double)m->confidence);
    for (uint32_t i = 0; i < m->decision.hit_count; i++)
        if (m->decision.hit[i].hit.cancelled_by == NULL)
            add_hit_line(out, &m->decision.hit[i], colour);
    for (uint32_t i = 0; i < m->decision.fired_count; i++)
        add_rule_line(out, &m->decision.fired[i], colour);
    if (m->regex_limit)
        buf_add_text(out, "    failure: regex_limit\n");
    for (uint32_t i = 0; m->masked && i < m->text_count; i++)
        if (m->text[i].change_count > 0) {
            buf_printf(out, "    masked%s" SPAN_FMT ": ",
                       text[i].field.len > 0 ? " " : "",
                       SPAN_ARG(text[i].field));
            add_quoted(out, m->text[i].masked);
            buf_add_byte(out, '\n');
        }
}
