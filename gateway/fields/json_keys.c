#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "fields/json.h"
#include "fields/json_place.h"

/*
 * A small object is checked pair by pair: different lengths settle most pairs.
 * A large one is sorted by hashes of its names, then by the names. Sorting has
 * no bad case that a sender could choose, as the collisions of a hash table
 * would be.
 */
enum { SMALL = 12 };

struct name {
    uint64_t hash;
    struct span text;
    uint32_t node;
};

struct keys {
    struct arena *a;
    const struct json *doc;
    bool exact;
    struct err *e;
};

static bool duplicate(const struct keys *k, uint32_t node)
{
    char place[JSON_PLACE];

    return err_set(
        k->e, ERR_INPUT, NULL, "JSON: duplicate member name at byte %u in '%s'",
        k->doc->node[node].key.from, json_place(k->doc, node, place));
}

static bool same(const struct keys *k, struct span x, struct span y)
{
    return k->exact ? span_equal(x, y) : span_equal_nocase(x, y);
}

static bool check_small(const struct keys *k, uint32_t object)
{
    struct span seen[SMALL];
    uint32_t count = 0;

    for (uint32_t n = json_first(k->doc, object); n != JSON_NONE;
         n = json_next(k->doc, n)) {
        struct span key;

        if (!json_key(k->a, k->doc, n, &key, k->e))
            return false;
        for (uint32_t i = 0; i < count; i++)
            if (same(k, seen[i], key))
                return duplicate(k, n);
        seen[count++] = key;
    }
    return true;
}

static unsigned char fold(char c, bool exact)
{
    return (unsigned char)(!exact && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* FNV-1a of the folded name. */
static uint64_t hash_of(struct span s, bool exact)
{
    uint64_t hash = HASH_START;

    for (size_t i = 0; i < s.len; i++)
        hash = hash_byte(hash, fold(s.at[i], exact));
    return hash;
}

static int compare_text(struct span x, struct span y, bool exact)
{
    size_t n = x.len < y.len ? x.len : y.len;

    for (size_t i = 0; i < n; i++) {
        int order = fold(x.at[i], exact) - fold(y.at[i], exact);

        if (order != 0)
            return order;
    }
    return (x.len > y.len) - (x.len < y.len);
}

static int compare_names(const void *x, const void *y, void *exact)
{
    const struct name *p = x;
    const struct name *q = y;

    if (p->hash != q->hash)
        return p->hash < q->hash ? -1 : 1;
    return compare_text(p->text, q->text, *(const bool *)exact);
}

static bool fill_names(const struct keys *k, uint32_t object,
                       struct name *names)
{
    uint32_t i = 0;

    for (uint32_t n = json_first(k->doc, object); n != JSON_NONE;
         n = json_next(k->doc, n)) {
        struct name *to = &names[i++];

        if (!json_key(k->a, k->doc, n, &to->text, k->e))
            return false;
        to->hash = hash_of(to->text, k->exact);
        to->node = n;
    }
    return true;
}

static bool check_large(const struct keys *k, uint32_t object)
{
    uint32_t count = k->doc->node[object].count;
    struct name *names = arena_array(k->a, count, sizeof(*names));
    bool exact = k->exact;

    if (names == NULL)
        return arena_err(k->a, "JSON member names", k->e);
    if (!fill_names(k, object, names))
        return false;
    qsort_r(names, count, sizeof(*names), compare_names, &exact);
    for (uint32_t i = 1; i < count; i++) {
        const struct name *x = &names[i - 1];
        const struct name *y = &names[i];

        if (x->hash == y->hash && same(k, x->text, y->text))
            return duplicate(k, x->node > y->node ? x->node : y->node);
    }
    return true;
}

bool json_check_keys(struct arena *a, const struct json *doc, bool exact,
                     struct err *e)
{
    const struct keys k = {a, doc, exact, e};

    for (uint32_t i = 0; i < doc->count; i++) {
        const struct json_node *n = &doc->node[i];

        if (n->type != VALUE_OBJECT || n->count < 2)
            continue;
        if (!(n->count <= SMALL ? check_small(&k, i) : check_large(&k, i)))
            return false;
    }
    return true;
}
