/*
 * Who the author is (CONTRACT G), without keeping who that is; and whether a
 * person has decided on this very post before.
 */
#include "audit/recorder.h"
#include "fields/lookup.h"
#include "journey/post.h"
#include "journey/shared.h"
#include "review/past.h"

/* No app says which of its cookies is the session; the names that frameworks
 * use have one of these in them. Without one the whole header stands for it. */
static const char *const session_words[] = {"sess",  "sid",  "logged_in",
                                            "token", "auth", "login"};

static bool names_session(struct span name)
{
    for (size_t w = 0; w < COUNT_OF(session_words); w++) {
        struct span word = span_of(session_words[w]);

        for (size_t i = 0; i + word.len <= name.len; i++)
            if (span_starts_nocase(span_from(name, i), word))
                return true;
    }
    return false;
}

static struct span session_cookie(struct span cookies)
{
    struct span rest = cookies;
    struct span one;

    while (span_cut(&rest, ';', &one)) {
        one = span_trim(one);
        if (names_session(span_slice(one, 0, span_find_byte(one, '=', 0))))
            return one;
    }
    return cookies;
}

static struct span credential(const struct post *p)
{
    struct span value = post_header(p, SPAN("authorization"));

    return value.len > 0 ? value
                         : session_cookie(post_header(p, SPAN("cookie")));
}

static bool find_author(struct post *p, struct span *ret, struct err *e)
{
    const struct author_source *from = &p->plan->route->author;
    bool verified = false;

    *ret = (struct span){NULL, 0};
    switch (from->kind) {
    case AUTHOR_CREDENTIAL:
        *ret = credential(p);
        verified = true; /* whoever has no right to it fails at the app */
        break;
    case AUTHOR_HEADER:
        verified = p->request->peer_trusted;
        if (verified)
            *ret = post_header(p, span_of(from->name));
        break;
    case AUTHOR_JSON:
        if (!fields_scalar_at(p->arena, &p->fields, span_of(from->name), ret,
                              e))
            return false;
        break;
    }
    authors_find(recorder_authors(p->lane->shared->recorder), from->kind, *ret,
                 &p->author);
    p->author.verified = verified && ret->len > 0;
    return true;
}

/* Judged before: a person's word outranks what the rules now say. */
static void follow_past(struct post *p)
{
    if (p->past.kind == PAST_NONE || p->past.kind == PAST_PENDING)
        return;
    if (p->past.kind == PAST_APPROVED)
        p->verdict = post_ruled(p); /* seen by a person, whatever failed here */
    else
        post_raise(p, post_ruled(p));
    p->human = span_of(p->past.decision);
}

enum step_result step_author(struct post *p, struct err *e)
{
    const struct past_question q = {
        .route = span_of(p->plan->route->name),
        .method = p->request->head->method,
        .target = p->request->target,
        .body = p->request->body,
        .author = &p->author,
    };
    struct span who;

    if (!find_author(p, &who, e))
        return STEP_FAILED;
    if (post_observed(p))
        return STEP_DONE;
    if (!past_find(p->lane->shared->past, &q, p->arena, &p->past, e))
        return STEP_FAILED;
    follow_past(p);
    return STEP_DONE;
}
