#include "fields/lookup.h"

#include "fields/body.h"

static bool scalar_in(struct arena *a, const struct json *doc,
                      struct span pointer, struct span *ret, struct err *e)
{
    const struct pointer_search strict = {.reach = POINTER_STRICT,
                                          .keys_exact = true};
    struct pointer p;
    uint32_t *node;
    uint32_t count;

    if (!pointer_parse(a, pointer, &p, e) ||
        !pointer_find(a, &p, doc, &strict, &node, &count, e))
        return false;
    *ret = (struct span){NULL, 0};
    if (count == 0 || doc->node[node[0]].type >= VALUE_ARRAY)
        return true;
    if (doc->node[node[0]].type == VALUE_STRING)
        return json_text(a, doc, node[0], ret, e);
    if (doc->node[node[0]].type != VALUE_NULL)
        *ret = json_raw(doc, node[0]);
    return true;
}

bool json_scalar_at(struct arena *a, struct span text, struct span pointer,
                    struct span *ret)
{
    const struct json_limits limits = {64, 100000};
    struct json doc;
    struct err e;

    return json_scan(a, text, &limits, &doc, &e) &&
           scalar_in(a, &doc, pointer, ret, &e) && ret->at != NULL;
}

bool fields_scalar_at(struct arena *a, const struct fields *f,
                      struct span pointer, struct span *ret, struct err *e)
{
    const struct fields_body *b = f->body;
    struct span name = span_from(pointer, 1);

    *ret = (struct span){NULL, 0};
    if (b == NULL || b->kind == NULL)
        return true;
    if (b->json.count > 0)
        return scalar_in(a, &b->json, pointer, ret, e);
    for (uint32_t i = 0; i < b->form.count; i++)
        if (span_equal(b->form.slot[i].name, name))
            *ret = b->form.slot[i].value;
    return true;
}
