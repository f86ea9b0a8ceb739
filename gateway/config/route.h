/*
 * route - one entry of `routes:`: which requests, where their text stands,
 * what to do with them. Plain data; the journey compiles it further.
 *
 * Example: routes:
 *          - name: publish
 *            match: {method: POST, path: /posts}
 *            text: [/title, /body, query:q]
 *
 * The first route of which one match holds is taken, in file order.
 *
 * Memory:  lives in the struct config's arena; texts are NUL-terminated.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN, when loading.
 * Threads: immutable.
 * Source:  docs/configuration.md; docs/behaviour.md; RFC 6901 for pointers.
 */
#ifndef CONFIG_ROUTE_H
#define CONFIG_ROUTE_H

#include "base/arena.h"
#include "config/failure.h"
#include "config/hold.h"
#include "config/reads.h"
#include "config/replies.h"
#include "config/setting.h"
#include "config/value.h"

enum config_mode { MODE_ENFORCE, MODE_OBSERVE };
enum route_kind { ROUTE_PUBLISH, ROUTE_READ };

enum segment_kind {
    SEGMENT_TEXT, /* equal to text (percent-decoded) */
    SEGMENT_ANY,  /* {name}: any one segment that is not empty */
    SEGMENT_REST  /* two stars: the rest, also nothing; only at the end */
};

struct path_segment {
    enum segment_kind kind;
    struct span text; /* the literal, or the name inside {} */
};

/* /posts/{id} is posts, {id}; "/" has no segments. */
struct path_pattern {
    const char *text; /* as written */
    const struct path_segment *segment;
    uint32_t count;
};

struct route_match {
    const char *method; /* upper case; NULL = any */
    struct path_pattern path;
    struct pairs query; /* each must be there with this value; "*" = any */
    uint32_t line;      /* in the file, for messages */
};

struct route_matches {
    const struct route_match *at;
    uint32_t count;
};

/* In the order of enum markup (fields/markup.h). */
enum text_markup { TEXT_PLAIN, TEXT_HTML, TEXT_MARKDOWN, TEXT_WIKITEXT };

/* One place of text. Several may share a name. */
struct route_text {
    struct span name;    /* for rules: "title" */
    struct span pointer; /* "/title"; NULL .at for a query parameter */
    struct span query;   /* the parameter's name; NULL .at for a pointer */
    enum text_markup markup;
};

struct route_texts {
    const struct route_text *at;
    uint32_t count;
};

struct route {
    const char *name;
    uint32_t kind; /* enum route_kind */
    struct route_matches match;
    uint32_t reads; /* READS_… */
    struct route_texts text;
    struct author_source author;
    struct {
        const char *attach;   /* pointer; "" = only stored */
        struct duration wait; /* 0: publishing never waits for it */
        uint32_t on_late;     /* OUTCOME_PUBLISH, _FLAG or _HOLD */
    } translate;
    struct route_hold hold;
    struct route_request takedown; /* of a published post; may be none */
    const char *items;     /* read: pointer to the posts; "" = one post */
    const char *attach;    /* read: member added to each item */
    uint32_t mode;         /* enum config_mode; the general one by default */
    struct texts charsets; /* accepted beside UTF-8: "gb18030", "big5" */
    uint32_t keys_exact;   /* 1: JSON names match exactly, 0: ASCII caseless */
    struct texts drop;     /* pointers of members taken out of the request */
    const char *advise_attach; /* pointer in the app's answer; "" = none */
    struct replies replies;
    uint32_t line; /* in the file */
};

struct routes {
    const struct route *at;
    uint32_t count;
};

extern const struct setting route_rows[];

/* Reads the list `routes:`; base gives mode and replies that are not set. */
bool routes_read(const struct yaml_node *list, uint32_t mode,
                 const struct replies *base, const struct setting_ctx *ctx,
                 struct routes *ret) MUST_USE;

/* A path pattern; at is for the error. */
bool path_pattern_read(const struct yaml_node *at, struct span text,
                       const struct setting_ctx *ctx,
                       struct path_pattern *ret) MUST_USE;

/* Things that are legal and probably not meant: routes that hide others, and,
 * unless routing.unmatched_writes refuses them, edits and known aliases of a
 * publish route that no route looks at. */
typedef void route_warning(void *arg, const struct route *route,
                           const char *text);
void routes_review(const struct routes *r, bool writes_refused,
                   route_warning *warn, void *arg);

#endif
