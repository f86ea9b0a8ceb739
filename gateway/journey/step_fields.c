/* From body bytes to text fields, and back. */
#include "config/config.h"
#include "fields/lookup.h"
#include "journey/post.h"

static bool read_body(struct post *p, struct err *e)
{
    const struct fields_input in = {
        .content_type = p->content_type,
        .body = p->body,
        .query = p->query,
    };

    return fields_read(p->arena, p->plan->fields, &in, &p->fields, e);
}

/* The method that the body asks for; .at NULL: it asks for none. Overrides in
 * headers and the query were seen to by intake. */
static bool find_override(struct post *p, struct span *ret, struct err *e)
{
    uint32_t count;

    if (!fields_count(p->arena, &p->fields, SPAN("/_method"), &count, ret, e))
        return false;
    *ret = span_trim(*ret);
    return count == 0 ||
           (count == 1 && ret->len > 0 &&
            p->snapshot->config->routing.method_override ==
                METHOD_OVERRIDE_HONOUR) ||
           err_set(e, ERR_INPUT, NULL, "method override in the body");
}

/* The app takes the post for one of another route: so do we. */
static bool follow_override(struct post *p, struct span method, struct err *e)
{
    const struct route *route = intake_reroute(p->request, method);

    if (route == NULL || route->kind != ROUTE_PUBLISH)
        return err_set(e, ERR_FORBIDDEN, NULL,
                       "the override in the body leads to no publish route");
    if (route == p->plan->route)
        return true;
    p->plan = snapshot_plan(p->snapshot, route);
    return read_body(p, e);
}

enum step_result step_fields(struct post *p, struct err *e)
{
    struct span method = {NULL, 0};

    return read_body(p, e) && find_override(p, &method, e) &&
                   (method.at == NULL || follow_override(p, method, e))
               ? STEP_DONE
               : STEP_FAILED;
}

static struct field_changes *mask_edits(struct post *p)
{
    struct field_changes *edits =
        arena_array(p->arena, p->fields.count, sizeof(*edits));

    for (uint32_t i = 0; edits != NULL && i < p->fields.count; i++)
        edits[i] = (struct field_changes){
            p->moderation.text[i].change,
            p->moderation.text[i].change_count,
        };
    return edits;
}

/* hold: {by: field}: the app gets the post with its own mark of "pending". */
static bool set_edits(struct post *p, struct fields_edits *edits)
{
    const struct route_hold *hold = &p->plan->route->hold;
    struct fields_set *set;

    if (p->verdict != VERDICT_HOLD || hold->by != HOLD_BY_FIELD)
        return true;
    set = arena_array(p->arena, hold->set.count, sizeof(*set));
    for (uint32_t i = 0; set != NULL && i < hold->set.count; i++)
        set[i] =
            (struct fields_set){hold->set.at[i].pointer, hold->set.at[i].json};
    edits->set = set;
    edits->set_count = set == NULL ? 0 : hold->set.count;
    return set != NULL;
}

enum step_result step_compose(struct post *p, struct err *e)
{
    struct fields_edits edits = {.attach = p->attachment};

    if (p->moderation.masked && !p->past.as_is) {
        p->masks = mask_edits(p);
        if (p->masks == NULL) {
            (void)arena_err(p->arena, "masks", e);
            return STEP_FAILED;
        }
        edits.change = p->masks;
    }
    if (!set_edits(p, &edits)) {
        (void)arena_err(p->arena, "hold.set", e);
        return STEP_FAILED;
    }
    if (!fields_write(p->arena, &p->fields, &edits, &p->out, e))
        return STEP_FAILED;
    p->composed = true;
    return STEP_DONE;
}
