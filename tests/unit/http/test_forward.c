#include "../unit.h"

#include <string.h>

#include "http/forward.h"

static struct header list[32];
static char text[4096];

static struct http_head parse(const char *head)
{
    struct http_head h = {.headers = {list, 0}, .most = 32};
    struct err e;

    assert_true(head_parse_request(&h, span_of(head), &e));
    return h;
}

static const struct forward plain = {
    .app_host = SPAN_INIT("app:9000"),
    .app_origin = SPAN_INIT("http://app:9000"),
    .rewrite_location = true,
    .scheme = SPAN_INIT("http"),
    .host = SPAN_INIT("me"),
    .peer = SPAN_INIT("192.0.2.1"),
};

static const char *up(const char *head, const struct forward *f,
                      const struct header_edit *edit)
{
    struct http_head h = parse(head);
    struct buf b = buf_make(sizeof(text));

    forward_request(&b, &h, f, edit);
    assert_false(b.failed);
    memcpy(text, buf_text(&b), b.len + 1);
    buf_free(&b);
    return text;
}

static void what_the_client_says_about_itself_is_replaced(void **state)
{
    (void)state;
    assert_string_equal(
        up("GET / HTTP/1.1\r\nHost: me\r\nX-Forwarded-For: 6.6.6.6\r\n"
           "x-forwarded-port: 1\r\nForwarded: for=6.6.6.6\r\nA: b\r\n"
           "Connection: close, X-Hop\r\nX-Hop: 1\r\nPaifang-X: 1\r\n"
           "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n",
           &plain, NULL),
        "Host: me\r\nA: b\r\nX-Forwarded-For: 192.0.2.1\r\n"
        "X-Forwarded-Proto: http\r\nX-Forwarded-Host: me\r\n"
        "Forwarded: for=192.0.2.1;proto=http;host=\"me\"\r\n"
        "Via: 1.1 paifang\r\n");
}

static void what_an_app_takes_for_ours_does_not_go_up(void **state)
{
    (void)state;
    assert_string_equal(
        up("GET / HTTP/1.1\r\nHost: me\r\nX_Forwarded_For: 6.6.6.6\r\n"
           "X-FORWARDED_PROTO: https\r\nPaifang_Verdict: allow\r\n"
           "Content_Length: 9\r\nx_real_ip: 6.6.6.6\r\nA_B: c\r\n\r\n",
           &plain, NULL),
        "Host: me\r\nA_B: c\r\nX-Forwarded-For: 192.0.2.1\r\n"
        "X-Forwarded-Proto: http\r\nX-Forwarded-Host: me\r\n"
        "Forwarded: for=192.0.2.1;proto=http;host=\"me\"\r\n"
        "Via: 1.1 paifang\r\n");
}

static void a_trusted_peer_is_a_link_in_the_chain(void **state)
{
    struct forward f = plain;

    (void)state;
    f.peer_trusted = true;
    f.peer = SPAN("2001:db8::1");
    assert_string_equal(
        up("GET / HTTP/1.1\r\nHost: me\r\nX-Forwarded-For: 1.1.1.1\r\n"
           "X-Forwarded-For: 2.2.2.2\r\nX-Forwarded-Proto: https\r\n"
           "X-Forwarded-Port: 443\r\n\r\n",
           &f, NULL),
        "Host: me\r\nX-Forwarded-Port: 443\r\n"
        "X-Forwarded-For: 1.1.1.1, 2.2.2.2, 2001:db8::1\r\n"
        "X-Forwarded-Proto: https\r\nX-Forwarded-Host: me\r\n"
        "Forwarded: for=\"[2001:db8::1]\";proto=http;host=\"me\"\r\n"
        "Via: 1.1 paifang\r\n");
}

static void edits_drop_and_set(void **state)
{
    const struct span drop[] = {SPAN_INIT("digest")};
    const struct header set[] = {HEADER("Paifang-Decision", "1"),
                                 HEADER("a", "")};
    const struct header_edit edit = {drop, 1, set, 2};
    struct forward f = plain;

    (void)state;
    f.app_host_always = true;
    up("GET / HTTP/1.1\r\nHost: me\r\nDigest: x\r\nA: b\r\nC: d\r\n\r\n", &f,
       &edit);
    assert_non_null(strstr(text, "Host: app:9000\r\nC: d\r\n"));
    assert_non_null(strstr(text, "Paifang-Decision: 1\r\n"));
    assert_null(strstr(text, "Digest"));
    assert_null(strstr(text, "\r\nA:"));
    assert_null(strstr(text, "\r\na:"));
}

static const struct {
    const char *name, *connection;
    bool good;
} nominations[] = {
    {"nothing special", "keep-alive", true},
    {"a hop-by-hop header", "close, TE, X-Mine", true},
    {"Authorization", "close, authorization", false},
    {"Cookie", "Cookie", false},
    {"X-Forwarded-Host", "x-forwarded-host", false},
    {"the length", "Content-Length", false},
    {"the author", "X-User-Id", false},
};

static bool is_author(const void *arg, struct span name)
{
    (void)arg;
    return span_equal_nocase(name, SPAN("x-user-id"));
}

static void connection_never_takes_end_to_end_headers_away(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(nominations); i++) {
        struct header at = {SPAN("Connection"),
                            span_of(nominations[i].connection)};
        struct http_head h = {.headers = {&at, 1}};
        struct err e;

        unit_case(nominations[i].name);
        assert_int_equal(forward_check(&h, is_author, NULL, &e),
                         nominations[i].good);
    }
}

static const struct {
    const char *name, *location, *want, *app_path;
} locations[] = {
    {"the app's own address", "http://app:9000/x?y", "http://me/x?y", ""},
    {"in any case", "HTTP://APP:9000/x", "http://me/x", ""},
    {"without a path", "http://app:9000", "http://me", ""},
    {"a longer port", "http://app:90001/x", "http://app:90001/x", ""},
    {"a longer name", "http://app:9000.evil/x", "http://app:9000.evil/x", ""},
    {"a user in front", "http://app:9000@evil/", "http://app:9000@evil/", ""},
    {"elsewhere", "https://other/x", "https://other/x", ""},
    {"a path", "/x", "/x", ""},
    {"below the app's path", "http://app:9000/app/x", "http://me/x", "/app"},
    {"the app's path itself", "http://app:9000/app", "http://me/", "/app"},
    {"beside the app's path", "http://app:9000/apps", "http://me/apps", "/app"},
    {"a path below the app's", "/app/x?y", "/x?y", "/app"},
    {"a query at the app's path", "/app?y", "/?y", "/app"},
    {"another path", "/x/app", "/x/app", "/app"},
    {"another host's path", "//app/x", "//app/x", "/app"},
};

static void locations_at_the_app_point_at_us(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(locations); i++) {
        struct header at[] = {
            {SPAN("Location"), span_of(locations[i].location)},
            HEADER("Date", "x")};
        struct http_head h = {.headers = {at, 2}, .minor = 1};
        struct buf b = buf_make(1000), want = buf_make(1000);
        struct forward f = plain;

        f.app_path = span_of(locations[i].app_path);
        unit_case(locations[i].name);
        forward_answer(&b, &h, &f, NULL, SPAN("now"));
        buf_printf(&want, "Location: %s\r\nDate: x\r\nVia: 1.1 paifang\r\n",
                   locations[i].want);
        assert_string_equal(buf_text(&b), buf_text(&want));
        buf_free(&b);
        buf_free(&want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_client_says_about_itself_is_replaced),
        cmocka_unit_test(what_an_app_takes_for_ours_does_not_go_up),
        cmocka_unit_test(a_trusted_peer_is_a_link_in_the_chain),
        cmocka_unit_test(edits_drop_and_set),
        cmocka_unit_test(connection_never_takes_end_to_end_headers_away),
        cmocka_unit_test(locations_at_the_app_point_at_us),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
