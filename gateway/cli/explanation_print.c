#include "cli/explanation.h"
#include "cli/parts.h"
#include "detect/lang.h"
#include "fold/disguise.h"

enum { MOST_LISTED = 500, MOST_SHOWN = 80 };

static bool wanted(const struct explanation *x, const struct rule *r)
{
    return x->only == NULL || r == x->only;
}

static struct span text_at(const struct explanation *x, struct range at)
{
    return span_slice(x->text, at.from, at.to);
}

/* ---- which of the trace is worth saying ---- */

static bool says_same(const struct trace_entry *a, const struct trace_entry *b)
{
    return a->rule == b->rule && a->at.from == b->at.from &&
           a->at.to == b->at.to && span_equal(a->term, b->term);
}

/* It was found after all, in another view. */
static bool is_hit(const struct explanation *x, const struct trace_entry *t)
{
    const struct decision *d = &x->m.decision;

    for (uint32_t i = 0; i < d->hit_count; i++) {
        const struct hit *h = &d->hit[i].hit;

        if (h->rule == t->rule && h->condition != NULL &&
            span_equal(h->term, t->term) && h->at.from < t->at.to &&
            t->at.from < h->at.to)
            return true;
    }
    return false;
}

/* Guesses have one; what else was dropped was sure. */
static float certainty_of_trace(const struct trace_entry *t)
{
    return t->certainty > 0 || (t->disguises & disguises_guessing) != 0
               ? t->certainty
               : 1;
}

/* How a plain reader takes the place, if that speaks against a hit. */
static struct plain_reading against(const struct explanation *x,
                                    const struct trace_entry *t)
{
    bool guess = (t->disguises & disguises_guessing) != 0 ||
                 t->why == TRACE_BETTER_WORD || t->why == TRACE_NOT_WHOLE;
    struct plain_reading r = explanation_reading(x, t->at);

    return guess && r.likelier ? r : (struct plain_reading){0};
}

/* Rules that do not look are listed as rules, not by their words. */
static bool worth_saying(const struct explanation *x,
                         const struct trace_entry *t)
{
    if (!wanted(x, t->rule) || t->at.to == 0 || is_hit(x, t))
        return false;
    for (const struct trace_entry *e = x->trace.first; e != t; e = e->next)
        if (says_same(e, t))
            return false;
    return true;
}

static bool looks(const struct explanation *x, const struct rule *r)
{
    return rule_selects(r, x->looked, x->side);
}

static enum trace_why passes_over(const struct explanation *x,
                                  const struct rule *r)
{
    return rule_passes_over(r, x->looked, x->side);
}

/* ---- for people ---- */

static void add_disguises(struct buf *out, uint32_t bits)
{
    const char *join = " by ";

    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        if ((bits & DISGUISE_BIT(d)) != 0) {
            buf_printf(out, "%s%s", join, disguise_name((enum disguise)d));
            join = ", ";
        }
}

static void print_place(const struct explanation *x, const struct hit *h,
                        struct buf *out)
{
    struct span term = cli_cut(h->term, MOST_SHOWN);

    buf_printf(out, " [%u, %u) \"" SPAN_FMT "\" is '" SPAN_FMT "%s'",
               h->at.from, h->at.to, SPAN_ARG(text_at(x, h->at)),
               SPAN_ARG(term), term.len < h->term.len ? "…" : "");
    add_disguises(out, h->disguises);
    if (h->certainty < 1)
        buf_printf(out, ", certainty %.2f (floor %.2f)", (double)h->certainty,
                   (double)h->rule->certainty);
}

static void print_hit(const struct explanation *x, const struct decided_hit *h,
                      struct buf *out)
{
    const struct rule *r = h->hit.rule;

    buf_printf(out, "  %s " SPAN_FMT, verdict_name(h->action), SPAN_ARG(r->id));
    if (h->hit.condition != NULL)
        print_place(x, &h->hit, out);
    else
        buf_add_text(out, " (its conditions need no place)");
    if (h->hit.cancelled_by != NULL)
        buf_printf(out, ", cancelled by '" SPAN_FMT "' (%s:%u)",
                   SPAN_ARG(h->hit.cancelled_by->text),
                   h->hit.cancelled_by->place.file,
                   h->hit.cancelled_by->place.line);
    buf_printf(out, "%s\n      %s:%u\n", r->shadow ? ", shadow" : "",
               r->place.file, r->place.line);
}

static void print_rejected(const struct explanation *x,
                           const struct trace_entry *t, struct buf *out)
{
    const struct hit h = {.rule = t->rule,
                          .at = t->at,
                          .term = t->term,
                          .disguises = t->disguises,
                          .certainty = certainty_of_trace(t)};
    struct plain_reading r = against(x, t);

    buf_printf(out, "  " SPAN_FMT, SPAN_ARG(t->rule->id));
    print_place(x, &h, out);
    buf_printf(out, "\n      %s (%s)", trace_sentence(t->why),
               trace_name(t->why));
    for (uint32_t i = 0; i < r.count; i++) {
        buf_add_text(out, i > 0 ? "/" : ": ");
        buf_add(out, r.word[i].text);
    }
    buf_add_byte(out, '\n');
}

static void print_rejections(const struct explanation *x, struct buf *out)
{
    uint32_t count = 0;

    for (const struct trace_entry *t = x->trace.first; t != NULL; t = t->next) {
        if (!worth_saying(x, t))
            continue;
        if (count++ == 0)
            buf_add_text(out, "no hits:\n");
        if (count > MOST_LISTED)
            return;
        print_rejected(x, t, out);
    }
}

static void print_passed_over(const struct explanation *x, struct buf *out)
{
    bool first = true;

    for (uint32_t i = 0; i < x->rules->rule_count; i++) {
        const struct rule *r = x->rules->rule[i];

        if (!wanted(x, r) || looks(x, r))
            continue;
        if (first)
            buf_add_text(out, "not looked at by:\n");
        first = false;
        buf_printf(out, "  " SPAN_FMT ": %s\n", SPAN_ARG(r->id),
                   trace_sentence(passes_over(x, r)));
    }
}

/* What the sum of scores did is no rule's doing: no hit says it. */
static void print_score(const struct explanation *x, struct buf *out)
{
    const struct decision *d = &x->m.decision;

    if (d->score == 0)
        return;
    buf_printf(out, "score: %u\n", d->score);
    for (uint32_t i = 0; i < d->fired_count; i++)
        if (d->fired[i].rule == NULL)
            buf_printf(out, "  %s " SPAN_FMT "\n",
                       verdict_name(d->fired[i].action),
                       SPAN_ARG(d->fired[i].id));
}

static void print_view(const char *name, struct span text, struct buf *out)
{
    buf_printf(out, "  %-14s " SPAN_FMT "\n", name, SPAN_ARG(text));
}

void explanation_print(const struct explanation *x, struct buf *out)
{
    const struct detection *found = x->looked->detection;
    bool first = true;

    buf_printf(out, "verdict: %s\nlanguage: %s (%.2f, %u letters)\nviews:\n",
               verdict_name(x->m.decision.verdict), lang_tag(found->lang),
               (double)found->confidence, found->letters);
    for (uint32_t i = 0; i < x->view_count; i++)
        print_view(x->view[i].name, x->view[i].text, out);
    for (uint32_t i = 0; i < x->guess.view_count; i++)
        print_view(x->guess.view[i].name, x->guess.view[i].text, out);
    for (uint32_t i = 0; i < x->m.decision.hit_count; i++) {
        if (!wanted(x, x->m.decision.hit[i].hit.rule))
            continue;
        if (first)
            buf_add_text(out, "hits:\n");
        first = false;
        print_hit(x, &x->m.decision.hit[i], out);
    }
    print_score(x, out);
    print_rejections(x, out);
    print_passed_over(x, out);
}

/* ---- for programs ---- */

static void add_place(const struct explanation *x, const struct rule *rule,
                      struct range at, struct span term, struct buf *out)
{
    cli_json_key(out, "{\"rule\":", rule->id);
    cli_json_key(out, ",\"file\":", span_of(rule->place.file));
    buf_printf(out, ",\"line\":%u", rule->place.line);
    if (at.to > 0)
        buf_printf(out, ",\"from\":%u,\"to\":%u", at.from, at.to);
    else
        buf_add_text(out, ",\"from\":null,\"to\":null");
    cli_json_key(out, ",\"text\":", text_at(x, at));
    cli_json_key(out, ",\"term\":", term);
}

static void add_guess(uint32_t disguises, float certainty, float floor,
                      struct buf *out)
{
    buf_add_text(out, ",\"disguises\":");
    cli_json_disguises(out, disguises);
    buf_printf(out, ",\"certainty\":%.2f,\"floor\":%.2f", (double)certainty,
               (double)floor);
}

static void add_hit(const struct explanation *x, const struct decided_hit *h,
                    struct buf *out)
{
    const struct hit *hit = &h->hit;
    const struct term *allow = hit->cancelled_by;

    add_place(x, hit->rule,
              hit->condition != NULL ? hit->at : (struct range){0}, hit->term,
              out);
    add_guess(hit->disguises, hit->certainty, hit->rule->certainty, out);
    buf_printf(out, ",\"action\":\"%s\",\"shadow\":%s,\"longest\":%s",
               verdict_name(h->action), hit->rule->shadow ? "true" : "false",
               hit->longest ? "true" : "false");
    if (allow != NULL) {
        cli_json_key(out, ",\"cancelled_by\":{\"term\":", allow->text);
        cli_json_key(out, ",\"file\":", span_of(allow->place.file));
        buf_printf(out, ",\"line\":%u}", allow->place.line);
    }
    buf_add_byte(out, '}');
}

static void add_hits(const struct explanation *x, struct buf *out)
{
    const char *join = "";

    for (uint32_t i = 0; i < x->m.decision.hit_count; i++) {
        const struct decided_hit *h = &x->m.decision.hit[i];

        if (!wanted(x, h->hit.rule))
            continue;
        buf_add_text(out, join);
        add_hit(x, h, out);
        join = ",";
    }
}

static void add_words(const struct explanation *x, const struct trace_entry *t,
                      struct buf *out)
{
    struct plain_reading r = against(x, t);

    for (uint32_t i = 0; i < r.count; i++) {
        buf_add_text(out, i > 0 ? "," : ",\"words\":[");
        buf_add_json(out, r.word[i].text);
    }
    buf_add_text(out, r.count > 0 ? "]" : "");
}

static void add_rejections(const struct explanation *x, struct buf *out)
{
    uint32_t count = 0;

    for (const struct trace_entry *t = x->trace.first; t != NULL; t = t->next) {
        if (!worth_saying(x, t))
            continue;
        if (count++ == MOST_LISTED)
            return;
        buf_add_text(out, count > 1 ? "," : "");
        add_place(x, t->rule, t->at, t->term, out);
        add_guess(t->disguises, certainty_of_trace(t), t->rule->certainty, out);
        buf_printf(out, ",\"why\":\"%s\",\"because\":\"%s\"",
                   trace_name(t->why), trace_sentence(t->why));
        add_words(x, t, out);
        buf_add_byte(out, '}');
    }
}

static void add_passed_over(const struct explanation *x, struct buf *out)
{
    const char *join = "";

    for (uint32_t i = 0; i < x->rules->rule_count; i++) {
        const struct rule *r = x->rules->rule[i];

        if (!wanted(x, r) || looks(x, r))
            continue;
        buf_add_text(out, join);
        cli_json_key(out, "{\"rule\":", r->id);
        buf_printf(out, ",\"why\":\"%s\",\"because\":\"%s\"}",
                   trace_name(passes_over(x, r)),
                   trace_sentence(passes_over(x, r)));
        join = ",";
    }
}

static void add_score(const struct explanation *x, struct buf *out)
{
    const struct decision *d = &x->m.decision;
    const char *join = "";

    buf_printf(out, ",\"score\":%u,\"thresholds\":[", d->score);
    for (uint32_t i = 0; i < d->fired_count; i++) {
        if (d->fired[i].rule != NULL)
            continue;
        buf_add_text(out, join);
        cli_json_key(out, "{\"id\":", d->fired[i].id);
        buf_printf(out, ",\"action\":\"%s\"}",
                   verdict_name(d->fired[i].action));
        join = ",";
    }
    buf_add_byte(out, ']');
}

static void add_view(const char *name, struct span text, bool more,
                     struct buf *out)
{
    cli_json_key(out, more ? ",{\"name\":" : "{\"name\":", span_of(name));
    cli_json_key(out, ",\"text\":", text);
    buf_add_byte(out, '}');
}

void explanation_print_json(const struct explanation *x, struct buf *out)
{
    const struct detection *found = x->looked->detection;

    cli_json_key(out, "{\"text\":", x->text);
    buf_printf(out,
               ",\"verdict\":\"%s\",\"language\":\"%s\",\"confidence\":%.2f,"
               "\"letters\":%u,\"views\":[",
               verdict_name(x->m.decision.verdict), lang_tag(found->lang),
               (double)found->confidence, found->letters);
    for (uint32_t i = 0; i < x->view_count; i++)
        add_view(x->view[i].name, x->view[i].text, i > 0, out);
    for (uint32_t i = 0; i < x->guess.view_count; i++)
        add_view(x->guess.view[i].name, x->guess.view[i].text, true, out);
    buf_add_text(out, "],\"hits\":[");
    add_hits(x, out);
    buf_add_byte(out, ']');
    add_score(x, out);
    buf_add_text(out, ",\"rejected\":[");
    add_rejections(x, out);
    buf_add_text(out, "],\"not_looked_at\":[");
    add_passed_over(x, out);
    buf_printf(out, "],\"truncated\":%s}\n",
               x->trace.truncated ? "true" : "false");
}
