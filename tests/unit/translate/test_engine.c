/* The engine against tests/flow/fake-libretranslate.mjs, a stand-in for the
 * real thing, and a phrasebook of a few words. */
#include "../unit.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>

#include "config/place.h"
#include "small.h"
#include "translate/attachment.h"
#include "translate/cache.h"
#include "translate/engine.h"
#include "translate/translator.h"
#include "worker/fetch.h"

static char fake_url[64];
static pid_t fake;
static int fake_input;

struct rig {
    uv_loop_t loop;
    struct config *config;
    struct translate_cache *cache;
    struct translate_setup *setup;
    struct fetcher *fetcher;
    struct engine *engine;
    int done, late;
};

/* chain: "libretranslate", or "libretranslate, phrasebook". */
static void open_rig(struct rig *r, const char *mode, const char *chain,
                     const char *more)
{
    char yaml[512];
    struct err e = {.text = ""};

    *r = (struct rig){.done = 0};
    (void)snprintf(yaml, sizeof(yaml),
                   "translate:\n"
                   "  chain: [%s]\n"
                   "  libretranslate: {url: \"%s%s\"%s}\n"
                   "  phrasebook: {dictionary: \"%s\"}\n",
                   chain, fake_url, mode, more, small_dictionary);
    if (uv_loop_init(&r->loop) != 0 ||
        !config_parse(span_of(yaml), "test", translator_rows, &r->config, &e))
        fail_msg("%s", e.text);
    r->cache = translate_cache_new(1 << 20, 60000);
    if (!translate_setup_open(r->config, r->cache, &r->setup, &e) ||
        !fetcher_open(&r->loop, &r->fetcher, &e) ||
        !engine_open(r->setup, &r->loop, r->fetcher, &r->engine, &e))
        fail_msg("%s", e.text);
}

static void close_rig(struct rig *r)
{
    engine_close(&r->engine);
    fetcher_close(&r->fetcher);
    (void)uv_run(&r->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&r->loop), 0);
    translate_setup_free(&r->setup);
    translate_cache_free(&r->cache);
    config_free(&r->config);
}

static void on_done(struct translate_job *job, void *arg)
{
    (void)job;
    ((struct rig *)arg)->done++;
}

static void on_late(struct translate_job *job, void *arg)
{
    (void)job;
    ((struct rig *)arg)->late++;
}

static struct translate_job *begin(struct rig *r, const char *text,
                                   enum lang from, enum lang to,
                                   uint64_t wait_ms)
{
    const struct translate_text t = {.text = span_of(text)};
    const struct translate_request q = {.text = &t,
                                        .count = 1,
                                        .from = from,
                                        .to = to,
                                        .wait_ms = wait_ms,
                                        .done = on_done,
                                        .late = on_late,
                                        .arg = r};

    return engine_translate(r->engine, &q);
}

static struct translate_job *run(struct rig *r, const char *text,
                                 enum lang from, enum lang to)
{
    int before = r->done;
    struct translate_job *job = begin(r, text, from, to, 20000);

    while (!translate_job_finished(job) && r->done == before)
        (void)uv_run(&r->loop, UV_RUN_ONCE);
    return job;
}

static uint64_t calls(const struct rig *r)
{
    return engine_provider(r->engine, 0).calls;
}

/* ---- what comes back ---- */
static void translates_and_keeps_what_must_not_change(void **state)
{
    struct rig r;
    struct translate_job *job;
    const struct translated *t;

    (void)state;
    open_rig(&r, "", "libretranslate", "");
    job = run(&r,
              "Hello my dear @bob, see https://x.com/a?b=1 &amp; `code`\n"
              "\n"
              "a second line here 😀",
              LANG_EN, LANG_ZH_HANS);
    t = translate_job_get(job, 0);
    assert_int_equal(t->failure, ERR_NONE);
    assert_string_equal(t->provider, "libretranslate");
    assert_int_equal(t->quality, TRANSLATE_MACHINE);
    assert_true(span_find(t->text, SPAN("@bob"), 0) < t->text.len);
    assert_true(span_find(t->text, SPAN("https://x.com/a?b=1"), 0) <
                t->text.len);
    assert_true(span_find(t->text, SPAN("&amp;"), 0) < t->text.len);
    assert_true(span_find(t->text, SPAN("`code`\n\n"), 0) < t->text.len);
    assert_true(span_ends(t->text, SPAN(" 😀")));
    translate_job_free(&job);
    close_rig(&r);
}

static void a_text_is_asked_for_once(void **state)
{
    struct rig r;
    struct translate_job *one;
    struct translate_job *two;

    (void)state;
    open_rig(&r, "", "libretranslate", "");
    one = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 20000);
    two = begin(&r, "今天天气很好", LANG_ZH, LANG_EN, 20000);
    while (r.done < 2)
        (void)uv_run(&r.loop, UV_RUN_ONCE);
    assert_int_equal(calls(&r), 1);
    assert_span_equal(translate_job_get(one, 0)->text,
                      translate_job_get(two, 0)->text);
    translate_job_free(&one);
    one = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 20000);
    assert_true(translate_job_finished(one)); /* from the cache, at once */
    assert_span_equal(translate_job_get(one, 0)->text,
                      translate_job_get(two, 0)->text);
    assert_int_equal(calls(&r), 1);
    translate_job_free(&one);
    translate_job_free(&two);
    close_rig(&r);
}

static void what_needs_no_translation_is_not_sent(void **state)
{
    static const struct {
        const char *name, *in, *want;
        enum lang from, to;
        enum translate_quality quality;
    } cases[] = {
        {"emoji", "😂😂 [doge] 233", "😂😂 [doge] 233", LANG_NONE, LANG_EN,
         TRANSLATE_SAME},
        {"a link", "https://x.cn", "https://x.cn", LANG_ZH_HANS, LANG_EN,
         TRANSLATE_SAME},
        {"the language wanted", "你好", "你好", LANG_ZH, LANG_ZH_HANS,
         TRANSLATE_SAME},
        {"another language", "Bonjour", "Bonjour", LANG_OTHER, LANG_EN,
         TRANSLATE_SAME},
        {"a fixed term alone", "yyds！", "GOAT！", LANG_ZH_HANS, LANG_EN,
         TRANSLATE_MACHINE},
        {"the other script", "我的鼠標 @鼠標", "我的鼠标 @鼠標", LANG_ZH_HANT,
         LANG_ZH_HANS, TRANSLATE_SCRIPT},
        {"Traditional for readers", "我的鼠标", "我的滑鼠", LANG_ZH_HANS,
         LANG_ZH_HANT, TRANSLATE_SCRIPT},
    };
    struct rig r;

    (void)state;
    open_rig(&r, "", "libretranslate", "");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct translate_job *job =
            begin(&r, cases[i].in, cases[i].from, cases[i].to, 20000);
        const struct translated *t;

        assert_true(translate_job_finished(job));
        t = translate_job_get(job, 0);
        assert_int_equal(t->failure, ERR_NONE);
        if (!span_is(t->text, cases[i].want))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(t->text));
        assert_int_equal(t->quality, cases[i].quality);
        translate_job_free(&job);
    }
    assert_int_equal(calls(&r), 0);
    close_rig(&r);
}

/* ---- what goes wrong ---- */
static void the_next_provider_is_asked(void **state)
{
    static const struct {
        const char *mode;
        enum err_kind alone; /* when there is no next one */
    } cases[] = {
        {"/echo", ERR_IMPLAUSIBLE},
        {"/cut", ERR_IMPLAUSIBLE},
        {"/empty", ERR_IMPLAUSIBLE},
        {"/kana", ERR_IMPLAUSIBLE},
        {"/wrong-script", ERR_IMPLAUSIBLE},
        {"/lose-token", ERR_IMPLAUSIBLE},
        {"/double-token", ERR_IMPLAUSIBLE},
        {"/forge-token", ERR_IMPLAUSIBLE},
        {"/markup", ERR_IMPLAUSIBLE},
        {"/malformed", ERR_PROVIDER},
        {"/wrong-shape", ERR_PROVIDER},
        {"/no-text", ERR_PROVIDER},
        {"/huge", ERR_PROVIDER},
        {"/drop", ERR_PROVIDER},
        {"/400", ERR_PROVIDER},
        {"/403", ERR_PROVIDER},
        {"/429", ERR_PROVIDER},
        {"/500", ERR_PROVIDER},
        {"/302", ERR_PROVIDER},
        {"/html-error", ERR_PROVIDER},
        {"/slow", ERR_PROVIDER_LATE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        static const char post[] =
            "我喜欢看 @bob 的猫，喜欢猫粮，喜欢吃猫粮，喜欢好天气";
        bool slow = strcmp(cases[i].mode, "/slow") == 0;
        const char *more = slow ? ", timeout: 300ms" : "";
        struct rig r;
        struct translate_job *job;

        open_rig(&r, cases[i].mode, "libretranslate", more);
        job = run(&r, post, LANG_ZH_HANS, LANG_EN);
        if (translate_job_get(job, 0)->failure != cases[i].alone)
            fail_msg("%s: kind %d", cases[i].mode,
                     translate_job_get(job, 0)->failure);
        assert_null(translate_job_get(job, 0)->text.at);
        translate_job_free(&job);
        close_rig(&r);
        open_rig(&r, cases[i].mode, "libretranslate, phrasebook", more);
        job = run(&r, post, LANG_ZH_HANS, LANG_EN);
        assert_int_equal(translate_job_get(job, 0)->failure, ERR_NONE);
        assert_string_equal(translate_job_get(job, 0)->provider, "phrasebook");
        assert_int_equal(translate_job_get(job, 0)->quality, TRANSLATE_GLOSS);
        translate_job_free(&job);
        close_rig(&r);
    }
}

static void a_failing_provider_is_left_alone(void **state)
{
    struct rig r;

    (void)state;
    open_rig(&r, "/500", "libretranslate, phrasebook", "");
    for (int i = 0; i < 7; i++) {
        char text[32];
        struct translate_job *job;

        assert_int_equal(calls(&r), i < 5 ? i : 5);
        assert_int_equal(engine_provider(r.engine, 0).resting, i >= 5);
        (void)snprintf(text, sizeof(text), "我喜欢猫 %d", i);
        job = run(&r, text, LANG_ZH_HANS, LANG_EN);
        assert_string_equal(translate_job_get(job, 0)->provider, "phrasebook");
        translate_job_free(&job);
    }
    assert_int_equal(calls(&r), 5);
    close_rig(&r);
}

static void late_answers_come_later_and_fill_the_cache(void **state)
{
    struct rig r;
    struct translate_job *job;

    (void)state;
    open_rig(&r, "/slow", "libretranslate", "");
    job = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 50);
    while (r.done == 0)
        (void)uv_run(&r.loop, UV_RUN_ONCE);
    assert_false(translate_job_finished(job));
    assert_int_equal(translate_job_get(job, 0)->failure, ERR_PROVIDER_LATE);
    while (r.late == 0)
        (void)uv_run(&r.loop, UV_RUN_ONCE);
    assert_int_equal(translate_job_get(job, 0)->failure, ERR_NONE);
    assert_int_equal(r.done, 1);
    translate_job_free(&job);
    job = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 50);
    assert_true(translate_job_finished(job));
    translate_job_free(&job);
    close_rig(&r);
}

static void a_job_may_go_at_any_time(void **state)
{
    struct rig r;
    struct translate_job *one;
    struct translate_job *two;

    (void)state;
    open_rig(&r, "/slow", "libretranslate", "");
    one = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 9000);
    two = begin(&r, "今天天气很好", LANG_ZH_HANS, LANG_EN, 9000);
    (void)uv_run(&r.loop, UV_RUN_NOWAIT);
    translate_job_free(&one);
    while (r.done == 0)
        (void)uv_run(&r.loop, UV_RUN_ONCE);
    assert_int_equal(translate_job_get(two, 0)->failure, ERR_NONE);
    translate_job_free(&two);
    one = begin(&r, "明天天气也很好", LANG_ZH_HANS, LANG_EN, 9000);
    (void)uv_run(&r.loop, UV_RUN_NOWAIT);
    translate_job_free(&one); /* and its call is dropped with the engine */
    close_rig(&r);
}

static void many_lines_travel_in_calls_of_the_configured_size(void **state)
{
    struct rig r;
    struct translate_job *job;

    (void)state;
    open_rig(&r, "", "libretranslate", ", lines: 3");
    job = run(&r, "我看\n你看\n她看\n我看\n猫看\n狗看\n人看", LANG_ZH_HANS,
              LANG_EN);
    assert_int_equal(translate_job_get(job, 0)->failure, ERR_NONE);
    assert_int_equal(calls(&r), 2); /* six different lines */
    translate_job_free(&job);
    close_rig(&r);
}

static void link_local_addresses_are_refused(void **state)
{
    char was[sizeof(fake_url)];
    struct rig r;
    struct translate_job *job;

    (void)state;
    memcpy(was, fake_url, sizeof(was));
    (void)snprintf(fake_url, sizeof(fake_url), "http://169.254.169.254");
    open_rig(&r, "", "libretranslate", ", timeout: 5s");
    job = run(&r, "你好", LANG_ZH_HANS, LANG_EN);
    assert_int_equal(translate_job_get(job, 0)->failure, ERR_PROVIDER);
    translate_job_free(&job);
    close_rig(&r);
    memcpy(fake_url, was, sizeof(was));
}

/* ---- attachments ---- */
static void attachments_have_their_shape(void **state)
{
    const struct translate_note note = {SPAN("yyds"), {0, 4}, SPAN("\"Best\"")};
    const struct translated machine = {.text = SPAN("a \"b\""),
                                       .provider = "libretranslate",
                                       .note = &note,
                                       .note_count = 1};
    const struct translated gloss = {.text = SPAN("c"),
                                     .provider = "phrasebook",
                                     .quality = TRANSLATE_GLOSS};
    const struct translated failed = {.failure = ERR_PROVIDER};
    const struct translated same = {.text = SPAN("x"),
                                    .quality = TRANSLATE_SAME};
    const struct attachment_field fields[] = {{SPAN("/title"), &machine},
                                              {SPAN("/body"), &gloss},
                                              {SPAN("/x"), &failed},
                                              {SPAN("/y"), &same}};
    struct attachment a = {LANG_ZH_HANS, LANG_EN, fields, 4, false};
    struct buf out = buf_make(4096);

    (void)state;
    assert_true(attachment_write_list(&a, 1, &out));
    assert_string_equal(
        buf_text(&out),
        "[{\"language\":\"en\",\"source\":\"zh-Hans\",\"provider\":"
        "\"libretranslate\",\"machine\":true,\"fields\":{\"/title\":"
        "\"a \\\"b\\\"\"},\"notes\":[{\"term\":\"yyds\",\"from\":0,\"to\":4,"
        "\"note\":\"\\\"Best\\\"\",\"field\":\"/title\"}]}]");
    buf_reset(&out);
    a.gloss = true;
    assert_true(attachment_write(&a, &out));
    assert_non_null(strstr(buf_text(&out),
                           "\"provider\":\"phrasebook\",\"machine\":true,"
                           "\"quality\":\"gloss\",\"fields\":{\"/title\":"
                           "\"a \\\"b\\\"\",\"/body\":\"c\"}"));
    buf_reset(&out);
    a.field = &fields[2];
    a.field_count = 2;
    assert_false(attachment_write_list(&a, 1, &out));
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

/* ---- the stand-in ---- */
static int start_fake(void **state)
{
    char script[PATH_MAX];
    int in[2];
    int out[2];
    ssize_t n;

    if (small_set_up(state) != 0 || pipe(in) != 0 || pipe(out) != 0 ||
        !place_find("tests/flow/fake-libretranslate.mjs", script,
                    sizeof(script)))
        return -1;
    fake = fork();
    if (fake == 0) {
        (void)dup2(in[0], 0);
        (void)dup2(out[1], 1);
        (void)close(in[1]);
        (void)execlp("node", "node", script, (char *)NULL);
        _exit(127);
    }
    (void)close(in[0]);
    (void)close(out[1]);
    fake_input = in[1];
    n = read(out[0], fake_url, sizeof(fake_url) - 1);
    (void)close(out[0]);
    if (n <= 1)
        return -1;
    fake_url[n - 1] = '\0'; /* the line break */
    return 0;
}

static int stop_fake(void **state)
{
    (void)close(fake_input);
    (void)kill(fake, SIGTERM);
    (void)waitpid(fake, NULL, 0);
    return small_tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(translates_and_keeps_what_must_not_change),
        cmocka_unit_test(a_text_is_asked_for_once),
        cmocka_unit_test(what_needs_no_translation_is_not_sent),
        cmocka_unit_test(the_next_provider_is_asked),
        cmocka_unit_test(a_failing_provider_is_left_alone),
        cmocka_unit_test(late_answers_come_later_and_fill_the_cache),
        cmocka_unit_test(a_job_may_go_at_any_time),
        cmocka_unit_test(many_lines_travel_in_calls_of_the_configured_size),
        cmocka_unit_test(link_local_addresses_are_refused),
        cmocka_unit_test(attachments_have_their_shape),
    };

    return cmocka_run_group_tests(tests, start_fake, stop_fake);
}
