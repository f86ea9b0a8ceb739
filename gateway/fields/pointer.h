/*
 * pointer - JSON Pointers compiled once from the config, with `*`.
 *
 * Example: /tags/\* finds every element of the array `tags`; /body/raw
 *          the member `raw` of the object `body`; "" the whole text.
 *
 * `*` stands for every element of an array (not for members of an object; a
 * member named `*` can't be named). Member names match ASCII-case-insensitively
 * unless exact. ~0 is ~, ~1 is /. At most POINTER_TOKENS tokens.
 *
 * Memory:  tokens and results live in the arena passed in.
 * Errors:  ERR_CONFIG for a bad pointer, ERR_MEMORY.
 * Threads: pure; a compiled pointer is read-only.
 * Source:  RFC 6901; docs/behaviour.md.
 */
#ifndef FIELDS_POINTER_H
#define FIELDS_POINTER_H

#include "fields/json.h"

enum { POINTER_TOKENS = 64 };

struct pointer_token {
    struct span name; /* decoded */
    bool any;         /* `*` */
    bool number;      /* an array index, in `index` */
    uint32_t index;
};

struct pointer {
    struct span text; /* as written */
    const struct pointer_token *token;
    uint32_t count; /* 0: the whole document */
};

bool pointer_parse(struct arena *a, struct span text, struct pointer *ret,
                   struct err *e) MUST_USE;

/* Which values count as found. */
enum pointer_reach {
    POINTER_STRICT, /* as RFC 6901 says */
    /* Fail closed, for text that must not be missed: a name or `*` reaches
     * through arrays (the name in each element), and `*` on anything that is
     * no array is that value itself, and what follows it is looked for in each
     * member of an object, too. */
    POINTER_WIDE
};

struct pointer_search {
    enum pointer_reach reach;
    bool keys_exact;
    uint32_t root; /* where to start; 0 is the document */
};

struct pointer_found {
    const uint32_t *node; /* in document order */
    uint32_t count;
};

bool pointer_find(struct arena *a, const struct pointer *p,
                  const struct json *doc, const struct pointer_search *how,
                  struct pointer_found *ret, struct err *e) MUST_USE;

/* Does this member or element fit the token? The key must be decoded. */
bool pointer_names(const struct pointer_token *t, struct span key, bool exact);

/* The last token's name, "" for the whole document. */
struct span pointer_last(const struct pointer *p);

#endif
