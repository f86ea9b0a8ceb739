#include "../unit.h"

#include <string.h>

#include <jansson.h>

#include "audit/record.h"
#include "base/digest.h"
#include "base/heap.h"
#include "config/config.h"
#include "fold/disguise.h"

static const struct rule rule = {.id = SPAN_INIT("scams.brushing"),
                                 .severity = SEVERITY_HIGH};
static const struct condition condition;
static const struct match_text text = {.text = SPAN_INIT("诚招刷.单"),
                                       .field = SPAN_INIT("body")};
static const struct decide_side original = {
    .side = SIDE_ORIGINAL, .text = &text, .text_count = 1};
static const struct decided_hit hits[] = {
    {.hit = {.rule = &rule,
             .condition = &condition,
             .at = {6, 13},
             .term = SPAN_INIT("刷单"),
             .disguises = DISGUISE_BIT(DISGUISE_GAPS),
             .certainty = 1},
     .side = &original,
     .action = VERDICT_HOLD,
     .live = true},
};
static const struct field field = {.name = SPAN_INIT("body"),
                                   .pointer = SPAN_INIT("/body"),
                                   .text = SPAN_INIT("诚招刷.单")};
static const struct fields fields = {
    .field = &field, .count = 1, .forged_attachment = true};

static struct record_item *record(struct arena *a, uint32_t keep_text,
                                  bool flagged)
{
    static struct moderated_text seen = {
        .detection = {.seen = LANG_BIT(LANG_ZH_HANS)}};
    static const struct record_failure failure = {"translator_late", "publish"};
    static const struct record_timing timing = {"match", 12};
    const struct record_context c = {SPAN("gate-1"), keep_text};
    struct moderation *m = arena_alloc(a, sizeof(*m));
    struct author *who = arena_alloc(a, sizeof(*who));
    struct record_item *item = NULL;
    struct record_decision d = {.id = "01946a2b-8c1d-7abc-8def-0123456789ab",
                                .time_ms = 1736847000123,
                                .route = SPAN("publish"),
                                .author = who,
                                .method = SPAN("POST"),
                                .target = SPAN("/posts?u=li"),
                                .body = SPAN("{\"body\":\"诚招刷.单\"}"),
                                .verdict =
                                    flagged ? VERDICT_HOLD : VERDICT_ALLOW,
                                .moderation = m,
                                .fields = &fields,
                                .failure = &failure,
                                .failure_count = 1,
                                .rules_hash = SPAN("aa"),
                                .timing = &timing,
                                .timing_count = 1};
    struct err e;

    *who = (struct author){.ref = "5f0c5f0c5f0c5f0c5f0c5f0c5f0c5f0c"};
    *m = (struct moderation){.language = LANG_ZH_HANS,
                             .confidence = 0.99F,
                             .text = &seen,
                             .text_count = 1};
    m->decision.hit = hits;
    m->decision.hit_count = flagged;
    m->decision.verdict = d.verdict;
    m->decision.would = VERDICT_HOLD;
    assert_true(record_decision(&c, &d, a, &item, &e));
    return item;
}

static bool has(struct span s, const char *part)
{
    return span_find(s, span_of(part), 0) < s.len;
}

static void a_leaf_says_what_was_decided_and_nothing_personal(void **state)
{
    static const char *const parts[] = {
        ("{\"kind\":\"decision\",\"id\":\"01946a2b-8c1d-7abc-8def-"
         "0123456789ab\""),
        "\"time\":\"2025-01-14T09:30:00.123Z\"",
        "\"origin\":\"gate-1\"",
        "\"author\":\"5f0c",
        "\"verdict\":\"hold\"",
        "\"language\":\"zh-Hans\",\"confidence\":0.99",
        ("\"hits\":[{\"rule\":\"scams.brushing\",\"action\":\"hold\",\"field\":"
         "\"body\",\"side\":\"original\",\"from\":6,\"to\":13,\"disguises\":"
         "[\"gaps\"]}]"),
        "\"failures\":{\"translator_late\":\"publish\"}",
        "\"forged_attachment\":true",
        "\"timings\":{\"match\":12}",
        "\"content\":\"",
        "\"side\":\"",
    };
    struct arena *a = arena_new(1 << 20);
    const struct record_leaf *leaf = &record(a, KEEP_TEXT_FLAGGED, true)->leaf;
    json_t *json = json_loadb(leaf->json.at, leaf->json.len, 0, NULL);

    (void)state;
    assert_non_null(json);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!has(leaf->json, parts[i]))
            fail_msg("no %s in " SPAN_FMT, parts[i], SPAN_ARG(leaf->json));
    assert_false(has(leaf->json, "刷"));
    assert_false(has(leaf->json, "/posts"));
    assert_true(leaf->json.len < 800);
    assert_true(has(leaf->side, "\"text\":\"刷.单\",\"term\":\"刷单\""));
    assert_true(has(leaf->side, "\"target\":\"/posts?u=li\""));
    json_decref(json);
    arena_free(&a);
}

static void text_is_kept_as_configured(void **state)
{
    static const struct {
        uint32_t keep;
        bool flagged, text, hits;
    } wants[] = {
        {KEEP_TEXT_NONE, true, false, false},
        {KEEP_TEXT_FLAGGED, false, false, false},
        {KEEP_TEXT_FLAGGED, true, true, true},
        {KEEP_TEXT_ALL, false, true, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wants); i++) {
        struct arena *a = arena_new(1 << 20);
        struct span side =
            record(a, wants[i].keep, wants[i].flagged)->leaf.side;

        assert_int_equal(has(side, "\"texts\":["), wants[i].text);
        assert_int_equal(has(side, "\"hits\":["), wants[i].hits);
        arena_free(&a);
    }
}

/* As `verify` will do it. */
static void the_side_hash_is_salted_and_fits(void **state)
{
    struct arena *a = arena_new(1 << 20);
    const struct record_leaf *one = &record(a, KEEP_TEXT_ALL, true)->leaf;
    const struct record_leaf *two = &record(a, KEEP_TEXT_ALL, true)->leaf;
    struct sha256 inner = sha256_of(one->side);
    char both[RECORD_SALT + 32];
    char hex[SHA256_TEXT];

    (void)state;
    memcpy(both, one->salt, RECORD_SALT);
    memcpy(both + RECORD_SALT, inner.raw, 32);
    inner = sha256_of((struct span){both, sizeof(both)});
    assert_true(has(one->json, sha256_hex(&inner, hex)));
    assert_true(span_equal(one->side, two->side));
    assert_false(has(two->json, hex));
    arena_free(&a);
}

static void a_full_arena_is_an_error(void **state)
{
    const struct record_context c = {SPAN("gate-1"), KEEP_TEXT_ALL};
    const struct record_decision d = {
        .id = "01946a2b-8c1d-7abc-8def-0123456789ab"};
    struct record_item *item;
    unsigned failed = 0;

    (void)state;
    for (size_t n = 1; n < 8; n++) {
        struct arena *a = arena_new(1 << 20);
        struct err e = {0};

        arena_fail_after(a, n);
        if (!record_decision(&c, &d, a, &item, &e)) {
            assert_int_equal(e.kind, ERR_MEMORY);
            failed++;
        }
        arena_free(&a);
    }
    assert_int_equal(failed, 3);
}

static void an_event_names_its_decision(void **state)
{
    struct record_item *item = record_event(&(struct record_event){
        .kind = RECORD_REVIEW,
        .decision = SPAN("01946a2b-8c1d-7abc-8def-0123456789ab"),
        .time_ms = 1736847000123,
        .result = "approve",
        .side = SPAN("{\"by\":\"mei\"}")});

    (void)state;
    assert_true(has(item->leaf.json,
                    "{\"kind\":\"review\",\"decision\":\"01946a2b-8c1d-7abc-"
                    "8def-0123456789ab\",\"time\":\"2025-01-14T09:30:00.123Z\","
                    "\"result\":\"approve\",\"side\":\""));
    assert_span_equal(item->leaf.side, SPAN("{\"by\":\"mei\"}"));
    assert_false(item->settles);
    heap_free(item);
}

static void a_rule_hash_follows_the_rule(void **state)
{
    struct rule other = rule;
    struct fired_rule a = {
        .rule = &rule, .id = rule.id, .action = VERDICT_HOLD};
    struct fired_rule b = {
        .rule = &other, .id = rule.id, .action = VERDICT_HOLD};
    const struct term term = {.text = SPAN("反诈")};

    (void)state;
    assert_true(record_rule_hash(&a) == record_rule_hash(&b));
    other.allow = &term;
    other.allow_count = 1;
    assert_false(rule_hash(&other) == rule_hash(&rule));
    other.hash = rule_hash(&other);
    assert_false(record_rule_hash(&a) == record_rule_hash(&b));
    other.hash = rule.hash;
    b.action = VERDICT_REJECT;
    assert_false(record_rule_hash(&a) == record_rule_hash(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leaf_says_what_was_decided_and_nothing_personal),
        cmocka_unit_test(text_is_kept_as_configured),
        cmocka_unit_test(the_side_hash_is_salted_and_fits),
        cmocka_unit_test(a_full_arena_is_an_error),
        cmocka_unit_test(an_event_names_its_decision),
        cmocka_unit_test(a_rule_hash_follows_the_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
