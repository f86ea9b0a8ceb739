#include "../unit.h"

#include <arpa/inet.h>
#include <llhttp.h>
#include <stdio.h>
#include <string.h>

#include "intake/client.h"
#include "intake/target.h"
#include "intake/unmatched.h"

static const struct {
    const char *name;
    int method;
    const char *target, *host, *want; /* NULL: refused */
} targets[] = {
    {"origin-form", HTTP_GET, "/a?b=c", "me", "/a?b=c"},
    {"our own absolute target", HTTP_GET, "http://ME:80/a?b", "me:80", "/a?b"},
    {"without a path", HTTP_GET, "http://me", "me", "/"},
    {"https", HTTP_GET, "https://me/", "me", "/"},
    {"OPTIONS *", HTTP_OPTIONS, "*", "me", "*"},
    {"GET *", HTTP_GET, "*", "me", NULL},
    {"another host", HTTP_GET, "http://you/a", "me", NULL},
    {"another port", HTTP_GET, "http://me:81/a", "me", NULL},
    {"a query and no path", HTTP_GET, "http://me?a=/b?c", "me", "/?a=/b?c"},
    {"a query that is empty and no path", HTTP_GET, "http://me?", "me", "/?"},
    {"a fragment and no path", HTTP_GET, "http://me#a", "me", NULL},
    {"a fragment behind a query and no path", HTTP_GET, "http://me?a#b", "me",
     NULL},
    {"another host before a query", HTTP_GET, "http://you?@me/", "me", NULL},
    {"a user", HTTP_GET, "http://me@you/", "you", NULL},
    {"a fragment", HTTP_GET, "/a#b", "me", NULL},
    {"another scheme", HTTP_GET, "ftp://me/", "me", NULL},
    {"no slash", HTTP_GET, "posts", "me", NULL},
    {"an authority", HTTP_GET, "me:80", "me:80", NULL},
};

static void targets_become_origin_form_or_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        struct http_head h = {.method_id = targets[i].method,
                              .target = span_of(targets[i].target),
                              .host = span_of(targets[i].host)};
        struct buf room = buf_make(100);
        struct target t;
        struct err e = {0};
        bool good = target_read(&h, &room, &t, &e);

        unit_case(targets[i].name);
        assert_int_equal(good, targets[i].want != NULL);
        if (good)
            assert_true(span_is(t.whole, targets[i].want));
        else
            assert_int_equal(e.kind, ERR_INPUT);
        buf_free(&room);
    }
}

static const struct network trusted_at[] = {
    {AF_INET, {10, 0, 0, 0}, 8},
};
static const struct networks trusted = {trusted_at, COUNT_OF(trusted_at)};

static const struct {
    const char *name, *peer, *chain, *want;
    bool peer_trusted;
} clients[] = {
    {"a stranger is itself", "192.0.2.9", "1.1.1.1", "192.0.2.9", false},
    {"a proxy without a word", "10.0.0.1", "", "10.0.0.1", true},
    {"the client before the proxy", "10.0.0.1", "192.0.2.1", "192.0.2.1", true},
    {"proxies in a row", "10.0.0.1", "6.6.6.6, 192.0.2.1,10.0.0.2", "192.0.2.1",
     true},
    {"a port", "10.0.0.1", "192.0.2.1:4711", "192.0.2.1", true},
    {"version 6 with a port", "10.0.0.1", "[2001:db8::1]:80", "2001:db8::1",
     true},
    {"rubbish ends the walk", "10.0.0.1", "1.1.1.1, rubbish, 10.0.0.2",
     "10.0.0.2", true},
};

static void only_trusted_proxies_name_the_client(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(clients); i++) {
        struct header at = {SPAN("X-Forwarded-For"), span_of(clients[i].chain)};
        struct http_exchange x = {.peer_text = clients[i].peer,
                                  .head = {.headers = {&at, 1}}};
        struct sockaddr_in *to = (struct sockaddr_in *)&x.peer;
        struct client c;

        unit_case(clients[i].name);
        to->sin_family = AF_INET;
        assert_int_equal(inet_pton(AF_INET, clients[i].peer, &to->sin_addr), 1);
        c = client_of(&x, &trusted);
        assert_true(span_is(c.address, clients[i].want));
        assert_int_equal(c.peer_trusted, clients[i].peer_trusted);
    }
}

static void a_told_route_can_be_pasted_as_it_is(void **state)
{
    static const struct {
        const char *path, *pattern;
    } told[] = {
        {"/", "/"},
        {"/%E5%B8%96/new", "/\xE5\xB8\x96/new"},
        {"/a;v=1/%2a/..%ff/x%2Fy", "/{any}/{any}/{any}/{any}"},
        {"//a//b/./../c%zz", "/a/b/{any}/{any}/{any}"},
        {"/posts::$DATA", "/posts::$DATA"},
    };
    struct unmatched *u = unmatched_new();
    struct buf line = buf_make(4096);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        char want[100];

        buf_reset(&line);
        assert_true(
            unmatched_note(u, SPAN("POST"), span_of(told[i].path), &line));
        (void)snprintf(want, sizeof(want), "path: \"%s\"}", told[i].pattern);
        unit_case(told[i].path);
        assert_true(span_find(buf_span(&line), span_of(want), 0) < line.len);
    }
    buf_free(&line);
    unmatched_free(&u);
}

static void unmatched_writes_are_told_once_as_a_route(void **state)
{
    struct unmatched *u = unmatched_new();
    struct buf line = buf_make(4096);

    (void)state;
    assert_true(
        unmatched_note(u, SPAN("POST"), SPAN("/api/posts/17/like"), &line));
    assert_string_equal(buf_text(&line),
                        "- {name: \"post-api-posts-id-like\", kind: publish, "
                        "match: {method: POST, path: "
                        "\"/api/posts/{id}/like\"}, text: []}");
    assert_false(
        unmatched_note(u, SPAN("POST"), SPAN("/api/posts/18/like"), &line));
    assert_true(
        unmatched_note(u, SPAN("PUT"), SPAN("/api/posts/18/like"), &line));
    for (uint32_t i = 0; i < 2 * UNMATCHED_MOST; i++) {
        char path[] = "/xaa";

        path[2] = (char)('a' + i % 26);
        path[3] = (char)('a' + i / 26);
        (void)unmatched_note(u, SPAN("POST"), span_of(path), &line);
    }
    assert_false(unmatched_note(u, SPAN("POST"), SPAN("/one/more"), &line));
    buf_free(&line);
    unmatched_free(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_become_origin_form_or_are_refused),
        cmocka_unit_test(only_trusted_proxies_name_the_client),
        cmocka_unit_test(a_told_route_can_be_pasted_as_it_is),
        cmocka_unit_test(unmatched_writes_are_told_once_as_a_route),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
