#include "journey/plan.h"

#include "fields/charset.h"

struct json_limits plan_json_limits(const struct config *c)
{
    return (struct json_limits){
        .depth = (uint32_t)c->limits.json_depth,
        .members = (uint32_t)c->limits.json_members,
    };
}

static struct span text_place(struct arena *a, const struct route_text *t)
{
    return t->query.at != NULL
               ? arena_printf(a, "query:" SPAN_FMT, SPAN_ARG(t->query))
               : t->pointer;
}

struct fields_text *plan_texts(struct arena *a, const struct route *r)
{
    struct fields_text *t = arena_array(a, r->text.count, sizeof(*t));

    for (uint32_t i = 0; t != NULL && i < r->text.count; i++)
        t[i] = (struct fields_text){
            .name = r->text.at[i].name,
            .at = text_place(a, &r->text.at[i]),
            .markup = (enum markup)r->text.at[i].markup,
        };
    return t;
}

static struct span *span_list(struct arena *a, const struct texts *t)
{
    struct span *list = arena_array(a, t->count, sizeof(*list));

    for (uint32_t i = 0; list != NULL && i < t->count; i++)
        list[i] = span_of(t->at[i]);
    return list;
}

static bool route_charsets(const struct route *r, unsigned *ret, struct err *e)
{
    *ret = 0;
    for (uint32_t i = 0; i < r->charsets.count; i++) {
        unsigned bit;

        if (!charset_bit(span_of(r->charsets.at[i]), &bit))
            return err_set(e, ERR_CONFIG, NULL, "unknown charset '%s'",
                           r->charsets.at[i]);
        *ret |= bit;
    }
    return true;
}

bool plan_fields(struct arena *a, const struct config *c, const struct route *r,
                 const struct fields_spec **ret, struct err *e)
{
    struct fields_config fc = {
        .text = plan_texts(a, r),
        .text_count = r->text.count,
        .attach = span_of(r->translate.attach),
        .drop = span_list(a, &r->drop),
        .drop_count = r->drop.count,
        .json = plan_json_limits(c),
        .keys_exact = r->keys_exact != 0,
        .parts = (uint32_t)c->limits.parts,
        .reads = r->reads,
    };

    if (fc.text == NULL || fc.drop == NULL)
        return arena_err(a, "routes", e);
    return route_charsets(r, &fc.charsets, e) && fields_compile(a, &fc, ret, e);
}
