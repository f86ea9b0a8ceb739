#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "fields/multipart.h"

#define FIELD(name)      "Content-Disposition: form-data; name=\"" name "\"\r\n"
#define PART(head, body) "--B\r\n" head "\r\n" body "\r\n"

/* want: "name=content|…" with names of files in <>; or a part of the error. */
static const struct {
    const char *name, *in;
    bool fine;
    const char *want;
} cases[] = {
    {"parts have names and contents",
     PART(FIELD("a"), "1") PART(FIELD("b"), "2\r\n3") "--B--\r\n", true,
     "a=1|b=2\r\n3"},
    {"the last line break is optional", PART(FIELD("a"), "1") "--B--", true,
     "a=1"},
    {"no part at all is fine", "--B--\r\n", true, ""},
    {"a content may be empty", PART(FIELD("a"), "") "--B--", true, "a="},
    {"a file name makes a file",
     PART("Content-Disposition: form-data; name=f; filename=x.png\r\n",
          "\x89PNG") "--B--",
     true, "<f>=\x89PNG"},
    {"an empty file name makes no file, as in Go",
     PART("Content-Disposition: form-data; name=\"f\"; filename=\"\"\r\n",
          "x") "--B--",
     true, "f=x"},
    {"filename* alone makes no file, as in PHP",
     PART("Content-Disposition: form-data; name=\"f\"; "
          "filename*=UTF-8''x.png\r\n",
          "x") "--B--",
     true, "f=x"},
    {"header names have any case",
     PART("content-DISPOSITION: Form-Data ; NAME=a\r\n", "1") "--B--", true,
     "a=1"},
    {"quotes in a name are undone",
     PART("Content-Disposition: form-data; name=\"a\\\"b\\c\"\r\n",
          "1") "--B--",
     true, "a\"b\\c=1"},
    {"a semicolon in quotes is text",
     PART("Content-Disposition: form-data; name=\"a;b\"\r\n", "1") "--B--",
     true, "a;b=1"},
    {"dashes and half boundaries are content",
     PART(FIELD("a"), "--\r\n--b\r\n--A") "--B--", true, "a=--\r\n--b\r\n--A"},
    {"a transfer encoding that changes nothing",
     PART(FIELD("a") "Content-Transfer-Encoding: 8BIT\r\n", "1") "--B--", true,
     "a=1"},
    {"bytes before the first boundary are refused",
     "x\r\n" PART(FIELD("a"), "1") "--B--", false,
     "expected the boundary at byte 0"},
    {"an empty line before the first boundary is refused",
     "\r\n" PART(FIELD("a"), "1") "--B--", false, "expected the boundary"},
    {"bytes behind the last boundary are refused",
     PART(FIELD("a"), "1") "--B--\r\nx", false, "bad end of a boundary line"},
    {"a missing last boundary is refused", PART(FIELD("a"), "1"), false,
     "part without an end"},
    {"a truncated last boundary is refused", PART(FIELD("a"), "1") "--B-",
     false, "bad end of a boundary line"},
    {"nothing is refused", "", false, "expected the boundary at byte 0"},
    {"a longer line that begins as the boundary is refused",
     PART(FIELD("a"), "1\r\n--Bx") "--B--", false,
     "bad end of a boundary line"},
    {"bare line feeds are refused",
     "--B\nContent-Disposition: form-data; name=a\n\n1\n--B--", false,
     "bad end of a boundary line"},
    {"a header twice is refused", PART(FIELD("a") FIELD("b"), "1") "--B--",
     false, "header twice"},
    {"two names are refused",
     PART("Content-Disposition: form-data; name=a; name=b\r\n", "1") "--B--",
     false, "two names"},
    {"name* is refused",
     PART("Content-Disposition: form-data; name=a; name*=UTF-8''b\r\n",
          "1") "--B--",
     false, "name* is not for forms"},
    {"two file names are refused",
     PART("Content-Disposition: form-data; name=a; filename=b; filename=c\r\n",
          "1") "--B--",
     false, "two file names"},
    {"a part without a disposition is refused",
     PART("Content-Type: text/plain\r\n", "1") "--B--", false,
     "part without a name"},
    {"a part without headers is refused", PART("", "1") "--B--", false,
     "part without a name"},
    {"an attachment is no form field",
     PART("Content-Disposition: attachment; name=a\r\n", "1") "--B--", false,
     "not form-data"},
    {"an unfinished quote is refused",
     PART("Content-Disposition: form-data; name=\"a\r\n", "1") "--B--", false,
     "unfinished quoted text"},
    {"folded headers are refused",
     PART("Content-Disposition: form-data; name=a;\r\n x=y\r\n", "1") "--B--",
     false, "bad header in a part"},
    {"base64 is refused",
     PART(FIELD("a") "Content-Transfer-Encoding: base64\r\n", "MQ==") "--B--",
     false, "transfer encoding"},
    {"too many parts are refused",
     PART(FIELD("a"), "") PART(FIELD("a"), "") PART(FIELD("a"), "")
         PART(FIELD("a"), "") "--B--",
     false, "more parts than the limit"},
    {"the headers must end before the next boundary",
     "--B\r\n" FIELD("a") "\r\n--B--", false, "part without content"},
};

static void join(const struct multipart *m, char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < m->count; i++) {
        const struct slot *s = &m->slot[i];

        len += (size_t)snprintf(
            ret + len, room - len,
            s->file ? "%s<" SPAN_FMT ">=" SPAN_FMT : "%s" SPAN_FMT "=" SPAN_FMT,
            i == 0 ? "" : "|", SPAN_ARG(s->name), SPAN_ARG(s->value));
    }
}

static void bodies_are_read_strictly(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct multipart m;
        char got[200] = "";
        bool ok =
            multipart_parse(a, span_of(cases[i].in), SPAN("B"), 3, &m, &e);

        if (ok != cases[i].fine)
            fail_msg("%s: %s", cases[i].name, ok ? "accepted" : e.text);
        if (ok)
            join(&m, got, sizeof(got));
        if (ok ? strcmp(got, cases[i].want) != 0
               : strstr(e.text, cases[i].want) == NULL)
            fail_msg("%s: %s", cases[i].name, ok ? got : e.text);
        arena_free(&a);
    }
}

static void odd_boundaries_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "a\"b",
        "a\r\n",
        "a ",
        "é",
        ("12345678901234567890123456789012345678901234567890123456789012345678"
         "901")};
    struct arena *a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct err e = {0};
        struct multipart m;

        assert_false(
            multipart_parse(a, SPAN("--B--"), span_of(bad[i]), 3, &m, &e));
        assert_int_equal(e.kind, ERR_INPUT);
    }
    arena_free(&a);
}

/* edit: one letter a part: k keep, r remove, p put "new". */
static const struct {
    const char *name, *in, *edit;
    bool add;
    const char *want;
} writes[] = {
    {"untouched bytes stay", PART(FIELD("a") "X-Odd:  1 \r\n", "1") "--B--",
     "k", false, PART(FIELD("a") "X-Odd:  1 \r\n", "1") "--B--"},
    {"one is put", PART(FIELD("a"), "1") PART(FIELD("b"), "2") "--B--\r\n",
     "kp", false, PART(FIELD("a"), "1") PART(FIELD("b"), "new") "--B--\r\n"},
    {"one goes", PART(FIELD("a"), "1") PART(FIELD("b"), "2") "--B--\r\n", "rk",
     false, PART(FIELD("b"), "2") "--B--\r\n"},
    {"one comes", PART(FIELD("a"), "1") "--B--\r\n", "k", true,
     PART(FIELD("a"), "1") PART(FIELD("t%22"), "[]") "--B--\r\n"},
    {"a put text says UTF-8",
     PART(FIELD("a") "Content-Type: text/plain; charset=GBK; x=y\r\n",
          "1") "--B--",
     "p", false,
     PART(FIELD("a") "Content-Type: text/plain; charset=UTF-8; x=y\r\n",
          "new") "--B--"},
};

static void only_edits_change_bytes(void **state)
{
    const struct slot added = {.name = SPAN("t\""), .value = SPAN("[]")};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        struct arena *a = arena_new(1 << 20);
        struct buf out = buf_make(1000);
        struct err e = {0};
        struct multipart m;

        assert_true(
            multipart_parse(a, span_of(writes[i].in), SPAN("B"), 3, &m, &e));
        for (uint32_t k = 0; k < m.count; k++) {
            m.slot[k].remove = writes[i].edit[k] == 'r';
            if (writes[i].edit[k] == 'p')
                m.slot[k].put = SPAN("new");
        }
        assert_true(multipart_write(
            a, &m, &(struct slot_edits){m.slot, &added, writes[i].add}, &out,
            &e));
        if (strcmp(buf_text(&out), writes[i].want) != 0)
            fail_msg("%s: %s", writes[i].name, buf_text(&out));
        buf_free(&out);
        arena_free(&a);
    }
}

static void a_new_text_must_not_end_its_part(void **state)
{
    struct arena *a = arena_new(1 << 20);
    struct buf out = buf_make(1000);
    struct err e = {0};
    struct multipart m;

    (void)state;
    assert_true(multipart_parse(a, SPAN(PART(FIELD("a"), "1") "--B--"),
                                SPAN("B"), 3, &m, &e));
    m.slot[0].put = SPAN("x\r\n--B--");
    assert_false(multipart_write(a, &m, &(struct slot_edits){m.slot, NULL, 0},
                                 &out, &e));
    assert_int_equal(e.kind, ERR_INPUT);
    buf_free(&out);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_read_strictly),
        cmocka_unit_test(odd_boundaries_are_refused),
        cmocka_unit_test(only_edits_change_bytes),
        cmocka_unit_test(a_new_text_must_not_end_its_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
