#include "../unit.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "config/config.h"

static struct config *load(const char *text)
{
    struct config *c = NULL;
    struct err e = {0};

    if (!config_parse(span_of(text), "t.yaml", NULL, &c, &e))
        fail_msg("%s", e.text);
    return c;
}

static void text_is_a_list_of_named_places(void **state)
{
    static const struct {
        const char *name, *pointer, *query;
        enum text_markup markup;
    } want[] = {
        {"title", "/title", NULL, TEXT_PLAIN},
        {"tags", "/tags/*", NULL, TEXT_PLAIN},
        {"q", NULL, "q", TEXT_PLAIN},
        {"raw", "/body/raw", NULL, TEXT_HTML},
        {"text", "", NULL, TEXT_PLAIN},
    };
    struct config *c = load(
        "routes: [{name: p, kind: publish, match: {method: POST, path: /}, "
        "text: [/title, '/tags/*', query:q, "
        "{at: /body/raw, markup: html}, '']}]");
    const struct route *r = &c->routes.at[0];

    (void)state;
    assert_int_equal(r->text.count, COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        const struct route_text *t = &r->text.at[i];

        assert_span_equal(t->name, span_of(want[i].name));
        assert_int_equal(t->pointer.at != NULL, want[i].pointer != NULL);
        assert_span_equal(t->pointer, span_of(want[i].pointer));
        assert_span_equal(t->query, span_of(want[i].query));
        assert_int_equal(t->markup, want[i].markup);
    }
    config_free(&c);
}

static void names_may_stand_for_several_places(void **state)
{
    struct config *c = load(
        "routes: [{name: p, kind: publish, match: {method: POST, path: /}, "
        "text: {title: /t, body: [/b, {at: [/c, /d], markup: wikitext}]}}]");
    const struct route *r = &c->routes.at[0];

    (void)state;
    assert_int_equal(r->text.count, 4);
    for (uint32_t i = 1; i < 4; i++)
        assert_span_equal(r->text.at[i].name, SPAN("body"));
    assert_int_equal(r->text.at[1].markup, TEXT_PLAIN);
    assert_int_equal(r->text.at[3].markup, TEXT_WIKITEXT);
    config_free(&c);
}

static void paths_are_cut_into_segments(void **state)
{
    struct config *c = load(
        "routes: [{name: p, kind: publish, text: [/t], match: [{method: POST, "
        "path: '/w/api.php', query: {action: edit}}, {method: [PUT, PATCH], "
        "path: '/帖子/{id}/**'}, {method: POST, path: /a/}]}]");
    const struct route *r = &c->routes.at[0];

    (void)state;
    assert_int_equal(r->match.count, 4);
    assert_int_equal(r->match.at[0].path.count, 2);
    assert_string_equal(r->match.at[0].query.at[0].value, "edit");
    assert_string_equal(r->match.at[1].method, "PUT");
    assert_string_equal(r->match.at[2].method, "PATCH");
    assert_span_equal(r->match.at[2].path.segment[0].text, SPAN("帖子"));
    assert_int_equal(r->match.at[2].path.segment[1].kind, SEGMENT_ANY);
    assert_span_equal(r->match.at[2].path.segment[1].text, SPAN("id"));
    assert_int_equal(r->match.at[2].path.segment[2].kind, SEGMENT_REST);
    assert_int_equal(r->match.at[3].path.count, 1);
    config_free(&c);
}

static void routes_inherit_what_they_do_not_say(void **state)
{
    struct config *c =
        load("routes:\n"
             "  - {name: a, kind: publish, match: {method: POST, path: /a}, "
             "text: [/t],\n"
             "     translate: {attach: /x}}\n"
             "  - {name: b, kind: publish, match: {method: POST, path: /b}, "
             "text: [/t],\n"
             "     mode: enforce, replies: {status: {hold: 200}}}\n"
             "mode: observe\n"
             "replies: {html: false, status: {hold: 201, reject: 400}}\n");
    const struct route *a = &c->routes.at[0];
    const struct route *b = &c->routes.at[1];

    (void)state;
    assert_int_equal(a->mode, MODE_OBSERVE);
    assert_int_equal(b->mode, MODE_ENFORCE);
    assert_int_equal(a->replies.status.hold, 201);
    assert_int_equal(b->replies.status.hold, 200);
    assert_int_equal(b->replies.status.reject, 400);
    assert_false(b->replies.html);
    assert_int_equal(a->translate.wait.ms, 800);
    assert_int_equal(b->translate.wait.ms, 0);
    config_free(&c);
}

static void members_set_keep_their_yaml_type(void **state)
{
    static const char *const want[] = {"\"pending\"", "5", "\"5\"", "true",
                                       "null"};
    struct config *c = load(
        "routes: [{name: p, kind: publish, match: {method: POST, path: /}, "
        "text: [/t], hold: {by: field, set: {/a: pending, /b: 5, /c: \"5\", "
        "/d: "
        "true, /e: null}, release: {method: PUT, path: '/{answer:/id}'}}}]");

    (void)state;
    assert_int_equal(c->routes.at[0].hold.set.count, COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++)
        assert_span_equal(c->routes.at[0].hold.set.at[i].json,
                          span_of(want[i]));
    config_free(&c);
}

/* ---- review ---- */

#define P(name, match)                                                         \
    "  - {name: " name ", kind: publish, text: [/t], match: " match "}\n"

static const struct {
    const char *name, *routes;
    bool refused;
    const char *want; /* "" = no warning; else in the first one */
    unsigned count;
} reviews[] = {
    {"a post and its edits are fine",
     P("a",
       "[{method: POST, path: /p}, {method: [PUT, PATCH], path: '/p/{id}'}]"),
     false, "", 0},
    {"edits that nobody looks at", P("a", "{method: POST, path: /p}"), false,
     "no publish route has PUT /p/{id}", 2},
    {"edits that are refused anyway", P("a", "{method: POST, path: /p}"), true,
     "", 0},
    {"edits under a rest pattern",
     P("a", "[{method: POST, path: /p}, {method: [PUT, PATCH], path: '/**'}]"),
     false, "", 0},
    {"the special before the general is meant",
     P("a", "{method: PUT, path: /p/new}")
         P("b", "{method: PUT, path: '/p/{id}'}"),
     false, "", 0},
    {"the general before the special hides it",
     P("a", "{method: PUT, path: '/p/{id}'}")
         P("b", "{method: PUT, path: /P/new}"),
     false, "PUT /P/new is never reached: route a takes it first", 1},
    {"a crossing overlap",
     P("a", "{method: PUT, path: '/{x}/b'}")
         P("b", "{method: PUT, path: '/a/{y}'}"),
     false, "PUT /a/{y} overlaps /{x}/b of route a", 1},
    {"a query condition sets two apart",
     P("a", "{method: PUT, path: /p, query: {a: '1'}}")
         P("b", "{method: PUT, path: /p, query: {a: '2'}}"),
     false, "", 0},
    {"a condition before none is special",
     P("a", "{method: PUT, path: /p, query: {a: '1'}}")
         P("b", "{method: PUT, path: /p}"),
     false, "", 0},
    {"none before a condition hides it",
     P("a", "{method: PUT, path: /p}")
         P("b", "{method: PUT, path: /p, query: {a: '1'}}"),
     false, "never reached", 1},
    {"rest matches nothing too",
     P("a", "{method: PUT, path: '/p/**'}") P("b", "{method: PUT, path: /p}"),
     false, "never reached", 1},
    {"other methods don't meet",
     P("a", "{method: PUT, path: /p}") P("b", "{method: PATCH, path: /p}"),
     false, "", 0},
    {"WordPress has other doors",
     P("a", "{method: [PUT, PATCH], path: '/wp-json/wp/v2/posts/{id}'}"), false,
     "the same can be done at /?rest_route", 4},
};

struct found {
    unsigned count;
    char first[256];
};

static void note(void *arg, const struct route *route, const char *text)
{
    struct found *f = arg;

    assert_non_null(route);
    if (f->count++ == 0)
        (void)snprintf(f->first, sizeof(f->first), "%s", text);
}

static void doubtful_routes_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(reviews); i++) {
        char text[1024];
        struct found f = {.count = 0};
        struct config *c;

        (void)snprintf(text, sizeof(text), "routes:\n%s", reviews[i].routes);
        c = load(text);
        routes_review(&c->routes, reviews[i].refused, note, &f);
        config_free(&c);
        if (f.count != reviews[i].count ||
            strstr(f.first, reviews[i].want) == NULL)
            fail_msg("%s: %u: %s", reviews[i].name, f.count, f.first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_a_list_of_named_places),
        cmocka_unit_test(names_may_stand_for_several_places),
        cmocka_unit_test(paths_are_cut_into_segments),
        cmocka_unit_test(routes_inherit_what_they_do_not_say),
        cmocka_unit_test(members_set_keep_their_yaml_type),
        cmocka_unit_test(doubtful_routes_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
