#include "config/failure.h"

#include <stddef.h>
#include <string.h>

#include "config/setting.h"
#include "config/tables.h"

const char *const outcome_names[] = {"refuse", "reject",  "hold",
                                     "flag",   "publish", NULL};

#define BIT(outcome)   (1U << (unsigned)OUTCOME_##outcome)
#define ONLY_REFUSE    BIT(REFUSE)
#define NEVER_UNSEEN   (BIT(REFUSE) | BIT(REJECT) | BIT(HOLD))
#define ANY            (NEVER_UNSEEN | BIT(FLAG) | BIT(PUBLISH))
#define UNTRANSLATED   (BIT(REFUSE) | BIT(HOLD) | BIT(FLAG) | BIT(PUBLISH))
#define WITHOUT_A_HOLD (BIT(REFUSE) | BIT(REJECT) | BIT(PUBLISH))

/* clang-format off */
#define ROW(class, outcome, allowed, english, chinese)                     \
    SETTING(struct failures, class, .def = (outcome), .legal = (allowed),  \
            .names = outcome_names, .en = (english), .zh = (chinese))

const struct setting failure_rows[] = {
    ROW(body_too_large, "refuse", ONLY_REFUSE,
        "Body over limits.body: 413.", "正文超过 limits.body：413。"),
    ROW(unparseable, "refuse", ONLY_REFUSE,
        "Not the JSON, form or UTF-8 it claims to be: 400.",
        "不是它所声称的 JSON、表单或 UTF-8：400。"),
    ROW(unsupported_type, "refuse", ONLY_REFUSE,
        "A content type the route does not read: 415.",
        "该路由不读取的内容类型：415。"),
    ROW(unsupported_charset, "refuse", ONLY_REFUSE,
        "A charset we can't read: 415.", "无法读取的字符集：415。"),
    ROW(regex_limit, "hold", ANY,
        "A regex ran into its limits.", "正则达到执行上限。"),
    ROW(memory_cap, "hold", ANY,
        "The post needs more than limits.arena.", "帖子所需内存超过 limits.arena。"),
    ROW(internal, "hold", ANY,
        "Anything that should not happen.", "本不该发生的错误。"),
    ROW(translator_late, "publish", UNTRANSLATED,
        "No translation in time.", "翻译未能按时返回。"),
    ROW(translator_down, "publish", UNTRANSLATED,
        "No provider answers.", "没有可用的翻译服务。"),
    ROW(translator_implausible, "publish", UNTRANSLATED,
        "No provider gave a plausible translation.",
        "没有一个翻译结果可信。"),
    ROW(store_down, "refuse", ONLY_REFUSE,
        "The record can't be written: 503, nothing is published.",
        "记录无法写入：503，什么都不会发布。"),
    ROW(upstream_unreachable, "refuse", ONLY_REFUSE,
        "The app can't be reached: 502.", "应用无法连接：502。"),
    ROW(upstream_late, "refuse", ONLY_REFUSE,
        "The app does not answer in time: 504.", "应用未按时应答：504。"),
    ROW(rate_limited, "refuse", ONLY_REFUSE,
        "Over limits.per_client: 429.", "超过 limits.per_client：429。"),
    ROW(hold_full, "refuse", WITHOUT_A_HOLD,
        "The queue is full (limits.held, held_per_author): 503.",
        "审核队列已满（limits.held、held_per_author）：503。"),
    SETTING(struct failures, log_rollback, .def = "refuse",
        .legal = ONLY_REFUSE, .names = outcome_names, .not_yet = true,
        .en = "The log is behind our own checkpoint: 503.",
        .zh = "日志落后于自己的检查点：503。"),
    SETTING_END,
};
/* clang-format on */

static bool read_failures(const struct setting *row, const struct yaml_node *n,
                          void *ret, const struct setting_ctx *ctx)
{
    (void)row;
    return settings_read(failure_rows, n, ret, ctx);
}

static void write_failures(const void *value, struct setting_style style,
                           struct buf *out)
{
    settings_write(failure_rows, value, style, out);
}

const struct setting_type setting_failures = {"map", read_failures, NULL,
                                              write_failures};

enum outcome failure_outcome(const struct failures *f,
                             const char *failure_class)
{
    if (failure_class == NULL)
        return OUTCOME_REFUSE;
    for (const struct setting *row = failure_rows; row->key != NULL; row++)
        if (strcmp(row->key, failure_class) == 0)
            return (enum outcome) *
                   (const uint32_t *)((const char *)f + row->offset);
    return OUTCOME_REFUSE;
}

const char *outcome_name(enum outcome o)
{
    return outcome_names[o];
}
