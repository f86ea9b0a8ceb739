#include "fold/space.h"

/* A view's own bytes as offsets into the original, through its base. */
static bool list_view(struct arena *a, const char *name,
                      const struct fold_view *chain, uint32_t depth,
                      struct fold_listed *ret)
{
    const struct fold_view *v = &chain[depth - 1];
    uint32_t *origin = arena_array(a, v->text.len + 1, sizeof(*origin));

    *ret = (struct fold_listed){name, arena_copy(a, v->text), origin};
    if (origin == NULL || ret->text.at == NULL)
        return false;
    for (uint32_t i = 0; i <= v->text.len; i++) {
        struct range at = {i, i};

        for (uint32_t d = depth; d > 0; d--)
            at = fold_origin(&chain[d - 1], (struct range){at.from, at.from});
        origin[i] = at.from;
    }
    return true;
}

bool fold_views(struct arena *a, struct span text, struct fold_listed **ret,
                uint32_t *ret_count, struct err *e)
{
    struct fold_space *s = fold_space_new();
    struct fold_listed *list = arena_array(a, PAGE_COUNT, sizeof(*list));
    struct fold_view chain[PAGE_COUNT];
    bool done = list != NULL;

    chain[0] = fold_text(s, text);
    chain[1] = fold_compact(s, &chain[0]);
    done = done && list_view(a, "default", chain, 1, &list[PAGE_DEFAULT]) &&
           list_view(a, "compact", chain, 2, &list[PAGE_COMPACT]);
    fold_space_free(&s);
    if (!done)
        return arena_err(a, "views", e);
    *ret = list;
    *ret_count = PAGE_COUNT;
    return true;
}
