#include "cli/parts.h"

#include "fold/disguise.h"

void cli_json_key(struct buf *out, const char *key, struct span text)
{
    buf_add_text(out, key);
    buf_add_json(out, text);
}

void cli_json_key_or_null(struct buf *out, const char *key, struct span text)
{
    if (text.len > 0) {
        cli_json_key(out, key, text);
        return;
    }
    buf_add_text(out, key);
    buf_add_text(out, "null");
}

void cli_json_disguises(struct buf *out, uint32_t bits)
{
    const char *join = "";

    buf_add_byte(out, '[');
    for (unsigned d = 0; d < DISGUISE_COUNT; d++)
        if ((bits & DISGUISE_BIT(d)) != 0) {
            buf_printf(out, "%s\"%s\"", join, disguise_name((enum disguise)d));
            join = ",";
        }
    buf_add_byte(out, ']');
}

struct span cli_cut(struct span text, size_t most)
{
    size_t len = text.len < most ? text.len : most;

    while (len < text.len && len > 0 &&
           ((unsigned char)text.at[len] & 0xC0U) == 0x80)
        len--;
    return span_slice(text, 0, len);
}
