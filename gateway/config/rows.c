/* Every option of the config file, one row each. */
#include "base/log.h"
#include "config/config.h"
#include "config/tables.h"

/* clang-format off */
#define ROW(field, ...)      SETTING(struct config, field, __VA_ARGS__)
#define AS(key, field, ...)  SETTING_AS(struct config, key, field, __VA_ARGS__)
#define OF(key, field, ...)  SETTING_OF(struct config, key, field, __VA_ARGS__)
#define DEF(text)            text
#define OFF(value)           .may_be_off = true, .off_value = (value)
#define FIXED                .fixed = true
#define NAMES(...)           .names = (const char *const[]){__VA_ARGS__, NULL}
#define THRESHOLD(action, chinese)                                        \
    ROW(rules.thresholds.action, .def = "off", .least = 1,                \
        OFF(SETTING_NO_LIMIT), .en = "From this sum on: " #action ".",    \
        .zh = "达到此分数即" chinese "（" #action "）。")

const char *const mode_names[] = {"enforce", "observe", NULL};

static const char routes_example[] =
    "- name: publish\n"
    "  kind: publish                       # publish | read\n"
    "  match:                              # one, or a list\n"
    "    - {method: POST, path: /posts}\n"
    "    - {method: [PUT, PATCH], path: \"/posts/{id}\"}\n"
    "  reads: [json, form, multipart]\n"
    "  text: [/title, /body, \"/tags/*\"]\n"
    "  author: header:X-User-Id\n"
    "  translate: {attach: /translations, wait: 800ms, on_late: publish}\n"
    "  hold: {by: gateway}\n"
    "- name: feed\n"
    "  kind: read\n"
    "  match:\n"
    "    - {method: GET, path: /posts}\n"
    "  items: \"/*\"                         # where the posts are; omit for one\n"
    "  text: [/title, /body]\n"
    "  attach: /translation                # added in the reader's language";

const struct setting config_rows[] = {
    ROW(mode, .def = "enforce", .names = mode_names,
        .en = "enforce, or observe: decide and record, forward unchanged.",
        .zh = "enforce 执行；observe 只判定和记录，原样转发。"),

    SETTING_HEADING("listen",
        .en = "Where we listen: host:port, [v6]:port, or unix:/path.",
        .zh = "监听地址：host:port、[v6]:port 或 unix:/path。"),
    ROW(listen.proxy, .def = "127.0.0.1:8080",
        FIXED,
        .en = "The proxy, in front of the app.", .zh = "代理端口，位于应用之前。"),
    ROW(listen.admin, .def = "127.0.0.1:8081",
        FIXED,
        .en = "Health, metrics and the admin API.",
        .zh = "健康检查、指标与管理接口。"),

    SETTING_HEADING("public",
        .en = "Pages for authors, on the proxy's listener.",
        .zh = "面向作者的页面，与代理同端口。"),
    ROW(public.url, .def = "\"\"",
        .en = "Address under which people reach the proxy; empty: no pages.",
        .zh = "用户访问网关所用的网址；留空则不提供这些页面。"),
    ROW(public.path, .def = "/.paifang", .least = 2,
        .en = "Path of the pages for authors.", .zh = "面向作者的页面的路径。"),

    ROW(trusted_proxies, .def = "[]",
        .en = "Networks whose X-Forwarded-* and Forwarded are believed; a socket "
              "file counts as 127.0.0.1.",
        .zh = "其 X-Forwarded-* 与 Forwarded 可信的网段；套接字文件视为 127.0.0.1。"),
    ROW(workers, .def = "0", .most = 1024,
        FIXED,
        .en = "Worker threads; 0 is one a core.",
        .zh = "工作线程数；0 表示每核一个。"),

    SETTING_HEADING("upstream", .en = "The app behind us.", .zh = "后面的应用。"),
    ROW(upstream.url, .def = "http://127.0.0.1:9000", .least = 1,
        FIXED,
        .en = "The app's address.", .zh = "应用的地址。"),
    ROW(upstream.host, .def = "client", NAMES("client", "upstream"),
        .en = "Which Host the app sees: the client's, or that of upstream.url.",
        .zh = "应用看到的 Host：client 为客户端所发，upstream 为 upstream.url 的。"),
    ROW(upstream.timeout, .def = "30s", .least = 1, .most = 3600000,
        FIXED,
        .en = "How long the app may take to answer.",
        .zh = "等待应用应答的时限。"),
    ROW(upstream.connect, .def = "2s", .least = 1, .most = 600000,
        FIXED,
        .en = "How long connecting to the app may take.",
        .zh = "连接应用的时限。"),
    ROW(upstream.idle, .def = "4s", .least = 1, .most = 3600000,
        FIXED,
        .en = "How long an idle connection to the app is kept; less than the app "
              "keeps it.",
        .zh = "与应用的空闲连接保留多久；应短于应用自身的设置。"),
    ROW(upstream.rewrite_location, .def = "true",
        .en = "Rewrite a Location that points at upstream.url.",
        .zh = "改写指向 upstream.url 的 Location。"),
    ROW(upstream.ca, .def = "\"\"", .not_yet = true,
        .en = "Certificates to trust for https.", .zh = "https 所信任的证书。"),

    SETTING_HEADING("routing", .en = "How requests find their route.",
        .zh = "请求如何匹配路由。"),
    AS("routing.case", routing.path_case, .def = "insensitive",
        NAMES("insensitive", "exact"),
        .en = "ASCII letter case of paths.", .zh = "路径的 ASCII 大小写。"),
    ROW(routing.odd_paths, .def = "refuse", NAMES("refuse", "pass"),
        .en = "%2F, %5C, %00, encoded dots, double encoding on unsafe methods.",
        .zh = "写请求路径中的 %2F、%5C、%00、编码的点、二次编码。"),
    ROW(routing.method_override, .def = "refuse", NAMES("refuse", "honour"),
        .en = "X-HTTP-Method-Override and _method on unsafe methods.",
        .zh = "写请求中的 X-HTTP-Method-Override 与 _method。"),
    ROW(routing.unmatched_writes, .def = "pass", .example = "refuse",
        NAMES("pass", "refuse"),
        .en = "Writes that no route names. refuse is safer; the default is pass.",
        .zh = "没有路由匹配的写请求。refuse 更安全；默认为 pass。"),

    SETTING_HEADING("limits", .en = "Nothing that comes from outside is unlimited.",
        .zh = "外来的一切都有上限。"),
    ROW(limits.header, .def = "32KiB", .least = 1024, .most = 1 << 20,
        FIXED,
        .en = "Head of a request.", .zh = "请求头总大小。"),
    ROW(limits.headers, .def = "100", .least = 8, .most = 1000,
        FIXED,
        .en = "Number of header fields.", .zh = "请求头字段数。"),
    ROW(limits.body, .def = "1MiB", .least = 1024, .most = 64 << 20,
        .en = "Body of a publish route, decoded. Other routes stream.",
        .zh = "发帖路由的正文（解压后）。其他路由为流式转发。"),
    ROW(limits.json_depth, .def = "64", .least = 1, .most = 512,
        .en = "Nesting of JSON.", .zh = "JSON 嵌套层数。"),
    ROW(limits.json_members, .def = "10000", .least = 1, .most = 1000000,
        .en = "Members of all objects of a body.", .zh = "正文中所有 JSON 成员数。"),
    ROW(limits.parts, .def = "100", .least = 1, .most = 10000,
        .en = "Parts of a multipart body.", .zh = "multipart 的部分数。"),
    ROW(limits.arena, .def = "16MiB", .least = 1 << 20, .most = 1 << 30,
        FIXED,
        .en = "Memory for one post.", .zh = "处理一帖所用内存。"),
    ROW(limits.answer, .def = "8MiB", .least = 1024, .most = 256 << 20,
        .en = "Largest answer that translations are added to.",
        .zh = "超过此大小的应答不再添加译文。"),
    ROW(limits.connections, .def = "10000", .least = 1, .most = 1000000,
        OFF(SETTING_NO_LIMIT),
        FIXED,
        .en = "Client connections.", .zh = "客户端连接数。"),
    ROW(limits.per_client, .def = "off", .least = 1, OFF(SETTING_NO_LIMIT),
        .en = "Requests of one client address, such as 100/s.",
        .zh = "单个客户端地址的请求速率，如 100/s。"),
    ROW(limits.header_time, .def = "10s", .least = 100, .most = 600000,
        FIXED,
        .en = "How long a client may take to send a head.",
        .zh = "客户端发完请求头的时限。"),
    ROW(limits.body_min_rate, .def = "1KiB/s", OFF(0),
        FIXED,
        .en = "A body that comes slower is given up.", .zh = "低于此速率的上传将被放弃。"),
    ROW(limits.idle, .def = "60s", .least = 100, .most = 3600000,
        FIXED,
        .en = "How long an idle client connection is kept.",
        .zh = "空闲客户端连接保留多久。"),
    ROW(limits.regex_work, .def = "1000000", .least = 1000,
        .en = "Steps that all regexes of one post may take, its translations "
              "included. A million are at most about 50 ms of CPU.",
        .zh = "一帖（含译文）中全部正则可用的步数；一百万步至多约 50 毫秒 CPU。"),
    ROW(limits.held_per_author, .def = "20", .least = 1, OFF(SETTING_NO_LIMIT),
        .en = "Posts of one author in the queue.", .zh = "单个作者的待审帖数。"),
    ROW(limits.held, .def = "100000", .least = 1, OFF(SETTING_NO_LIMIT),
        .en = "Posts in the queue.", .zh = "待审帖总数。"),

    SETTING_HEADING("replies",
        .en = "Replies that we make ourselves. A route may have its own.",
        .zh = "网关自己作出的应答。路由可另设。"),
    REPLY_ROWS(ROW, DEF),

    ROW(audiences, .def = "[en, zh-Hans]", .least = 1,
        .en = "Languages that posts are translated between (zh-Hant comes from "
              "zh-Hans, free).",
        .zh = "互译的语言（zh-Hant 由 zh-Hans 转换，不另计）。"),

    SETTING_HEADING("rules", .en = "What is looked for.", .zh = "规则。"),
    ROW(rules.packs, .def = "[rules]",
        .en = "Rule packs: files, and folders with everything below them.",
        .zh = "规则包：文件，或含其下全部文件的目录。"),
    SETTING_HEADING("rules.thresholds",
        .en = "Sums of scores from which a post gets an action; off: never.",
        .zh = "分数累计达到多少即采取相应动作；off 表示从不。"),
    THRESHOLD(advise, "提示作者"), THRESHOLD(flag, "标记待查"),
    THRESHOLD(bounce, "请作者修改"), THRESHOLD(hold, "转人工审核"),
    THRESHOLD(reject, "拒绝"),
    ROW(rules.translation_max_action, .def = "hold",
        NAMES("allow", "advise", "flag", "mask", "bounce", "hold"),
        .en = "The most that a hit only on a machine translation can do.",
        .zh = "仅在机器译文中命中时的最重处置。"),
    ROW(rules.exempt, .def = "{}", .example = "{}",
        .en = "Authors whom rules leave alone that say author: {exempt: [staff]}: "
              "{staff: [u-1, u-2]}, as the app names them or by the reference "
              "in records.",
        .zh = "规则写 author: {exempt: [staff]} 时放过的作者：{staff: [u-1, u-2]}，"
              "用应用中的标识或记录中的作者编号。"),

    SETTING_HEADING("help",
        .en = "Help lines for authors in trouble (rules with help: crisis).",
        .zh = "向处于困境的作者展示的求助热线（规则中写 help: crisis）。"),
    ROW(help.lines, .def = "\"\"",
        .en = "Your own list; empty: locales/help.yaml as it ships.",
        .zh = "自备的热线清单；空则用随附的 locales/help.yaml。"),
    ROW(help.region, .def = "\"\"",
        .en = "Header that names the author's region (CF-IPCountry); empty: "
              "by Accept-Language alone.",
        .zh = "标明作者所在地区的请求头（如 CF-IPCountry）；"
              "空则只看 Accept-Language。"),

    OF("routes", routes, &setting_routes, .def = "[]",
        .example = routes_example,
        .en = "Which requests are posts, and which answers show posts. "
              "All keys: docs/configuration.md.",
        .zh = "哪些请求是发帖，哪些应答展示帖子。全部键见 docs/configuration.md。"),

    SETTING_HEADING("translate", .en = "Translation providers.", .zh = "翻译服务。"),
    ROW(translate.chain, .def = "[phrasebook]",
        .en = "Providers, tried in this order.",
        .zh = "翻译服务，依次尝试。"),
    ROW(translate.cache.bytes, .def = "64MiB", .most = 1ULL << 40,
        FIXED,
        .en = "Memory for translations.", .zh = "译文缓存大小。"),
    ROW(translate.cache.ttl, .def = "30d", .least = 1000,
        FIXED,
        .en = "How long a translation is kept.", .zh = "译文保留多久。"),
    ROW(translate.cache.redis, .def = "\"\"", .not_yet = true,
        .en = "redis://host:port to share the cache.",
        .zh = "redis://host:port，用于共享缓存。"),
    ROW(translate.publish_gloss, .def = "false",
        .en = "Attach word-by-word glosses (phrasebook) as if they were "
              "translations.",
        .zh = "把逐词对译（phrasebook）当作译文附上。"),
    OF("translate.*", translate.providers, &setting_providers),

    SETTING_HEADING("audit", .en = "The record of every decision.",
        .zh = "每个决定的记录。"),
    ROW(audit.store, .def = "\"sqlite:paifang.db\"", .least = 1,
        FIXED,
        .en = "Where records are kept: sqlite:FILE.",
        .zh = "记录存放处：sqlite:文件。"),
    ROW(audit.origin, .def = "\"\"",
        FIXED,
        .en = "Name of this log; empty: the host's name.",
        .zh = "日志名；空则取主机名。"),
    ROW(audit.signing_key, .def = "\"file:paifang-signing.key\"",
        .may_be_missing = true, .not_yet = true,
        .en = "Signs checkpoints.", .zh = "检查点签名密钥。"),
    ROW(audit.pseudonym_key, .def = "\"file:paifang-pseudonym.key\"",
        .may_be_missing = true,
        FIXED,
        .en = "Turns authors into pseudonyms. Made (0600) at the first serve.",
        .zh = "为作者生成化名所用的密钥。首次 serve 时生成（0600）。"),
    ROW(audit.text_key, .def = "\"file:paifang-text.key\"",
        .may_be_missing = true,
        FIXED,
        .en = "Protects kept text. Made (0600) at the first serve.",
        .zh = "保护留存文本的密钥。首次 serve 时生成（0600）。"),
    ROW(audit.checkpoint.every, .def = "60s", .least = 1000, .not_yet = true,
        .en = "How often a checkpoint is signed.", .zh = "多久签一次检查点。"),
    ROW(audit.checkpoint.to, .def = "\"\"", .not_yet = true,
        .en = "Where copies go.", .zh = "副本送往何处。"),
    ROW(audit.keep_text, .def = "flagged", NAMES("none", "flagged", "all"),
        FIXED,
        .en = "Which posts' text is kept beside the log.",
        .zh = "留存哪些帖子的原文：none 不留、flagged 有命中的、all 全部。"),
    ROW(audit.keep_for, .def = "240d", .least = 3600000,
        FIXED,
        .en = "How long text is kept.", .zh = "原文留存多久。"),
    ROW(audit.hold_expires.after, .def = "48h", .least = 1000,
        FIXED,
        .en = "How long a held post waits for a person.",
        .zh = "待审帖最多等多久。"),
    ROW(audit.hold_expires.then, .def = "reject", NAMES("reject", "approve"),
        FIXED,
        .en = "What becomes of a held post then.",
        .zh = "待审帖到期后如何处理。"),

    OF("failure", failure, &setting_failures, .def = "{}",
        .en = "What follows when something fails: refuse, reject, hold, flag, "
              "publish.",
        .zh = "出故障时怎么办：refuse 拒收、reject 拒绝、hold 待审、flag 标记、"
              "publish 发布。"),

    SETTING_HEADING("log", .en = "One line an event, on standard error.",
        .zh = "日志写到标准错误输出，一个事件一行。"),
    ROW(log.format, .def = "text", NAMES("text", "json"),
        .en = "text or json.", .zh = "text 或 json。"),
    ROW(log.level, .def = "info", NAMES("debug", "info", "warn", "error"),
        .en = "The least level shown.", .zh = "显示的最低级别。"),
    SETTING_END,
};
/* clang-format on */
