#include <string.h>

#include "../unit.h"
#include "fields/splice.h"

enum what { DO_NOTHING, DO_SET, DO_REMOVE, DO_TEXT, DO_VALUE };

struct step {
    enum what what;
    const char *at;   /* pointer */
    const char *json; /* or what the span of a text becomes */
    uint32_t from, to;
};

/* clang-format off */
#define NO_EDIT               {DO_NOTHING, NULL, NULL, 0, 0}
#define SET(at, json)         {DO_SET, at, json, 0, 0}
#define VALUE(at, json)       {DO_VALUE, at, json, 0, 0}
#define REMOVE(at)            {DO_REMOVE, at, NULL, 0, 0}
#define TEXT(at, to, from, end) {DO_TEXT, at, to, from, end}
/* clang-format on */

static const struct {
    const char *name, *in;
    struct step step[4];
    const char *want; /* NULL: refused */
} cases[] = {
    {"no edit is the same bytes",
     " { \"a\" : 1e400 } ",
     {NO_EDIT},
     " { \"a\" : 1e400 } "},
    {"a span inside a string",
     "{\"t\":\"call 555 now\"}",
     {TEXT("/t", "***", 5, 8)},
     "{\"t\":\"call *** now\"}"},
    {"escapes elsewhere in the string stay",
     "{\"t\":\"\\u4f60\\n555\\/\\u597d\"}",
     {TEXT("/t", "***", 4, 7)},
     "{\"t\":\"\\u4f60\\n***\\/\\u597d\"}"},
    {"an escaped surrogate pair goes as a whole",
     "[\"a\\ud83d\\ude00b\"]",
     {TEXT("/0", "＊", 1, 5)},
     "[\"a＊b\"]"},
    {"what is put in is escaped",
     "[\"abc\"]",
     {TEXT("/0", "\"\n", 1, 2)},
     "[\"a\\\"\\nc\"]"},
    {"the whole text of a string",
     "[\"abc\"]",
     {TEXT("/0", "", 0, 3)},
     "[\"\"]"},
    {"a change that splits a character is refused",
     "[\"你\"]",
     {TEXT("/0", "x", 1, 3)},
     NULL},
    {"a change behind the end is refused",
     "[\"ab\"]",
     {TEXT("/0", "x", 1, 3)},
     NULL},
    {"a value", "[1, 2.50 ,3]", {VALUE("/1", "[0]")}, "[1, [0] ,3]"},
    {"a member is added last",
     "{\"a\": 1 }",
     {SET("/b", "2")},
     "{\"a\": 1,\"b\":2 }"},
    {"a member is added to an empty object",
     "{ }",
     {SET("/b", "2")},
     "{\"b\":2 }"},
    {"two members are added in order",
     "{}",
     {SET("/b", "2"), SET("/c", "3")},
     "{\"b\":2,\"c\":3}"},
    {"a member that is there is replaced",
     "{\"a\": 1 ,\"b\":2}",
     {SET("/a", "[]")},
     "{\"a\": [] ,\"b\":2}"},
    {"a member in other case makes way for ours",
     "{\"Status\":1,\"b\":2}",
     {SET("/status", "9")},
     "{\"b\":2,\"status\":9}"},
    {"the only member in other case makes way",
     "{\"Status\":1}",
     {SET("/status", "9")},
     "{\"status\":9}"},
    {"missing parents are made",
     "{\"a\":1}",
     {SET("/x/y/z", "2")},
     "{\"a\":1,\"x\":{\"y\":{\"z\":2}}}"},
    {"missing parents are shared",
     "{}",
     {SET("/x/a", "1"), SET("/x/b", "2"), SET("/y", "3")},
     "{\"x\":{\"a\":1,\"b\":2},\"y\":3}"},
    {"a null parent becomes an object",
     "{\"x\":null}",
     {SET("/x/a", "1")},
     "{\"x\":{\"a\":1}}"},
    {"an element is appended",
     "{\"l\":[1]}",
     {SET("/l/-", "2")},
     "{\"l\":[1,2]}"},
    {"an element is replaced", "[1,2]", {SET("/1", "9")}, "[1,9]"},
    {"a number is no parent", "{\"x\":5}", {SET("/x/a", "1")}, NULL},
    {"an array takes no member", "[]", {SET("/a", "1")}, NULL},
    {"a name with quotes is escaped",
     "{}",
     {SET("/a\"b", "1")},
     "{\"a\\\"b\":1}"},
    {"the first member goes with its comma",
     "{\"a\":1 , \"b\":2}",
     {REMOVE("/a")},
     "{\"b\":2}"},
    {"the last member goes with its comma",
     "{\"a\":1 , \"b\":2 }",
     {REMOVE("/b")},
     "{\"a\":1 }"},
    {"the middle one goes", "[1, 2, 3]", {REMOVE("/1")}, "[1, 3]"},
    {"both ends go", "[1, 2, 3]", {REMOVE("/2"), REMOVE("/0")}, "[2]"},
    {"the first two go", "[1, 2, 3]", {REMOVE("/0"), REMOVE("/1")}, "[3]"},
    {"the last two go", "[1, 2, 3]", {REMOVE("/2"), REMOVE("/1")}, "[1]"},
    {"all go", "[1, 2 ]", {REMOVE("/0"), REMOVE("/1")}, "[ ]"},
    {"all go and one comes",
     "{\"a\":1, \"b\":2 }",
     {REMOVE("/a"), REMOVE("/b"), SET("/c", "3")},
     "{\"c\":3 }"},
    {"the last goes and one comes",
     "{\"a\":1, \"b\":2}",
     {REMOVE("/b"), SET("/c", "3")},
     "{\"a\":1,\"c\":3}"},
    {"what was removed can be set",
     "{\"a\":1,\"b\":2}",
     {REMOVE("/a"), SET("/a", "3")},
     "{\"b\":2,\"a\":3}"},
    {"removing beats edits inside",
     "{\"a\":{\"t\":\"x\"},\"b\":2}",
     {TEXT("/a/t", "y", 0, 1), SET("/a/n", "1"), REMOVE("/a")},
     "{\"b\":2}"},
    {"replacing beats edits inside",
     "{\"a\":{\"t\":\"x\"}}",
     {TEXT("/a/t", "y", 0, 1), VALUE("/a", "0")},
     "{\"a\":0}"},
    {"a removal beside an edit inside the next",
     "[\"a\",\"b\"]",
     {REMOVE("/0"), TEXT("/1", "x", 0, 1)},
     "[\"x\"]"},
    {"overlapping changes never bring text back",
     "[\"abcdef\"]",
     {TEXT("/0", "***", 0, 3), TEXT("/0", "###", 2, 5)},
     "[\"***###f\"]"},
    {"the whole document", "[1]", {SET("", "{}")}, "{}"},
};

static bool edit(struct arena *a, struct splice *s, const struct json *doc,
                 const struct step *step, struct err *e)
{
    const struct pointer_search how = {POINTER_STRICT, false, 0};
    const struct change change = {{step->from, step->to}, span_of(step->json)};
    struct pointer p;
    struct pointer_found found;

    assert_true(pointer_parse(a, span_of(step->at), &p, e));
    if (step->what == DO_SET)
        return splice_set(s, 0, &p, span_of(step->json), e);
    assert_true(pointer_find(a, &p, doc, &how, &found, e));
    assert_int_equal(found.count, 1);
    if (step->what == DO_REMOVE)
        return splice_remove(s, found.node[0], e);
    if (step->what == DO_VALUE)
        return splice_value(s, found.node[0], span_of(step->json), e);
    return splice_text(s, found.node[0], &change, 1, e);
}

static bool run(struct arena *a, size_t i, struct buf *out, struct err *e)
{
    const struct json_limits limits = {64, 1000};
    struct json doc;
    struct splice *s;

    assert_true(json_scan(a, span_of(cases[i].in), &limits, &doc, e));
    assert_true(splice_new(a, &doc, false, &s, e));
    for (size_t n = 0; n < 4 && cases[i].step[n].what != DO_NOTHING; n++)
        if (!edit(a, s, &doc, &cases[i].step[n], e))
            return false;
    assert_int_equal(splice_changed(s), cases[i].step[0].what != DO_NOTHING);
    return splice_write(s, out, e);
}

static void edits_change_their_bytes_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct buf out = buf_make(1000);
        struct err e = {0};
        bool ok = run(a, i, &out, &e);

        if (ok != (cases[i].want != NULL))
            fail_msg("%s: %s", cases[i].name, ok ? "accepted" : e.text);
        if (ok && strcmp(buf_text(&out), cases[i].want) != 0)
            fail_msg("%s: got %s", cases[i].name, buf_text(&out));
        buf_free(&out);
        arena_free(&a);
    }
}

static void the_ceiling_is_an_error(void **state)
{
    const struct json_limits limits = {64, 1000};
    struct arena *a = arena_new(1 << 20);
    struct buf out = buf_make(8);
    struct err e = {0};
    struct json doc;
    struct splice *s;

    (void)state;
    assert_true(json_scan(a, SPAN("[1,2,3]"), &limits, &doc, &e));
    assert_true(splice_new(a, &doc, false, &s, &e));
    assert_true(splice_value(s, 1, SPAN("1234567890"), &e));
    assert_false(splice_write(s, &out, &e));
    assert_int_equal(e.kind, ERR_LIMIT);
    buf_free(&out);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_change_their_bytes_only),
        cmocka_unit_test(the_ceiling_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
