#include "../unit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "config/config.h"
#include "config/yaml.h"

static struct config *load(const char *text)
{
    struct config *c = NULL;
    struct err e = {0};

    if (!config_parse(span_of(text), "t.yaml", NULL, &c, &e))
        fail_msg("%s", e.text);
    return c;
}

#define ROUTE(rest)                                                            \
    "routes: [{name: p, kind: publish, match: {method: POST, path: /p}, "      \
    "text: [/t]" rest "}]"
#define READ(rest)                                                             \
    "routes: [{name: r, kind: read, match: {method: GET, path: /p}, text: "    \
    "[/t], attach: /x" rest "}]"

static const struct {
    const char *name, *text, *want; /* want: in the error */
} mistakes[] = {
    {"an unknown key suggests the nearest", "limit: {}",
     "t.yaml:1:1: unknown key 'limit'; did you mean 'limits'?"},
    {"an unknown nested key too", "limits:\n  bodi: 1MiB",
     "t.yaml:2:3: unknown key 'bodi'; did you mean 'body'?"},
    {"dots do not nest", "limits.body: 1MiB", "unknown key"},
    {"a key like none is told which there are", "listen:\n  port: 80",
     "t.yaml:2:3: unknown key 'port'; there are: proxy admin"},
    {"a map where a value belongs", "limits: {body: {a: b}}", "1:16: "},
    {"a value where a map belongs", "limits: 3", "expected a map"},
    {"a key twice", "workers: 1\nworkers: 2", "t.yaml:2:1: duplicate key"},
    {"no value", "workers:", "no value"},
    {"no size", "limits: {body: big}", "limits.body: expected a size"},
    {"a size without its unit's case", "limits: {body: 1mb}",
     "expected a size"},
    {"a size that overflows", "limits: {body: 99999999999999999999}",
     "expected a size"},
    {"a product that overflows",
     "translate: {cache: {bytes: 18446744073709551615GiB}}", "expected a size"},
    {"a size below its least", "limits: {body: 1}",
     "limits.body: at least 1KiB"},
    {"a size above its most", "limits: {body: 65MiB}",
     "limits.body: at most 64MiB"},
    {"a duration without unit", "upstream: {timeout: 30}",
     "expected a duration"},
    {"a negative duration", "upstream: {timeout: -1s}", "expected a duration"},
    {"a rate without per second", "limits: {per_client: 100}",
     "expected a rate"},
    {"off where there is no off", "limits: {body: off}", "expected a size"},
    {"no such word", "mode: enfore", "mode: expected one of: enforce, observe"},
    {"yes is no bool", "translate: {publish_gloss: yes}",
     "expected true or false"},
    {"a secret in a file without end", "audit: {text_key: 'file:/dev/zero'}",
     "t.yaml:1:19: /dev/zero: larger than 64 KiB"},
    {"a secret in a folder", "audit: {text_key: 'file:/'}",
     "t.yaml:1:19: /: Is a directory"},
    {"an environment variable that is not set",
     "upstream: {url: 'http://${PAIFANG_NOT_SET}'}",
     "t.yaml:1:17: the environment has no variable PAIFANG_NOT_SET"},
    {"an open variable", "upstream: {url: 'http://${X'}", "a ${ without its }"},
    {"an endpoint without port", "listen: {proxy: 127.0.0.1}",
     "expected host:port"},
    {"a port too big", "listen: {proxy: '127.0.0.1:65536'}",
     "expected host:port"},
    {"tls", "listen: {proxy: {address: 'x:1', tls: {}}}",
     "not available in this version"},
    {"https upstream", "upstream: {url: 'https://x'}",
     "not available in this version"},
    {"a url with a query", "upstream: {url: 'http://x/?a'}", "expected http"},
    {"a url with a user", "upstream: {url: 'http://a@x/'}", "expected http"},
    {"an empty url", "upstream: {url: ''}", "may not be empty"},
    {"redis", "translate: {cache: {redis: 'redis://x'}}",
     "not available in this version"},
    {"postgresql", "audit: {store: 'postgresql://x'}",
     "not available in this version"},
    {"checkpoints", "audit: {checkpoint: {every: 5s}}",
     "not available in this version"},
    {"no network", "trusted_proxies: [10.0.0.0/33]", "expected a network"},
    {"an audience we can't serve", "audiences: [fr]", "audiences: en"},
    {"an audience twice", "audiences: [en, en]", "en twice"},
    {"publishing what can't be read", "failure: {unparseable: publish}",
     "expected one of: refuse"},
    {"publishing without a record", "failure: {store_down: publish}",
     "expected one of: refuse"},
    {"an unknown failure", "failure: {regex: hold}", "unknown key 'regex'"},
    {"a template of broken JSON", "replies: {body: {hold: '{\"a\":}'}}",
     "not JSON"},
    {"a placeholder outside a string",
     "replies: {body: {hold: '{\"a\":{message}}'}}", "not JSON"},
    {"an unknown placeholder",
     "replies: {body: {hold: '{\"a\":\"{reason}\"}'}}", "unknown {reason}"},
    {"a status that can't have a body", "replies: {status: {hold: 204}}",
     "204"},
    {"no origin", "replies: {cors: [example.com]}", "expected an origin"},
    {"a route without name", "routes: [{kind: read}]", "a route needs a name"},
    {"a route without kind", "routes: [{name: x}]", "no kind"},
    {"a tunnel", "routes: [{name: x, kind: tunnel}]",
     "not available in this version"},
    {"a route without match", "routes: [{name: x, kind: read}]", "no match"},
    {"two routes of a name",
     "routes: [{name: r, kind: read, match: {method: GET, path: /}, text: "
     "[/t], attach: /a},\n"
     " {name: r, kind: read, match: {method: GET, path: /}, text: [/t], "
     "attach: /a}]",
     "t.yaml:2:2: two routes named r (first on line 1)"},
    {"a publish route without text",
     "routes: [{name: p, kind: publish, match: {method: POST, path: /}}]",
     "no text"},
    {"a publish route on GET",
     "routes: [{name: p, kind: publish, match: {method: GET, path: /}, text: "
     "[/t]}]",
     "can't match GET"},
    {"a method in small letters",
     "routes: [{name: p, kind: publish, match: {method: post, path: /}, text: "
     "[/t]}]",
     "match: method is GET"},
    {"a path without slash",
     "routes: [{name: p, kind: publish, match: {method: POST, path: p}, text: "
     "[/t]}]",
     "must start with /"},
    {"a star in a path",
     "routes: [{name: p, kind: publish, match: {method: POST, path: '/p/*'}, "
     "text: [/t]}]",
     "found '*'"},
    {"two stars in the middle",
     "routes: [{name: p, kind: publish, match: {method: POST, path: '/**/p'}, "
     "text: [/t]}]",
     "only at the end"},
    {"dot segments",
     "routes: [{name: p, kind: publish, match: {method: POST, path: /../p}, "
     "text: [/t]}]",
     "dot segments"},
    {"a pointer without slash",
     "routes: [{name: p, kind: publish, match: {method: POST, path: /p}, text: "
     "[t]}]",
     "expected a JSON Pointer"},
    {"a pointer with a bad escape",
     "routes: [{name: p, kind: publish, match: {method: POST, path: /p}, text: "
     "[/a~2]}]",
     "expected a JSON Pointer"},
    {"offsets", ROUTE(", offsets: [/marks]"), "offsets is not available"},
    {"text in JSON in JSON",
     "routes: [{name: p, kind: publish, match: {method: POST, path: /p}, text: "
     "[{at: /b, encoding: json}]}]",
     "encoding is not available"},
    {"a read key on a publish route", ROUTE(", items: /*"),
     "items is for read routes only"},
    {"a publish key on a read route", READ(", hold: {by: gateway}"),
     "hold is for publish routes only"},
    {"jwt authors", ROUTE(", author: jwt:sub"), "jwt is not available"},
    {"no author", ROUTE(", author: me"), "expected credential"},
    {"a star in attach", ROUTE(", translate: {attach: /a/*}"),
     "one place, without *"},
    {"attaching without waiting", ROUTE(", translate: {attach: /a, wait: 0}"),
     "wait above 0"},
    {"late translations can't reject", ROUTE(", translate: {on_late: reject}"),
     "expected one of: hold, flag, publish"},
    {"a translation in place of a text", ROUTE(", translate: {attach: /T}"),
     "attach is the text /T"},
    {"a field hold without release", ROUTE(", hold: {by: field}"),
     "needs set and release"},
    {"a release without field", ROUTE(", hold: {set: {/a: b}}"),
     "go with by: field"},
    {"an unknown hole in a release",
     ROUTE(", hold: {by: field, set: {/a: b}, release: {path: '/{id}'}}"),
     "unknown {id}"},
    {"a release that leaves the app",
     ROUTE(", hold: {by: field, set: {/a: b}, release: {path: '//evil'}}"),
     "must start with one /"},
    {"a charset that is not ASCII-safe", ROUTE(", charsets: [utf-7]"),
     "charsets: gb18030"},
};

static void mistakes_are_named_with_their_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        struct config *c = NULL;
        struct err e = {0};

        if (config_parse(span_of(mistakes[i].text), "t.yaml", NULL, &c, &e))
            fail_msg("%s: taken", mistakes[i].name);
        assert_int_equal(e.kind, ERR_CONFIG);
        if (strstr(e.text, mistakes[i].want) == NULL ||
            strncmp(e.text, "t.yaml:", 7) != 0)
            fail_msg("%s: %s", mistakes[i].name, e.text);
    }
}

static void no_offsets_are_no_offsets(void **state)
{
    struct config *c = load(ROUTE(", offsets: []"));

    (void)state;
    assert_int_equal(c->routes.count, 1);
    config_free(&c);
}

static void an_empty_file_is_all_defaults(void **state)
{
    struct config *c = load("");

    (void)state;
    assert_int_equal(c->mode, MODE_ENFORCE);
    assert_string_equal(c->listen.proxy.host, "127.0.0.1");
    assert_int_equal(c->listen.proxy.port, 8080);
    assert_int_equal(c->limits.body.bytes, 1 << 20);
    assert_true(c->limits.per_client.per_s == SETTING_NO_LIMIT);
    assert_int_equal(c->limits.body_min_rate.per_s, 1024);
    assert_int_equal(c->upstream.timeout.ms, 30000);
    assert_int_equal(c->audit.keep_for.ms, 240ULL * 86400000);
    assert_int_equal(c->audiences.count, 2);
    assert_string_equal(c->audiences.at[1], "zh-Hans");
    assert_true(c->rules.thresholds.hold == SETTING_NO_LIMIT);
    assert_string_equal(c->audit.pseudonym_key.path, "paifang-pseudonym.key");
    assert_true(c->audit.origin[0] != '\0');
    assert_int_equal(failure_outcome(&c->failure, "unparseable"),
                     OUTCOME_REFUSE);
    assert_int_equal(failure_outcome(&c->failure, "internal"), OUTCOME_HOLD);
    assert_int_equal(failure_outcome(&c->failure, "translator_late"),
                     OUTCOME_PUBLISH);
    assert_int_equal(failure_outcome(&c->failure, NULL), OUTCOME_REFUSE);
    config_free(&c);
    assert_null(c);
}

static void every_failure_class_of_errors_has_a_row(void **state)
{
    struct config *c = load("");

    (void)state;
    for (unsigned k = 0; k < ERR_KINDS; k++) {
        const char *class = err_meaning((enum err_kind)k)->failure;
        char text[128];
        struct err e;
        struct config *own = NULL;

        if (class == NULL)
            continue;
        (void)snprintf(text, sizeof(text), "failure: {%s: refuse}", class);
        if (!config_parse(span_of(text), "t.yaml", NULL, &own, &e))
            fail_msg("%s", e.text);
        config_free(&own);
    }
    config_free(&c);
}

static const struct {
    const char *text;
    uint64_t want;
} sizes[] = {{"4096", 4096}, {"64KiB", 65536}, {"2MiB", 2 << 20}};

static void units_are_read(void **state)
{
    struct config *c;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char text[128];

        (void)snprintf(text, sizeof(text), "limits: {body: %s}", sizes[i].text);
        c = load(text);
        assert_int_equal(c->limits.body.bytes, sizes[i].want);
        config_free(&c);
    }
    c = load("upstream: {timeout: 2m}\nlimits: {per_client: 100/s, held: off}");
    assert_int_equal(c->upstream.timeout.ms, 120000);
    assert_int_equal(c->limits.per_client.per_s, 100);
    assert_true(c->limits.held == SETTING_NO_LIMIT);
    config_free(&c);
}

static void addresses_are_read(void **state)
{
    struct config *c =
        load("listen: {proxy: '[::1]:80', admin: 'unix:/run/p'}\n"
             "upstream: {url: 'http://[::1]:81/base/'}");

    (void)state;
    assert_string_equal(c->listen.proxy.host, "::1");
    assert_int_equal(c->listen.proxy.port, 80);
    assert_null(c->listen.admin.host);
    assert_string_equal(c->listen.admin.path, "/run/p");
    assert_string_equal(c->upstream.url.host, "::1");
    assert_int_equal(c->upstream.url.port, 81);
    assert_string_equal(c->upstream.url.path, "/base");
    config_free(&c);
}

static const struct {
    const char *address;
    int family;
    bool trusted;
} peers[] = {
    {"10.1.2.3", AF_INET, true},         {"11.1.2.3", AF_INET, false},
    {"::ffff:10.9.9.9", AF_INET6, true}, {"::ffff:11.9.9.9", AF_INET6, false},
    {"2001:db8::1", AF_INET6, true},     {"2001:db9::1", AF_INET6, false},
    {"192.0.2.129", AF_INET, true},      {"192.0.2.127", AF_INET, false},
};

static void networks_hold_their_addresses(void **state)
{
    struct config *c =
        load("trusted_proxies: [10.0.0.0/8, '2001:db8::/32', 192.0.2.128/25]");

    (void)state;
    for (size_t i = 0; i < COUNT_OF(peers); i++) {
        struct sockaddr_in v4 = {.sin_family = AF_INET};
        struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
        bool is_v4 = peers[i].family == AF_INET;
        const struct sockaddr *peer =
            is_v4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6;

        assert_int_equal(
            inet_pton(peers[i].family, peers[i].address,
                      is_v4 ? (void *)&v4.sin_addr : (void *)&v6.sin6_addr),
            1);
        if (networks_have(&c->trusted_proxies, peer) != peers[i].trusted)
            fail_msg("%s", peers[i].address);
    }
    config_free(&c);
}

static void values_of_the_environment_change_the_hash(void **state)
{
    static const char text[] =
        "upstream: {url: 'http://x:${PAIFANG_TEST_PORT}'}";
    char first[SHA256_TEXT];
    struct config *c;

    (void)state;
    assert_int_equal(setenv("PAIFANG_TEST_PORT", "4711", 1), 0);
    c = load(text);
    assert_int_equal(c->upstream.url.port, 4711);
    memcpy(first, c->hash, sizeof(first));
    config_free(&c);
    assert_int_equal(setenv("PAIFANG_TEST_PORT", "4712", 1), 0);
    c = load(text);
    assert_string_not_equal(c->hash, first);
    config_free(&c);
}

static void a_pipe_is_a_config_but_no_other_yaml_file(void **state)
{
    struct config *c = NULL;
    struct yaml *y = NULL;
    struct err e = {0};
    char path[32];
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "workers: 3", 10), 10);
    assert_int_equal(close(ends[1]), 0);
    (void)snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
    assert_false(yaml_open(path, &y, &e));
    assert_non_null(strstr(e.text, ": not a regular file"));
    assert_true(config_load(path, NULL, &c, &e));
    assert_int_equal(c->workers, 3);
    assert_int_equal(close(ends[0]), 0);
    config_free(&c);
    assert_false(config_load("/", NULL, &c, &e));
    assert_string_equal(e.text, "/: Is a directory");
}

static void secrets_change_the_fingerprint_only(void **state)
{
    static const char text[] = "audit: {text_key: '${PAIFANG_TEST_KEY}'}";
    struct config *a;
    struct config *b;
    struct buf shown = buf_make(1 << 20);

    (void)state;
    assert_int_equal(setenv("PAIFANG_TEST_KEY", "hunter2hunter2", 1), 0);
    a = load(text);
    assert_int_equal(setenv("PAIFANG_TEST_KEY", "other-secret", 1), 0);
    b = load(text);
    assert_string_equal(a->hash, b->hash);
    assert_string_not_equal(a->fingerprint, b->fingerprint);
    assert_span_equal(a->audit.text_key.value, SPAN("hunter2hunter2"));
    settings_write(config_rows, a, (struct setting_style){.indent = 0}, &shown);
    assert_int_equal(span_find(buf_span(&shown), SPAN("hunter2"), 0),
                     shown.len);
    assert_true(span_find(buf_span(&shown), SPAN("text_key: \"***\""), 0) <
                shown.len);
    buf_free(&shown);
    config_free(&a);
    config_free(&b);
}

static void note_kept(void *arg, const char *key)
{
    struct buf *b = arg;

    buf_add_text(b, key);
    buf_add_byte(b, ' ');
}

static const struct {
    const char *name, *before, *after, *kept;
} reloads[] = {
    {"nothing changed", "workers: 2", "workers: 2", ""},
    {"another way to write it", "limits: {idle: 60s}", "limits: {idle: 1m}",
     ""},
    {"what a reload takes", "limits: {body: 1MiB}", "limits: {body: 2MiB}", ""},
    {"what it does not", "workers: 2", "workers: 3", "workers "},
    {"several", "listen: {proxy: '127.0.0.1:1'}",
     "listen: {proxy: '127.0.0.1:2'}\naudit: {keep_for: 3d}",
     "listen.proxy audit.keep_for "},
    {"a key of our own", "audit: {text_key: one}", "audit: {text_key: two}",
     "audit.text_key "},
    {"a key file that is made at start is no change",
     "audit: {text_key: 'file:/nowhere/paifang'}", "audit: {text_key: two}",
     ""},
};

static void what_is_read_at_start_only_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(reloads); i++) {
        struct config *before = load(reloads[i].before);
        struct config *after = load(reloads[i].after);
        struct buf told = buf_make(1000);

        unit_case(reloads[i].name);
        (void)config_kept(before, after, note_kept, &told);
        assert_span_equal(buf_span(&told), span_of(reloads[i].kept));
        buf_free(&told);
        config_free(&before);
        config_free(&after);
    }
}

static void what_is_shown_can_be_read_again(void **state)
{
    struct config *c = load(
        "trusted_proxies: [10.0.0.0/8]\nreplies: {cors: "
        "['https://a.example']}\n"
        "listen: {proxy: '[::1]:1', admin: 'unix:/x y'}\n"
        "routes:\n"
        "  - {name: p, kind: publish, match: [{method: [POST, PUT], path: "
        "'/a/{id}/**', query: {a: '*'}}],\n"
        "     text: {title: /t, body: [/b, {at: /c, markup: html}, "
        "'query:q']}, author: header:X-User,\n"
        "     hold: {by: field, set: {/s: pending, /n: 1.5, /q: \"5\", /z: "
        "null},\n"
        "            release: {method: PATCH, path: '/a/{answer:/id}', "
        "headers: {X-A: b}, body: '{\"a\":1}'},\n"
        "            lookup: {GET: /a}, idempotency: header:Idempotency-Key},\n"
        "     charsets: [gb18030], drop: [/md5], replies: {status: {hold: "
        "200}}}\n"
        "  - {name: r, kind: read, match: {method: GET, path: /}, text: [/t], "
        "attach: /x, items: '/*'}\n");
    struct buf first = buf_make(1 << 20);
    struct buf second = buf_make(1 << 20);
    struct config *again;

    (void)state;
    settings_write(config_rows, c, (struct setting_style){.indent = 0}, &first);
    config_free(&c);
    again = load(buf_text(&first));
    settings_write(config_rows, again, (struct setting_style){.indent = 0},
                   &second);
    config_free(&again);
    assert_span_equal(buf_span(&first), buf_span(&second));
    buf_free(&first);
    buf_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_named_with_their_place),
        cmocka_unit_test(no_offsets_are_no_offsets),
        cmocka_unit_test(an_empty_file_is_all_defaults),
        cmocka_unit_test(every_failure_class_of_errors_has_a_row),
        cmocka_unit_test(units_are_read),
        cmocka_unit_test(addresses_are_read),
        cmocka_unit_test(networks_hold_their_addresses),
        cmocka_unit_test(values_of_the_environment_change_the_hash),
        cmocka_unit_test(a_pipe_is_a_config_but_no_other_yaml_file),
        cmocka_unit_test(secrets_change_the_fingerprint_only),
        cmocka_unit_test(what_is_read_at_start_only_is_told),
        cmocka_unit_test(what_is_shown_can_be_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
