/*
 * pack_leaf - reads leaf conditions that are maps or lists of their own.
 *
 * Example: pack_near(l, node, &condition); // of `near: {words: …, within: 6}`
 *
 * In:      the value of the key that names the condition (for validators: of
 *          `validate` beside a regex).
 * Memory:  the rule set's arena. Errors: ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: one loader, one thread.
 */
#ifndef MATCH_PACK_LEAF_H
#define MATCH_PACK_LEAF_H

#include "match/pack.h"

bool pack_near(struct pack_loader *l, const struct yaml_node *n,
               struct condition *ret) MUST_USE;
bool pack_domains(struct pack_loader *l, const struct yaml_node *n,
                  struct condition *ret) MUST_USE;
bool pack_count(struct pack_loader *l, const struct yaml_node *n,
                struct condition *ret) MUST_USE;
bool pack_length(struct pack_loader *l, const struct yaml_node *n,
                 struct condition *ret) MUST_USE;
bool pack_language(struct pack_loader *l, const struct yaml_node *n,
                   struct condition *ret) MUST_USE;
bool pack_validators(struct pack_loader *l, const struct yaml_node *n,
                     struct condition *ret) MUST_USE;

#endif
