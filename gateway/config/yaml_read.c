/* Typed reads of YAML nodes. */
#include <stdlib.h>
#include <string.h>

#include "config/choices.h"
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

bool yaml_unknown(const struct yaml_node *n, const char *what,
                  const char *const *names, struct err *e)
{
    struct choices hint = choices_for(n->text, names);

    return yaml_err(n, e, "unknown %s '" SPAN_FMT "'%s", what,
                    SPAN_ARG(n->text), hint.say);
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
            return yaml_unknown(&map->key[i], "key", keys, e);
    }
    return true;
}
