#include "config/docs.h"

#include <stdio.h>
#include <string.h>

#include "config/tables.h"

void docs_example(const struct config *defaults, struct buf *out)
{
    buf_add(out, SPAN("# Written by `make example`; every value is its default "
                      "unless said.\n"
                      "# 由 `make example` 生成；除注明外均为默认值。\n\n"));
    settings_write(config_rows, defaults,
                   (struct setting_style){.example = true}, out);
}

/* In a Markdown table a | would end the cell. */
static void add_cell(struct buf *out, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        if (*text == '|')
            buf_add_byte(out, '\\');
        buf_add_byte(out, *text);
    }
    buf_add(out, SPAN(" | "));
}

static void add_names(const struct setting *row, struct buf *out)
{
    const char *before = "";

    for (uint32_t i = 0; row->names[i] != NULL; i++) {
        if (row->legal != 0 && (row->legal >> i & 1U) == 0)
            continue;
        buf_printf(out, "%s`%s`", before, row->names[i]);
        before = " ";
    }
    buf_add(out, SPAN(" | "));
}

static void write_row(const struct setting *row, const char *prefix,
                      struct buf *out)
{
    buf_printf(out, "| `%s%s` | ", prefix, row->key);
    if (row->names != NULL)
        add_names(row, out);
    else
        add_cell(out, row->type->what);
    if (row->def != NULL && row->type->write_block == NULL)
        buf_printf(out, "`%s`", row->def);
    buf_add(out, SPAN(" | "));
    if (row->not_yet)
        buf_add(out, SPAN("*Not available in this version.* "));
    if (row->fixed)
        buf_add(out, SPAN("*Read at start.* "));
    add_cell(out, row->en);
    if (row->not_yet)
        buf_add(out, SPAN("*此版本尚不可用。* "));
    if (row->fixed)
        buf_add(out, SPAN("*仅启动时读取。* "));
    add_cell(out, row->zh);
    out->len -= out->len > 0; /* the last blank */
    buf_add_byte(out, '\n');
}

static void write_rows(const struct setting *rows, const char *prefix,
                       struct buf *out)
{
    buf_add(out, SPAN("| key | value | default | meaning | 说明 |\n"
                      "|---|---|---|---|---|\n"));
    for (const struct setting *row = rows; row->key != NULL; row++)
        if (row->type != NULL && row->type->read != NULL)
            write_row(row, prefix, out);
}

static void write_providers(const struct config *defaults, struct buf *out)
{
    for (uint32_t i = 0; i < defaults->translate.providers.count; i++) {
        const struct provider_config *p = &defaults->translate.providers.at[i];
        char prefix[128] = "translate.";

        if (p->rows == NULL || p->rows->key == NULL)
            continue;
        buf_printf(out, "\n## Provider %s · 翻译服务 %s\n\n", p->name, p->name);
        (void)snprintf(prefix, sizeof(prefix), "translate.%s.", p->name);
        write_rows(p->rows, prefix, out);
    }
}

void docs_table(const struct config *defaults, struct buf *out)
{
    buf_add(
        out,
        SPAN(
            "# Configuration · 配置\n\n"
            "Written by `make example` from the rows in `gateway/config/`."
            " Start from `config.example.yaml`;\n`paifang config check` "
            "says what is wrong and where, `paifang config show` what is "
            "in force.\n\n"
            "本页由 `make example` 依 `gateway/config/` 中的定义生成。"
            "可从 `config.example.yaml` 开始；\n`paifang config check` "
            "指出错误及其位置，`paifang config show` 显示实际生效的值。\n\n"
            "- Sizes `4096 64KiB 1MiB 2GiB`, durations `800ms 5s 10m 48h "
            "30d`, rates `100/s 1KiB/s`; `off` where it is said."
            " · 大小、时长、速率的写法；注明处可用 `off`。\n"
            "- `${NAME}` is the environment variable NAME, `$${` a plain "
            "`${`. · `${NAME}` 取环境变量，`$${` 即字面的 `${`。\n"
            "- Secrets may be `file:/path`. · 密钥可写作 `file:/路径`。\n"
            "- Paths are as the process sees them. · 路径相对于进程的工作目录。"
            "\n- *Read at start*: a reload leaves it as it was and says so; "
            "everything else changes at once. · 标有*仅启动时读取*的项，"
            "重新加载时保持原值并记录日志；其余立即生效。"
            "\n- Unknown keys are errors. · 未知的键是错误。\n\n"
            "## Options · 选项\n\n"));
    write_rows(config_rows, "", out);
    buf_add(out, SPAN("\n## A route (`routes: [...]`) · 路由\n\n"));
    write_rows(route_rows, "", out);
    buf_add(out, SPAN("\n## Failures (`failure:`) · 故障\n\n"));
    write_rows(failure_rows, "failure.", out);
    write_providers(defaults, out);
}
