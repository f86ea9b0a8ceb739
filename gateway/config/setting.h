/*
 * setting - one row an option; the row is the only place it is described.
 *
 * Example: #define ROW(field, ...) SETTING(struct cache, field, __VA_ARGS__)
 *          const struct setting rows[] = {
 *              ROW(ttl, .def = "30d", .least = 1000,
 *                  .en = "How long an entry lives.", .zh = "缓存多久。"),
 *              SETTING_END};
 *          if (!settings_read(rows, node, &cache, ctx)) return false;
 *
 * The C field's type picks the parser, so a row cannot disagree with its
 * struct. A dotted field is a nested YAML map: `limits.body` is both the key
 * and the C member. The same rows write config.example.yaml, `paifang config
 * show` and docs/configuration.md.
 *
 * In:      a YAML map; absent keys take the row's default, written as YAML.
 *          `${NAME}` in any scalar is the environment variable NAME.
 * Memory:  texts live in ctx->arena.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN; unknown keys suggest the nearest.
 * Threads: pure, except that secrets read files and `${NAME}` the environment.
 */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "config/replies.h"
#include "config/value.h"
#include "config/yaml.h"

/* What an unset limit compares as: nothing is over it. */
#define SETTING_NO_LIMIT UINT64_MAX

struct setting {
    const char *key;                 /* dotted path below the struct's map */
    const struct setting_type *type; /* NULL: a heading with help only */
    size_t offset;
    const char *def;     /* as the user would write it; NULL: left as it was */
    const char *example; /* written to config.example.yaml, else def */
    const char *const *names; /* of an enum, NULL-ended; index = value */
    uint64_t least, most;     /* most 0 = no bound; in the type's unit */
    uint64_t off_value;       /* what `off` is stored as */
    const char *en, *zh;      /* one line of help each */
    uint32_t legal;           /* bit set of legal names; 0 = all */
    bool may_be_off;
    bool may_be_missing; /* a secret whose `file:` is not there is no error */
    bool not_yet;        /* any value but the default: "not available" */
    bool fixed;          /* read at start: a reload leaves it as it was */
};

struct setting_ctx {
    struct arena *arena;
    struct err *e;
    struct buf *outside; /* gets what came from the environment; or NULL */
    struct buf *secrets; /* gets secrets, from wherever they came; or NULL */
    /* Keys that no row knows are offered here first; NULL: none. *ret_known
     * stays false for keys that are unknown after all. */
    bool (*other)(const char *prefix, const struct yaml_node *key,
                  const struct yaml_node *value, bool *ret_known, void *arg);
    void *other_arg;
};

/* Reads a map (NULL: only defaults) into the struct at base. */
bool settings_read(const struct setting *rows, const struct yaml_node *map,
                   void *base, const struct setting_ctx *ctx) MUST_USE;

/* Writes the rows as YAML. With `example` the defaults, their help as comments
 * above; else the values in base, secrets as ***. */
struct setting_style {
    bool example;
    unsigned indent;
};
void settings_write(const struct setting *rows, const void *base,
                    struct setting_style style, struct buf *out);

/* A scalar with every ${NAME} replaced ($${ is a plain ${); ERR_CONFIG when
 * NAME is not set. */
bool setting_expand(const struct yaml_node *n, const struct setting_ctx *ctx,
                    struct span *ret) MUST_USE;

/* A YAML scalar, quoted where other tools could take it for something else. */
void setting_write_text(struct span text, struct buf *out);

/* One row a C type, in config/types.c and config/address.c. */
struct setting_type {
    const char *what; /* for the docs: "size" */
    bool (*read)(const struct setting *row, const struct yaml_node *n,
                 void *ret, const struct setting_ctx *ctx);
    /* In YAML flow style on one line; NULL when there is only the block. */
    void (*write)(const struct setting *row, const void *value,
                  struct buf *out);
    /* Instead: whole lines at that indent, after "key:\n". */
    void (*write_block)(const void *value, struct setting_style style,
                        struct buf *out);
};

extern const struct setting_type setting_bool, setting_u32, setting_u64,
    setting_size, setting_duration, setting_rate, setting_text, setting_secret,
    setting_texts, setting_endpoint, setting_url, setting_networks,
    setting_cors, setting_reply_body, setting_author, setting_pairs,
    setting_lists;

/* clang-format off */
#define SETTING_TYPE(field) _Generic((field), \
    bool:                &setting_bool,       \
    uint32_t:            &setting_u32,        \
    uint64_t:            &setting_u64,        \
    struct size:         &setting_size,       \
    struct duration:     &setting_duration,   \
    struct rate:         &setting_rate,       \
    const char *:        &setting_text,       \
    struct secret:       &setting_secret,     \
    struct texts:        &setting_texts,      \
    struct endpoint:     &setting_endpoint,   \
    struct url:          &setting_url,        \
    struct networks:     &setting_networks,   \
    struct cors:         &setting_cors,       \
    struct reply_body:   &setting_reply_body, \
    struct author_source: &setting_author,    \
    struct pairs:        &setting_pairs,      \
    struct lists:        &setting_lists)

/* For keys that are no C names: SETTING_AS(struct x, "case", case_rule, …) */
#define SETTING_AS(owner, name, field, ...) {         \
    .key    = (name),                                 \
    .type   = SETTING_TYPE(((owner *)0)->field),      \
    .offset = offsetof(owner, field),                 \
    __VA_ARGS__ }
#define SETTING(owner, field, ...) SETTING_AS(owner, #field, field, __VA_ARGS__)
/* For values with a parser of their own. */
#define SETTING_OF(owner, name, field, own_type, ...) {  \
    .key = (name), .type = (own_type), .offset = offsetof(owner, field), \
    __VA_ARGS__ }
#define SETTING_HEADING(name, ...) { .key = (name), __VA_ARGS__ }
#define SETTING_END { .key = NULL }
/* clang-format on */

#endif
