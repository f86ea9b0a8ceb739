/* Typed reads of YAML nodes, and the "did you mean" of unknown keys. */
#include <stdlib.h>
#include <string.h>

#include "config/yaml.h"

static const char *const kind_names[] = {"text", "a list", "a map"};

bool yaml_is_null(const struct yaml_node *n)
{
    return n->kind == YAML_TEXT && !n->quoted &&
           (n->text.len == 0 || span_is(n->text, "~") ||
            span_is(n->text, "null"));
}

bool yaml_expect(const struct yaml_node *n, enum yaml_kind kind, struct err *e)
{
    return n->kind == kind ||
           yaml_err(n, e, "expected %s, found %s", kind_names[kind],
                    yaml_is_null(n) ? "nothing" : kind_names[n->kind]);
}

bool yaml_text(const struct yaml_node *n, struct span *ret, struct err *e)
{
    if (!yaml_expect(n, YAML_TEXT, e))
        return false;
    *ret = n->text;
    return true;
}

bool yaml_bool(const struct yaml_node *n, bool *ret, struct err *e)
{
    bool yes = n->kind == YAML_TEXT && span_is(n->text, "true");
    bool no = n->kind == YAML_TEXT && span_is(n->text, "false");

    if (!yes && !no)
        return yaml_err(n, e, "expected true or false");
    *ret = yes;
    return true;
}

bool yaml_u64(const struct yaml_node *n, uint64_t *ret, struct err *e)
{
    if (n->kind != YAML_TEXT || !span_to_u64(n->text, ret))
        return yaml_err(n, e, "expected a whole number");
    return true;
}

bool yaml_double(const struct yaml_node *n, double *ret, struct err *e)
{
    char *end;
    double d;

    if (n->kind != YAML_TEXT || n->text.len == 0)
        return yaml_err(n, e, "expected a number");
    d = strtod(n->text.at, &end);
    if (end != n->text.at + n->text.len || !(d > -1e15 && d < 1e15))
        return yaml_err(n, e, "expected a number");
    *ret = d;
    return true;
}

enum { LONGEST = 48 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein with one row; texts longer than LONGEST are never near. */
static unsigned distance(struct span a, struct span b)
{
    unsigned row[LONGEST + 1];

    if (a.len > LONGEST || b.len > LONGEST)
        return LONGEST;
    for (unsigned j = 0; j <= b.len; j++)
        row[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned corner = row[0];

        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned cost = corner + (a.at[i - 1] != b.at[j - 1]);

            corner = row[j];
            row[j] = least(cost, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[b.len];
}

const char *yaml_nearest(struct span text, const char *const *words)
{
    const char *best = NULL;
    unsigned best_distance = (unsigned)text.len / 3 + 2;

    for (; *words != NULL; words++) {
        unsigned d = distance(text, span_of(*words));

        if (d < best_distance) {
            best = *words;
            best_distance = d;
        }
    }
    return best;
}

static bool unknown_key(const struct yaml_node *key, const char *const *keys,
                        struct err *e)
{
    const char *near = yaml_nearest(key->text, keys);

    if (near != NULL)
        return yaml_err(key, e,
                        "unknown key '" SPAN_FMT "'; did you mean '%s'?",
                        SPAN_ARG(key->text), near);
    return yaml_err(key, e, "unknown key '" SPAN_FMT "'", SPAN_ARG(key->text));
}

bool yaml_known(const struct yaml_node *map, const char *const *keys,
                struct err *e)
{
    if (!yaml_expect(map, YAML_MAP, e))
        return false;
    for (uint32_t i = 0; i < map->count; i++) {
        size_t k = 0;

        while (keys[k] != NULL && !span_is(map->key[i].text, keys[k]))
            k++;
        if (keys[k] == NULL)
            return unknown_key(&map->key[i], keys, e);
    }
    return true;
}
