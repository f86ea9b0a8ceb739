/* paifang queue … and paifang audit …, on a store with held posts. */
#include "../unit.h"

#include <fcntl.h>

#include "bench_post.h"
#include "cli/command.h"

static const struct bench_post post_a = {
    .body = "{\"title\":\"刷单\"}", .masked = "{}", .author = "u-1"};
static const struct bench_post post_b = {.body = "{}", .author = "u-2"};

static char said[16384];
static enum cli_exit left;

/* Runs a command with --store and keeps what it printed on both streams. */
static const char *run(const char *line)
{
    char path[128];
    char words[512];
    char *argv[24];
    int argc = 0;
    int out = dup(STDOUT_FILENO);
    int err = dup(STDERR_FILENO);
    int to;
    ssize_t n;

    (void)snprintf(path, sizeof(path), "%s/said", bench_folder);
    (void)snprintf(words, sizeof(words), "%s --store %s", line, bench_url);
    for (char *rest = words, *word; (word = strsep(&rest, " ")) != NULL;)
        argv[argc++] = word;
    argv[argc] = NULL;
    (void)fflush(stdout);
    to = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(dup2(to, STDOUT_FILENO) >= 0 && dup2(to, STDERR_FILENO) >= 0);
    left = strcmp(argv[0], "queue") == 0 ? cmd_queue(argc, argv)
                                         : cmd_audit(argc, argv);
    (void)fflush(stdout);
    assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0);
    n = pread(to, said, sizeof(said) - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    (void)close(to);
    (void)close(out);
    (void)close(err);
    return said;
}

static const char *run_with(const char *format, const char *id)
{
    char line[256];

    (void)snprintf(line, sizeof(line), "%s %s", format, id);
    return run(line);
}

static void assert_says(const char *part)
{
    if (strstr(said, part) == NULL)
        fail_msg("no '%s' in: %s", part, said);
}

static void the_queue_lists_shows_and_decides(void **state)
{
    char a[ID_TEXT];
    char b[ID_TEXT];

    (void)state;
    bench_open("commands");
    (void)bench_hold(&post_a, a);
    (void)bench_hold(&post_b, b);
    (void)run("queue list --json");
    assert_int_equal(left, CLI_FINE);
    assert_says(a);
    assert_says(
        "\"state\":\"held\",\"route\":\"publish\",\"verdict\":\"hold\"");
    assert_says("{\"rule\":\"scams.brushing\",\"hash\":\"");
    (void)run("queue list --limit 1");
    assert_says(a);
    assert_null(strstr(said, b));
    (void)run_with("queue show", a);
    assert_says("POST /posts");
    (void)run_with("queue approve --by mei --note fine", a);
    assert_int_equal(left, CLI_FINE);
    assert_says(": approved");
    assert_null(strstr(said, "no gateway serves"));
    (void)run_with("queue approve", a);
    assert_int_equal(left, CLI_FAILED);
    assert_says("is approved: can't approve it");
    (void)run_with("queue reject", b);
    assert_says(": rejected");
    (void)run("queue list");
    assert_null(strstr(said, b));
    (void)run("queue list --all");
    assert_says(b);
    (void)run_with("queue resolve --there", a);
    assert_int_equal(left, CLI_FAILED);
    (void)run("queue approve 0");
    assert_says("fits several");
    (void)run("queue approve ffff");
    assert_says("no post ffff in the queue");
    bench_close();
}

static void approval_without_a_gateway_says_so(void **state)
{
    char a[ID_TEXT];

    (void)state;
    bench_open("unserved");
    (void)bench_hold(&post_a, a);
    bench_close();
    (void)run_with("queue approve", a);
    assert_int_equal(left, CLI_FINE);
    assert_says("no gateway serves with this store");
}

static void records_are_listed_and_shown_with_what_followed(void **state)
{
    char a[ID_TEXT];
    char b[ID_TEXT];

    (void)state;
    bench_open("audit");
    (void)bench_hold(&post_a, a);
    (void)bench_hold(&post_b, b);
    (void)run_with("queue reject --by mei --note spam", a);
    (void)run("audit list --json");
    assert_int_equal(left, CLI_FINE);
    assert_says("\"verdict\":\"hold\",\"language\":");
    assert_true(strstr(said, b) < strstr(said, a)); /* the newest first */
    (void)run("audit list --verdict reject");
    assert_string_equal(said, "");
    (void)run("audit list --route publish --since 1h --limit 1");
    assert_says(b);
    assert_null(strstr(said, a));
    (void)run("audit list --route other");
    assert_string_equal(said, "");
    (void)run_with("audit show --json", a);
    assert_says("\"result\":\"reject\"");
    assert_says("\"note\":\"spam\"");
    assert_null(strstr(said, b));
    (void)run_with("audit show", a);
    assert_says("verdict: hold");
    (void)run("audit list --verdict nope");
    assert_int_equal(left, CLI_FAILED);
    (void)run("audit show ffff");
    assert_int_equal(left, CLI_FAILED);
    bench_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_queue_lists_shows_and_decides),
        cmocka_unit_test(approval_without_a_gateway_says_so),
        cmocka_unit_test(records_are_listed_and_shown_with_what_followed),
    };

    return cmocka_run_group_tests(tests, bench_set_up, bench_tear_down);
}
