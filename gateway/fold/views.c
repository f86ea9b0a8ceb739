#include "fold/looks.h"
#include "fold/space.h"

/* A view's own bytes as offsets into the original, through its base: the view
 * comes first, the default view last. */
static bool list_view(struct arena *a, const char *name,
                      const struct fold_view *chain, uint32_t depth,
                      struct fold_listed *ret)
{
    const struct fold_view *v = &chain[0];
    uint32_t *origin = arena_array(a, v->text.len + 1, sizeof(*origin));

    *ret = (struct fold_listed){name, arena_copy(a, v->text), origin};
    if (origin == NULL || ret->text.at == NULL)
        return false;
    for (uint32_t i = 0; i <= v->text.len; i++) {
        struct range at = {i, i};

        for (uint32_t d = 0; d < depth; d++)
            at = fold_origin(&chain[d], (struct range){at.from, at.from});
        origin[i] = at.from;
    }
    return true;
}

/* How a view is made, and of which. */
struct step {
    const char *name;
    int base; /* an earlier row */
    struct fold_view (*make)(struct fold_space *s, const struct fold_view *v);
};

static const struct step steps[PAGE_COUNT] = {
    [PAGE_DEFAULT] = {.name = "default", .base = -1},
    [PAGE_MARKUP] = {"markup", PAGE_DEFAULT, fold_markup},
    [PAGE_COMPACT] = {"compact", PAGE_MARKUP, fold_compact},
    [PAGE_LOOKS] = {"lookalikes", PAGE_MARKUP, fold_lookalikes},
};

bool fold_views(struct arena *a, struct span text, struct fold_listed **ret,
                uint32_t *ret_count, struct err *e)
{
    struct fold_space *s;
    struct fold_listed *list = arena_array(a, PAGE_COUNT, sizeof(*list));
    struct fold_view view[PAGE_COUNT];
    bool done = list != NULL;

    if (!looks_init(e))
        return false;
    s = fold_space_new();
    view[PAGE_DEFAULT] = fold_text(s, text);
    for (int i = 0; i < PAGE_COUNT; i++) {
        struct fold_view chain[PAGE_COUNT];
        uint32_t depth = 0;

        if (steps[i].make != NULL)
            view[i] = steps[i].make(s, &view[steps[i].base]);
        for (int k = i; k >= 0; k = steps[k].base)
            chain[depth++] = view[k];
        done = done && list_view(a, steps[i].name, chain, depth, &list[i]);
    }
    fold_space_free(&s);
    if (!done)
        return arena_err(a, "views", e);
    *ret = list;
    *ret_count = PAGE_COUNT;
    return true;
}
