#include <jansson.h>
#include <string.h>

#include "base/heap.h"
#include "translate/libretranslate.h"
#include "worker/fetch.h"

enum { REST_WHEN_SLOWED_MS = 15000, REST_WHEN_REFUSED_MS = 60000 };

#define ROW(field, ...) SETTING(struct libretranslate_set, field, __VA_ARGS__)

/* clang-format off */
const struct setting libretranslate_rows[] = {
    ROW(url, .def = "http://127.0.0.1:5000",
        .en = "Where LibreTranslate listens.", .zh = "LibreTranslate 的地址。"),
    ROW(api_key, .def = "\"\"",
        .en = "Its key, if it wants one: ${NAME} or file:/path.",
        .zh = "API 密钥（若需要）：${NAME} 或 file:/路径。"),
    ROW(timeout, .def = "10s", .least = 1, .most = 600000,
        .en = "How long a call may take.", .zh = "单次调用的时限。"),
    ROW(lines, .def = "32", .least = 1, .most = 1000,
        .en = "Lines sent in one call.", .zh = "一次调用最多发送多少行。"),
    ROW(bytes, .def = "16KiB", .least = 1, .most = 16 << 20,
        .en = "Bytes of text sent in one call.", .zh = "一次调用最多发送多少字节。"),
    ROW(answer, .def = "1MiB", .least = 1024, .most = 64 << 20,
        .en = "Largest answer that is read.", .zh = "应答大小上限。"),
    ROW(chinese, .def = "zh-Hans", .least = 1,
        .en = "Its code for Simplified Chinese: zh before version 1.6.",
        .zh = "简体中文的语言代码：1.6 之前的版本用 zh。"),
    ROW(ca, .def = "\"\"",
        .en = "File of certificates to trust; empty: the system's.",
        .zh = "信任的证书文件；空则用系统的。"),
    SETTING_AS(struct libretranslate_set, "allow_link_local", link_local,
        .def = "false", .en = "Allow addresses such as 169.254.1.1.",
        .zh = "允许 169.254.1.1 这类链路本地地址。"),
    SETTING_END};
/* clang-format on */

struct libretranslate {
    const struct libretranslate_set *set;
    struct fetcher *fetcher;
    char *url;
};

struct asking {
    struct fetch *fetch;
    struct translator_call *call;
};

static bool open_self(const void *set, const struct translator_env *env,
                      void **ret, struct err *e)
{
    const struct libretranslate_set *s = set;
    struct buf url = buf_make(4096);
    struct libretranslate *self;

    buf_add_text(&url, s->url.text);
    while (url.len > 0 && url.at[url.len - 1] == '/')
        url.len--;
    buf_add_text(&url, "/translate");
    if (s->url.text[0] == '\0' || url.failed) {
        buf_free(&url);
        return err_set(e, ERR_CONFIG, NULL,
                       "translate.libretranslate.url is empty or too long");
    }
    self = heap_new(sizeof(*self));
    *self = (struct libretranslate){s, env->fetcher, heap_text(buf_text(&url))};
    buf_free(&url);
    *ret = self;
    return true;
}

static struct translator_limits limits(const void *self)
{
    const struct libretranslate_set *s =
        ((const struct libretranslate *)self)->set;

    return (struct translator_limits){(uint32_t)s->lines, s->bytes.bytes};
}

static void close_self(void *self)
{
    struct libretranslate *l = self;

    heap_free(l->url);
    heap_free(l);
}

/* ---- asking ---- */
static const char *code(const struct libretranslate *l, enum lang lang)
{
    return lang_is_zh(lang) ? l->set->chinese : "en";
}

static void write_request(const struct libretranslate *l,
                          const struct translator_call *call, struct buf *out)
{
    buf_add_text(out, call->count == 1 ? "{\"q\":" : "{\"q\":[");
    for (uint32_t i = 0; i < call->count; i++) {
        if (i > 0)
            buf_add_byte(out, ',');
        buf_add_json(out, call->line[i]);
    }
    buf_add_text(out, call->count == 1 ? ",\"source\":" : "],\"source\":");
    buf_add_json(out, span_of(code(l, call->from)));
    buf_add_text(out, ",\"target\":");
    buf_add_json(out, span_of(code(l, call->to)));
    buf_add_text(out, ",\"format\":\"text\"");
    if (l->set->api_key.value.len > 0) {
        buf_add_text(out, ",\"api_key\":");
        buf_add_json(out, l->set->api_key.value);
    }
    buf_add_byte(out, '}');
}

static void answered(const struct fetch_answer *a, void *arg)
{
    struct asking *asking = arg;
    struct translator_call *call = asking->call;
    struct err e = a->err;

    heap_free(asking);
    call->provider_use = NULL;
    call->rest_ms = a->retry_after_ms;
    call->err = (struct err){.kind = ERR_NONE};
    if (e.kind != ERR_NONE ||
        !libretranslate_read(a->status, a->body, call, &e))
        translator_fail(call, &e);
    else
        call->done(call);
}

static void start(void *self, struct translator_call *call)
{
    static const char *const headers[] = {"Content-Type: application/json",
                                          "Accept: application/json"};
    const struct libretranslate *l = self;
    struct asking *asking = heap_new(sizeof(*asking));
    struct buf body = buf_make(l->set->bytes.bytes * 6 + 65536);
    struct err e = {.kind = ERR_NONE};
    struct fetch_request r = {.url = l->url,
                              .header = headers,
                              .header_count = COUNT_OF(headers),
                              .timeout_ms = l->set->timeout.ms,
                              .most = l->set->answer.bytes,
                              .allow_link_local = l->set->link_local,
                              .ca = l->set->ca};
    bool ok;

    asking->call = call;
    call->provider_use = asking;
    write_request(l, call, &body);
    r.body = buf_span(&body);
    ok = body.failed ? err_set(&e, ERR_LIMIT, NULL, "the text is too long")
                     : fetch_start(l->fetcher, &r, answered, asking,
                                   &asking->fetch, &e);
    buf_free(&body);
    if (ok)
        return;
    heap_free(asking);
    translator_fail(call, &e);
}

static void cancel(void *self, struct translator_call *call)
{
    struct asking *asking = call->provider_use;

    (void)self;
    if (asking == NULL)
        return;
    fetch_cancel(&asking->fetch);
    heap_free(asking);
}

/* ---- answers ---- */
static bool take_text(const json_t *text, struct translator_call *call,
                      uint32_t i, struct err *e)
{
    if (!json_is_string(text))
        return err_set(e, ERR_PROVIDER, NULL, "translatedText is no text");
    call->answer[i] =
        arena_copy(call->arena, (struct span){json_string_value(text),
                                              json_string_length(text)});
    return call->answer[i].at != NULL || arena_err(call->arena, "an answer", e);
}

static bool take_all(const json_t *all, struct translator_call *call,
                     struct err *e)
{
    call->answer = arena_array(call->arena, call->count, sizeof(*call->answer));
    if (call->answer == NULL)
        return arena_err(call->arena, "an answer", e);
    if (call->count == 1 && !json_is_array(all))
        return take_text(all, call, 0, e);
    if (!json_is_array(all) || json_array_size(all) != call->count)
        return err_set(e, ERR_PROVIDER, NULL,
                       "translatedText is no list of %u texts",
                       (unsigned)call->count);
    for (uint32_t i = 0; i < call->count; i++)
        if (!take_text(json_array_get(all, i), call, i, e))
            return false;
    return true;
}

/* Its own words could repeat the post, so they are only looked at. */
static bool says(const json_t *root, const char *word)
{
    const char *text = json_string_value(json_object_get(root, "error"));

    return text != NULL && strstr(text, word) != NULL;
}

static bool refused(int status, const json_t *root,
                    struct translator_call *call, struct err *e)
{
    const char *why = "";

    if (status == 400 && says(root, "limit"))
        return err_set(e, ERR_LIMIT, NULL, "the text is over its limit");
    if (says(root, "API key"))
        why = ": it wants an API key";
    else if (says(root, "not supported"))
        why = ": it does not have these languages";
    if (status == 429 && call->rest_ms == 0)
        call->rest_ms = REST_WHEN_SLOWED_MS;
    if (status == 403 || why[0] != '\0')
        call->rest_ms = REST_WHEN_REFUSED_MS;
    return err_set(e, ERR_PROVIDER, NULL, "it answered %d%s", status, why);
}

bool libretranslate_read(int status, struct span body,
                         struct translator_call *call, struct err *e)
{
    json_t *root = json_loadb(body.at != NULL ? body.at : "", body.len,
                              JSON_ALLOW_NUL, NULL);
    bool ok;

    if (status != 200)
        ok = refused(status, root, call, e);
    else if (!json_is_object(root))
        ok = err_set(e, ERR_PROVIDER, NULL, "its answer is no JSON object");
    else
        ok = take_all(json_object_get(root, "translatedText"), call, e);
    json_decref(root);
    return ok;
}

const struct translator translator_libretranslate = {
    .name = "libretranslate",
    .rows = libretranslate_rows,
    .set_size = sizeof(struct libretranslate_set),
    .quality = TRANSLATE_MACHINE,
    .open = open_self,
    .limits = limits,
    .start = start,
    .cancel = cancel,
    .close = close_self,
};
