/* The rows as YAML: config.example.yaml and `paifang config show`. */
#include <string.h>

#include "config/setting.h"

static void add_indent(struct buf *out, unsigned indent)
{
    for (unsigned i = 0; i < indent; i++)
        buf_add_byte(out, ' ');
}

static unsigned depth_of(const char *key)
{
    unsigned depth = 0;

    for (; *key != '\0'; key++)
        depth += *key == '.';
    return depth;
}

static const char *last_name(const char *key)
{
    const char *dot = strrchr(key, '.');

    return dot == NULL ? key : dot + 1;
}

/* Opens the maps that key is in and that the row before was not in. */
static void open_maps(const char *before, const char *key, unsigned indent,
                      struct buf *out)
{
    unsigned depth = 0;
    size_t from = 0;
    bool same = before != NULL;

    for (size_t i = 0; key[i] != '\0'; i++) {
        same = same && before[i] == key[i];
        if (key[i] != '.')
            continue;
        if (!same) {
            add_indent(out, indent + depth * 2);
            buf_add(out, (struct span){key + from, i - from});
            buf_add(out, SPAN(":\n"));
        }
        from = i + 1;
        depth++;
    }
}

static void write_help(const struct setting *row, unsigned indent,
                       struct buf *out)
{
    const char *const help[] = {row->en, row->zh};
    static const char *const not_yet[] = {" (Not available in this version.)",
                                          "（此版本尚不可用。）"};

    for (size_t i = 0; i < COUNT_OF(help); i++) {
        if (help[i] == NULL)
            continue;
        add_indent(out, indent);
        buf_printf(out, "# %s%s\n", help[i], row->not_yet ? not_yet[i] : "");
    }
}

static void write_lines(const char *text, unsigned indent, struct buf *out)
{
    struct span rest = span_of(text);
    struct span line;

    while (span_cut(&rest, '\n', &line)) {
        if (line.len > 0)
            add_indent(out, indent);
        buf_add(out, line);
        buf_add_byte(out, '\n');
    }
}

static void write_example(const struct setting *row, unsigned indent,
                          struct buf *out)
{
    const char *text = row->example != NULL ? row->example : row->def;

    add_indent(out, indent);
    if (row->not_yet || text == NULL)
        buf_add(out, SPAN("# "));
    buf_printf(out, "%s:", last_name(row->key));
    if (text != NULL && strchr(text, '\n') != NULL) {
        buf_add_byte(out, '\n');
        write_lines(text, indent + 2, out);
    } else {
        buf_printf(out, " %s\n", text != NULL ? text : "");
    }
}

static void write_value(const struct setting *row, const void *value,
                        struct setting_style style, struct buf *out)
{
    if (strcmp(last_name(row->key), "*") == 0) {
        row->type->write_block(value, style, out);
        return;
    }
    if (style.example &&
        (row->type->write_block == NULL || row->example != NULL)) {
        write_example(row, style.indent, out);
        return;
    }
    add_indent(out, style.indent);
    buf_printf(out, "%s:", last_name(row->key));
    if (row->type->write_block != NULL) {
        struct setting_style below = {.example = style.example,
                                      .indent = style.indent + 2};

        buf_add_byte(out, '\n');
        row->type->write_block(value, below, out);
        return;
    }
    buf_add_byte(out, ' ');
    row->type->write(row, value, out);
    buf_add_byte(out, '\n');
}

void settings_write(const struct setting *rows, const void *base,
                    struct setting_style style, struct buf *out)
{
    const char *before = NULL;

    for (const struct setting *row = rows; row->key != NULL; row++) {
        struct setting_style here = {
            .example = style.example,
            .indent = style.indent + depth_of(row->key) * 2,
        };

        if (style.example && here.indent == 0 && row != rows &&
            rows[row - rows - 1].type != NULL)
            buf_add_byte(out, '\n');
        if (row->type == NULL) {
            if (style.example)
                write_help(row, here.indent, out);
            continue;
        }
        open_maps(before, row->key, style.indent, out);
        if (style.example)
            write_help(row, here.indent, out);
        write_value(row, (const char *)base + row->offset, here, out);
        before = row->key;
    }
}

/* Plain where every YAML reader takes it for text or for the number it is. */
void setting_write_text(struct span text, struct buf *out)
{
    bool plain = text.len > 0 && strchr("-.:@", text.at[0]) == NULL &&
                 text.at[text.len - 1] != ':';

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c >= 0x80 ||
                          strchr("_./:@-", c) != NULL);
    }
    if (plain)
        buf_add(out, text);
    else
        buf_add_json(out, text);
}
