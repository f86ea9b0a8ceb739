/* Undoes the content coding and finds the one Content-Type. What steps after
 * the answer need is copied: a post outlives its request (step_review). */
#include "fields/charset.h"
#include "fields/coding.h"
#include "journey/post.h"

enum { MOST_RATIO = 100, MOST_TYPES = 4 };

static bool decode(struct post *p, struct err *e)
{
    const struct config *c = p->snapshot->config;
    const struct coding_limits limits = {c->limits.body.bytes, MOST_RATIO};
    const struct headers *h = &p->request->head->headers;

    if (header_count(h, SPAN("content-encoding")) > 1)
        return err_set(e, ERR_TYPE, "error.coding",
                       "several Content-Encoding headers");
    p->decoded_body = buf_make(c->limits.body.bytes);
    if (!coding_decode(post_header(p, SPAN("content-encoding")),
                       p->request->body, &limits, &p->decoded_body, &p->decoded,
                       e))
        return false;
    p->body = p->decoded ? buf_span(&p->decoded_body)
                         : arena_copy(p->arena, p->request->body);
    return p->body.at != NULL || arena_err(p->arena, "body", e);
}

static bool keep_line(struct post *p, struct err *e)
{
    p->method = arena_copy(p->arena, p->request->head->method);
    p->query = arena_copy(p->arena, p->request->query);
    return (p->method.at != NULL && p->query.at != NULL) ||
           arena_err(p->arena, "request line", e);
}

static bool find_type(struct post *p, struct err *e)
{
    const struct headers *h = &p->request->head->headers;
    struct span types[MOST_TYPES];
    struct span type;
    size_t n = 0;

    for (uint32_t i = 0; i < h->count && n < MOST_TYPES; i++)
        if (span_equal_nocase(h->at[i].name, SPAN("content-type")))
            types[n++] = h->at[i].value;
    if (!content_type_single(types, n, p->body.len > 0, &type, e))
        return false;
    if (type.at == NULL)
        return true;
    p->content_type = arena_copy(p->arena, type);
    return p->content_type.at != NULL || arena_err(p->arena, "Content-Type", e);
}

enum step_result step_intake(struct post *p, struct err *e)
{
    return keep_line(p, e) && decode(p, e) && find_type(p, e) ? STEP_DONE
                                                              : STEP_FAILED;
}
