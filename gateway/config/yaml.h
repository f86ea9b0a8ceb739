/*
 * yaml - a YAML file as a tree of nodes that know where they stand.
 *
 * Example: struct yaml *y;
 *          if (!yaml_open("rules/scams.yaml", &y, e)) return false;
 *          const struct yaml_node *id = yaml_get(yaml_root(y), "id");
 *          return yaml_err(id, e, "unknown key '%s'", ...);
 *              -> "rules/scams.yaml:12:7: unknown key '…'"
 *
 * Strict: UTF-8 only, no aliases, anchors, tags or tabs in indentation, no
 * duplicate keys, exactly one document, at most 16 MiB, 64 levels, 10,000 keys
 * a map.
 *
 * Units:   lines and columns count from 1; a column counts code points.
 * Memory:  the tree belongs to struct yaml; texts are NUL-terminated in it.
 * Errors:  ERR_CONFIG, always with FILE:LINE:COLUMN.
 * Threads: a tree is read-only once open.
 * Source:  YAML 1.1 as libyaml reads it; every scalar stays text.
 */
#ifndef CONFIG_YAML_H
#define CONFIG_YAML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml;

struct yaml_node {
    enum yaml_kind kind;
    uint32_t line, column;
    const struct yaml *file;
    struct span text;             /* YAML_TEXT: the scalar, NUL-terminated */
    bool quoted;                  /* YAML_TEXT: so "" differs from nothing */
    uint32_t count;               /* YAML_LIST, YAML_MAP: elements or pairs */
    const struct yaml_node *key;  /* YAML_MAP: count keys, each YAML_TEXT */
    const struct yaml_node *item; /* YAML_LIST, YAML_MAP: count values */
};

bool yaml_open(const char *path, struct yaml **ret, struct err *e) MUST_USE;
/* The same for a path that a person gave us: it may be a pipe (base/file.h). */
bool yaml_open_given(const char *path, struct yaml **ret,
                     struct err *e) MUST_USE;
/* name stands for the path in errors. */
bool yaml_parse(struct span text, const char *name, struct yaml **ret,
                struct err *e) MUST_USE;
void yaml_close(struct yaml **y); /* sets *y to NULL; NULL is fine */

const struct yaml_node *yaml_root(const struct yaml *y);
const char *yaml_path(const struct yaml *y);
struct span yaml_source(const struct yaml *y); /* the bytes of the file */

/* The value of a key, or NULL; also NULL when the node is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* An empty plain scalar (`key:`) or `~` or `null`. */
bool yaml_is_null(const struct yaml_node *n);

/* Typed reads; the error names what was expected. */
bool yaml_text(const struct yaml_node *n, struct span *ret,
               struct err *e) MUST_USE;
bool yaml_bool(const struct yaml_node *n, bool *ret, struct err *e) MUST_USE;
bool yaml_u64(const struct yaml_node *n, uint64_t *ret, struct err *e) MUST_USE;
bool yaml_double(const struct yaml_node *n, double *ret,
                 struct err *e) MUST_USE;
bool yaml_expect(const struct yaml_node *n, enum yaml_kind kind,
                 struct err *e) MUST_USE;

/* Every key of the map must be in the NULL-ended list; else
 * yaml_unknown. */
bool yaml_known(const struct yaml_node *map, const char *const *keys,
                struct err *e) MUST_USE;

/* yaml_err(at, e, fmt, ...): "FILE:LINE:COLUMN: message" as ERR_CONFIG; is
 * false. */
#define yaml_err(...) (yaml_fill_err(__VA_ARGS__), false)
void yaml_fill_err(const struct yaml_node *at, struct err *e, const char *fmt,
                   ...) PRINTF_LIKE(3, 4);

/* "unknown WHAT 'text'", and which names there are (config/choices.h); is
 * false. */
bool yaml_unknown(const struct yaml_node *n, const char *what,
                  const char *const *names, struct err *e);

#endif
