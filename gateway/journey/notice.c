#include "journey/notice.h"

#include "journey/advice.h"
#include "journey/answer.h"

bool notice_wanted(const struct post *p)
{
    return p->plan->notice != NULL && !post_observed(p) &&
           (p->verdict == VERDICT_ADVISE || p->verdict == VERDICT_MASK);
}

static bool is_json(struct span type)
{
    type = span_trim(span_slice(type, 0, span_find_byte(type, ';', 0)));
    return span_equal_nocase(type, SPAN("application/json")) ||
           (type.len > 5 &&
            span_equal_nocase(span_from(type, type.len - 5), SPAN("+json")));
}

bool notice_fits(const struct post *p, const struct http_head *a)
{
    struct span type = {NULL, 0};
    struct span coding = {NULL, 0};

    return notice_wanted(p) && a->status >= 200 && a->status < 300 &&
           a->status != 204 &&
           header_get(&a->headers, SPAN("content-type"), &type) &&
           is_json(type) &&
           (!header_get(&a->headers, SPAN("content-encoding"), &coding) ||
            span_equal_nocase(coding, SPAN("identity")));
}

/* The notice as JSON, whatever form the author would like a page in. */
static bool write_notice(struct post *p, struct span *ret, struct err *e)
{
    struct reply_about about = answer_about(p);
    struct reply reply = {0};

    about.accept = SPAN("application/json");
    about.masked = advice_masked(&p->moderation.decision);
    if (!reply_advice(&about, &p->moderation.decision, p->arena, &reply, e))
        return false;
    *ret = span_slice(reply.body, 0, reply.body.len - 1);
    return true;
}

bool notice_attach(struct post *p, struct span body, struct span *ret)
{
    struct items it;
    struct span notice;
    struct span changed = body;
    struct err e = {.kind = ERR_NONE};

    if (!items_read(p->arena, p->plan->notice, body, &it, &e) ||
        it.count != 1 || !write_notice(p, &notice, &e) ||
        !items_write(p->arena, &it, &notice, SIZE_MAX / 4, &changed, &e) ||
        changed.at == body.at)
        return false;
    *ret = changed;
    return true;
}
