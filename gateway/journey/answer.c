#include "journey/answer.h"

#include <llhttp.h>

static struct span request_header(const struct intake_request *r,
                                  struct span name)
{
    struct span value = {NULL, 0};

    if (r->head != NULL)
        (void)header_get(&r->head->headers, name, &value);
    return value;
}

/* Where the author is, as far as we are told. */
static struct span region_of(const struct config *c,
                             const struct intake_request *r)
{
    struct span region = {NULL, 0};

    if (c->help.region[0] != '\0')
        region = request_header(r, span_of(c->help.region));
    return help_is_region(region)
               ? region
               : help_region(request_header(r, SPAN("accept-language")));
}

/* Enough of the hash to tell one rule set from another. */
static struct span rules_mark(const struct kit *kit)
{
    return span_slice(span_of(kit->snapshot->rules->hash), 0, 12);
}

struct reply_about answer_about_request(const struct intake_request *r)
{
    const struct kit *kit = r->held;
    const struct snapshot *s = kit->snapshot;

    return (struct reply_about){
        .catalog = s->catalog,
        .help = s->help,
        .region = region_of(s->config, r),
        .locale = locale_choose(request_header(r, SPAN("accept-language")),
                                (struct span){NULL, 0}),
        .replies = r->route != NULL ? &r->route->replies : &s->config->replies,
        .accept = request_header(r, SPAN("accept")),
        .content_type = request_header(r, SPAN("content-type")),
    };
}

enum locale answer_locale(const struct intake_request *r, enum lang post)
{
    return locale_choose(request_header(r, SPAN("accept-language")),
                         span_of(lang_tag(post)));
}

struct reply_about answer_about(const struct post *p)
{
    struct reply_about about = answer_about_request(p->request);

    about.catalog = p->snapshot->catalog;
    about.help = p->snapshot->help;
    if (p->judged)
        about.locale = answer_locale(p->request, p->moderation.language);
    if (p->recorded)
        about.decision = span_of(p->id);
    return about;
}

void answer_request(struct lane *lane, struct intake_request *r,
                    const struct replies *replies, struct reply *reply)
{
    struct header headers[REPLY_MOST_HEADERS];

    cors_add(lane->cors, &replies->cors, request_header(r, SPAN("origin")),
             reply);
    if (r->route != NULL && r->route->kind == ROUTE_PUBLISH)
        reply_add(reply, SPAN("Paifang-Rules"), rules_mark(r->held));
    for (uint32_t i = 0; i < reply->header_count; i++)
        headers[i] =
            (struct header){reply->header[i].name, reply->header[i].value};
    intake_reply(r, reply->status, headers, reply->header_count, reply->body);
}

void answer_send(struct post *p, struct reply *reply)
{
    answer_request(p->lane, p->request, &p->plan->route->replies, reply);
}

void answer_refuse(struct post *p, const struct err *why)
{
    struct reply_about about = answer_about(p);
    struct reply reply = {0};
    struct err e = {.kind = ERR_NONE};

    if (reply_error(&about, why, 0, p->arena, &reply, &e))
        answer_send(p, &reply);
    else
        intake_refuse(p->request, why);
}

void answer_refuse_request(struct lane *lane, struct intake_request *r,
                           const struct err *why)
{
    struct reply_about about = answer_about_request(r);
    struct arena *a = lane_take_arena(lane);
    struct reply reply = {0};
    struct err e = {.kind = ERR_NONE};

    if (reply_error(&about, why, 0, a, &reply, &e))
        answer_request(lane, r, about.replies, &reply);
    else
        intake_refuse(r, why);
    lane_give_arena(lane, a);
}

void answer_learn_cors(struct lane *lane, const struct intake_request *r,
                       const struct http_head *a)
{
    struct span origin = request_header(r, SPAN("origin"));

    if (origin.len > 0)
        answer_learn_origin(lane, origin, a, r->method_id == HTTP_OPTIONS);
}

void answer_learn_origin(struct lane *lane, struct span origin,
                         const struct http_head *a, bool preflight)
{
    struct cors_seen seen = {.preflight = preflight};

    (void)header_get(&a->headers, SPAN("access-control-allow-origin"),
                     &seen.allow_origin);
    (void)header_get(&a->headers, SPAN("access-control-allow-credentials"),
                     &seen.allow_credentials);
    (void)header_get(&a->headers, SPAN("access-control-expose-headers"),
                     &seen.expose_headers);
    cors_learn(lane->cors, origin, &seen);
}

uint32_t answer_marks(const struct post *p,
                      struct header ret[ANSWER_MOST_MARKS])
{
    uint32_t n = 0;

    ret[n++] = (struct header){SPAN("Paifang-Decision"), span_of(p->id)};
    ret[n++] = (struct header){SPAN("Paifang-Verdict"),
                               span_of(verdict_name(p->verdict))};
    ret[n++] = (struct header){SPAN("Paifang-Rules"), rules_mark(p->kit)};
    if (p->advice.at != NULL)
        ret[n++] = (struct header){SPAN("Paifang-Advice"), p->advice};
    return n;
}

void answer_pass_changed(struct post *p, const struct http_head *a,
                         struct span body)
{
    static const struct span drop[] = {
        SPAN_INIT("etag"), SPAN_INIT("digest"), SPAN_INIT("content-digest"),
        SPAN_INIT("repr-digest"), SPAN_INIT("content-md5")};
    struct header set[ANSWER_MOST_MARKS];
    struct header_edit edit = {
        .drop = drop, .drop_count = COUNT_OF(drop), .set = set};

    edit.set_count = answer_marks(p, set);
    intake_reply_answer(p->request, a, &edit, body);
}

void answer_pass(struct post *p, const struct http_head *a, struct span body)
{
    struct header set[ANSWER_MOST_MARKS];
    struct header_edit edit = {.set = set};

    edit.set_count = answer_marks(p, set);
    intake_reply_answer(p->request, a, &edit, body);
}
