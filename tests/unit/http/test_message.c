#include "../unit.h"

#include <string.h>

#include "http/message.h"

static char body[256];
static size_t body_len;

static void on_data(struct message *m, struct span data)
{
    (void)m;
    assert_true(body_len + data.len < sizeof(body));
    memcpy(body + body_len, data.at, data.len);
    body_len += data.len;
}

#define CHUNKED                                                                \
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

static const struct {
    const char *name, *head;
    struct span in;
    enum message_state want;
    const char *body;
    size_t left; /* bytes of the next message */
} cases[] = {
    {"a body by its length",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n",
     SPAN_INIT("abcGET"), MESSAGE_WHOLE, "abc", 3},
    {"half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n",
     SPAN_INIT("ab"), MESSAGE_MORE, "ab", 0},
    {"chunks", CHUNKED, SPAN_INIT("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nGET"),
     MESSAGE_WHOLE, "abcde", 3},
    {"trailers are dropped", CHUNKED,
     SPAN_INIT("3\r\nabc\r\n0\r\nA: b\r\nC:\r\n\r\nX"), MESSAGE_WHOLE, "abc",
     1},
    {"chunks without end", CHUNKED, SPAN_INIT("3\r\nabc\r\n0\r\n"),
     MESSAGE_MORE, "abc", 0},
    {"an extension", CHUNKED, SPAN_INIT("3;a=b\r\nabc\r\n0\r\n\r\n"),
     MESSAGE_BAD, "", 0},
    {"a folded trailer", CHUNKED, SPAN_INIT("0\r\nA: b\r\n c\r\n\r\n"),
     MESSAGE_BAD, "", 0},
    {"a trailer without a name", CHUNKED, SPAN_INIT("0\r\n: b\r\n\r\n"),
     MESSAGE_BAD, "", 0},
    {"a trailer that is a request", CHUNKED,
     SPAN_INIT("0\r\nGET / HTTP/1.1\r\n\r\n"), MESSAGE_BAD, "", 0},
    {"a bare line feed at the end", CHUNKED, SPAN_INIT("0\r\n\n"), MESSAGE_BAD,
     "", 0},
    {"a carriage return and something else", CHUNKED, SPAN_INIT("0\r\n\rX"),
     MESSAGE_BAD, "", 0},
};

static struct header list[16];

static enum message_state feed(struct message *m, struct span in, size_t step,
                               size_t *ret_left)
{
    enum message_state s = MESSAGE_MORE;
    struct err e;
    size_t used;

    while (in.len > 0 && s == MESSAGE_MORE) {
        struct span piece = span_slice(in, 0, step);

        s = message_feed(m, piece, &used, &e);
        in = span_from(in, used);
        if (s == MESSAGE_MORE)
            assert_int_equal(used, piece.len);
    }
    *ret_left = in.len;
    return s;
}

static void bodies_end_where_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t step = 1; step < 40; step += 3) {
            struct http_head h = {.headers = {list, 0}, .most = 16};
            struct message m = {.on_data = on_data};
            struct err e;
            size_t left;

            unit_case(cases[i].name);
            body_len = 0;
            assert_true(head_parse_request(&h, span_of(cases[i].head), &e));
            assert_true(
                message_begin(&m, true, &h, span_of(cases[i].head), &e));
            assert_int_equal(feed(&m, cases[i].in, step, &left), cases[i].want);
            assert_true(span_is((struct span){body, body_len}, cases[i].body));
            if (cases[i].want == MESSAGE_WHOLE)
                assert_int_equal(left, cases[i].left);
        }
    }
}

static void an_upgrade_that_is_ignored_leaves_the_body_alone(void **state)
{
    struct span in =
        SPAN("POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n"
             "Upgrade: h2c\r\nContent-Length: 3\r\n\r\n");
    struct http_head h = {.headers = {list, 0}, .most = 16};
    struct message m = {.on_data = on_data};
    struct err e;
    size_t used;

    (void)state;
    body_len = 0;
    assert_true(head_parse_request(&h, in, &e));
    assert_true(message_begin(&m, true, &h, in, &e));
    assert_false(m.whole);
    assert_int_equal(message_feed(&m, SPAN("abcd"), &used, &e), MESSAGE_WHOLE);
    assert_int_equal(used, 3);
    assert_int_equal(body_len, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_end_where_they_should),
        cmocka_unit_test(an_upgrade_that_is_ignored_leaves_the_body_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
