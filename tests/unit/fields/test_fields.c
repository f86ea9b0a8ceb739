#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "fields/charset.h"
#include "fields/fields.h"

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"
#define PART "multipart/form-data; boundary=B"
#define PIECE(name, text)                                                      \
    "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" text    \
    "\r\n"

#define JSON_PIECE(name, file, text)                                           \
    "--B\r\nContent-Disposition: form-data; name=" name file                   \
    "\r\nContent-Type: application/json\r\n\r\n" text "\r\n"

static const struct fields_text texts[] = {
    {SPAN_INIT("title"), SPAN_INIT("/title"), MARKUP_PLAIN},
    {SPAN_INIT("body"), SPAN_INIT("/body"), MARKUP_HTML},
    {SPAN_INIT("body"), SPAN_INIT("/body/raw"), MARKUP_HTML},
    {SPAN_INIT("tags"), SPAN_INIT("/tags/*"), MARKUP_PLAIN},
    {SPAN_INIT("q"), SPAN_INIT("query:text"), MARKUP_PLAIN},
    {SPAN_INIT("inner"), SPAN_INIT("/body/x"), MARKUP_PLAIN},
    {SPAN_INIT("list"), SPAN_INIT("/list/*/x"), MARKUP_PLAIN},
};

static const struct span drops[] = {SPAN_INIT("/md5"), SPAN_INIT("hash"),
                                    SPAN_INIT("query:sum")};

static const struct fields_spec *spec_of(struct arena *a, bool foreign)
{
    struct fields_config c = {
        .text = texts,
        .text_count = COUNT_OF(texts),
        .attach = SPAN("/translations"),
        .drop = drops,
        .drop_count = COUNT_OF(drops),
        .json = {64, 10000},
        .parts = 10,
        .reads = READS_JSON | READS_FORM | READS_MULTIPART,
        .charsets = foreign ? 1U << CHARSET_GB18030 | 1U << CHARSET_BIG5 : 0,
    };
    const struct fields_spec *spec = NULL;
    struct err e = {0};

    if (!fields_compile(a, &c, &spec, &e))
        fail_msg("%s", e.text);
    return spec;
}

static void describe(const struct fields *f, char *ret, size_t room)
{
    size_t len = 0;

    ret[0] = '\0';
    for (uint32_t i = 0; i < f->count; i++)
        len += (size_t)snprintf(
            ret + len, room - len, "%s" SPAN_FMT "@" SPAN_FMT "=" SPAN_FMT,
            i == 0 ? "" : "|", SPAN_ARG(f->field[i].name),
            SPAN_ARG(f->field[i].pointer), SPAN_ARG(f->field[i].text));
    if (f->forged_attachment)
        (void)snprintf(ret + len, room - len, "|forged");
}

/* want: "name@pointer=text|…"; or kind and a part of the error. */
static const struct {
    const char *name, *type, *body, *query, *want;
    enum err_kind kind;
} reads[] = {
    {"JSON texts in the order of the spec", JSON,
     "{\"tags\":[\"a\",\"\\u732b\"],\"title\":\"t\",\"n\":1}", "",
     "title@/title=t|tags@/tags/0=a|tags@/tags/1=猫", ERR_NONE},
    {"+json is JSON", "application/post+json; v=1", "{\"title\":\"t\"}", "",
     "title@/title=t", ERR_NONE},
    {"names match in any case", JSON, "{\"Title\":\"t\"}", "", "title@/Title=t",
     ERR_NONE},
    {"true, false and null are no text", JSON,
     "{\"title\":false,\"body\":null,\"tags\":[true]}", "", "", ERR_NONE},
    {"a number is the text that an app makes of it", JSON,
     "{\"title\":13812345678,\"tags\":[0,-7,12345678901234567890]}", "",
     "title@/title=13812345678|tags@/tags/0=0|tags@/tags/1=-7|"
     "tags@/tags/2=12345678901234567890",
     ERR_NONE},
    {"a number in another spelling is the same text", JSON,
     "{\"tags\":[1.3812345678e10,13812345678.0,138123456780E-1,1.50,1e400,"
     "1e30]}",
     "",
     "tags@/tags/0=13812345678|tags@/tags/1=13812345678|"
     "tags@/tags/2=13812345678|tags@/tags/3=1.5|tags@/tags/4=1e400|"
     "tags@/tags/5=1e+30",
     ERR_NONE},
    {"a number inside an object at a text", JSON,
     "{\"body\":{\"blocks\":[{\"text\":138}]}}", "",
     "body@/body/blocks/0/text=138", ERR_NONE},
    {"an object at a text gives every string in it", JSON,
     "{\"title\":{\"a\":\"x\",\"b\":[\"y\",{\"c\":\"z\"}]}}", "",
     "title@/title/a=x|title@/title/b/0=y|title@/title/b/1/c=z", ERR_NONE},
    {"a string that two pointers of one name reach is one field", JSON,
     "{\"body\":{\"raw\":\"r\"}}", "", "body@/body/raw=r", ERR_NONE},
    {"a string of two names is two fields", JSON, "{\"body\":{\"x\":\"r\"}}",
     "", "body@/body/x=r|inner@/body/x=r", ERR_NONE},
    {"a lone value stands for its list", JSON, "{\"tags\":\"x\"}", "",
     "tags@/tags=x", ERR_NONE},
    {"an array at a text gives every string", JSON, "{\"title\":[\"a\"]}", "",
     "title@/title/0=a", ERR_NONE},
    {"numbered members are a list", JSON,
     "{\"body\":{\"0\":{\"raw\":\"r\"}},\"list\":{\"7\":{\"x\":\"s\"}}}", "",
     "body@/body/0/raw=r|list@/list/7/x=s", ERR_NONE},
    {"a name reaches through an array", JSON, "{\"body\":[{\"raw\":\"r\"}]}",
     "", "body@/body/0/raw=r", ERR_NONE},
    {"a forged attachment is noticed", JSON,
     "{\"title\":\"t\",\"Translations\":1}", "", "title@/title=t|forged",
     ERR_NONE},
    {"a JSON body that is no object is refused", JSON, "[{\"title\":\"t\"}]",
     "", "an object was expected at byte 0", ERR_INPUT},
    {"a duplicate key is refused", JSON, "{\"title\":\"a\",\"TITLE\":\"b\"}",
     "", "duplicate member name", ERR_INPUT},
    {"bad UTF-8 in JSON is refused", JSON, "{\"title\":\"\xff\"}", "",
     "not UTF-8 at byte 10", ERR_INPUT},
    {"a form", FORM, "title=a+b&body%5Braw%5D=c&tags=1&tags[]=2&x=y", "",
     "title@/title=a b|body@/body/raw=c|tags@/tags/0=1|"
     "tags@/tags/1=2",
     ERR_NONE},
    {"every occurrence of a field", FORM, "title=a&title=b&TITLE=c", "",
     "title@/title=a|title@/title=b|title@/TITLE=c", ERR_NONE},
    {"a forged attachment in a form", FORM, "translations[0][language]=zh", "",
     "|forged", ERR_NONE},
    {"a forged attachment in the query", FORM, "title=a", "Translations=x",
     "title@/title=a|forged", ERR_NONE},
    {"a form's bad escape is refused", FORM, "title=%", "", "at byte 6",
     ERR_INPUT},
    {"multipart", PART, PIECE("title", "猫") PIECE("tags[]", "x") "--B--", "",
     "title@/title=猫|tags@/tags/0=x", ERR_NONE},
    {"a part of another type without file name is looked at", PART,
     "--B\r\nContent-Disposition: form-data; name=title\r\n"
     "Content-Type: image/png\r\n\r\nx\r\n--B--",
     "", "title@/title=x", ERR_NONE},
    {"a file is not looked at", PART,
     "--B\r\nContent-Disposition: form-data; name=title; filename=x\r\n"
     "\r\n\xff\r\n--B--",
     "", "", ERR_NONE},
    {"a part that is JSON is read as such", PART,
     JSON_PIECE("body", "", "{\"a\":\"\\u732b\",\"raw\":[\"b\",7]}") "--B--",
     "",
     "body@/body/a=猫|body@/body/raw/0=b|body@/body/raw/1=7|"
     "body@/body/raw/0=b|body@/body/raw/1=7",
     ERR_NONE},
    {"a pointer leads into a part that is JSON", PART,
     JSON_PIECE("tags", "", "[\"x\"]")
         JSON_PIECE("body", "; filename=blob", "{\"x\":\"y\"}") "--B--",
     "", "body@/body/x=y|tags@/tags/0=x|inner@/body/x=y", ERR_NONE},
    {"a part that says JSON and is plain text", PART,
     JSON_PIECE("title", "", "a \"b") "--B--", "", "title@/title=a \"b",
     ERR_NONE},
    {"a part that says JSON and hides an escape is refused", PART,
     JSON_PIECE("title", "", "{'a':'\\u732b'}") "--B--", "",
     "multipart: part 0: JSON: expected a member name", ERR_INPUT},
    {"two members of one name in a part are refused", PART,
     JSON_PIECE("title", "", "{\"a\":1,\"A\":\"\\u732b\"}") "--B--", "",
     "multipart: part 0: JSON: duplicate member name", ERR_INPUT},
    {"a part that is JSON and no text is not read", PART,
     JSON_PIECE("meta", "", "{'\\u732b") "--B--", "", "", ERR_NONE},
    {"bad UTF-8 in a text part is refused", PART,
     PIECE("title", "\xff") "--B--", "",
     "multipart: part 0, content at byte 53", ERR_INPUT},
    {"a text part's charset must be listed", PART,
     "--B\r\nContent-Disposition: form-data; name=title\r\n"
     "Content-Type: text/plain; charset=gbk\r\n\r\nx\r\n--B--",
     "", "charset gb18030", ERR_CHARSET},
    {"a query field", JSON, "{}", "a=b&text=%E7%8C%AB&Text=x",
     "q@query:text=猫|q@query:Text=x", ERR_NONE},
    {"a query without a body", NULL, "", "text=x", "q@query:text=x", ERR_NONE},
    {"a bad query is refused where it is read", NULL, "", "text=%",
     "query:", ERR_INPUT},
    {"an empty body needs no type", JSON, "", "", "", ERR_NONE},
    {"a body without a type is refused", NULL, "x", "", "without Content-Type",
     ERR_TYPE},
    {"a type that the route does not read", "text/plain", "{}", "",
     "does not read", ERR_TYPE},
    {"a type that is none", "json", "{}", "", "malformed", ERR_TYPE},
    {"a charset that the route does not list", JSON "; charset=big5", "{}", "",
     "not in `charsets`", ERR_CHARSET},
    {"a charset that nobody knows", JSON "; charset=utf-16", "{}", "",
     "unknown charset", ERR_CHARSET},
};

static void every_text_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(reads); i++) {
        const struct fields_input in = {span_of(reads[i].type),
                                        span_of(reads[i].body),
                                        span_of(reads[i].query)};
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};
        struct fields f;
        char got[500] = "";
        bool ok = fields_read(a, spec_of(a, false), &in, &f, &e);

        if (ok)
            describe(&f, got, sizeof(got));
        if (ok != (reads[i].kind == ERR_NONE) || e.kind != reads[i].kind ||
            (ok ? strcmp(got, reads[i].want) != 0
                : strstr(e.text, reads[i].want) == NULL))
            fail_msg("%s: %s", reads[i].name, ok ? got : e.text);
        arena_free(&a);
    }
}

/* mask: the first three bytes of every field become "***". */
static const struct {
    const char *name, *type, *body, *query;
    bool mask;
    const char *attach, *set;
    const char *want_body, *want_query;
} writes[] = {
    {"nothing changes nothing", JSON, "{ \"title\":\"\\u0061bc\",\"n\":1e400}",
     "", false, NULL, NULL, NULL, NULL},
    {"JSON", JSON, "{\"title\":\"\\u0061bcd\\n\",\"n\":19.90}", "", true, "[1]",
     "\"pending\"",
     "{\"title\":\"***d\\n\",\"n\":19.90,\"status\":\"pending\","
     "\"translations\":[1]}",
     NULL},
    {"a forged attachment goes by itself", JSON,
     "{\"translations\":{\"a\":1},\"n\":1}", "", false, NULL, NULL, "{\"n\":1}",
     NULL},
    {"a forged attachment makes way for ours", JSON,
     "{\"Translations\":0,\"n\":1}", "", false, "[]", NULL,
     "{\"n\":1,\"translations\":[]}", NULL},
    {"dropped fields go", JSON, "{\"md5\":0,\"hash\":1,\"n\":2}", "", false,
     NULL, NULL, "{\"n\":2}", NULL},
    {"one string of two specs is changed once", JSON,
     "{\"body\":{\"x\":\"abcd\"}}", "", true, NULL, NULL,
     "{\"body\":{\"x\":\"***d\"}}", NULL},
    {"a masked number is a string", JSON,
     "{\"title\": 13812345678 ,\"n\":1.0,\"tags\":[1.3812345678e10,5e0]}", "",
     true, NULL, NULL,
     "{\"title\": \"***12345678\" ,\"n\":1.0,\"tags\":[\"***12345678\","
     "\"***\"]}",
     NULL},
    {"one number of two specs is changed once", JSON, "{\"body\":{\"x\":1234}}",
     "", true, NULL, NULL, "{\"body\":{\"x\":\"***4\"}}", NULL},
    {"one form field of two specs is changed once", FORM, "body[x]=abcd", "",
     true, NULL, NULL, "body[x]=***d", NULL},
    {"a form", FORM, "x=%7e&title=abc+d&tags[]=abcd", "", true, "[{\"a\":1}]",
     "\"a b\"",
     "x=%7e&title=***+d&tags[]=***d&status=a+b&"
     "translations=%5B%7B%22a%22%3A1%7D%5D",
     NULL},
    {"an untouched form keeps its bytes", FORM, "x=%7e&&title=a%62c", "", false,
     NULL, NULL, NULL, NULL},
    {"a set field of a form is replaced", FORM, "status=publish&title=a", "",
     false, NULL, "\"pending\"", "status=pending&title=a", NULL},
    {"a set field in other spellings is replaced", FORM,
     "Status=1&title=a&status[]=2", "", false, NULL, "\"pending\"",
     "title=a&status=pending", NULL},
    {"a forged attachment in a form goes", FORM,
     "translations=x&title=a&translations[0]=y", "", false, NULL, NULL,
     "title=a", NULL},
    {"two occurrences are both changed", FORM, "title=abcd&title=abce", "",
     true, NULL, NULL, "title=***d&title=***e", NULL},
    {"multipart", PART, PIECE("title", "abcd") PIECE("x", "y") "--B--", "",
     true, "[]", NULL,
     PIECE("title", "***d") PIECE("x", "y") PIECE("translations", "[]") "--B--",
     NULL},
    {"parts that are JSON", PART,
     JSON_PIECE("title", "", "{ \"a\":\"\\u0061bcd\", \"n\":12345 }")
         PIECE("body", "abcd") JSON_PIECE("tags", "", "[\"abcd\",1e0]") "--B--",
     "", true, NULL, NULL,
     JSON_PIECE("title", "", "{ \"a\":\"***d\", \"n\":\"***45\" }") PIECE(
         "body", "***d") JSON_PIECE("tags", "", "[\"***d\",\"***\"]") "--B--",
     NULL},
    {"an untouched part that is JSON keeps its bytes", PART,
     JSON_PIECE("title", "", " { \"a\" : \"\\u0061\" } ") "--B--", "", false,
     NULL, NULL, NULL, NULL},
    {"an untouched multipart body keeps its bytes", PART,
     PIECE("title", "abcd") "--B--", "", false, NULL, NULL, NULL, NULL},
    {"a masked query", JSON, "{}", "a=%7e&text=abcd", true, NULL, NULL, NULL,
     "a=%7e&text=***d"},
    {"a query's forged attachment and dropped field go", JSON, "{}",
     "a=1&translations=x&sum=2", false, NULL, NULL, NULL, "a=1"},
    {"a body with an attachment only", JSON, "{}", "", false, "[]", NULL,
     "{\"translations\":[]}", NULL},
};

static void make_masks(const struct fields *f, struct change *change,
                       struct field_changes *ret)
{
    for (uint32_t i = 0; i < f->count; i++) {
        change[i] = (struct change){{0, 3}, SPAN("***")};
        ret[i] = (struct field_changes){&change[i], 1};
    }
}

static void check_output(size_t i, const struct fields_output *out)
{
    const char *body =
        writes[i].want_body != NULL ? writes[i].want_body : writes[i].body;
    const char *query =
        writes[i].want_query != NULL ? writes[i].want_query : writes[i].query;

    if (!span_is(out->body, body) || !span_is(out->query, query) ||
        !span_is(out->content_type, writes[i].type))
        fail_msg("%s: " SPAN_FMT " ? " SPAN_FMT, writes[i].name,
                 SPAN_ARG(out->body), SPAN_ARG(out->query));
    assert_int_equal(out->body_changed, writes[i].want_body != NULL);
    assert_int_equal(out->query_changed, writes[i].want_query != NULL);
    if (!out->body_changed)
        assert_ptr_equal(out->body.at, writes[i].body);
}

static void only_edits_change_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        const struct fields_input in = {span_of(writes[i].type),
                                        span_of(writes[i].body),
                                        span_of(writes[i].query)};
        const struct fields_set set = {SPAN("/status"), span_of(writes[i].set)};
        struct arena *a = arena_new(1 << 20);
        struct field_changes changes[10];
        struct change change[10];
        struct fields_output out;
        struct fields_edits edits = {
            .attach = span_of(writes[i].attach),
            .set = &set,
            .set_count = writes[i].set != NULL,
        };
        struct err e = {0};
        struct fields f;

        if (!fields_read(a, spec_of(a, false), &in, &f, &e))
            fail_msg("%s: %s", writes[i].name, e.text);
        make_masks(&f, change, changes);
        edits.change = writes[i].mask ? changes : NULL;
        /* Twice: writing must leave what was read as it was. */
        assert_true(fields_write(a, &f, &edits, &out, &e));
        if (!fields_write(a, &f, &edits, &out, &e))
            fail_msg("%s: %s", writes[i].name, e.text);
        check_output(i, &out);
        arena_free(&a);
    }
}

/* 猫 is C3 A8 in GB 18030; 貓 is BF DF in Big5. */
static const struct {
    const char *name, *type, *body, *text, *want_type, *want_body;
} foreign[] = {
    {"JSON", JSON "; charset=GBK", "{\"title\":\"\xc3\xa8\",\"n\":1.0}", "猫",
     JSON "; charset=UTF-8", "{\"title\":\"猫\",\"n\":1.0}"},
    {"a form", FORM ";charset=big5", "x=%7e&title=%bf%df&y=\xbf\xdf", "貓",
     FORM ";charset=UTF-8", "x=%7e&title=%E8%B2%93&y=%E8%B2%93"},
    {"a part", PART,
     "--B\r\nContent-Disposition: form-data; name=title\r\n"
     "Content-Type: text/plain; charset=gb2312\r\n\r\n\xc3\xa8\r\n--B--",
     "猫", PART,
     "--B\r\nContent-Disposition: form-data; name=title\r\n"
     "Content-Type: text/plain; charset=UTF-8\r\n\r\n猫\r\n--B--"},
};

static void other_charsets_are_forwarded_as_utf8(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(foreign); i++) {
        const struct fields_input in = {
            span_of(foreign[i].type), span_of(foreign[i].body), {NULL, 0}};
        const struct fields_edits edits = {.attach = {NULL, 0}};
        struct arena *a = arena_new(1 << 20);
        struct fields_output out;
        struct err e = {0};
        struct fields f;

        if (!fields_read(a, spec_of(a, true), &in, &f, &e))
            fail_msg("%s: %s", foreign[i].name, e.text);
        assert_true(f.transcoded);
        assert_int_equal(f.count, 1);
        assert_true(span_is(f.field[0].text, foreign[i].text));
        assert_true(fields_write(a, &f, &edits, &out, &e));
        assert_true(out.body_changed);
        if (!span_is(out.body, foreign[i].want_body) ||
            !span_is(out.content_type, foreign[i].want_type))
            fail_msg("%s: " SPAN_FMT "\n" SPAN_FMT, foreign[i].name,
                     SPAN_ARG(out.content_type), SPAN_ARG(out.body));
        arena_free(&a);
    }
}

static void bad_specs_are_config_errors(void **state)
{
    static const struct {
        const char *text, *attach, *drop, *want;
    } cases[] = {
        {"/a~", "", "a", "text: pointer"},
        {"query:", "", "a", "text: 'query:' needs a name"},
        {"/a", "/x/*", "a", "attach: must not have '*'"},
        {"/a", "query:x", "a", "attach: must be in the body"},
        {"/a", "/x", "", "drop: the whole body"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct fields_text text = {SPAN("a"), span_of(cases[i].text),
                                         MARKUP_PLAIN};
        const struct span drop = span_of(cases[i].drop);
        const struct fields_config c = {.text = &text,
                                        .text_count = 1,
                                        .attach = span_of(cases[i].attach),
                                        .drop = &drop,
                                        .drop_count = 1};
        struct arena *a = arena_new(1 << 20);
        const struct fields_spec *spec;
        struct err e = {0};

        assert_false(fields_compile(a, &c, &spec, &e));
        assert_int_equal(e.kind, ERR_CONFIG);
        if (strstr(e.text, cases[i].want) == NULL)
            fail_msg("%s", e.text);
        arena_free(&a);
    }
}

static void a_body_over_the_ceiling_is_an_error(void **state)
{
    const struct fields_input in = {SPAN(JSON), SPAN("{}"), {NULL, 0}};
    const struct fields_edits edits = {.attach = SPAN("[1,2,3]"),
                                       .ceiling = 10};
    struct arena *a = arena_new(1 << 20);
    struct fields_output out;
    struct err e = {0};
    struct fields f;

    (void)state;
    assert_true(fields_read(a, spec_of(a, false), &in, &f, &e));
    assert_false(fields_write(a, &f, &edits, &out, &e));
    assert_int_equal(e.kind, ERR_LIMIT);
    arena_free(&a);
}

static bool read_and_write(struct arena *a, const struct fields_spec *spec,
                           size_t i, struct err *e)
{
    const struct fields_input in = {span_of(writes[i].type),
                                    span_of(writes[i].body),
                                    span_of(writes[i].query)};
    const struct fields_edits edits = {.attach = SPAN("[]")};
    struct fields_output out;
    struct fields f;

    return fields_read(a, spec, &in, &f, e) &&
           fields_write(a, &f, &edits, &out, e);
}

static void a_full_arena_is_an_error_wherever_it_fills(void **state)
{
    struct arena *specs = arena_new(1 << 20);
    const struct fields_spec *spec = spec_of(specs, false);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        bool ok = false;

        for (size_t n = 1; !ok; n++) {
            struct arena *a = arena_new(1 << 20);
            struct err e = {0};

            arena_fail_after(a, n);
            ok = read_and_write(a, spec, i, &e);
            if (!ok && e.kind != ERR_MEMORY)
                fail_msg("%s: %s", writes[i].name, e.text);
            arena_free(&a);
        }
    }
    arena_free(&specs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_found),
        cmocka_unit_test(only_edits_change_bytes),
        cmocka_unit_test(other_charsets_are_forwarded_as_utf8),
        cmocka_unit_test(bad_specs_are_config_errors),
        cmocka_unit_test(a_body_over_the_ceiling_is_an_error),
        cmocka_unit_test(a_full_arena_is_an_error_wherever_it_fills),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
