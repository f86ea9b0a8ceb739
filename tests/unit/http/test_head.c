#include "../unit.h"

#include <llhttp.h>

#include "http/head.h"

enum { MOST = 8 };

static struct header list[MOST];

static struct http_head new_head(void)
{
    return (struct http_head){.headers = {list, 0}, .most = MOST};
}

static const struct {
    const char *name;
    struct span in;
    enum head_state want;
    size_t end;
} ends[] = {
    {"a head that is not there yet", SPAN_INIT("GET / HTTP/1.1\r\nHos"),
     HEAD_PARTIAL, 0},
    {"the empty line is missing", SPAN_INIT("GET / HTTP/1.1\r\nHost: a\r\n"),
     HEAD_PARTIAL, 0},
    {"half an empty line", SPAN_INIT("GET / HTTP/1.1\r\nHost: a\r\n\r"),
     HEAD_PARTIAL, 0},
    {"a whole head with a body behind it",
     SPAN_INIT("GET / HTTP/1.1\r\nHost: a\r\n\r\nbody\n"), HEAD_WHOLE, 27},
    {"a line feed without carriage return", SPAN_INIT("GET / HTTP/1.1\nHos"),
     HEAD_BAD_LINE_END, 0},
    {"an empty line of a line feed", SPAN_INIT("GET / HTTP/1.1\r\n\n"),
     HEAD_BAD_LINE_END, 0},
};

static void the_end_of_a_head_is_an_empty_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct head_scan scan = {0};

        unit_case(ends[i].name);
        assert_int_equal(head_find_end(ends[i].in, &scan), ends[i].want);
        if (ends[i].want == HEAD_WHOLE)
            assert_int_equal(scan.end, ends[i].end);
    }
}

static void the_end_is_found_byte_by_byte_too(void **state)
{
    struct span in = SPAN("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    struct head_scan scan = {0};

    (void)state;
    for (size_t n = 1; n < in.len; n++)
        assert_int_equal(head_find_end(span_slice(in, 0, n), &scan),
                         HEAD_PARTIAL);
    assert_int_equal(head_find_end(in, &scan), HEAD_WHOLE);
    assert_int_equal(scan.end, in.len);
}

#define REQUEST(text) SPAN_INIT("POST /p HTTP/1.1\r\nHost: a\r\n" text "\r\n")

static const struct {
    const char *name;
    struct span in;
    enum err_kind want; /* ERR_NONE: accepted */
    enum http_framing framing;
    uint64_t length;
    bool keep_alive;
} requests[] = {
    {"no body", REQUEST(""), ERR_NONE, HTTP_NO_BODY, 0, true},
    {"a length", REQUEST("Content-Length: 17\r\n"), ERR_NONE, HTTP_LENGTH, 17,
     true},
    {"length 0", REQUEST("content-length:0\r\n"), ERR_NONE, HTTP_LENGTH, 0,
     true},
    {"chunked in any case", REQUEST("Transfer-Encoding: CHUNKED\r\n"), ERR_NONE,
     HTTP_CHUNKED, 0, true},
    {"white space around a value", REQUEST("Content-Length: \t 5 \t\r\n"),
     ERR_NONE, HTTP_LENGTH, 5, true},
    {"close", REQUEST("Connection: x, Close\r\n"), ERR_NONE, HTTP_NO_BODY, 0,
     false},
    {"close wins over keep-alive", REQUEST("Connection: close, keep-alive\r\n"),
     ERR_NONE, HTTP_NO_BODY, 0, false},
    {"HTTP/1.0 ends", SPAN_INIT("GET / HTTP/1.0\r\n\r\n"), ERR_NONE,
     HTTP_NO_BODY, 0, false},
    {"HTTP/1.0 that stays",
     SPAN_INIT("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), ERR_NONE,
     HTTP_NO_BODY, 0, true},
    {"both framings",
     REQUEST("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), ERR_INPUT,
     0, 0, false},
    {"two lengths", REQUEST("Content-Length: 1\r\nContent-Length: 1\r\n"),
     ERR_INPUT, 0, 0, false},
    {"a length of words", REQUEST("Content-Length: one\r\n"), ERR_INPUT, 0, 0,
     false},
    {"a length past 63 bits",
     REQUEST("Content-Length: 9223372036854775808\r\n"), ERR_INPUT, 0, 0,
     false},
    {"another coding", REQUEST("Transfer-Encoding: gzip\r\n"), ERR_INPUT, 0, 0,
     false},
    {"no Host", SPAN_INIT("GET / HTTP/1.1\r\n\r\n"), ERR_INPUT, 0, 0, false},
    {"two Hosts", REQUEST("Host: b\r\n"), ERR_INPUT, 0, 0, false},
    {"a folded line", REQUEST("X: a\r\n b\r\n"), ERR_INPUT, 0, 0, false},
    {"a name with a space", REQUEST("X Y: a\r\n"), ERR_INPUT, 0, 0, false},
    {"a value with NUL", REQUEST("X: a\0b\r\n"), ERR_INPUT, 0, 0, false},
    {"too many headers",
     REQUEST("A:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n"),
     ERR_HEADER_LIMIT, 0, 0, false},
    {"an unknown method", SPAN_INIT("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
     ERR_UNSUPPORTED, 0, 0, false},
    {"CONNECT", SPAN_INIT("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"),
     ERR_UNSUPPORTED, 0, 0, false},
    {"nothing but an empty line", SPAN_INIT("\r\n"), ERR_INPUT, 0, 0, false},
};

static void requests_are_cut_and_framed_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(requests); i++) {
        struct http_head h = new_head();
        struct err e = {0};

        unit_case(requests[i].name);
        if (!head_parse_request(&h, requests[i].in, &e)) {
            assert_int_equal(e.kind, requests[i].want);
            continue;
        }
        assert_int_equal(ERR_NONE, requests[i].want);
        assert_int_equal(h.framing, requests[i].framing);
        assert_int_equal(h.length, requests[i].length);
        assert_int_equal(h.keep_alive, requests[i].keep_alive);
    }
}

static void a_head_keeps_order_duplicates_and_spelling(void **state)
{
    struct span in = SPAN("PATCH /p?q HTTP/1.1\r\nHost: a:1\r\nx-B: 1\r\n"
                          "X-b:  2\r\nEmpty:\r\n\r\n");
    struct http_head h = new_head();
    struct err e;

    (void)state;
    assert_true(head_parse_request(&h, in, &e));
    assert_int_equal(h.method_id, HTTP_PATCH);
    assert_true(span_is(h.target, "/p?q"));
    assert_true(span_is(h.host, "a:1"));
    assert_int_equal(h.headers.count, 4);
    assert_true(span_is(h.headers.at[1].name, "x-B"));
    assert_true(span_is(h.headers.at[2].value, "2"));
    assert_int_equal(h.headers.at[3].value.len, 0);
    assert_int_equal(header_count(&h.headers, SPAN("X-B")), 2);
}

#define ANSWER(status, text) SPAN_INIT("HTTP/1.1 " status "\r\n" text "\r\n")

static const struct {
    const char *name;
    struct span in;
    bool to_head, good;
    int status;
    enum http_framing framing;
    bool keep_alive;
} answers[] = {
    {"a length", ANSWER("200 OK", "Content-Length: 3\r\n"), false, true, 200,
     HTTP_LENGTH, true},
    {"chunks", ANSWER("200 OK", "Transfer-Encoding: chunked\r\n"), false, true,
     200, HTTP_CHUNKED, true},
    {"neither: until the end", ANSWER("200 OK", ""), false, true, 200,
     HTTP_UNTIL_CLOSE, false},
    {"to HEAD nothing follows", ANSWER("200 OK", "Content-Length: 3\r\n"), true,
     true, 200, HTTP_NO_BODY, true},
    {"304 has no body", ANSWER("304 Not Modified", "Content-Length: 3\r\n"),
     false, true, 304, HTTP_NO_BODY, true},
    {"204 has no body", ANSWER("204 No Content", ""), false, true, 204,
     HTTP_NO_BODY, true},
    {"no reason", ANSWER("200 ", "Content-Length: 0\r\n"), false, true, 200,
     HTTP_LENGTH, true},
    {"no reason and no space", ANSWER("200", "Content-Length: 0\r\n"), false,
     true, 200, HTTP_LENGTH, true},
    {"a reason in Chinese", ANSWER("200 \xE5\xA5\xBD", "Content-Length: 0\r\n"),
     false, true, 200, HTTP_LENGTH, true},
    {"a status of four digits", ANSWER("2000 OK", ""), false, false, 0, 0,
     false},
    {"a status of letters", ANSWER("abc OK", ""), false, false, 0, 0, false},
    {"two lengths",
     ANSWER("200 OK", "Content-Length: 3\r\nContent-Length: 3\r\n"), false,
     false, 0, 0, false},
    {"two lengths to HEAD",
     ANSWER("200 OK", "Content-Length: 3\r\nContent-Length: 4\r\n"), true,
     false, 0, 0, false},
};

static void answers_are_held_to_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        struct http_head h = new_head();
        struct err e = {0};
        bool good =
            head_parse_answer(&h, answers[i].in, answers[i].to_head, &e);

        unit_case(answers[i].name);
        assert_int_equal(good, answers[i].good);
        if (!good) {
            assert_int_equal(e.kind, ERR_UPSTREAM);
            continue;
        }
        assert_int_equal(h.status, answers[i].status);
        assert_int_equal(h.framing, answers[i].framing);
        assert_int_equal(h.keep_alive, answers[i].keep_alive);
    }
}

static void methods_that_only_read_are_safe(void **state)
{
    static const int unsafe[] = {HTTP_POST,   HTTP_PUT,  HTTP_PATCH,
                                 HTTP_DELETE, HTTP_LOCK, HTTP_MKCOL};

    (void)state;
    assert_true(http_method_safe(HTTP_GET));
    assert_true(http_method_safe(HTTP_HEAD));
    assert_true(http_method_safe(HTTP_OPTIONS));
    for (size_t i = 0; i < COUNT_OF(unsafe); i++)
        assert_false(http_method_safe(unsafe[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_a_head_is_an_empty_line),
        cmocka_unit_test(the_end_is_found_byte_by_byte_too),
        cmocka_unit_test(requests_are_cut_and_framed_or_refused),
        cmocka_unit_test(a_head_keeps_order_duplicates_and_spelling),
        cmocka_unit_test(answers_are_held_to_the_same),
        cmocka_unit_test(methods_that_only_read_are_safe),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
