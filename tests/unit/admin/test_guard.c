#include "../unit.h"

#include "admin/admin.h"

static const struct {
    const char *name, *peer, *host, *origin;
    bool may;
} calls[] = {
    {"a process on this machine", "127.0.0.1", "127.0.0.1:8081", NULL, true},
    {"by name", "127.0.0.1", "localhost:8081", NULL, true},
    {"by the configured name", "::1", "gate.example:8081", NULL, true},
    {"by v6", "::1", "[::1]:8081", NULL, true},
    {"a v4 peer of a v6 socket", "::ffff:127.0.0.1", "localhost", NULL, true},
    {"our own page", "127.0.0.1", "localhost:8081", "http://localhost:8081",
     true},
    {"from elsewhere", "192.0.2.1", "127.0.0.1:8081", NULL, false},
    {"from elsewhere by v6", "2001:db8::1", "[::1]:8081", NULL, false},
    {"a page of another site", "127.0.0.1", "localhost:8081",
     "https://evil.example", false},
    {"a page of another port", "127.0.0.1", "localhost:8081",
     "http://localhost:9000", false},
    {"a page without an origin of its own", "127.0.0.1", "localhost:8081",
     "null", false},
    {"a name that was made to point here", "127.0.0.1", "evil.example:8081",
     NULL, false},
    {"such a name and its page", "127.0.0.1", "evil.example:8081",
     "http://evil.example:8081", false},
    {"an address and some more", "127.0.0.1", "127.0.0.1.evil.example", NULL,
     false},
    {"no host", "127.0.0.1", "", NULL, false},
};

static void only_processes_of_this_machine_may_change_things(void **state)
{
    const struct endpoint listen = {.host = "gate.example", .port = 8081};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct header origin = {SPAN("Origin"), span_of(calls[i].origin)};
        struct http_exchange x = {
            .head = {.host = span_of(calls[i].host),
                     .headers = {.at = &origin,
                                 .count = calls[i].origin != NULL}},
            .peer_text = calls[i].peer};

        unit_case(calls[i].name);
        assert_int_equal(admin_may(&x, ROLE_LOCAL, &listen), calls[i].may);
        assert_true(admin_may(&x, ROLE_ANYONE, &listen));
    }
}

static void a_socket_file_has_no_host(void **state)
{
    const struct endpoint listen = {.path = "/run/admin.sock"};
    struct header origin = {SPAN("Origin"), SPAN("https://evil.example")};
    struct http_exchange x = {.head = {.host = SPAN("whatever"),
                                       .headers = {.at = &origin, .count = 0}},
                              .peer_text = "unix"};

    (void)state;
    assert_true(admin_may(&x, ROLE_LOCAL, &listen));
    x.head.headers.count = 1;
    assert_false(admin_may(&x, ROLE_LOCAL, &listen));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_processes_of_this_machine_may_change_things),
        cmocka_unit_test(a_socket_file_has_no_host),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
