/* Lists under names of their own: {staff: [u-1, u-2], press: [u-9]}. */
#include <string.h>

#include "config/setting.h"

enum { MOST_LISTS = 64 };

static bool read_list(const struct setting *row, const struct yaml_node *map,
                      uint32_t i, struct named_texts *ret,
                      const struct setting_ctx *ctx)
{
    ret->name = arena_text(ctx->arena, map->key[i].text);
    if (ret->name == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    return setting_texts.read(row, &map->item[i], &ret->texts, ctx);
}

static bool read_lists(const struct setting *row, const struct yaml_node *n,
                       void *ret, const struct setting_ctx *ctx)
{
    struct named_texts *at;

    if (n->kind != YAML_MAP || n->count > MOST_LISTS)
        return yaml_err(n, ctx->e,
                        "%s: expected a map from names to lists, at most %d",
                        row->key, MOST_LISTS);
    at = arena_array(ctx->arena, n->count, sizeof(*at));
    if (at == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    for (uint32_t i = 0; i < n->count; i++)
        if (!read_list(row, n, i, &at[i], ctx))
            return false;
    *(struct lists *)ret = (struct lists){at, n->count};
    return true;
}

static void write_lists(const struct setting *row, const void *value,
                        struct buf *out)
{
    const struct lists *all = value;

    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < all->count; i++) {
        if (i > 0)
            buf_add(out, SPAN(", "));
        setting_write_text(span_of(all->at[i].name), out);
        buf_add(out, SPAN(": "));
        setting_texts.write(row, &all->at[i].texts, out);
    }
    buf_add_byte(out, '}');
}

const struct setting_type setting_lists = {"map of lists", read_lists,
                                           write_lists, NULL};
