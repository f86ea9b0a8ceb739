/*
 * What loads but is doubtful. A row a warning: each looks at one rule and
 * reports FILE:LINE:COLUMN.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "cli/load_rules.h"
#include "cli/options.h"
#include "cli/rules.h"
#include "fold/fold.h"

struct lint {
    const struct ruleset *rs;
    struct arena *arena;
    uint64_t now_ms;
    unsigned warnings;
};

static void warn(struct lint *l, struct place at, struct span rule,
                 const char *what)
{
    (void)printf("%s:%u:%u: warning: " SPAN_FMT ": %s\n", at.file, at.line,
                 at.column, SPAN_ARG(rule), what);
    l->warnings++;
}

/* Calls see() for every leaf of a condition tree. */
static void each_leaf(struct lint *l, const struct rule *r,
                      const struct condition *c,
                      void (*see)(struct lint *l, const struct rule *r,
                                  const struct condition *leaf))
{
    for (uint32_t i = 0; i < c->child_count; i++)
        each_leaf(l, r, &c->child[i], see);
    if (c->kind == CONDITION_WORDS || c->kind == CONDITION_REGEX)
        see(l, r, c);
}

/* ---- the checks ---- */

static void check_examples(struct lint *l, const struct rule *r)
{
    bool match = false;
    bool no_match = false;

    for (uint32_t i = 0; i < r->example_count; i++) {
        match = match || r->example[i].should_match;
        no_match = no_match || !r->example[i].should_match;
    }
    if (!match)
        warn(l, r->place, r->id, "no example that must match");
    if (!no_match)
        warn(l, r->place, r->id, "no example that must not match");
}

static void check_reason(struct lint *l, const struct rule *r)
{
    if (r->reason.en.len == 0 && r->action > VERDICT_FLAG)
        warn(l, r->place, r->id, "no reason to tell the author");
}

static void check_expiry(struct lint *l, const struct rule *r)
{
    if (r->expires_ms != 0 && r->expires_ms <= l->now_ms)
        warn(l, r->place, r->id, "expired: it is never evaluated");
}

static bool is_han(uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;

    return uscript_getScript((UChar32)c, &status) == USCRIPT_HAN;
}

static void see_term(struct lint *l, const struct rule *r, const struct term *t)
{
    size_t at = 0;
    size_t end = t->text.len;
    uint32_t first;
    uint32_t last;

    (void)utf8_next(t->text, &at, &first);
    (void)utf8_prev(t->text, &end, &last);
    if (at == t->text.len)
        warn(l, t->place, r->id,
             "a term of one character hits in many other words");
    if ((t->open_left && is_han(first)) || (t->open_right && is_han(last)))
        warn(l, t->place, r->id,
             "'*' beside a Han character does nothing: it matches anywhere");
}

static void see_terms(struct lint *l, const struct rule *r,
                      const struct condition *c)
{
    for (uint32_t i = 0; i < c->term_count; i++)
        see_term(l, r, &c->term[i]);
}

static void check_terms(struct lint *l, const struct rule *r)
{
    each_leaf(l, r, r->match, see_terms);
}

static bool reads_chinese(const struct rule *r)
{
    return r->languages == 0 || (r->languages & LANG_BITS_ZH) != 0;
}

/* \b at the place, not an escaped backslash before a b. */
static bool has_plain_boundary(struct span pattern)
{
    for (size_t i = 0; i + 1 < pattern.len; i++) {
        if (pattern.at[i] != '\\')
            continue;
        if (pattern.at[i + 1] == 'b')
            return true;
        i++;
    }
    return false;
}

static void see_boundary(struct lint *l, const struct rule *r,
                         const struct condition *c)
{
    if (c->kind == CONDITION_REGEX && has_plain_boundary(c->pattern))
        warn(l, c->place, r->id,
             "\\b is no boundary beside Han characters; write {{b}}");
}

static void check_boundaries(struct lint *l, const struct rule *r)
{
    if (reads_chinese(r))
        each_leaf(l, r, r->match, see_boundary);
}

static void (*const checks[])(struct lint *l, const struct rule *r) = {
    check_examples, check_reason, check_expiry, check_terms, check_boundaries,
};

/* ---- terms that stand twice in a pack ---- */

struct seen_term {
    struct span folded;
    const struct term *term;
    const struct rule *rule;
};

struct seen_terms {
    struct seen_term *at;
    size_t count, room;
};

/* Whether no part of the condition is enough by itself. */
static bool needs_more(const struct condition *c)
{
    uint32_t needed = 0;

    for (uint32_t i = 0; i < c->child_count; i++)
        needed += c->child[i].kind != CONDITION_NONE;
    return c->kind == CONDITION_ALL && needed > 1;
}

static void add_terms(struct lint *l, const struct rule *r,
                      const struct condition *c, struct seen_terms *all)
{
    struct err e;

    /* What rules keep clear of, or need beside other things, they may share. */
    if (c->kind == CONDITION_NONE || needs_more(c))
        return;
    for (uint32_t i = 0; i < c->child_count; i++)
        add_terms(l, r, &c->child[i], all);
    for (uint32_t i = 0; i < c->term_count; i++) {
        struct seen_term seen = {.term = &c->term[i], .rule = r};

        if (!fold_copy(l->arena, c->term[i].text, &seen.folded, &e))
            return;
        if (all->count == all->room) {
            all->room = all->room > 0 ? all->room * 2 : 256;
            all->at = heap_grow(all->at, all->room, sizeof(*all->at));
        }
        all->at[all->count++] = seen;
    }
}

static int by_folded(const void *a, const void *b)
{
    const struct seen_term *x = a;
    const struct seen_term *y = b;
    int order = span_compare(x->folded, y->folded);

    if (order != 0)
        return order;
    return (x->term->id > y->term->id) - (x->term->id < y->term->id);
}

static bool same_term(const struct seen_term *x, const struct seen_term *y)
{
    return span_equal(x->folded, y->folded) &&
           x->term->open_left == y->term->open_left &&
           x->term->open_right == y->term->open_right;
}

static void check_twice(struct lint *l, const struct pack *p)
{
    struct seen_terms all = {0};

    for (uint32_t i = 0; i < p->rule_count; i++)
        add_terms(l, &p->rule[i], p->rule[i].match, &all);
    if (all.count > 1)
        qsort(all.at, all.count, sizeof(*all.at), by_folded);
    for (size_t i = 1; i < all.count; i++) {
        char what[200];

        if (!same_term(&all.at[i - 1], &all.at[i]))
            continue;
        (void)snprintf(what, sizeof(what),
                       "'%.60s' stands in this pack already (line %u)",
                       all.at[i].term->text.at, all.at[i - 1].term->place.line);
        warn(l, all.at[i].term->place, all.at[i].rule->id, what);
    }
    heap_free(all.at);
}

/* ---- the command ---- */

static enum cli_exit lint(const struct ruleset *rs)
{
    struct lint l = {.rs = rs,
                     .arena = arena_new((size_t)1 << 30),
                     .now_ms = clock_wall_ms()};

    for (uint32_t i = 0; i < rs->rule_count; i++)
        for (size_t k = 0; k < COUNT_OF(checks); k++)
            checks[k](&l, rs->rule[i]);
    for (uint32_t i = 0; i < rs->pack_count; i++)
        check_twice(&l, &rs->pack[i]);
    arena_free(&l.arena);
    (void)printf("%u packs, %u rules, %u terms: %u warnings\n", rs->pack_count,
                 rs->rule_count, rs->term_count, l.warnings);
    return l.warnings > 0 ? CLI_FOUND : CLI_FINE;
}

enum cli_exit rules_lint(int argc, char **argv)
{
    const struct cli_usage usage = {
        "paifang rules lint [DIR…]",
        "Load rule packs and report mistakes and doubtful rules as\n"
        "FILE:LINE:COLUMN. Exit status: 0 none, 1 some, 2 could not look.",
        NULL, 0};
    struct cli_list folders = {0};
    struct cli_rules rules;
    struct err e;
    enum cli_exit result;
    int first;
    enum cli_parsed p = cli_options(&usage, argc, argv, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    for (int i = first; i < argc && folders.count < CLI_LIST_MOST; i++) {
        if (access(argv[i], R_OK) != 0) {
            perror(argv[i]);
            return CLI_FAILED;
        }
        folders.at[folders.count++] = argv[i];
    }
    if (!cli_rules_load(NULL, &folders, &rules, &e)) {
        if (e.kind != ERR_CONFIG)
            return cli_error(&e);
        (void)printf("%s\n", e.text);
        return CLI_FOUND;
    }
    result = fold_init(&e) ? lint(rules.set) : cli_error(&e);
    cli_rules_done(&rules);
    return result;
}
