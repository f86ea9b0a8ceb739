#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "cli/posts_input.h"

static char path[] = "/tmp/paifang-posts-XXXXXX";

static void write_file(const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static int make_path(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int drop_path(void **state)
{
    (void)state;
    return unlink(path);
}

/* Reads all posts: "NAME=TEXT" of each field, ";" behind each post, "_" for a
 * blank line, "!at" for a fault. */
static const char *read_all(enum posts_form form, const char *bytes, size_t len)
{
    static char out[4096];
    char *const files[] = {path};
    struct posts_input *in;
    struct arena *a = arena_new(1 << 20);
    struct posts_post post;
    struct err e;
    size_t n = 0;

    write_file(bytes, len);
    in = posts_open(form, files, 1);
    while (posts_next(in, a, &post, &e) == POSTS_POST) {
        if (post.blank)
            out[n++] = '_';
        if (post.fault != POST_FINE)
            n += (size_t)snprintf(out + n, sizeof(out) - n, "!%zu",
                                  post.fault_at);
        for (size_t i = 0; i < post.field_count; i++)
            n += (size_t)snprintf(
                out + n, sizeof(out) - n, SPAN_FMT "=" SPAN_FMT ",",
                SPAN_ARG(post.field[i].name), SPAN_ARG(post.field[i].text));
        n += (size_t)snprintf(out + n, sizeof(out) - n, ";");
        arena_reset(a);
    }
    out[n] = '\0';
    posts_close(&in);
    assert_null(in);
    arena_free(&a);
    return out;
}

static const struct {
    const char *name;
    enum posts_form form;
    const char *in;
    const char *want;
} cases[] = {
    {"a whole file is one post", POSTS_WHOLE, "a\nb\n", "=a\nb\n,;"},
    {"an empty file is an empty post", POSTS_WHOLE, "", "=,;"},
    {"every line is a post", POSTS_LINES, "a\nb\n", "=a,;=b,;"},
    {"the last line may lack its end", POSTS_LINES, "a\nb", "=a,;=b,;"},
    {"an empty line is an empty post", POSTS_LINES, "\na\n", "_=,;=a,;"},
    {"a line of white space is blank, too", POSTS_LINES,
     " \t\r\n\xE3\x80\x80\xC2\xA0\n x", "_= \t,;_=\xE3\x80\x80\xC2\xA0,;= x,;"},
    {"a blank line is no JSON", POSTS_JSONL, " \n", "_!1;"},
    {"a file is not blank", POSTS_WHOLE, " \n", "= \n,;"},
    {"no line is no post", POSTS_LINES, "", ""},
    {"CRLF ends a line", POSTS_LINES, "a\r\nb\r\n", "=a,;=b,;"},
    {"a bad line is named and the next one read", POSTS_LINES, "ab\xFF\nc\n",
     "!2;=c,;"},
    {"text in JSON", POSTS_JSONL, "{\"text\":\"a\\nb\"}\n", "=a\nb,;"},
    {"fields in JSON", POSTS_JSONL, "{\"fields\":{\"t\":\"x\",\"b\":\"y\"}}\n",
     "t=x,b=y,;"},
    {"a key twice is a fault", POSTS_JSONL, "{\"text\":\"a\",\"text\":\"b\"}\n",
     "!18;"},
    {"another shape is a fault", POSTS_JSONL, "[1]\n{\"text\":\"a\"}\n",
     "!0;=a,;"},
    {"a field that is no string is a fault", POSTS_JSONL,
     "{\"fields\":{\"a\":1}}\n", "!0;"},
};

static void reads_three_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *have =
            read_all(cases[i].form, cases[i].in, strlen(cases[i].in));

        if (strcmp(have, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, have);
    }
}

/* What a line of JSON is told to be wrong with. */
static const struct {
    const char *name, *in, *want;
} faults[] = {
    {"a number as text", "{\"text\":5}",
     "{\"kind\":\"json\",\"at\":0,\"message\":\"\\\"text\\\" is not a "
     "string\"}"},
    {"neither member", "{}",
     "{\"kind\":\"json\",\"at\":0,\"message\":"
     "\"neither \\\"text\\\" nor \\\"fields\\\"\"}"},
    {"both members", "{\"text\":\"\",\"fields\":{}}",
     "{\"kind\":\"json\",\"at\":0,\"message\":"
     "\"both \\\"text\\\" and \\\"fields\\\"\"}"},
    {"a list", "[\"a\"]",
     "{\"kind\":\"json\",\"at\":0,\"message\":\"not an object\"}"},
    {"a lone number, whose place is as it was", "5",
     "{\"kind\":\"json\",\"at\":1,\"message\":\"not an object\"}"},
    {"fields in a list", "{\"fields\":[]}",
     "{\"kind\":\"json\",\"at\":0,\"message\":"
     "\"\\\"fields\\\" is not an object\"}"},
    {"a field of a number", "{\"fields\":{\"a\":1}}",
     "{\"kind\":\"json\",\"at\":0,\"message\":\"a field that is not a "
     "string\"}"},
    {"a key twice", "{\"text\":\"a\",\"text\":\"b\"}",
     "{\"kind\":\"json\",\"at\":18,\"message\":"
     "\"a key for the second time at byte 18\"}"},
    {"no JSON", "{]",
     "{\"kind\":\"json\",\"at\":2,\"message\":\"not JSON at byte 2\"}"},
    {"no UTF-8", "\"\xFF\"",
     "{\"kind\":\"utf8\",\"at\":1,\"message\":\"not UTF-8 at byte 1\"}"},
};

static void says_what_is_wrong_with_a_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        char *const files[] = {path};
        struct posts_input *in = posts_open(POSTS_JSONL, files, 1);
        struct arena *a = arena_new(1 << 16);
        struct buf have = buf_make(1024);
        struct buf want = buf_make(1024);
        struct posts_post post;
        struct err e;

        unit_case(faults[i].name);
        write_file(faults[i].in, strlen(faults[i].in));
        assert_int_equal(posts_next(in, a, &post, &e), POSTS_POST);
        posts_add_fault(&post, &have);
        buf_printf(&want, "{\"error\":%s}", faults[i].want);
        assert_string_equal(buf_text(&have), buf_text(&want));
        buf_free(&want);
        buf_free(&have);
        posts_close(&in);
        arena_free(&a);
    }
}

static void a_line_longer_than_a_chunk_stays_whole(void **state)
{
    static char text[300001];

    (void)state;
    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\n';
    write_file(text, sizeof(text));

    char *const files[] = {path};
    struct posts_input *in = posts_open(POSTS_LINES, files, 1);
    struct arena *a = arena_new(1 << 20);
    struct posts_post post;
    struct err e;

    assert_int_equal(posts_next(in, a, &post, &e), POSTS_POST);
    assert_int_equal(post.field[0].text.len, sizeof(text) - 1);
    assert_int_equal(posts_next(in, a, &post, &e), POSTS_END);
    posts_close(&in);
    arena_free(&a);
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    char *const files[] = {(char[]){"/nonexistent/posts"}};
    struct posts_input *in = posts_open(POSTS_LINES, files, 1);
    struct arena *a = arena_new(1 << 16);
    struct posts_post post;
    struct err e;

    (void)state;
    assert_int_equal(posts_next(in, a, &post, &e), POSTS_FAILED);
    assert_non_null(strstr(e.text, "/nonexistent/posts"));
    posts_close(&in);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_three_forms),
        cmocka_unit_test(says_what_is_wrong_with_a_line),
        cmocka_unit_test(a_line_longer_than_a_chunk_stays_whole),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_path, drop_path);
}
