#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "fields/form.h"

/* want: "name=value|name=value", or a part of the error. */
static const struct {
    const char *name, *in;
    bool fine;
    const char *want;
} cases[] = {
    {"plus and percent are undone", "a+b=c%2Bd+e", true, "a b=c+d e"},
    {"UTF-8 in escapes", "t=%E7%8C%AB", true, "t=猫"},
    {"small hex digits", "t=%e7%8c%ab", true, "t=猫"},
    {"raw UTF-8", "t=猫", true, "t=猫"},
    {"repeated fields stay apart", "t=1&t=2", true, "t=1|t=2"},
    {"empty pairs are no fields", "&a=1&&b=2&", true, "a=1|b=2"},
    {"no equals sign is an empty value", "a&b=", true, "a=|b="},
    {"the first equals sign counts", "a=b=c", true, "a=b=c"},
    {"nothing is no field", "", true, ""},
    {"a bare percent sign is refused", "ab=1%", false,
     "form: bad escape at byte 4"},
    {"a half escape is refused", "a=%4", false, "byte 2"},
    {"a wrong digit is refused", "a=%4g", false, "byte 2"},
    {"bad UTF-8 is refused", "a=1&b=%ff", false,
     "form: field at byte 6: not UTF-8 at byte 0"},
    {"a field behind a semicolon is refused", "a=1&b=2;c=3", false,
     "form: ';' before a field at byte 4"},
    {"a bare name behind a semicolon, too", "a=1&b;c", false, "byte 4"},
    {"one behind two semicolons, too", "b=2;;c%5B%5D=3", false, "byte 0"},
    {"a semicolon in a text is text", "a=b;&b=data:x;base64,QQ==&c=%3Bd=1",
     true, "a=b;|b=data:x;base64,QQ==|c=;d=1"},
    {"too many fields are refused", "a&b&c&d&e", false,
     "form: more than 4 fields"},
};

static void join(const struct form *f, char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < f->count; i++)
        len +=
            (size_t)snprintf(ret + len, room - len, "%s" SPAN_FMT "=" SPAN_FMT,
                             i == 0 ? "" : "|", SPAN_ARG(f->slot[i].name),
                             SPAN_ARG(f->slot[i].value));
}

static void forms_are_decoded_strictly(void **state)
{
    const struct form_limits limits = {4, CHARSET_UTF8, false};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct form f;
        char got[200];
        bool ok = form_parse(a, span_of(cases[i].in), &limits, &f, &e);

        if (ok != cases[i].fine)
            fail_msg("%s: %s", cases[i].name, ok ? "accepted" : e.text);
        if (ok)
            join(&f, got, sizeof(got));
        if (ok ? strcmp(got, cases[i].want) != 0
               : strstr(e.text, cases[i].want) == NULL)
            fail_msg("%s: %s", cases[i].name, ok ? got : e.text);
        arena_free(&a);
    }
}

/* edit: one letter a field: k keep, r remove, p put "x y&". */
static const struct {
    const char *name, *in, *edit, *add, *want;
} writes[] = {
    {"untouched bytes stay", "b=%7e%7E+\\&a[]=1&&c", "kkk", NULL,
     "b=%7e%7E+\\&a[]=1&&c"},
    {"only the changed field is encoded anew", "b=%7e&a[]=1&c=%7e", "kpk", NULL,
     "b=%7e&a[]=x+y%26&c=%7e"},
    {"a field without '=' gets one", "a&b", "pk", NULL, "a=x+y%26&b"},
    {"the first goes", "a=1&b=2", "rk", NULL, "b=2"},
    {"the last goes", "a=1&b=2", "kr", NULL, "a=1"},
    {"the middle goes", "a=1&b=2&c=3", "krk", NULL, "a=1&c=3"},
    {"the last two go", "a=1&b=2&c=3", "krr", NULL, "a=1"},
    {"all go", "a=1&b=2", "rr", NULL, ""},
    {"one comes", "a=1", "k", "猫", "a=1&n%5Bw%5D=%E7%8C%AB"},
    {"one comes to nothing", "", "", "*-._~", "n%5Bw%5D=*-._%7E"},
    {"one comes behind an open end", "a=1&", "k", "1", "a=1&n%5Bw%5D=1"},
    {"all go and one comes", "a=1", "r", "1", "n%5Bw%5D=1"},
};

static void only_edits_change_bytes(void **state)
{
    const struct form_limits limits = {4, CHARSET_UTF8, false};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        const struct slot added = {.name = SPAN("n[w]"),
                                   .value = span_of(writes[i].add)};
        struct arena *a = arena_new(1 << 20);
        struct buf out = buf_make(1000);
        struct err e = {0};
        struct form f;

        assert_true(form_parse(a, span_of(writes[i].in), &limits, &f, &e));
        assert_int_equal(f.count, strlen(writes[i].edit));
        for (uint32_t k = 0; k < f.count; k++) {
            f.slot[k].remove = writes[i].edit[k] == 'r';
            if (writes[i].edit[k] == 'p')
                f.slot[k].put = SPAN("x y&");
        }
        form_write(&f,
                   &(struct slot_edits){f.slot, &added, writes[i].add != NULL},
                   &out);
        if (strcmp(buf_text(&out), writes[i].want) != 0)
            fail_msg("%s: %s", writes[i].name, buf_text(&out));
        buf_free(&out);
        arena_free(&a);
    }
}

static void lenient_parsing_keeps_bad_escapes(void **state)
{
    const struct form_limits limits = {4, CHARSET_UTF8, true};
    struct arena *a = arena_new(1 << 20);
    struct err e = {0};
    struct form f;

    (void)state;
    assert_true(form_parse(a, SPAN("a=%zz&b=%ff%41"), &limits, &f, &e));
    assert_span_equal(f.slot[0].value, SPAN("%zz"));
    assert_span_equal(f.slot[1].value, SPAN("\xff"
                                            "A"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_decoded_strictly),
        cmocka_unit_test(only_edits_change_bytes),
        cmocka_unit_test(lenient_parsing_keeps_bad_escapes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
