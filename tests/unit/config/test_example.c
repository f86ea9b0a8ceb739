#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attr.h"
#include "config/docs.h"
#include "config/place.h"
#include "translate/translator.h"

static const struct {
    const char *path;
    void (*write)(const struct config *defaults, struct buf *out);
} generated[] = {
    {"config.example.yaml", docs_example},
    {"docs/configuration.md", docs_table},
};

static void read_file(const char *relative, struct buf *out)
{
    char path[4096];
    char text[4096];
    FILE *f;
    size_t n;

    assert_true(place_find(relative, path, sizeof(path)));
    f = fopen(path, "rb");
    assert_non_null(f);
    while ((n = fread(text, 1, sizeof(text), f)) > 0)
        buf_add(out, (struct span){text, n});
    (void)fclose(f);
}

static void what_is_committed_is_what_the_rows_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(generated); i++) {
        struct buf want = buf_make(1 << 20);
        struct buf have = buf_make(1 << 20);
        struct config *c;
        struct err e;

        assert_true(config_load(NULL, translator_rows, &c, &e));
        generated[i].write(c, &want);
        read_file(generated[i].path, &have);
        if (!span_equal(buf_span(&have), buf_span(&want)))
            fail_msg("%s is stale: make example", generated[i].path);
        config_free(&c);
        buf_free(&want);
        buf_free(&have);
    }
}

static void the_example_loads(void **state)
{
    char path[4096];
    struct config *c;
    struct err e;

    (void)state;
    assert_true(place_find("config.example.yaml", path, sizeof(path)));
    if (!config_load(path, translator_rows, &c, &e))
        fail_msg("%s", e.text);
    assert_int_equal(c->routes.count, 2);
    assert_int_equal(c->routing.unmatched_writes, UNMATCHED_WRITES_REFUSE);
    config_free(&c);
}

static void shipped_files_are_found_where_asked(void **state)
{
    char path[4096] = "untouched";

    (void)state;
    assert_true(place_find("locales/en.yaml", path, sizeof(path)));
    assert_false(place_find("no/such/file", path, sizeof(path)));
    assert_int_equal(setenv("PAIFANG_SHARE", "/nowhere", 1), 0);
    assert_false(place_find("locales/en.yaml", path, sizeof(path)));
    assert_int_equal(unsetenv("PAIFANG_SHARE"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_committed_is_what_the_rows_say),
        cmocka_unit_test(the_example_loads),
        cmocka_unit_test(shipped_files_are_found_where_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
