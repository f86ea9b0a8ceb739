#include "../unit.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "fields/coding.h"

enum { GZIP = 31, ZLIB = 15, RAW = -15 };

static const struct coding_limits usual = {1 << 20, 100};

static size_t code(int wrapper, struct span in, unsigned char *to, size_t room)
{
    z_stream z = {0};

    assert_int_equal(
        deflateInit2(&z, 9, Z_DEFLATED, wrapper, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (const Bytef *)in.at;
    z.avail_in = (uInt)in.len;
    z.next_out = to;
    z.avail_out = (uInt)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

static void codings_are_undone(void **state)
{
    static const struct {
        const char *header;
        int wrapper;
    } cases[] = {{"gzip", GZIP},
                 {"GZip", GZIP},
                 {"x-gzip", GZIP},
                 {"deflate", ZLIB},
                 {"deflate", RAW}};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf out = buf_make(1000);
        unsigned char raw[200];
        struct span body = {
            (char *)raw,
            code(cases[i].wrapper, SPAN("cat tax 交猫税"), raw, sizeof(raw))};
        struct err e = {0};
        bool decoded;

        assert_true(coding_decode(span_of(cases[i].header), body, &usual, &out,
                                  &decoded, &e));
        assert_true(decoded);
        assert_span_equal(buf_span(&out), SPAN("cat tax 交猫税"));
        buf_free(&out);
    }
}

static void identity_and_none_leave_the_body_alone(void **state)
{
    const struct span headers[] = {{NULL, 0}, SPAN_INIT("identity")};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        struct buf out = buf_make(1000);
        struct err e = {0};
        bool decoded = true;

        assert_true(
            coding_decode(headers[i], SPAN("x"), &usual, &out, &decoded, &e));
        assert_false(decoded);
        assert_int_equal(out.len, 0);
    }
}

static void other_codings_are_refused(void **state)
{
    static const char *const headers[] = {"br", "gzip, gzip",     "gzip,",
                                          "",   "identity, gzip", "zstd"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        struct buf out = buf_make(1000);
        struct err e = {0};
        bool decoded;

        assert_false(coding_decode(span_of(headers[i]), SPAN("x"), &usual, &out,
                                   &decoded, &e));
        assert_int_equal(e.kind, ERR_TYPE);
    }
}

static enum err_kind refusal(struct span body, const struct coding_limits *l)
{
    struct buf out = buf_make(l->bytes);
    struct err e = {0};
    bool decoded;
    bool ok = coding_decode(SPAN("gzip"), body, l, &out, &decoded, &e);

    buf_free(&out);
    return ok ? ERR_NONE : e.kind;
}

static void damaged_bodies_are_refused(void **state)
{
    unsigned char raw[200];
    size_t len = code(GZIP, SPAN("cat tax 交猫税"), raw, sizeof(raw));
    struct span whole = {(char *)raw, len};

    (void)state;
    for (size_t n = 0; n < len; n++)
        assert_int_equal(refusal(span_slice(whole, 0, n), &usual), ERR_INPUT);
    assert_int_equal(refusal(whole, &usual), ERR_NONE);
    raw[len] = 0;
    assert_int_equal(refusal((struct span){(char *)raw, len + 1}, &usual),
                     ERR_INPUT);
    memcpy(raw + len, raw, len); /* a second member */
    assert_int_equal(refusal((struct span){(char *)raw, 2 * len}, &usual),
                     ERR_INPUT);
    raw[len - 1] ^= 1; /* the length at the end */
    assert_int_equal(refusal(whole, &usual), ERR_INPUT);
}

static void bombs_are_refused(void **state)
{
    static char zeros[1 << 20];
    unsigned char raw[4000];
    struct span body = {
        (char *)raw,
        code(GZIP, (struct span){zeros, sizeof(zeros)}, raw, sizeof(raw))};
    const struct coding_limits by_ratio = {2 << 20, 100};
    const struct coding_limits by_size = {(1 << 20) - 1, 100000};
    const struct coding_limits enough = {1 << 20, 100000};

    (void)state;
    assert_int_equal(refusal(body, &by_ratio), ERR_LIMIT);
    assert_int_equal(refusal(body, &by_size), ERR_LIMIT);
    assert_int_equal(refusal(body, &enough), ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codings_are_undone),
        cmocka_unit_test(identity_and_none_leave_the_body_alone),
        cmocka_unit_test(other_codings_are_refused),
        cmocka_unit_test(damaged_bodies_are_refused),
        cmocka_unit_test(bombs_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
