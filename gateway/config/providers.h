/*
 * providers - what of the configuration only translation providers know.
 *
 * Example: static const struct provider_rows rows[] = {
 *              {"deepl", deepl_rows, sizeof(struct deepl_config)}, {0}};
 *          config_load(path, rows, &c, e);
 *
 * Memory:  part of the struct config. Threads: read-only.
 */
#ifndef CONFIG_PROVIDERS_H
#define CONFIG_PROVIDERS_H

#include <stddef.h>
#include <stdint.h>

#include "config/setting.h"
#include "config/yaml.h"

/* A provider's own subtree of `translate:`, read with its own rows. */
struct provider_rows {
    const char *name; /* NULL ends the table */
    const struct setting *rows;
    size_t size; /* of the struct that the rows describe */
};

struct provider_config {
    const char *name;
    const void *set;              /* that struct; NULL when rows are unknown */
    const struct setting *rows;   /* NULL when unknown */
    const struct yaml_node *node; /* as written; NULL: only defaults */
};

/* All of the table given to config_load(), also those not in the chain. */
struct providers {
    const struct provider_config *at;
    uint32_t count;
};

#endif
