#include "reply/reply.h"

#include <assert.h>

#include "base/utf8.h"
#include "catalog/hant.h"
#include "reply/detail.h"
#include "reply/shape.h"

enum { MOST_RULES = 10, MOST_BODY = 1 << 20, RETRY_AFTER = 5 };

void reply_add(struct reply *ret, struct span name, struct span value)
{
    assert(ret->header_count < REPLY_MOST_HEADERS);
    ret->header[ret->header_count++] = (struct header){name, value};
}

static void mark(struct span decision, enum verdict v, struct reply *ret)
{
    if (decision.len > 0)
        reply_add(ret, SPAN("Paifang-Decision"), decision);
    reply_add(ret, SPAN("Paifang-Verdict"), span_of(verdict_name(v)));
}

/* ---- what we say ---- */

static bool full(const struct arena *a, struct err *e)
{
    return arena_err(a, "a reply", e);
}

static bool say(const struct reply_about *about, struct arena *a,
                struct message m, struct span *ret, struct err *e)
{
    return catalog_message(about->catalog, about->locale, m, a, ret) ||
           full(a, e);
}

/* A rule's reason in the reader's language; a common one if it has none. */
static bool reason_of(const struct reply_about *about,
                      const struct bilingual *reason, struct arena *a,
                      struct span *ret, struct err *e)
{
    if (reason == NULL || reason->en.len == 0) {
        *ret = catalog_text(about->catalog, about->locale, "reply.reason");
        return true;
    }
    *ret = reason->en;
    if (about->locale == LOCALE_ZH_HANS && reason->zh_hans.len > 0)
        *ret = reason->zh_hans;
    if (about->locale != LOCALE_ZH_HANT)
        return true;
    if (reason->zh_hant.len > 0)
        *ret = reason->zh_hant;
    else if (reason->zh_hans.len > 0)
        return hant_of(reason->zh_hans, a, ret) || full(a, e);
    return true;
}

/* What an author is told of: why a post is not published, or what was done to
 * one that is. A flag is between us and the reviewers. */
enum {
    NOT_PUBLISHED =
        1U << VERDICT_BOUNCE | 1U << VERDICT_HOLD | 1U << VERDICT_REJECT,
    NOTICED = 1U << VERDICT_ADVISE | 1U << VERDICT_MASK
};

/* The rules that the author has to know. */
static bool list_rules(const struct reply_about *about,
                       const struct decision *d, unsigned told, struct arena *a,
                       struct shape *s, struct err *e)
{
    struct shape_rule *rule = arena_array(a, MOST_RULES, sizeof(*rule));

    if (rule == NULL)
        return full(a, e);
    for (uint32_t i = 0; i < d->fired_count; i++) {
        const struct fired_rule *f = &d->fired[i];
        struct shape_rule *to = &rule[s->rule_count];

        if (f->shadow || !(told & 1U << f->action) ||
            s->rule_count == MOST_RULES)
            continue;
        *to = (struct shape_rule){.id = f->id, .category = f->category};
        if (!reason_of(about, f->reason, a, &to->reason, e))
            return false;
        s->rule_count++;
    }
    s->rule = rule;
    return true;
}

/* The help lines of the strongest rule that has any. */
static void find_help(const struct reply_about *about, const struct decision *d,
                      struct shape *s)
{
    for (uint32_t i = 0; i < d->fired_count && s->help_count == 0; i++) {
        const struct rule *r = d->fired[i].rule;

        if (about->help != NULL && r != NULL && r->help.len > 0 &&
            !d->fired[i].shadow)
            s->help_count = help_find(
                about->help,
                &(struct help_wish){r->help, about->region, about->locale},
                s->help);
    }
}

static bool said_before(const struct shape *s, uint32_t rule)
{
    for (uint32_t i = 0; i < rule; i++)
        if (span_equal(s->rule[i].reason, s->rule[rule].reason))
            return true;
    return false;
}

/* Clients that show one text only must still say why. */
static bool join_reasons(const struct reply_about *about, struct arena *a,
                         struct shape *s, struct err *e)
{
    struct buf all = buf_make(MOST_BODY);
    struct message_arg args[2] = {{"message", s->message, 0},
                                  {"reasons", {NULL, 0}, 0}};

    s->message_with_reasons = s->message;
    for (uint32_t i = 0; i < s->rule_count; i++) {
        if (said_before(s, i))
            continue;
        if (all.len > 0 && about->locale == LOCALE_EN)
            buf_add_byte(&all, ' ');
        buf_add(&all, s->rule[i].reason);
    }
    args[1].text = arena_copy(a, buf_span(&all));
    buf_free(&all);
    if (args[1].text.at == NULL)
        return full(a, e);
    return args[1].text.len == 0 ||
           say(about, a, (struct message){"reply.reason_is", args, 2},
               &s->message_with_reasons, e);
}

/* ---- putting it together ---- */

static bool finish(const struct reply_about *about, const struct shape *s,
                   struct arena *a, struct reply *ret, struct err *e)
{
    struct buf body = buf_make(MOST_BODY);

    shape_write(s, &body);
    ret->body =
        body.failed ? (struct span){NULL, 0} : arena_copy(a, buf_span(&body));
    buf_free(&body);
    if (ret->body.at == NULL)
        return full(a, e);
    ret->status = s->status;
    reply_add(ret, SPAN("Content-Type"), shape_type(s));
    reply_add(ret, SPAN("Content-Language"), span_of(locale_tag(s->locale)));
    reply_add(ret, SPAN("Vary"),
              about->replies->html ? SPAN("Accept-Language, Accept")
                                   : SPAN("Accept-Language"));
    reply_add(ret, SPAN("Cache-Control"), SPAN("no-store"));
    reply_add(ret, SPAN("X-Content-Type-Options"), SPAN("nosniff"));
    if (s->kind == SHAPE_PAGE)
        reply_add(ret, SPAN("Content-Security-Policy"),
                  SPAN("default-src 'none'; style-src 'unsafe-inline'; "
                       "frame-ancestors 'none'"));
    return true;
}

static void choose_kind(const struct reply_about *about,
                        const struct reply_body *template,
                        enum shape_kind otherwise, struct shape *s)
{
    s->kind = otherwise;
    if (template != NULL && template->type != NULL) {
        s->kind = SHAPE_TEMPLATE;
        s->template = template;
    } else if (about->replies->html &&
               shape_wants_page(about->accept, about->content_type)) {
        s->kind = SHAPE_PAGE;
    }
}

/* One row a verdict that we answer ourselves. */
struct answer {
    enum verdict verdict;
    const char *problem, *title, *message;
};

static const struct answer answers[] = {
    {VERDICT_HOLD, "held", "title.held", "reply.held"},
    {VERDICT_REJECT, "rejected", "title.rejected", "reply.rejected"},
    {VERDICT_BOUNCE, "bounced", "title.bounced", "reply.bounced"},
};

static const struct answer *answer_for(enum verdict v)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].verdict == v)
            return &answers[i];
    return NULL;
}

static const struct reply_body *template_for(const struct replies *r,
                                             enum verdict v)
{
    if (v == VERDICT_HOLD)
        return &r->body.hold;
    return v == VERDICT_REJECT ? &r->body.reject : &r->body.bounce;
}

static int status_for(const struct replies *r, enum verdict v)
{
    if (v == VERDICT_HOLD)
        return (int)r->status.hold;
    return (int)(v == VERDICT_REJECT ? r->status.reject : r->status.bounce);
}

static struct shape shape_about(const struct reply_about *about)
{
    return (struct shape){
        .catalog = about->catalog,
        .locale = about->locale,
        .decision = about->decision,
        .appeal = about->appeal,
    };
}

bool reply_verdict(const struct reply_about *about,
                   const struct decision *decision, struct arena *a,
                   struct reply *ret, struct err *e)
{
    const struct answer *answer = answer_for(decision->verdict);
    struct shape s = shape_about(about);
    struct reply r = {.status = 0};

    assert(answer != NULL);
    s.problem = span_of(answer->problem);
    s.title = catalog_text(about->catalog, about->locale, answer->title);
    s.message = catalog_text(about->catalog, about->locale, answer->message);
    s.status = status_for(about->replies, answer->verdict);
    s.retry = answer->verdict == VERDICT_BOUNCE;
    choose_kind(about, template_for(about->replies, answer->verdict),
                answer->verdict == VERDICT_HOLD ? SHAPE_HELD : SHAPE_PROBLEM,
                &s);
    find_help(about, decision, &s);
    if (!list_rules(about, decision, NOT_PUBLISHED, a, &s, e) ||
        !join_reasons(about, a, &s, e))
        return false;
    mark(about->decision, answer->verdict, &r);
    if (!finish(about, &s, a, &r, e))
        return false;
    *ret = r;
    return true;
}

bool reply_advice(const struct reply_about *about,
                  const struct decision *decision, struct arena *a,
                  struct reply *ret, struct err *e)
{
    const bool masked = decision->verdict == VERDICT_MASK;
    const struct message_arg count = {"count", {NULL, 0}, about->masked};
    struct shape s = shape_about(about);
    struct reply r = {.status = 0};

    s.status = 200;
    s.title = catalog_text(about->catalog, about->locale, "title.published");
    s.verdict = span_of(verdict_name(decision->verdict));
    s.kind = shape_prefers_page(about->accept) ? SHAPE_PAGE : SHAPE_ADVICE;
    find_help(about, decision, &s);
    if (!list_rules(about, decision, NOTICED, a, &s, e) ||
        !say(about, a,
             (struct message){masked ? "reply.masked" : "reply.advised", &count,
                              masked},
             &s.message, e))
        return false;
    s.message_with_reasons = s.message;
    if (!finish(about, &s, a, &r, e))
        return false;
    *ret = r;
    return true;
}

/* ---- failures ---- */

/* Kinds whose text is about the request itself; what it says of our own
 * insides is for operators. */
static bool names_a_place(enum err_kind kind)
{
    switch (kind) {
    case ERR_INPUT:
    case ERR_LIMIT:
    case ERR_HEADER_LIMIT:
    case ERR_TYPE:
    case ERR_CHARSET:
    case ERR_UNSUPPORTED:
        return true;
    default:
        return false;
    }
}

/* The text may have been cut in the middle of a character. */
static struct span whole_characters(struct span text)
{
    size_t bad;

    return utf8_valid(text, &bad) ? text : span_slice(text, 0, bad);
}

static bool error_message(const struct reply_about *about,
                          const struct err *failed, struct arena *a,
                          struct shape *s, struct err *e)
{
    const char *key = failed->msg_id != NULL
                          ? failed->msg_id
                          : err_meaning(failed->kind)->msg_id;
    struct message_arg args[2] = {{"message", {NULL, 0}, 0},
                                  {"place", {NULL, 0}, 0}};

    if (!say(about, a, (struct message){key, NULL, 0}, &s->message, e))
        return false;
    s->message_with_reasons = s->message;
    args[0].text = s->message;
    args[1].text = whole_characters(span_of(failed->text));
    if (args[1].text.len == 0 || !names_a_place(failed->kind))
        return true;
    if (!detail_say(about->catalog, about->locale, args[1].text, a,
                    &args[1].text))
        return full(a, e);
    return say(about, a, (struct message){"reply.place", args, 2},
               &s->message_with_reasons, e);
}

/* "unparseable", or what its message is called: "timeout". */
static struct span problem_of(enum err_kind kind)
{
    const struct err_meaning *m = err_meaning(kind);

    if (m->failure != NULL)
        return span_of(m->failure);
    return span_from(span_of(m->msg_id), sizeof("error.") - 1);
}

bool reply_error(const struct reply_about *about, const struct err *failed,
                 unsigned retry_after, struct arena *a, struct reply *ret,
                 struct err *e)
{
    struct shape s = shape_about(about);
    struct reply r = {.status = 0};

    assert(failed->kind != ERR_NONE);
    s.problem = problem_of(failed->kind);
    s.title = catalog_text(about->catalog, about->locale, "title.error");
    s.status = err_meaning(failed->kind)->status;
    s.appeal = (struct span){NULL, 0}; /* nothing was decided */
    choose_kind(about, NULL, SHAPE_PROBLEM, &s);
    if (!error_message(about, failed, a, &s, e))
        return false;
    if (about->decision.len > 0)
        reply_add(&r, SPAN("Paifang-Decision"), about->decision);
    if (s.status == 429 || s.status == 503) {
        struct span seconds =
            arena_printf(a, "%u", retry_after > 0 ? retry_after : RETRY_AFTER);

        if (seconds.at == NULL)
            return full(a, e);
        reply_add(&r, SPAN("Retry-After"), seconds);
    }
    if (!finish(about, &s, a, &r, e))
        return false;
    *ret = r;
    return true;
}
