/* Finds the posts in the app's answer and what of them this reader can't read.
 */
#include "journey/reading.h"
#include "journey/renditions.h"

/* zh-Hans and zh-Hant readers get each other's script by OpenCC. */
static bool other_script(enum lang have, enum lang want)
{
    return (have == LANG_ZH_HANS && want == LANG_ZH_HANT) ||
           (have == LANG_ZH_HANT && want == LANG_ZH_HANS);
}

static bool read_item_texts(struct reading *r, const struct item *from,
                            struct read_item *to, struct err *e)
{
    to->text = arena_array(r->arena, from->field_count, sizeof(*to->text));
    to->detection =
        arena_array(r->arena, from->field_count, sizeof(*to->detection));
    to->field = arena_array(r->arena, from->field_count, sizeof(*to->field));
    to->first = r->wanted_count;
    to->text_count = from->field_count;
    if (to->text == NULL || to->detection == NULL || to->field == NULL)
        return arena_err(r->arena, "answer", e);
    for (uint32_t i = 0; i < from->field_count; i++) {
        const struct field *f = &from->field[i];
        struct detection *d = &to->detection[i];

        to->text[i] = (struct moderate_text){f->text, f->name, f->markup};
        if (!detect_text(r->arena, f->text, d, e))
            return false;
        if (!rendition_needed(d, r->language) &&
            !other_script(d->lang, r->language))
            continue;
        to->field[to->count++] = i;
        r->wanted[r->wanted_count++] = (struct translate_text){
            .text = f->text, .markup = f->markup, .from = d->lang};
    }
    return true;
}

static uint32_t count_fields(const struct items *items)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < items->count; i++)
        n += items->item[i].field_count;
    return n;
}

enum step_result read_items(struct reading *r, struct err *e)
{
    if (!items_read(r->arena, r->plan->items, r->body, &r->items, e))
        return STEP_FAILED;
    r->item = arena_array(r->arena, r->items.count, sizeof(*r->item));
    r->wanted =
        arena_array(r->arena, count_fields(&r->items), sizeof(*r->wanted));
    if (r->item == NULL || r->wanted == NULL) {
        (void)arena_err(r->arena, "answer", e);
        return STEP_FAILED;
    }
    for (uint32_t i = 0; i < r->items.count; i++)
        if (!read_item_texts(r, &r->items.item[i], &r->item[i], e))
            return STEP_FAILED;
    return STEP_DONE;
}
