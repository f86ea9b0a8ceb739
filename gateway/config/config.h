/*
 * config - everything an operator can set, read, checked, with defaults.
 *
 * Example: struct config *c;
 *          if (!config_load("paifang.yaml", NULL, &c, e)) return false;
 *          ... c->limits.body.bytes, c->routes.at[i].name ...
 *          config_free(&c);
 *
 * In:      a YAML file; every key is optional. The rows are in config/rows.c.
 * Memory:  all of it lives in the config's own arena.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: immutable once loaded; part of the snapshot.
 * Source:  docs/configuration.md.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "base/digest.h"
#include "config/providers.h"
#include "config/route.h"
#include "config/setting.h"
#include "config/value.h"

enum path_case { PATH_CASE_INSENSITIVE, PATH_CASE_EXACT };
enum odd_paths { ODD_PATHS_REFUSE, ODD_PATHS_PASS };
enum method_override { METHOD_OVERRIDE_REFUSE, METHOD_OVERRIDE_HONOUR };
enum unmatched_writes { UNMATCHED_WRITES_PASS, UNMATCHED_WRITES_REFUSE };
enum upstream_host { UPSTREAM_HOST_CLIENT, UPSTREAM_HOST_UPSTREAM };
enum keep_text { KEEP_TEXT_NONE, KEEP_TEXT_FLAGGED, KEEP_TEXT_ALL };
enum hold_then { HOLD_THEN_REJECT, HOLD_THEN_APPROVE };

/* Scores from which a post gets the action; SETTING_NO_LIMIT = never. */
struct thresholds {
    uint64_t advise, flag, bounce, hold, reject;
};

struct config {
    uint32_t mode; /* enum config_mode */
    struct {
        struct endpoint proxy, admin;
    } listen;
    struct {
        const char *url, *path; /* "" and "/.paifang" */
    } public;
    struct networks trusted_proxies;
    uint32_t workers; /* 0 = one a core */
    struct {
        struct url url;
        uint32_t host; /* enum upstream_host: whose Host the app sees */
        struct duration timeout, connect, idle;
        bool rewrite_location;
        const char *ca;
    } upstream;
    struct {
        uint32_t path_case, odd_paths, method_override, unmatched_writes;
    } routing; /* the enums above */
    struct {
        struct size header, body, arena, answer;
        uint64_t headers, json_depth, json_members, parts, connections;
        struct rate per_client; /* requests; SETTING_NO_LIMIT = off */
        struct duration header_time, idle;
        struct rate body_min_rate; /* bytes; 0 = off */
        uint64_t regex_work, held_per_author, held;
    } limits;
    struct replies replies; /* routes carry their own resolved copy */
    struct texts audiences; /* "en", "zh-Hans", "zh-Hant" */
    struct {
        struct texts packs; /* files and folders, as the process sees them */
        struct thresholds thresholds;
        uint32_t translation_max_action; /* enum verdict of match/rule.h */
        struct lists exempt; /* authors, by the names that rules use */
    } rules;
    struct {
        const char *lines;  /* "": those that ship */
        const char *region; /* a header of the request, or "" */
    } help;
    struct routes routes;
    struct {
        struct texts chain;
        struct {
            struct size bytes;
            struct duration ttl;
            const char *redis;
        } cache;
        bool publish_gloss;
        struct providers providers;
    } translate;
    struct {
        const char *store, *origin; /* origin: the host's name by default */
        struct secret signing_key, pseudonym_key, text_key;
        struct {
            struct duration every;
            const char *to;
        } checkpoint;
        uint32_t keep_text; /* enum keep_text */
        struct duration keep_for;
        struct {
            struct duration after;
            uint32_t then; /* enum hold_then */
        } hold_expires;
    } audit;
    struct failures failure; /* config/failure.h: failure_outcome() */
    struct {
        uint32_t format; /* 0 text, 1 json */
        uint32_t level;  /* enum log_level */
    } log;
    char hash[SHA256_TEXT]; /* of the file and ${…}, for records: no secrets */
    char fingerprint[SHA256_TEXT]; /* of secrets too; same: nothing to reload */
    const char *path;
    struct arena *arena;
    struct yaml *yaml; /* provider nodes point into it */
    _Atomic unsigned holders;
};

/* path NULL: all defaults. providers NULL: provider subtrees are kept but not
 * read. */
bool config_load(const char *path, const struct provider_rows *providers,
                 struct config **ret, struct err *e) MUST_USE;
/* The same of a text; name stands for the path in errors. */
bool config_parse(struct span text, const char *name,
                  const struct provider_rows *providers, struct config **ret,
                  struct err *e) MUST_USE;
/* One more holder; each frees. Safe from any thread. */
struct config *config_hold(struct config *c) MUST_USE;
void config_free(struct config **c); /* sets *c to NULL; NULL is fine */

/* Tells each option that is read at start only (`.fixed`) and that stands
 * otherwise in `next`: it stays as it was. tell may be NULL. Returns how
 * many. */
uint32_t config_kept(const struct config *now, const struct config *next,
                     void (*tell)(void *arg, const char *key), void *arg);

/* The provider of that name, or NULL. */
const struct provider_config *config_provider(const struct config *c,
                                              const char *name);

extern const struct setting config_rows[];

#endif
