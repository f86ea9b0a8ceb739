/*
 * Who the author is (docs/behaviour.md), without keeping who that is; and
 * what they did lately, if a rule asks.
 */
#include "audit/recorder.h"
#include "fields/lookup.h"
#include "journey/conduct.h"
#include "journey/shared.h"

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

/* Said twice it names nobody: which of the two the app believes, or a trusted
 * proxy wrote, can only be guessed. */
static bool said_twice(const struct post *p, struct span name)
{
    return header_count(&p->request->head->headers, name) > 1;
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
        if (!said_twice(p, SPAN("authorization")))
            *ret = credential(p);
        verified = true; /* whoever has no right to it fails at the app */
        break;
    case AUTHOR_HEADER:
        verified =
            p->request->peer_trusted && !said_twice(p, span_of(from->name));
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

enum step_result step_author(struct post *p, struct err *e)
{
    struct span who;

    if (!find_author(p, &who, e) || !conduct_begin(p, who, e))
        return STEP_FAILED;
    if (!conduct_wanted(p))
        return STEP_DONE;
    return conduct_ask(p, NULL, e) ? STEP_WAIT : STEP_FAILED;
}
