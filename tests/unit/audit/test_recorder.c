#include "../unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "audit/recorder.h"
#include "audit/store.h"
#include "base/clock.h"
#include "config/config.h"

static char folder[] = "/tmp/paifang-recorder-XXXXXX";
static char url[128];
static int wakes[2]; /* a pipe: what uv_async_t is in the gateway */

static void wake(void *arg)
{
    (void)arg;
    assert_int_equal(write(wakes[1], "w", 1), 1);
}

static void new_store(const char *name)
{
    (void)snprintf(url, sizeof(url), "sqlite:%s/%s.db", folder, name);
}

static uint64_t keep_for_ms;

static struct recorder *open_recorder(uint64_t unknown_after_ms)
{
    const struct recorder_options o = {
        .store = url,
        .origin = SPAN("test"),
        .pseudonym_key = SPAN("0123456789abcdef0123456789abcdef"),
        .keep_text = KEEP_TEXT_FLAGGED,
        .keep_for_ms = keep_for_ms,
        .unknown_after_ms = unknown_after_ms,
    };
    struct recorder *r = NULL;
    struct err e = {0};

    if (!recorder_open(&o, &r, &e))
        fail_msg("%s", e.text);
    return r;
}

static void wait_wake(void)
{
    char c;

    assert_int_equal(read(wakes[0], &c, 1), 1);
}

struct got {
    unsigned done;
    enum record_result last;
    enum err_kind error;
};

static void on_done(struct record_item *item)
{
    struct got *g = item->user;

    g->done++;
    g->last = item->result;
    g->error = item->result == RECORD_FAILED ? item->error.kind : ERR_NONE;
}

static struct record_item *make_item(struct recorder *r, struct arena *a,
                                     const char *id, struct got *g)
{
    struct record_decision d = {.id = id,
                                .time_ms = clock_wall_ms(),
                                .route = SPAN("publish"),
                                .method = SPAN("POST"),
                                .target = SPAN("/posts"),
                                .body = SPAN("{\"title\":\"x\"}"),
                                .verdict = VERDICT_ALLOW};
    struct record_item *item = NULL;
    struct err e;

    assert_true(record_decision(recorder_context(r), &d, a, &item, &e));
    item->done = on_done;
    item->user = g;
    item->forwarded = true;
    return item;
}

static bool submit_one(struct recorder *r, struct recorder_port *p,
                       const char *id, struct got *g)
{
    struct arena *a = arena_new(1 << 20);
    struct record_item *item = make_item(r, a, id, g);
    unsigned before = g->done;
    struct err e;
    bool ok = recorder_submit(p, item, &e);

    if (!ok)
        assert_int_equal(e.kind, ERR_STORE);
    while (ok && g->done == before) {
        wait_wake();
        recorder_port_drain(p);
    }
    arena_free(&a);
    return ok && g->last == RECORD_WRITTEN;
}

struct found {
    char json[4096];
    unsigned sides;
    unsigned count;
    unsigned per_kind[RECORD_KINDS];
};

static bool on_record(void *user, const struct store_record *row)
{
    struct found *f = user;

    f->count++;
    f->per_kind[row->kind]++;
    f->sides += row->side.at != NULL;
    if (f->count == 1) /* the newest */
        (void)snprintf(f->json, sizeof(f->json), SPAN_FMT, SPAN_ARG(row->json));
    return true;
}

static struct found find(const char *id)
{
    const struct store_query q = {.id = span_of(id)};
    struct found f = {0};
    struct store *s;
    struct err e = {0};

    if (!store_open(url, STORE_EXISTING, &s, &e) ||
        !s->driver->records(s, &q, on_record, &f, &e))
        fail_msg("%s", e.text);
    store_close(&s);
    return f;
}

static void a_submitted_record_is_in_the_store_when_done_is_called(void **state)
{
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    char id[ID_TEXT];
    struct found f;
    struct stat st;
    char path[160];

    (void)state;
    new_store("basic");
    r = open_recorder(0);
    p = recorder_port(r, wake, NULL);
    id_new(id);
    assert_true(submit_one(r, p, id, &g));
    f = find(id);
    assert_int_equal(f.count, 1);
    assert_non_null(strstr(f.json, "\"verdict\":\"allow\""));
    assert_non_null(strstr(f.json, id));
    recorder_close(&r);
    (void)snprintf(path, sizeof(path), "%s/basic.db", folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777U, 0600);
}

static void outcomes_settle_what_was_forwarded(void **state)
{
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    char answered[ID_TEXT];
    char lost[ID_TEXT];

    (void)state;
    new_store("outcome");
    r = open_recorder(1);
    p = recorder_port(r, wake, NULL);
    id_new(answered);
    id_new(lost);
    assert_true(submit_one(r, p, answered, &g));
    assert_true(submit_one(r, p, lost, &g));
    recorder_event(r, &(struct record_event){.kind = RECORD_OUTCOME,
                                             .decision = span_of(answered),
                                             .result = "answered",
                                             .status = 201,
                                             .ms = 12});
    recorder_close(&r);
    assert_int_equal(find(answered).per_kind[RECORD_OUTCOME], 1);
    assert_int_equal(find(lost).per_kind[RECORD_OUTCOME], 0);
    usleep(5000);
    r = open_recorder(1); /* the next start finds it */
    recorder_close(&r);
    assert_non_null(strstr(find(lost).json, "\"result\":\"unknown\""));
    assert_int_equal(find(answered).per_kind[RECORD_OUTCOME], 1);
}

static void refused_requests_are_rows_up_to_a_hundred_a_second(void **state)
{
    struct recorder *r;
    struct found f;

    (void)state;
    new_store("refused");
    r = open_recorder(0);
    for (int i = 0; i < 1000; i++)
        recorder_refused(r, SPAN("publish"), "unparseable", 400);
    usleep(1700000); /* the next second counts the rest */
    recorder_close(&r);
    f = find("");
    assert_in_range(f.per_kind[RECORD_REFUSED], 101, 202);
    assert_non_null(strstr(f.json, "\"refused\""));
}

/* Acknowledged ids are written to a pipe after `done`; the child is killed at
 * some point in the middle; each id in the pipe must be in the store. */
static void new_pipe(void)
{
    if (pipe(wakes) != 0)
        _exit(1);
}

static void child_submits_forever(int to)
{
    struct recorder *r = open_recorder(0);
    struct recorder_port *p = recorder_port(r, wake, NULL);
    struct got g = {0};
    char id[ID_TEXT];

    for (;;) {
        id_new(id);
        if (!submit_one(r, p, id, &g) || write(to, id, ID_TEXT) != ID_TEXT)
            _exit(1);
    }
}

static unsigned check_acknowledged(int from, unsigned most)
{
    char id[ID_TEXT];
    unsigned n = 0;

    for (; n < most && read(from, id, ID_TEXT) == ID_TEXT; n++)
        assert_int_equal(find(id).count, 1);
    return n;
}

static void what_was_acknowledged_survives_sigkill(void **state)
{
    (void)state;
    new_store("killed");
    for (unsigned round = 0; round < 3; round++) {
        int acks[2];
        pid_t child;

        assert_int_equal(pipe(acks), 0);
        child = fork();
        if (child == 0)
            new_pipe();
        if (child == 0)
            child_submits_forever(acks[1]);
        (void)close(acks[1]);
        assert_int_equal(check_acknowledged(acks[0], 10 + round), 10 + round);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        (void)check_acknowledged(acks[0], UINT32_MAX);
        (void)close(acks[0]);
    }
}

enum { EACH = 60 };

static void child_submits_some(void)
{
    struct recorder *r = open_recorder(0);
    struct recorder_port *p = recorder_port(r, wake, NULL);
    struct got g = {0};
    char id[ID_TEXT];

    for (int n = 0; n < EACH; n++) {
        id_new(id);
        if (!submit_one(r, p, id, &g))
            _exit(1);
    }
    recorder_close(&r);
    _exit(0);
}

static void two_processes_append_to_one_log(void **state)
{
    pid_t child[2];
    int status;

    (void)state;
    new_store("two");
    for (int i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] != 0)
            continue;
        new_pipe(); /* wakes of one are not for the other */
        child_submits_some();
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(find("").per_kind[RECORD_DECISION], 2 * EACH);
}

/* The limit stands for a full disk. */
static void a_store_that_cannot_be_written_fails_and_recovers(void **state)
{
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    struct rlimit old;
    struct rlimit small;
    char id[ID_TEXT];
    bool failed = false;

    (void)state;
    new_store("full");
    r = open_recorder(0);
    p = recorder_port(r, wake, NULL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 200000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 500 && !failed; i++) {
        id_new(id);
        failed = !submit_one(r, p, id, &g);
    }
    assert_true(failed);
    assert_false(recorder_up(r));
    assert_int_equal(g.error, ERR_STORE);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    for (int i = 0; i < 40 && !recorder_up(r); i++)
        usleep(100000);
    id_new(id);
    assert_true(submit_one(r, p, id, &g));
    assert_int_equal(find(id).count, 1);
    recorder_close(&r);
}

static void no_store_is_an_error_at_start(void **state)
{
    const struct recorder_options o = {
        .store = "sqlite:/nonexistent/paifang.db", .origin = SPAN("x")};
    struct recorder *r;
    struct err e;

    (void)state;
    assert_false(recorder_open(&o, &r, &e));
    assert_int_equal(e.kind, ERR_STORE);
}

static void authors_keep_their_reference(void **state)
{
    struct author first;
    struct author again;
    struct author other;
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    struct arena *a = arena_new(1 << 20);
    struct record_item *item;
    char id[ID_TEXT];
    struct err e;

    (void)state;
    new_store("authors");
    r = open_recorder(0);
    p = recorder_port(r, wake, NULL);
    authors_find(recorder_authors(r), AUTHOR_HEADER, SPAN("u-17"), &first);
    authors_find(recorder_authors(r), AUTHOR_JSON, SPAN("u-17"), &other);
    assert_false(first.stored);
    assert_string_not_equal(first.ref, other.ref);
    id_new(id);
    item = make_item(r, a, id, &g);
    item->author = &first;
    assert_true(recorder_submit(p, item, &e));
    while (g.done == 0) {
        wait_wake();
        recorder_port_drain(p);
    }
    authors_find(recorder_authors(r), AUTHOR_HEADER, SPAN("u-17"), &again);
    assert_true(again.stored);
    assert_string_equal(again.ref, first.ref);
    recorder_close(&r);
    r = open_recorder(0);
    authors_find(recorder_authors(r), AUTHOR_HEADER, SPAN("u-17"), &again);
    assert_true(again.stored);
    assert_string_equal(again.ref, first.ref);
    authors_find(recorder_authors(r), AUTHOR_HEADER, SPAN(""), &again);
    assert_string_equal(again.ref, "");
    recorder_close(&r);
    arena_free(&a);
}

static void text_older_than_keep_for_is_erased_and_its_leaf_stays(void **state)
{
    static const char old[] = "01800000-0000-7000-8000-000000000001"; /* 2022 */
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    char young[ID_TEXT];

    (void)state;
    new_store("keep");
    r = open_recorder(0);
    p = recorder_port(r, wake, NULL);
    id_new(young);
    assert_true(submit_one(r, p, old, &g));
    assert_true(submit_one(r, p, young, &g));
    recorder_close(&r);
    assert_int_equal(find(old).sides, 1);
    keep_for_ms = 3600000;
    r = open_recorder(0);
    recorder_close(&r); /* the tidy thread looks once more before it ends */
    keep_for_ms = 0;
    assert_int_equal(find(old).count, 1);
    assert_int_equal(find(old).sides, 0);
    assert_int_equal(find(young).sides, 1);
}

/* As the first version left it: one forwarded decision without an outcome. */
static const char first_version[] =
    "CREATE TABLE log(no INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE,"
    " size INTEGER NOT NULL);"
    "CREATE TABLE leaf(seq INTEGER PRIMARY KEY, log INTEGER NOT NULL,"
    " pos INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " verdict INTEGER NOT NULL, json TEXT NOT NULL);"
    "CREATE INDEX leaf_at ON leaf(at);"
    "CREATE TABLE side(seq INTEGER PRIMARY KEY, salt BLOB NOT NULL,"
    " json TEXT NOT NULL);"
    "CREATE TABLE pending(at INTEGER, rest INTEGER, PRIMARY KEY(at, rest))"
    " WITHOUT ROWID;"
    "CREATE TABLE author(pseudonym BLOB, ref TEXT, PRIMARY KEY(pseudonym, ref))"
    " WITHOUT ROWID;"
    "CREATE TABLE gateway(owner TEXT PRIMARY KEY, host TEXT NOT NULL,"
    " pid INTEGER NOT NULL, started INTEGER NOT NULL, beat INTEGER NOT NULL);"
    "CREATE TABLE queue(no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
    " state INTEGER NOT NULL, since INTEGER NOT NULL, changed INTEGER NOT NULL,"
    " attempt INTEGER NOT NULL DEFAULT 0, status INTEGER NOT NULL DEFAULT 0,"
    " not_before INTEGER NOT NULL DEFAULT 0, as_is INTEGER NOT NULL DEFAULT 0,"
    " filter INTEGER NOT NULL, key BLOB NOT NULL, author BLOB, author_ref TEXT,"
    " verified INTEGER NOT NULL, route TEXT NOT NULL, method TEXT NOT NULL,"
    " target TEXT NOT NULL, owner TEXT, by TEXT, rules TEXT, headers TEXT,"
    " credentials BLOB, view TEXT, body BLOB, body_as_is BLOB);"
    "CREATE TABLE human(no INTEGER PRIMARY KEY, id TEXT NOT NULL,"
    " approved INTEGER NOT NULL, as_is INTEGER NOT NULL,"
    " filter INTEGER NOT NULL, key BLOB NOT NULL, author BLOB,"
    " rules TEXT, until INTEGER NOT NULL);"
    "INSERT INTO log VALUES(1, 'test', 1);"
    "INSERT INTO leaf VALUES(1, 1, 0, 0x0180000000007000, 0, 0,"
    " '{\"kind\":\"decision\",\"id\":\"01800000-0000-7000-8000-000000000001\","
    "\"route\":\"publish\"}');"
    "INSERT INTO side VALUES(1, zeroblob(16), '{\"method\":\"POST\"}');"
    "INSERT INTO pending VALUES(0x0180000000007000, -0x7FFFFFFFFFFFFFFF);"
    "INSERT INTO queue(id, state, since, changed, filter, key, verified, route,"
    " method, target) VALUES('01800000-0000-7f0a-8000-000000000001', 0, 5, 5, "
    "0,"
    " zeroblob(32), 0, 'publish', 'POST', '/posts');"
    "INSERT INTO gateway VALUES('gone', 'elsewhere', 1, 1, 1);"
    "PRAGMA user_version = 1;";

static int64_t number(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    int64_t n;

    assert_int_equal(sqlite3_open(url + sizeof("sqlite:") - 1, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    n = sqlite3_column_int64(st, 0);
    (void)sqlite3_finalize(st);
    (void)sqlite3_close(db);
    return n;
}

static void a_store_of_the_first_version_is_taken_over(void **state)
{
    struct recorder *r;
    struct found f;
    sqlite3 *db;

    (void)state;
    new_store("first");
    assert_int_equal(sqlite3_open(url + sizeof("sqlite:") - 1, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, first_version, NULL, NULL, NULL),
                     SQLITE_OK);
    (void)sqlite3_close(db);
    r = open_recorder(1);
    recorder_close(&r);
    f = find("01800000-0000-7000-8000-000000000001");
    assert_int_equal(f.per_kind[RECORD_DECISION], 1);
    assert_int_equal(f.sides, 1);
    assert_int_equal(f.per_kind[RECORD_OUTCOME], 1);
    assert_int_equal(number("SELECT at FROM queue"), 0x0180000000007F0A);
    assert_int_equal(number("SELECT open FROM tally WHERE kind = 0"), 1);
}

static void what_leaves_have_in_common_is_kept_once(void **state)
{
    struct recorder *r;
    struct recorder_port *p;
    struct got g = {0};
    char id[ID_TEXT];

    (void)state;
    new_store("common");
    for (int i = 0; i < 4; i++) { /* a second process finds it there */
        r = open_recorder(0);
        p = recorder_port(r, wake, NULL);
        id_new(id);
        assert_true(submit_one(r, p, id, &g));
        recorder_close(&r);
    }
    assert_int_equal(number("SELECT count(*) FROM common"), 1);
    assert_int_equal(number("SELECT count(*) FROM leaf WHERE json LIKE"
                            " '%\"origin\"%'"),
                     0);
    assert_non_null(
        strstr(find(id).json, ",\"origin\":\"test\",\"route\":\"publish\"}"));
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || pipe(wakes) != 0;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    (void)snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_submitted_record_is_in_the_store_when_done_is_called),
        cmocka_unit_test(outcomes_settle_what_was_forwarded),
        cmocka_unit_test(refused_requests_are_rows_up_to_a_hundred_a_second),
        cmocka_unit_test(what_was_acknowledged_survives_sigkill),
        cmocka_unit_test(two_processes_append_to_one_log),
        cmocka_unit_test(a_store_that_cannot_be_written_fails_and_recovers),
        cmocka_unit_test(no_store_is_an_error_at_start),
        cmocka_unit_test(authors_keep_their_reference),
        cmocka_unit_test(a_store_of_the_first_version_is_taken_over),
        cmocka_unit_test(what_leaves_have_in_common_is_kept_once),
        cmocka_unit_test(text_older_than_keep_for_is_erased_and_its_leaf_stays),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
