#include "fields/lookup.h"

#include "fields/body.h"

static bool scalar_of_node(struct arena *a, const struct json *doc,
                           uint32_t node, struct span *ret, struct err *e)
{
    *ret = (struct span){NULL, 0};
    if (doc->node[node].type == VALUE_STRING)
        return json_text(a, doc, node, ret, e);
    if (doc->node[node].type != VALUE_NULL &&
        doc->node[node].type < VALUE_ARRAY)
        *ret = json_raw(doc, node);
    return true;
}

static bool scalar_in(struct arena *a, const struct json *doc,
                      struct span pointer, struct span *ret, struct err *e)
{
    const struct pointer_search strict = {.reach = POINTER_STRICT,
                                          .keys_exact = true};
    struct pointer p;
    struct pointer_found found = {NULL, 0};

    if (!pointer_parse(a, pointer, &p, e) ||
        !pointer_find(a, &p, doc, &strict, &found, e))
        return false;
    *ret = (struct span){NULL, 0};
    return found.count == 0 || scalar_of_node(a, doc, found.node[0], ret, e);
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

static void scalar_of(const struct slot *slot, uint32_t count, struct span name,
                      struct span *ret)
{
    for (uint32_t i = 0; i < count; i++)
        if (!slot[i].file && span_equal(slot[i].name, name))
            *ret = slot[i].value;
}

bool fields_scalar_at(struct arena *a, const struct fields *f,
                      struct span pointer, struct span *ret, struct err *e)
{
    const struct fields_body *b = f->body;
    struct pointer p;
    struct span name;

    *ret = (struct span){NULL, 0};
    if (b == NULL || b->kind == NULL)
        return true;
    if (b->json.count > 0)
        return scalar_in(a, &b->json, pointer, ret, e);
    if (!pointer_parse(a, pointer, &p, e) || !slot_name(a, &p, &name, e))
        return false;
    scalar_of(b->form.slot, b->form.count, name, ret);
    scalar_of(b->multipart.slot, b->multipart.count, name, ret);
    return true;
}

static uint32_t count_slots(const struct slot *slot, uint32_t count,
                            const struct pointer *p, struct span *ret)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < count; i++)
        if (!slot[i].file && slot_fits(&slot[i], p, false)) {
            *ret = slot[i].value;
            n++;
        }
    return n;
}

static bool count_members(struct arena *a, const struct json *doc,
                          const struct pointer *p, uint32_t *ret_count,
                          struct span *ret, struct err *e)
{
    const struct pointer_search any_case = {.reach = POINTER_STRICT,
                                            .keys_exact = false};
    struct pointer_found found = {NULL, 0};

    if (!pointer_find(a, p, doc, &any_case, &found, e))
        return false;
    *ret_count = found.count;
    return found.count == 0 ||
           scalar_of_node(a, doc, found.node[found.count - 1], ret, e);
}

bool fields_count(struct arena *a, const struct fields *f, struct span pointer,
                  uint32_t *ret_count, struct span *ret, struct err *e)
{
    const struct fields_body *b = f->body;
    struct pointer p;

    *ret = (struct span){NULL, 0};
    *ret_count = 0;
    if (b == NULL || b->kind == NULL)
        return true;
    if (!pointer_parse(a, pointer, &p, e))
        return false;
    if (b->json.count > 0)
        return count_members(a, &b->json, &p, ret_count, ret, e);
    *ret_count = count_slots(b->form.slot, b->form.count, &p, ret) +
                 count_slots(b->multipart.slot, b->multipart.count, &p, ret);
    return true;
}
