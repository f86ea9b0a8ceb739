#include "../unit.h"

#include "base/attr.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "guess/components.h"
#include "guess/emoji.h"
#include "guess/listing.h"
#include "guess/lookalike.h"

static struct components *table;
static struct listing *forms;

static uint32_t usual(uint32_t c)
{
    struct listed found = listing_get(forms, c);

    return found.count > 0 ? found.at[0] : c;
}

static uint32_t only(const char *text)
{
    size_t at = 0;
    uint32_t c = 0;

    assert_true(utf8_next(span_of(text), &at, &c));
    return c;
}

static bool written(const struct component_way *way, const char *as)
{
    size_t at = 0;
    uint32_t i = 0;
    uint32_t c;

    for (; utf8_next(span_of(as), &at, &c); i++)
        if (i >= way->count || way->c[i] != usual(c))
            return false;
    return i == way->count;
}

static const struct {
    const char *name, *character, *as;
    bool want;
} cases[] = {
    {"side by side", "法", "氵去", true},
    {"the other way round", "法", "去氵", true},
    {"a radical in its full form", "法", "水去", true},
    {"taken apart further", "法", "氵土厶", true},
    {"stacked", "想", "相心", true},
    {"one inside the other", "国", "囗玉", true},
    {"strokes", "人", "丿乀", true},
    {"locked together", "中", "口丨", true},
    {"what does not belong", "法", "氵土", false},
    {"the character itself", "法", "法", false},
};

static void characters_are_put_together_from_components(void **state)
{
    struct component_ways *ways = heap_new(sizeof(*ways));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool found = false;

        components_ways(table, only(cases[i].character), ways);
        for (uint32_t k = 0; k < ways->count; k++)
            found = found || written(&ways->at[k], cases[i].as);
        if (found != cases[i].want)
            fail_msg("%s", cases[i].name);
    }
    heap_free(ways);
}

static void what_is_no_han_character_has_no_ways(void **state)
{
    struct component_ways *ways = heap_new(sizeof(*ways));

    (void)state;
    components_ways(table, 'x', ways);
    assert_int_equal(ways->count, 0);
    heap_free(ways);
}

static bool looks_like(const char *t, const char *other)
{
    struct lookalikes l = lookalikes_of(only(t));
    struct lookalike x;

    while (lookalikes_next(&l, &x))
        if (x.c == only(other))
            return true;
    return false;
}

static void lookalikes_are_listed(void **state)
{
    (void)state;
    assert_true(looks_like("黑", "嘿"));
    assert_true(looks_like("未", "末"));
    assert_true(looks_like("人", "入"));
    assert_false(looks_like("人", "黑"));
    assert_false(looks_like("人", "人"));
    assert_false(looks_like("x", "人"));
}

static void emoji_have_meanings(void **state)
{
    struct emoji_row row;
    uint32_t at = 0;
    uint32_t count = 0;
    bool horse = false;

    (void)state;
    while (emoji_next(&at, &row)) {
        count++;
        if (row.emoji == 0x1F434)
            horse = span_find(row.meant[0], SPAN("马"), 0) < row.meant[0].len;
    }
    assert_true(count > 1000);
    assert_true(horse);
}

static int prepare(void **state)
{
    (void)state;
    table = components_new();
    forms = components_forms();
    return 0;
}

static int clean_up(void **state)
{
    (void)state;
    components_free(&table);
    listing_free(&forms);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_put_together_from_components),
        cmocka_unit_test(what_is_no_han_character_has_no_ways),
        cmocka_unit_test(lookalikes_are_listed),
        cmocka_unit_test(emoji_have_meanings),
    };

    return cmocka_run_group_tests(tests, prepare, clean_up);
}
