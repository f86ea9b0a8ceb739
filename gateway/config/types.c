/* How the plain C types of options are read and written. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/setting.h"

struct unit {
    const char *name;
    uint64_t times;
};

static const struct unit size_units[] = {{"GiB", 1ULL << 30},
                                         {"MiB", 1ULL << 20},
                                         {"KiB", 1ULL << 10},
                                         {"", 1},
                                         {NULL, 0}};
static const struct unit duration_units[] = {{"d", 86400000}, {"h", 3600000},
                                             {"m", 60000},    {"s", 1000},
                                             {"ms", 1},       {NULL, 0}};
static const struct unit count_units[] = {{"", 1}, {NULL, 0}};

/* Everything that is a number in the end. */
struct measure {
    const struct unit *units;
    const char *per;  /* after the number: "/s", or "" */
    const char *what; /* for errors */
};

static const struct measure count_measure = {count_units, "", "a whole number"};
static const struct measure size_measure = {
    size_units, "", "a size such as 4096, 64KiB, 1MiB, 2GiB"};
static const struct measure duration_measure = {
    duration_units, "", "a duration such as 800ms, 5s, 10m, 48h, 30d"};
static const struct measure rate_measure = {size_units, "/s",
                                            "a rate such as 100/s or 1KiB/s"};

static bool parse_number(const struct measure *m, struct span text,
                         uint64_t *ret)
{
    size_t digits = 0;
    uint64_t n;
    struct span unit;

    if (m->units == duration_units && span_is(text, "0")) {
        *ret = 0;
        return true;
    }
    if (!span_ends(text, span_of(m->per)))
        return false;
    text.len -= strlen(m->per);
    while (digits < text.len && text.at[digits] >= '0' &&
           text.at[digits] <= '9')
        digits++;
    unit = span_from(text, digits);
    if (!span_to_u64(span_slice(text, 0, digits), &n))
        return false;
    for (const struct unit *u = m->units; u->name != NULL; u++)
        if (span_is(unit, u->name))
            return !__builtin_mul_overflow(n, u->times, ret);
    return false;
}

static void write_number(const struct measure *m, uint64_t n, struct buf *out)
{
    const struct unit *u = m->units;

    while (n % u->times != 0 || (n == 0 && u[1].name != NULL))
        u++;
    buf_printf(out, "%" PRIu64 "%s%s", n / u->times, u->name, m->per);
}

static bool in_range(const struct measure *m, const struct setting *row,
                     const struct yaml_node *n, uint64_t value, struct err *e)
{
    bool low = value < row->least;
    struct buf bound;

    if (!low && (row->most == 0 || value <= row->most))
        return true;
    bound = buf_make(64);
    write_number(m, low ? row->least : row->most, &bound);
    (void)yaml_err(n, e, "%s: at %s %s", row->key, low ? "least" : "most",
                   buf_text(&bound));
    buf_free(&bound);
    return false;
}

static bool read_number(const struct measure *m, const struct setting *row,
                        const struct yaml_node *n,
                        const struct setting_ctx *ctx, uint64_t *ret)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (row->may_be_off && span_is(text, "off")) {
        *ret = row->off_value;
        return true;
    }
    if (!parse_number(m, text, ret))
        return yaml_err(n, ctx->e, "%s: expected %s%s", row->key, m->what,
                        row->may_be_off ? ", or off" : "");
    return in_range(m, row, n, *ret, ctx->e);
}

static void write_or_off(const struct measure *m, const struct setting *row,
                         uint64_t n, struct buf *out)
{
    if (row->may_be_off && n == row->off_value)
        buf_add(out, SPAN("off"));
    else
        write_number(m, n, out);
}

static bool read_u64(const struct setting *row, const struct yaml_node *n,
                     void *ret, const struct setting_ctx *ctx)
{
    return read_number(&count_measure, row, n, ctx, ret);
}

static void write_u64(const struct setting *row, const void *value,
                      struct buf *out)
{
    write_or_off(&count_measure, row, *(const uint64_t *)value, out);
}

static bool read_size(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    return read_number(&size_measure, row, n, ctx,
                       &((struct size *)ret)->bytes);
}

static void write_size(const struct setting *row, const void *value,
                       struct buf *out)
{
    write_or_off(&size_measure, row, ((const struct size *)value)->bytes, out);
}

static bool read_duration(const struct setting *row, const struct yaml_node *n,
                          void *ret, const struct setting_ctx *ctx)
{
    return read_number(&duration_measure, row, n, ctx,
                       &((struct duration *)ret)->ms);
}

static void write_duration(const struct setting *row, const void *value,
                           struct buf *out)
{
    write_or_off(&duration_measure, row, ((const struct duration *)value)->ms,
                 out);
}

static bool read_rate(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    return read_number(&rate_measure, row, n, ctx,
                       &((struct rate *)ret)->per_s);
}

static void write_rate(const struct setting *row, const void *value,
                       struct buf *out)
{
    write_or_off(&rate_measure, row, ((const struct rate *)value)->per_s, out);
}

static bool is_legal(const struct setting *row, uint32_t name)
{
    return row->legal == 0 || (row->legal >> name & 1U) != 0;
}

static bool read_name(const struct setting *row, const struct yaml_node *n,
                      uint32_t *ret, const struct setting_ctx *ctx)
{
    char list[160] = "";
    struct span text;
    size_t used = 0;

    if (!setting_expand(n, ctx, &text))
        return false;
    for (uint32_t i = 0; row->names[i] != NULL; i++) {
        if (!is_legal(row, i))
            continue;
        if (span_is(text, row->names[i])) {
            *ret = i;
            return true;
        }
        used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
                                 used > 0 ? ", " : "", row->names[i]);
        if (used >= sizeof(list))
            used = sizeof(list) - 1;
    }
    return yaml_err(n, ctx->e, "%s: expected one of: %s", row->key, list);
}

static bool read_u32(const struct setting *row, const struct yaml_node *n,
                     void *ret, const struct setting_ctx *ctx)
{
    uint64_t wide;

    if (row->names != NULL)
        return read_name(row, n, ret, ctx);
    if (!read_number(&count_measure, row, n, ctx, &wide))
        return false;
    if (wide > UINT32_MAX)
        return yaml_err(n, ctx->e, "%s: at most %u", row->key, UINT32_MAX);
    *(uint32_t *)ret = (uint32_t)wide;
    return true;
}

static void write_u32(const struct setting *row, const void *value,
                      struct buf *out)
{
    uint32_t n = *(const uint32_t *)value;

    if (row->names != NULL)
        buf_add_text(out, row->names[n]);
    else
        write_or_off(&count_measure, row, n, out);
}

static bool read_bool(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (!span_is(text, "true") && !span_is(text, "false"))
        return yaml_err(n, ctx->e, "%s: expected true or false", row->key);
    *(bool *)ret = span_is(text, "true");
    return true;
}

static void write_bool(const struct setting *row, const void *value,
                       struct buf *out)
{
    (void)row;
    buf_add_text(out, *(const bool *)value ? "true" : "false");
}

static bool read_text(const struct setting *row, const struct yaml_node *n,
                      void *ret, const struct setting_ctx *ctx)
{
    struct span text;

    if (!setting_expand(n, ctx, &text))
        return false;
    if (memchr(text.at, '\0', text.len) != NULL)
        return yaml_err(n, ctx->e, "%s: a NUL character", row->key);
    if (text.len < row->least)
        return yaml_err(n, ctx->e, "%s: may not be empty", row->key);
    *(const char **)ret = text.at;
    return true;
}

static void write_text(const struct setting *row, const void *value,
                       struct buf *out)
{
    const char *text = *(const char *const *)value;

    (void)row;
    setting_write_text(span_of(text), out);
}

static bool read_texts(const struct setting *row, const struct yaml_node *n,
                       void *ret, const struct setting_ctx *ctx)
{
    /* One text stands for a list of one. */
    uint32_t count = n->kind == YAML_LIST ? n->count : 1;
    const struct yaml_node *item = n->kind == YAML_LIST ? n->item : n;
    const char **at = arena_array(ctx->arena, count, sizeof(*at));

    if (n->kind == YAML_MAP)
        return yaml_err(n, ctx->e, "%s: expected a list", row->key);
    if (count < row->least)
        return yaml_err(n, ctx->e, "%s: may not be empty", row->key);
    if (at == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    for (uint32_t i = 0; i < count; i++)
        if (!read_text(row, &item[i], &at[i], ctx))
            return false;
    *(struct texts *)ret = (struct texts){at, count};
    return true;
}

static void write_texts(const struct setting *row, const void *value,
                        struct buf *out)
{
    const struct texts *t = value;

    (void)row;
    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < t->count; i++) {
        if (i > 0)
            buf_add(out, SPAN(", "));
        setting_write_text(span_of(t->at[i]), out);
    }
    buf_add_byte(out, ']');
}

static bool read_pairs(const struct setting *row, const struct yaml_node *n,
                       void *ret, const struct setting_ctx *ctx)
{
    struct pair *at;

    if (n->kind != YAML_MAP)
        return yaml_err(n, ctx->e, "%s: expected a map of texts", row->key);
    at = arena_array(ctx->arena, n->count, sizeof(*at));
    if (at == NULL)
        return arena_err(ctx->arena, row->key, ctx->e);
    for (uint32_t i = 0; i < n->count; i++) {
        at[i].name = arena_text(ctx->arena, n->key[i].text);
        if (!read_text(row, &n->item[i], &at[i].value, ctx))
            return false;
        if (at[i].name == NULL)
            return arena_err(ctx->arena, row->key, ctx->e);
    }
    *(struct pairs *)ret = (struct pairs){at, n->count};
    return true;
}

static void write_pairs(const struct setting *row, const void *value,
                        struct buf *out)
{
    const struct pairs *p = value;

    (void)row;
    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < p->count; i++) {
        if (i > 0)
            buf_add(out, SPAN(", "));
        setting_write_text(span_of(p->at[i].name), out);
        buf_add(out, SPAN(": "));
        setting_write_text(span_of(p->at[i].value), out);
    }
    buf_add_byte(out, '}');
}

/* clang-format off */
const struct setting_type
    setting_bool     = {"true or false", read_bool, write_bool, NULL},
    setting_u32      = {"number", read_u32, write_u32, NULL},
    setting_u64      = {"number", read_u64, write_u64, NULL},
    setting_size     = {"size", read_size, write_size, NULL},
    setting_duration = {"duration", read_duration, write_duration, NULL},
    setting_rate     = {"rate", read_rate, write_rate, NULL},
    setting_text     = {"text", read_text, write_text, NULL},
    setting_texts    = {"list", read_texts, write_texts, NULL},
    setting_pairs    = {"map", read_pairs, write_pairs, NULL};
/* clang-format on */
