/* The rows of a route, and what must hold between them. */
#include "config/route.h"

#include <assert.h>
#include <string.h>

#include "config/tables.h"

enum { MOST_ROUTES = 1000 };
enum { KIND_TUNNEL = 2 }; /* known by name, not available yet */

static const uint64_t wait_unset = UINT64_MAX;
static const uint64_t wait_to_attach = 800;

/* clang-format off */
#define ROW(field, ...)     SETTING(struct route, field, __VA_ARGS__)
#define AS(key, field, ...) SETTING_AS(struct route, key, field, __VA_ARGS__)
#define OF(key, field, ...) SETTING_OF(struct route, key, field, __VA_ARGS__)
#define INHERIT(text)       NULL
#define NAMES(...)          .names = (const char *const[]){__VA_ARGS__, NULL}

const struct setting route_rows[] = {
    ROW(name, .def = NULL, .least = 1,
        .en = "Unique; it stands in records and metrics.",
        .zh = "唯一名称，出现在记录与指标中。"),
    ROW(kind, .def = NULL, NAMES("publish", "read", "tunnel"),
        .en = "publish: requests that are posts; read: answers that show posts. "
              "(tunnel is not available in this version.)",
        .zh = "publish：请求即发帖；read：应答展示帖子。（tunnel 此版本尚不可用。）"),
    OF("match", match, &setting_matches, .def = NULL,
        .en = "{method, path, query} or a list; method may be a list; {name} is "
              "one segment of the path, /** the rest.",
        .zh = "{method, path, query} 或其列表；method 可为列表；{name} 匹配一段路径，"
              "/** 匹配其余。"),
    OF("reads", reads, &setting_reads, .def = "[json, form, multipart]",
        .en = "Content types that are posts here; others get 415.",
        .zh = "接受的正文类型；其他为 415。"),
    OF("text", text, &setting_route_texts, .def = "[]",
        .en = "Where the text is: JSON Pointers (* is every element), "
              "query:NAME, {at: /body, markup: html|markdown|wikitext}; a list, "
              "or a map from the names that rules use. A number there is looked "
              "at as text.",
        .zh = "文本所在：JSON Pointer（* 为每个元素）、query:参数名、"
              "{at: /body, markup: html|markdown|wikitext}；列表，或以规则所用名称为键的映射。"
              "该处若为数字，同样按文本检查。"),
    ROW(author, .def = "credential",
        .en = "credential, header:NAME (believed from trusted_proxies only), or "
              "json:/POINTER (unverified).",
        .zh = "credential 凭证、header:名称（仅信 trusted_proxies）或 json:/指针（未验证）。"),
    OF("translate.attach", translate.attach, &setting_pointer, .def = "\"\"",
        .most = 1,
        .en = "Where translations go in the request; empty: only stored.",
        .zh = "译文附在请求何处；空则只存不附。"),
    ROW(translate.wait, .def = NULL, .most = 60000,
        .en = "How long publishing waits for them: 800ms with attach, else 0.",
        .zh = "发布前等待译文多久；有 attach 时默认 800ms，否则为 0。"),
    ROW(translate.on_late, .def = "publish", .names = outcome_names,
        .legal = 1U << OUTCOME_HOLD | 1U << OUTCOME_FLAG |
                 1U << OUTCOME_PUBLISH,
        .en = "When they are late: publish, flag or hold.",
        .zh = "译文迟到时：publish、flag 或 hold。"),
    ROW(hold.by, .def = "gateway", NAMES("gateway", "field"),
        .en = "gateway: we keep a held post; field: the app does, marked by set.",
        .zh = "gateway：由网关保管待审帖；field：以 set 标记后交应用保管。"),
    OF("hold.set", hold.set, &setting_sets, .def = "{}",
        .en = "by field: members to set, {/status: pending}.",
        .zh = "by: field 时要设置的成员，如 {/status: pending}。"),
    OF("hold.release", hold.release, &setting_request, .def = "{}",
        .en = "by field: the request that publishes it: {method, path, query, "
              "headers, body} with {answer:/id} {decision} {idempotency_key}.",
        .zh = "by: field 时用于发布的请求：{method, path, query, headers, body}，"
              "可用 {answer:/id} {decision} {idempotency_key}。"),
    OF("hold.lookup", hold.lookup, &setting_request, .def = "{}",
        .en = "A GET that finds a released post: {GET: /posts?…} or a request.",
        .zh = "用于查找已发布帖子的 GET 请求。"),
    OF("hold.idempotency", hold.idempotency, &setting_header, .def = "\"\"",
        .en = "header:NAME, if the app honours such a key: released exactly once.",
        .zh = "header:名称；应用若支持此类键，则恰好发布一次。"),
    ROW(hold.credentials, .def = "drop", NAMES("drop", "keep"),
        .en = "keep: the author's credentials are stored, encrypted, until then.",
        .zh = "keep：加密保存作者凭证直至处理完毕。"),
    AS("hold.release_as.headers", hold.release_as, .def = "{}",
        .en = "Headers of the release, {Authorization: \"${SERVICE_TOKEN}\"}.",
        .zh = "发布请求的头，如 {Authorization: \"${SERVICE_TOKEN}\"}。"),
    OF("takedown", takedown, &setting_request, .def = "{}",
        .en = "The request that takes a published post down when a person "
              "confirms a flag: {method: DELETE, path: \"/posts/{answer:/id}\"}.",
        .zh = "审核员确认后撤下已发布帖子的请求："
              "{method: DELETE, path: \"/posts/{answer:/id}\"}。"),
    OF("items", items, &setting_pointer, .def = "\"\"",
        .en = "read: where the posts are in the answer, /*; empty: it is one.",
        .zh = "read：帖子在应答中的位置，如 /*；空则整个应答为一帖。"),
    OF("attach", attach, &setting_pointer, .def = "\"\"", .most = 1,
        .en = "read: the member added to each post.", .zh = "read：加到每帖的成员。"),
    ROW(mode, .def = NULL, .names = mode_names,
        .en = "enforce or observe; the general mode by default.",
        .zh = "enforce 或 observe；默认同全局 mode。"),
    ROW(charsets, .def = "[]",
        .en = "Accepted beside UTF-8, and turned into it: gb18030, big5.",
        .zh = "除 UTF-8 外接受并转换的字符集：gb18030、big5。"),
    AS("keys", keys_exact, .def = "insensitive", NAMES("insensitive", "exact"),
        .en = "How JSON names match text; exact if the app tells case apart.",
        .zh = "JSON 成员名如何匹配；应用区分大小写时用 exact。"),
    ROW(drop, .def = "[]",
        .en = "Fields taken out of the request: [/md5, query:md5].",
        .zh = "从请求中删去的字段，如 [/md5, query:md5]。"),
    OF("advise.attach", advise_attach, &setting_pointer, .def = "\"\"",
        .most = 1,
        .en = "Where the author is told, in the app's own answer, what was "
              "masked or advised.",
        .zh = "在应用自己的应答中何处告知作者打码或提示的内容。"),
    REPLY_ROWS(ROW, INHERIT),
    SETTING_END,
};
/* clang-format on */

/* ---- what must hold between the keys ---- */

static const char *const later_keys[] = {"offsets"};
static const char *const read_only_keys[] = {"items", "attach"};
static const char *const publish_only_keys[] = {
    "reads",    "author", "translate", "hold",    "takedown",
    "charsets", "drop",   "advise",    "replies",
};
static const char *const charsets[] = {"gb18030", "gbk", "gb2312", "big5",
                                       "big5-hkscs"};

static bool refuse_later(const char *prefix, const struct yaml_node *key,
                         const struct yaml_node *value, bool *ret_known,
                         void *arg)
{
    /* No offsets are what every version can move. */
    *ret_known = prefix[0] == '\0' && span_is(key->text, "offsets") &&
                 value->kind == YAML_LIST && value->count == 0;
    if (*ret_known)
        return true;
    for (size_t i = 0; prefix[0] == '\0' && i < COUNT_OF(later_keys); i++)
        if (span_is(key->text, later_keys[i]))
            return yaml_err(key, (struct err *)arg,
                            "%s is not available in this version",
                            later_keys[i]);
    return true;
}

static bool name_valid(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    return len > 0 && len <= 64 && name[len] == '\0';
}

static bool check_keys(const struct yaml_node *map, const struct route *r,
                       struct err *e)
{
    bool publish = r->kind == ROUTE_PUBLISH;
    const char *const *names = publish ? read_only_keys : publish_only_keys;
    size_t count =
        publish ? COUNT_OF(read_only_keys) : COUNT_OF(publish_only_keys);

    for (size_t i = 0; i < count; i++)
        if (yaml_get(map, names[i]) != NULL)
            return yaml_err(yaml_get(map, names[i]), e,
                            "%s is for %s routes only", names[i],
                            publish ? "read" : "publish");
    return true;
}

static bool check_methods(const struct yaml_node *map, const struct route *r,
                          struct err *e)
{
    for (uint32_t i = 0; i < r->match.count; i++) {
        const char *method = r->match.at[i].method;
        bool get = strcmp(method, "GET") == 0;
        bool safe = get || strcmp(method, "HEAD") == 0 ||
                    strcmp(method, "OPTIONS") == 0;

        if (r->kind == ROUTE_PUBLISH && safe)
            return yaml_err(map, e, "a publish route can't match %s", method);
        if (r->kind == ROUTE_READ && !get)
            return yaml_err(map, e, "a read route matches GET only, not %s",
                            method);
    }
    return true;
}

/* What a client sends where we attach is taken out: a text there would be
 * neither looked at nor published. */
static bool check_attach(const struct yaml_node *map, const struct route *r,
                         struct err *e)
{
    const char *attach =
        r->kind == ROUTE_READ ? r->attach : r->translate.attach;

    for (uint32_t i = 0; i < r->text.count; i++)
        if (attach[0] != '\0' &&
            span_equal_nocase(r->text.at[i].pointer, span_of(attach)))
            return yaml_err(map, e, "route %s: attach is the text %s", r->name,
                            attach);
    return true;
}

static bool check_texts(const struct yaml_node *map, const struct route *r,
                        struct err *e)
{
    if (r->text.count == 0)
        return yaml_err(map, e, "route %s: no text to look at", r->name);
    if (r->kind == ROUTE_READ && r->attach[0] == '\0')
        return yaml_err(map, e, "route %s: no attach", r->name);
    for (uint32_t i = 0; i < r->text.count; i++)
        if (r->kind == ROUTE_READ && r->text.at[i].query.at != NULL)
            return yaml_err(map, e, "a read route has no query: text");
    return check_attach(map, r, e);
}

static bool check_lists(const struct yaml_node *map, const struct route *r,
                        struct err *e)
{
    for (uint32_t i = 0; i < r->charsets.count; i++) {
        size_t k = 0;

        while (k < COUNT_OF(charsets) &&
               !span_equal_nocase(span_of(r->charsets.at[i]),
                                  span_of(charsets[k])))
            k++;
        if (k == COUNT_OF(charsets))
            return yaml_err(yaml_get(map, "charsets"), e,
                            "charsets: gb18030, gbk, gb2312, big5, big5-hkscs");
    }
    for (uint32_t i = 0; i < r->drop.count; i++)
        if (r->drop.at[i][0] == '\0' || strcmp(r->drop.at[i], "/") == 0)
            return yaml_err(yaml_get(map, "drop"), e,
                            "drop: expected /md5, md5 or query:md5");
    return true;
}

static bool check_hold(const struct yaml_node *map, struct route *r,
                       struct err *e)
{
    const struct yaml_node *at = yaml_get(map, "hold");
    struct route_hold *hold = &r->hold;
    bool by_field = hold->by == HOLD_BY_FIELD;

    if (by_field && (hold->set.count == 0 || hold->release.method == NULL))
        return yaml_err(at, e, "hold by field needs set and release");
    if (!by_field && (hold->set.count > 0 || hold->release.method != NULL))
        return yaml_err(at, e, "hold: set and release go with by: field");
    if (hold->lookup.method != NULL && strcmp(hold->lookup.method, "GET") != 0)
        return yaml_err(at, e, "hold: lookup is a GET");
    return true;
}

static bool check_route(const struct yaml_node *map, struct route *r,
                        struct err *e)
{
    if (r->name == NULL || !name_valid(r->name))
        return yaml_err(map, e, "a route needs a name of letters, digits, _.-");
    if (yaml_get(map, "kind") == NULL)
        return yaml_err(map, e, "route %s: no kind", r->name);
    if (r->kind == KIND_TUNNEL)
        return yaml_err(yaml_get(map, "kind"), e,
                        "kind: tunnel is not available in this version");
    if (r->match.count == 0)
        return yaml_err(map, e, "route %s: no match", r->name);
    if (r->translate.wait.ms == wait_unset)
        r->translate.wait.ms =
            r->translate.attach[0] != '\0' ? wait_to_attach : 0;
    if (r->translate.attach[0] != '\0' && r->translate.wait.ms == 0)
        return yaml_err(yaml_get(map, "translate"), e,
                        "translate: attach needs a wait above 0");
    return check_keys(map, r, e) && check_methods(map, r, e) &&
           check_texts(map, r, e) && check_lists(map, r, e) &&
           check_hold(map, r, e) && replies_check(map, &r->replies, e);
}

static bool name_is_new(const struct route *all, uint32_t count,
                        const struct yaml_node *map, struct err *e)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(all[i].name, all[count].name) == 0)
            return yaml_err(map, e, "two routes named %s (first on line %u)",
                            all[i].name, all[i].line);
    return true;
}

bool routes_read(const struct yaml_node *list, uint32_t mode,
                 const struct replies *base, const struct setting_ctx *ctx,
                 struct routes *ret)
{
    struct setting_ctx own = *ctx;
    struct route *at;

    own.other = refuse_later;
    own.other_arg = ctx->e;
    if (!yaml_expect(list, YAML_LIST, ctx->e))
        return false;
    if (list->count > MOST_ROUTES)
        return yaml_err(list, ctx->e, "more than %d routes", MOST_ROUTES);
    at = arena_array(ctx->arena, list->count, sizeof(*at));
    if (at == NULL)
        return arena_err(ctx->arena, "routes", ctx->e);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct yaml_node *map = &list->item[i];

        at[i] =
            (struct route){.mode = mode, .replies = *base, .line = map->line};
        at[i].translate.wait.ms = wait_unset;
        if (!yaml_expect(map, YAML_MAP, ctx->e) ||
            !settings_read(route_rows, map, &at[i], &own) ||
            !check_route(map, &at[i], ctx->e) ||
            !name_is_new(at, i, map, ctx->e))
            return false;
    }
    *ret = (struct routes){at, list->count};
    return true;
}

/* ---- the row `routes` ------------------------------------------------------
 * Routes inherit from options that may stand after them in the file, so the
 * row itself only checks the shape; config/config.c calls routes_read(). */

static bool read_routes(const struct setting *row, const struct yaml_node *n,
                        void *ret, const struct setting_ctx *ctx)
{
    (void)row;
    (void)ret;
    return yaml_is_null(n) || yaml_expect(n, YAML_LIST, ctx->e);
}

/* Only the keys that a route of this kind may have, so that what is shown can
 * be read again. */
static void write_route(const struct route *r, struct setting_style style,
                        struct buf *out)
{
    struct setting rows[64];
    size_t count = 0;

    for (const struct setting *row = route_rows; row->key != NULL; row++) {
        bool publish = r->kind == ROUTE_PUBLISH;
        const char *const *others =
            publish ? read_only_keys : publish_only_keys;
        size_t other_count =
            publish ? COUNT_OF(read_only_keys) : COUNT_OF(publish_only_keys);
        size_t i = 0;
        size_t top = strcspn(row->key, ".");

        while (i < other_count && (strncmp(row->key, others[i], top) != 0 ||
                                   others[i][top] != '\0'))
            i++;
        assert(count + 1 < COUNT_OF(rows));
        if (i == other_count)
            rows[count++] = *row;
    }
    rows[count] = (struct setting){.key = NULL};
    settings_write(rows, r, style, out);
}

static void write_routes(const void *value, struct setting_style style,
                         struct buf *out)
{
    const struct routes *r = value;

    for (uint32_t i = 0; i < r->count; i++) {
        struct setting_style below = {.indent = style.indent + 2};

        for (unsigned k = 0; k < style.indent; k++)
            buf_add_byte(out, ' ');
        buf_add(out, SPAN("-\n"));
        write_route(&r->at[i], below, out);
    }
}

const struct setting_type setting_routes = {"list of routes", read_routes, NULL,
                                            write_routes};
