/*
 * The public JSONTestSuite over the scanner: PAIFANG_JSON_SUITE names its
 * folder test_parsing; without it the test is skipped.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/heap.h"
#include "fields/json.h"

struct tally {
    int accepted, refused, wrong, keys_refused;
};

static char *read_all(const char *folder, const char *name, size_t *ret_len)
{
    char path[1024];
    FILE *f;
    char *text = heap_new(1 << 20);
    size_t len;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "rb");
    assert_non_null(f);
    len = fread(text, 1, 1 << 20, f);
    (void)fclose(f);
    /* Exactly as long as the file, so that sanitizers see any overrun. */
    text = heap_grow(text, len + (len == 0), 1);
    *ret_len = len;
    return text;
}

static void run_file(const char *folder, const char *name, struct tally *t)
{
    const struct json_limits limits = {64, 10000};
    size_t len;
    char *text = read_all(folder, name, &len);
    struct arena *a = arena_new(16 << 20);
    struct err e = {0};
    struct json doc;
    bool ok = json_scan(a, (struct span){text, len}, &limits, &doc, &e);

    t->accepted += ok;
    t->refused += !ok;
    if ((name[0] == 'y' && !ok) || (name[0] == 'n' && ok)) {
        print_error("%s: %s\n", name, ok ? "accepted" : e.text);
        t->wrong++;
    }
    if (name[0] == 'y' && ok && !json_check_keys(a, &doc, false, &e)) {
        assert_non_null(strstr(e.text, "duplicate member name"));
        print_message("second layer: %s: %s\n", name, e.text);
        t->keys_refused++;
    }
    arena_free(&a);
    heap_free(text);
}

/* y_, n_ and i_ (either will do) have their tallies. */
static void run_named(const char *folder, const char *name,
                      struct tally tally[3])
{
    static const char kinds[] = "yni";
    const char *kind = name[0] == '\0' ? NULL : strchr(kinds, name[0]);

    if (kind != NULL && name[1] == '_')
        run_file(folder, name, &tally[kind - kinds]);
}

static void every_y_is_accepted_and_every_n_refused(void **state)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
    const char *folder = getenv("PAIFANG_JSON_SUITE");
    struct tally tally[3] = {0};
    struct dirent **file = NULL;
    int count;

    (void)state;
    if (folder == NULL) {
        skip();
        return;
    }
    count = scandir(folder, &file, NULL, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        run_named(folder, file[i]->d_name, tally);
        heap_free(file[i]);
    }
    heap_free(file);
    for (int i = 0; i < 3; i++)
        print_message("%c_: %d accepted, %d refused, %d by the second layer\n",
                      "yni"[i], tally[i].accepted, tally[i].refused,
                      tally[i].keys_refused);
    assert_int_equal(tally[0].wrong + tally[1].wrong, 0);
    assert_true(tally[0].accepted > 0 && tally[1].refused > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_y_is_accepted_and_every_n_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
