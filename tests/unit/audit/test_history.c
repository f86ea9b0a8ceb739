/* What authors did, over several processes, restarts and a person's word. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit/history.h"
#include "audit/record.h"
#include "audit/store.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/heap.h"

static char folder[] = "/tmp/paifang-history-XXXXXX";
static char url[128];
static struct author one = {.ref = "1", .pseudonym = {1}, .verified = true};
static struct author two = {.ref = "2", .pseudonym = {2}, .verified = true};

static const struct author_question asked[] = {
    {.fact = FACT_DECISIONS, .verdict = VERDICT_REJECT, .within_ms = 3600000},
    {.fact = FACT_POSTS, .within_ms = 3600000},
    {.fact = FACT_SAME_TEXT, .within_ms = 3600000},
    {.fact = FACT_EXEMPT},
};
static const struct author_questions questions = {asked, COUNT_OF(asked)};

static struct store *open_store(const char *name)
{
    struct store *s = NULL;
    struct err e;

    (void)snprintf(url, sizeof(url), "sqlite:%s/%s.db", folder, name);
    if (!store_open(url, STORE_CREATE, &s, &e))
        fail_msg("%s", e.text);
    return s;
}

static enum record_result add(struct store *s, struct author *who,
                              struct deed deed, struct record_item *item)
{
    struct err e;

    item->leaf.kind = RECORD_DECISION;
    item->leaf.json = SPAN("{}");
    id_new(item->leaf.id);
    if (deed.until_ms == 0)
        deed.until_ms = clock_wall_ms() + 3600000;
    item->author = who;
    item->deed = &deed;
    if (!s->driver->append(s, SPAN("test"), &item, 1, &e))
        fail_msg("%s", e.text);
    return item->result;
}

static void did(struct store *s, struct author *who, struct deed deed)
{
    struct record_item item = {.result = RECORD_FAILED};

    assert_int_equal(add(s, who, deed, &item), RECORD_WRITTEN);
}

static struct history_told find(struct author *who, uint64_t text, uint64_t now,
                                uint32_t answer[COUNT_OF(asked)])
{
    const struct history_ask ask = {who, &questions, text, now};
    struct history_told told = {0};
    struct history *h = NULL;
    struct err e;

    told.answer = answer;
    if (!history_open(url, &h, &e) || !history_find(h, &ask, &told, &e))
        fail_msg("%s", e.text);
    history_close(&h);
    return told;
}

static void assert_answers(struct author *who, uint64_t text, uint64_t now,
                           uint32_t decisions, uint32_t posts, uint32_t same)
{
    uint32_t answer[] = {9, 9, 9, 1};

    (void)find(who, text, now, answer);
    assert_int_equal(answer[0], decisions);
    assert_int_equal(answer[1], posts);
    assert_int_equal(answer[2], same);
    assert_int_equal(answer[3], 1); /* of lists the store knows nothing */
}

static void another_process_sees_what_this_one_recorded(void **state)
{
    struct store *a = open_store("counts");
    struct store *b = open_store("counts");
    uint64_t now;

    (void)state;
    did(a, &one, (struct deed){.verdict = VERDICT_REJECT, .text = 7});
    did(b, &one, (struct deed){.verdict = VERDICT_REJECT, .text = 8});
    did(b, &one, (struct deed){.verdict = VERDICT_ALLOW, .text = 7});
    did(a, &two, (struct deed){.verdict = VERDICT_REJECT});
    now = clock_wall_ms();
    assert_answers(&one, 7, now, 2, 4, 3);
    assert_answers(&one, 9, now, 2, 4, 1);
    assert_answers(&two, 0, now, 1, 2, 0); /* a post without text */
    assert_answers(&one, 7, now + 3600000 + 1000, 0, 1, 1);
    store_close(&a);
    store_close(&b);
}

static void a_first_try_is_known_for_ten_minutes(void **state)
{
    const uint64_t rules[] = {hash_fast(SPAN("x.a")), hash_fast(SPAN("x.b"))};
    struct store *s = open_store("bounced");
    uint32_t answer[COUNT_OF(asked)] = {0};
    uint64_t now;
    struct history_told told;

    (void)state;
    did(s, &one,
        (struct deed){.verdict = VERDICT_BOUNCE,
                      .bounced = rules,
                      .bounced_count = COUNT_OF(rules)});
    now = clock_wall_ms();
    told = find(&one, 0, now, answer);
    assert_true(history_bounced(&told, rules[0]));
    assert_true(history_bounced(&told, rules[1]));
    assert_false(history_bounced(&told, hash_fast(SPAN("x.c"))));
    told = find(&two, 0, now, answer);
    assert_false(history_bounced(&told, rules[0]));
    told = find(&one, 0, now + HISTORY_BOUNCE_MS + 1000, answer);
    assert_false(history_bounced(&told, rules[0]));
    store_close(&s);
}

static void decide_held(struct store *s, const char *id, enum queue_state to)
{
    const struct record_event event = {.kind = RECORD_REVIEW,
                                       .decision = span_of(id)};
    struct record_item *item = record_event(&event);
    struct queue_change c = {.from = QUEUE_BIT(QUEUE_HELD),
                             .to = to,
                             .attempt = -1,
                             .as_is = -1,
                             .remember = true,
                             .remember_until = INT64_MAX};
    struct err e;

    memcpy(c.id, id, sizeof(c.id));
    item->change = &c;
    assert_true(s->driver->append(s, SPAN("test"), &item, 1, &e));
    assert_int_equal(item->result, RECORD_WRITTEN);
    heap_free(item);
}

static void a_persons_word_replaces_the_machines(void **state)
{
    struct store *s = open_store("person");
    struct queue_row row = {.route = SPAN("publish"),
                            .author = &one,
                            .held = UINT64_MAX,
                            .held_per_author = UINT64_MAX};
    char id[2][ID_TEXT];
    uint64_t now;

    (void)state;
    for (unsigned i = 0; i < 2; i++) {
        struct record_item item = {.held = &row};

        row.key[0] = (unsigned char)i;
        assert_int_equal(
            add(s, &one, (struct deed){.verdict = VERDICT_HOLD}, &item),
            RECORD_WRITTEN);
        memcpy(id[i], item.leaf.id, ID_TEXT);
    }
    now = clock_wall_ms();
    assert_answers(&one, 0, now, 0, 3, 0);
    decide_held(s, id[0], QUEUE_REJECTED);
    decide_held(s, id[1], QUEUE_APPROVED);
    assert_answers(&one, 0, now, 1, 3, 0);
    store_close(&s);
}

static void what_is_over_is_dropped(void **state)
{
    struct store *s = open_store("over");
    uint64_t now = clock_wall_ms();
    uint32_t dropped;
    struct err e;

    (void)state;
    did(s, &one, (struct deed){.until_ms = now - 1});
    did(s, &one, (struct deed){.until_ms = now + 3600000});
    assert_true(s->driver->forget(s, now, 10, &dropped, &e));
    assert_int_equal(dropped, 1);
    assert_answers(&one, 0, clock_wall_ms(), 0, 2, 0);
    store_close(&s);
}

static void texts_of_two_authors_are_never_the_same(void **state)
{
    (void)state;
    assert_true(history_text(&one, SPAN("a")) == history_text(&one, SPAN("a")));
    assert_true(history_text(&one, SPAN("a")) != history_text(&one, SPAN("b")));
    assert_true(history_text(&one, SPAN("a")) != history_text(&two, SPAN("a")));
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"counts", "bounced", "person", "over"};
    char path[160];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s.db", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_process_sees_what_this_one_recorded),
        cmocka_unit_test(a_first_try_is_known_for_ten_minutes),
        cmocka_unit_test(a_persons_word_replaces_the_machines),
        cmocka_unit_test(what_is_over_is_dropped),
        cmocka_unit_test(texts_of_two_authors_are_never_the_same),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
