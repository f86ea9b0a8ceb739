#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/heap.h"
#include "journey/watch_files.h"

/* A folder of its own: DIR/paifang.yaml, DIR/rules/a.yaml, DIR/rules/w.txt. */
static char dir[] = "/tmp/paifang-watch-XXXXXX";

static const char *in_dir(const char *name)
{
    static char path[2][256];
    static unsigned turn;

    turn = !turn;
    (void)snprintf(path[turn], sizeof(path[turn]), "%s/%s", dir, name);
    return path[turn];
}

static void save(const char *name, const char *text)
{
    FILE *f = fopen(in_dir(name), "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static int make_dir(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(mkdir(in_dir("rules"), 0700), 0);
    assert_int_equal(mkdir(in_dir("rules/deep"), 0700), 0);
    save("rules/a.yaml", "one");
    save("paifang.yaml", "two");
    return 0;
}

static int remove_dir(void **state)
{
    static const char *const files[] = {
        "rules/a.yaml",   "rules/b.yaml", "rules/w.txt",
        "rules/.hidden",  "rules/w.txt~", "rules/deep/c.yaml",
        "rules/deep/low", "rules/deep",   "rules",
        "other",          "tried.yaml",   "paifang.yaml"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void)remove(in_dir(files[i]));
    return rmdir(dir);
}

static void note_folder(void *arg, const char *path)
{
    struct buf *seen = arg;

    buf_add_text(seen, path + strlen(dir));
    buf_add_byte(seen, ' ');
}

static uint64_t state_of(const char *tried_pack, struct buf *folders)
{
    char *pack = heap_text(in_dir("rules"));
    char *path = heap_text(in_dir("paifang.yaml"));
    const char *packs[] = {pack};
    struct config c = {
        .path = path, .rules.packs = {packs, 1}, .help.lines = ""};
    struct config tried = {.rules.packs = {&tried_pack, 1}, .help.lines = ""};
    struct ruleset rules = {.file_count = 0};
    struct snapshot s = {.config = &c, .rules = &rules};
    struct buf unseen = buf_make(1 << 16);
    struct watch_files f = {.folder = note_folder,
                            .arg = folders != NULL ? folders : &unseen};

    watch_files_walk(&f, &s, tried_pack != NULL ? &tried : NULL);
    buf_free(&unseen);
    heap_free(pack);
    heap_free(path);
    return f.state;
}

static const struct {
    const char *name, *file;
    bool changes;
} saves[] = {
    {"a pack", "rules/a.yaml", true},
    {"a new pack", "rules/b.yaml", true},
    {"a word list", "rules/w.txt", true},
    {"a pack further down", "rules/deep/c.yaml", true},
    {"the configuration", "paifang.yaml", true},
    {"a hidden file", "rules/.hidden", false},
    {"an editor's copy", "rules/w.txt~", false},
    {"another file beside the configuration", "other", false},
};

static void what_a_snapshot_is_made_of_is_seen_to_change(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(saves); i++) {
        uint64_t before = state_of(NULL, NULL);

        unit_case(saves[i].name);
        assert_true(state_of(NULL, NULL) == before);
        save(saves[i].file, saves[i].name);
        assert_int_equal(state_of(NULL, NULL) != before, saves[i].changes);
    }
}

static void a_file_that_goes_is_a_change(void **state)
{
    uint64_t before;

    (void)state;
    save("rules/deep/low", "x");
    before = state_of(NULL, NULL);
    assert_int_equal(unlink(in_dir("rules/deep/low")), 0);
    assert_true(state_of(NULL, NULL) != before);
}

static void a_broken_configuration_s_files_count_too(void **state)
{
    char tried[256];
    uint64_t before;

    (void)state;
    (void)snprintf(tried, sizeof(tried), "%s/tried.yaml", dir);
    before = state_of(tried, NULL);
    save("tried.yaml", "mended");
    assert_true(state_of(tried, NULL) != before);
}

static void every_folder_with_such_a_file_is_told(void **state)
{
    struct buf seen = buf_make(1 << 16);

    (void)state;
    (void)state_of(NULL, &seen);
    assert_true(span_starts(buf_span(&seen), SPAN(" /rules /rules/deep ")));
    buf_free(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_snapshot_is_made_of_is_seen_to_change),
        cmocka_unit_test(a_file_that_goes_is_a_change),
        cmocka_unit_test(a_broken_configuration_s_files_count_too),
        cmocka_unit_test(every_folder_with_such_a_file_is_told),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
