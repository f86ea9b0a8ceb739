#include "../unit.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/heap.h"

enum { LIMIT = 100 << 10 };

static char folder[] = "/tmp/paifang-file-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof(path), "%s/it", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int remove_it(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_bytes(size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    char *bytes = heap_new(n + 1);

    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i % 251);
    assert_int_equal(write(fd, bytes, n), n);
    assert_int_equal(close(fd), 0);
    heap_free(bytes);
}

static void assert_bytes(const struct buf *b, size_t n)
{
    assert_int_equal(b->len, n);
    for (size_t i = 0; i < n; i++)
        if (b->at[i] != (char)(i % 251))
            fail_msg("byte %zu is %d", i, b->at[i]);
}

static void assert_refused(const char *what, enum file_sort sort, size_t limit,
                           const char *want)
{
    struct buf b = buf_make(limit);
    struct err e = {0};
    char text[128];

    (void)snprintf(text, sizeof(text), "%s: %s", what, want);
    assert_false(file_read(what, sort, &b, &e));
    assert_string_equal(e.text, text);
    assert_int_equal(e.kind, ERR_CONFIG);
    assert_int_equal(b.len, 0);
    assert_false(b.failed);
    buf_free(&b);
}

static void files_are_read_whole_up_to_the_limit(void **state)
{
    static const struct {
        const char *name;
        size_t bytes;
    } cases[] = {
        {"an empty file", 0},
        {"one byte", 1},
        {"more than is read at once", (64 << 10) + 1},
        {"one byte less than the limit", LIMIT - 1},
        {"exactly the limit", LIMIT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (int sort = FILE_REGULAR; sort <= FILE_OR_PIPE; sort++) {
            struct buf b = buf_make(LIMIT);
            struct err e;

            unit_case(cases[i].name);
            write_bytes(cases[i].bytes);
            assert_true(file_read(path, (enum file_sort)sort, &b, &e));
            assert_bytes(&b, cases[i].bytes);
            buf_free(&b);
        }
}

static void a_file_over_the_limit_says_the_limit(void **state)
{
    static const struct {
        size_t limit;
        const char *want;
    } cases[] = {
        {2 << 20, "larger than 2 MiB"},   {LIMIT, "larger than 100 KiB"},
        {1025, "larger than 1025 bytes"}, {1024, "larger than 1 KiB"},
        {0, "larger than 0 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        write_bytes(cases[i].limit + 1);
        assert_refused(path, FILE_REGULAR, cases[i].limit, cases[i].want);
    }
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    assert_refused("/nonexistent/file", FILE_REGULAR, LIMIT,
                   "No such file or directory");
    assert_refused("/nonexistent/file", FILE_OR_PIPE, LIMIT,
                   "No such file or directory");
}

static void a_folder_is_no_file(void **state)
{
    (void)state;
    assert_refused(folder, FILE_REGULAR, LIMIT, "Is a directory");
    assert_refused(folder, FILE_OR_PIPE, LIMIT, "Is a directory");
}

/* The alarm kills the test when it waits after all. */
static void a_fifo_without_a_writer_is_refused_at_once(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    (void)alarm(20);
    assert_refused(path, FILE_REGULAR, LIMIT, "not a regular file");
    (void)alarm(0);
}

static void a_device_is_no_regular_file(void **state)
{
    struct buf b = buf_make(LIMIT);
    struct err e;

    (void)state;
    assert_refused("/dev/null", FILE_REGULAR, LIMIT, "not a regular file");
    assert_true(file_read("/dev/null", FILE_OR_PIPE, &b, &e));
    assert_int_equal(b.len, 0);
    buf_free(&b);
    assert_refused("/dev/zero", FILE_OR_PIPE, LIMIT, "larger than 100 KiB");
}

static void *write_slowly(void *context)
{
    const struct timespec pause = {.tv_nsec = 20000000};
    int *fd = context;

    for (char c = 0; c < 5; c++) {
        (void)nanosleep(&pause, NULL);
        if (write(*fd, &c, 1) != 1)
            break;
    }
    (void)close(*fd);
    return NULL;
}

/* As the shell's <(…) is given: the path of a pipe's descriptor. */
static void a_pipe_is_waited_for_where_it_is_fine(void **state)
{
    struct buf b = buf_make(LIMIT);
    struct err e;
    pthread_t writer;
    char name[32];
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    (void)snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
    assert_refused(name, FILE_REGULAR, LIMIT, "not a regular file");
    assert_int_equal(pthread_create(&writer, NULL, write_slowly, &ends[1]), 0);
    assert_true(file_read(name, FILE_OR_PIPE, &b, &e));
    assert_int_equal(pthread_join(writer, NULL), 0);
    assert_bytes(&b, 5);
    assert_int_equal(close(ends[0]), 0);
    buf_free(&b);
}

static void the_rest_of_a_descriptor_is_read_from_where_it_stands(void **state)
{
    struct buf b = buf_make(2);
    struct err e;
    int fd;

    (void)state;
    write_bytes(5);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(lseek(fd, 3, SEEK_SET), 3);
    assert_true(file_read_rest(fd, "-", &b, &e));
    assert_int_equal(b.len, 2);
    assert_int_equal(b.at[0], 3);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    buf_reset(&b);
    assert_false(file_read_rest(fd, "-", &b, &e));
    assert_string_equal(e.text, "-: larger than 2 bytes");
    assert_int_equal(close(fd), 0);
    assert_false(file_read_rest(fd, "-", &b, &e));
    assert_string_equal(e.text, "-: Bad file descriptor");
    buf_free(&b);
}

/* Files of /proc are regular and 0 bytes long for stat. */
static void the_size_that_stat_tells_is_not_believed(void **state)
{
    struct buf b = buf_make(LIMIT);
    struct err e;
    struct stat st;

    (void)state;
    assert_int_equal(stat("/proc/self/status", &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_true(file_read("/proc/self/status", FILE_REGULAR, &b, &e));
    assert_true(b.len > 0);
    buf_free(&b);
}

static atomic_bool enough;

static void *grow(void *context)
{
    static const char more[512];
    const int *fd = context;

    while (!atomic_load(&enough) &&
           write(*fd, more, sizeof(more)) == (ssize_t)sizeof(more))
        ;
    return NULL;
}

static void a_file_that_grows_is_read_until_the_limit(void **state)
{
    struct buf b = buf_make(LIMIT);
    struct err e;
    pthread_t writer;
    size_t last = 0;
    int fd;

    (void)state;
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(pthread_create(&writer, NULL, grow, &fd), 0);
    while (file_read(path, FILE_REGULAR, &b, &e)) {
        assert_in_range(b.len, last, LIMIT);
        last = b.len;
        buf_reset(&b);
    }
    atomic_store(&enough, true);
    assert_int_equal(pthread_join(writer, NULL), 0);
    assert_non_null(strstr(e.text, ": larger than 100 KiB"));
    assert_int_equal(b.len, 0);
    assert_int_equal(close(fd), 0);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(files_are_read_whole_up_to_the_limit,
                                  remove_it),
        cmocka_unit_test_teardown(a_file_over_the_limit_says_the_limit,
                                  remove_it),
        cmocka_unit_test(a_missing_file_is_named),
        cmocka_unit_test(a_folder_is_no_file),
        cmocka_unit_test_teardown(a_fifo_without_a_writer_is_refused_at_once,
                                  remove_it),
        cmocka_unit_test(a_device_is_no_regular_file),
        cmocka_unit_test(a_pipe_is_waited_for_where_it_is_fine),
        cmocka_unit_test_teardown(
            the_rest_of_a_descriptor_is_read_from_where_it_stands, remove_it),
        cmocka_unit_test(the_size_that_stat_tells_is_not_believed),
        cmocka_unit_test_teardown(a_file_that_grows_is_read_until_the_limit,
                                  remove_it),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
