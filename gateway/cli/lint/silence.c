/*
 * What the packs ask lint not to say. A comment counts for its own line or,
 * when nothing stands before it, for the next line that is no comment.
 */
#include "cli/lint/lint.h"

#include <string.h>

#include "base/file.h"
#include "cli/parts.h"

enum {
    LONGEST_FILE = 16 << 20, /* what a pack and a list may be */
    MOST_SHOWN = 40
};

/* One id that is allowed somewhere. */
struct allowance {
    struct span id;
    struct place place;      /* where it says so */
    const char *file;        /* of a comment: the file, */
    uint32_t line;           /*   and the line that it counts for */
    const struct rule *rule; /* of a key: the rule, */
    const struct pack *pack; /*   or the pack */
    bool used;
};

struct allowances {
    const struct lint *l;
    struct allowance *at;
    uint32_t count, room;
    bool full;
};

static void add(struct allowances *all, const struct allowance *a)
{
    uint32_t room = all->room > 0 ? all->room * 2 : 32;
    struct allowance *grown;

    if (all->count == all->room) {
        grown = arena_grow(all->l->arena, all->at, all->count, room,
                           sizeof(*grown));
        if (grown == NULL) {
            all->full = true;
            return;
        }
        all->at = grown;
        all->room = room;
    }
    all->at[all->count++] = *a;
}

/* ---- keys ---- */

static void add_keys(struct allowances *all, const struct lint_allow *keys,
                     const struct rule *rule, const struct pack *pack)
{
    for (uint32_t i = 0; i < keys->count; i++)
        add(all, &(struct allowance){.id = keys->id[i],
                                     .place = keys->place,
                                     .rule = rule,
                                     .pack = pack});
}

/* ---- comments ---- */

static struct span next_id(struct span *rest)
{
    size_t from = 0;
    size_t to;
    struct span id;

    while (from < rest->len && strchr(" \t,\r", rest->at[from]) != NULL)
        from++;
    to = from;
    while (to < rest->len && strchr(" \t,\r", rest->at[to]) == NULL)
        to++;
    id = span_slice(*rest, from, to);
    *rest = span_from(*rest, to);
    return id;
}

/* A comment that begins with the linter's name. */
struct comment {
    struct span rest; /* behind the name */
    uint32_t column;  /* of the # */
    bool alone;       /* nothing stands before it */
};

static bool find_comment(struct span line, struct comment *ret)
{
    const struct span name = SPAN("paifang-lint");

    for (size_t at = span_find_byte(line, '#', 0); at < line.len;
         at = span_find_byte(line, '#', at + 1)) {
        struct span text = span_trim(span_from(line, at + 1));

        if (!span_starts(text, name))
            continue;
        ret->rest = span_trim(span_from(text, name.len));
        ret->column = (uint32_t)at + 1;
        ret->alone = span_trim(span_slice(line, 0, at)).len == 0;
        return true;
    }
    return false;
}

/* The ids behind ": allow". Nothing is passed over in silence, but for prose
 * that happens to begin with the name: that has no colon. */
static struct span ids_of(const struct lint *l, const struct comment *c,
                          struct place at)
{
    bool colon = c->rest.len > 0 && c->rest.at[0] == ':';
    struct span ids = span_from(c->rest, colon ? 1 : 0);
    struct span word = cli_cut(next_id(&ids), MOST_SHOWN);
    bool allow = span_is(word, "allow");
    struct span rest = ids;

    if (colon && allow && next_id(&rest).len > 0)
        return ids;
    if (colon && allow)
        lint_say(l, LINT_UNKNOWN_COMMENT, NULL, at,
                 "'paifang-lint: allow' names no finding");
    else if (colon || allow)
        lint_say(l, LINT_UNKNOWN_COMMENT, NULL, at,
                 "lint does not know 'paifang-lint%s" SPAN_FMT
                 "'; write '# paifang-lint: allow ID'",
                 colon ? ": " : " ", SPAN_ARG(word));
    return SPAN("");
}

static bool is_comment(struct span line)
{
    struct span text = span_trim(line);

    return text.len == 0 || text.at[0] == '#' || text.at[0] == '\r';
}

/* Those that wait for the next line that is no comment have line 0. */
static void settle(struct allowances *all, uint32_t from, uint32_t line)
{
    for (uint32_t i = from; i < all->count; i++)
        if (all->at[i].line == 0)
            all->at[i].line = line;
}

static void read_line(struct allowances *all, const char *file, uint32_t number,
                      struct span line)
{
    struct comment c;
    struct span ids;
    struct span id;

    if (!find_comment(line, &c))
        return;
    ids = ids_of(all->l, &c, (struct place){file, number, c.column});
    while ((id = next_id(&ids)).len > 0)
        add(all, &(struct allowance){
                     .id = arena_copy(all->l->arena, id),
                     .place = {file, number, (uint32_t)(id.at - line.at) + 1},
                     .file = file,
                     .line = c.alone ? 0 : number});
}

static bool read_file(struct allowances *all, const char *file, struct err *e)
{
    struct buf bytes = buf_make(LONGEST_FILE);
    uint32_t from = all->count;
    bool ok = file_read(file, FILE_REGULAR, &bytes, e);
    struct span rest = buf_span(&bytes);

    for (uint32_t number = 1; rest.len > 0; number++) {
        struct span text;

        (void)span_cut(&rest, '\n', &text);
        if (!is_comment(text))
            settle(all, from, number);
        read_line(all, file, number, text);
    }
    buf_free(&bytes);
    return ok;
}

/* Every file that rules or terms stand in, once. */
static bool read_files(struct allowances *all, struct err *e)
{
    const struct ruleset *rs = all->l->rules->set;
    const char *last = NULL;

    for (uint32_t i = 0; i < rs->pack_count; i++)
        if (!read_file(all, rs->pack[i].file, e))
            return false;
    for (uint32_t i = 0; i < rs->term_count; i++) {
        const char *file = rs->term[i]->place.file;
        bool known = file == last;

        for (uint32_t p = 0; !known && p < rs->pack_count; p++)
            known = strcmp(rs->pack[p].file, file) == 0;
        last = file;
        if (!known && !read_file(all, file, e))
            return false;
    }
    return true;
}

/* ---- what they silence ---- */

static const struct rule *rule_of(const struct lint *l, struct span id)
{
    const struct ruleset *rs = l->rules->set;

    for (uint32_t i = 0; id.len > 0 && i < rs->rule_count; i++)
        if (span_equal(rs->rule[i]->id, id))
            return rs->rule[i];
    return NULL;
}

static bool covers(const struct allowance *a, const struct finding *f,
                   const struct rule *rule)
{
    if (!span_is(a->id, f->id))
        return false;
    if (a->file != NULL)
        return f->place.file != NULL && a->line == f->place.line &&
               strcmp(a->file, f->place.file) == 0;
    return rule != NULL && (a->rule == rule || a->pack == rule->pack);
}

static bool silenced(struct allowances *all, const struct finding *f)
{
    const struct rule *rule = all->count > 0 ? rule_of(all->l, f->rule) : NULL;
    bool found = false;

    for (uint32_t i = 0; i < all->count; i++)
        if (covers(&all->at[i], f, rule)) {
            all->at[i].used = true;
            found = true;
        }
    return found;
}

static bool is_known(struct span id)
{
    for (unsigned i = 0; i < LINT_COUNT; i++)
        if (span_is(id, lint_kinds[i].id))
            return true;
    return false;
}

/* Findings that need a sample or --strict may not be there today; what a
 * pack as a whole allows is its policy. */
static bool is_optional(struct span id)
{
    return span_is(id, lint_kinds[LINT_COMMON_WORD].id) ||
           span_is(id, lint_kinds[LINT_STRADDLES_WORDS].id) ||
           span_is(id, lint_kinds[LINT_FEW_EXAMPLES].id);
}

static void say_idle(const struct allowances *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const struct allowance *a = &all->at[i];

        if (!is_known(a->id))
            lint_say(all->l, LINT_UNKNOWN_ID, a->rule, a->place,
                     "no finding is called '" SPAN_FMT "'", SPAN_ARG(a->id));
        else if (!a->used && a->pack == NULL && !is_optional(a->id))
            lint_say(all->l, LINT_IDLE_ALLOW, a->rule, a->place,
                     "'" SPAN_FMT "' is allowed here, and not found",
                     SPAN_ARG(a->id));
    }
}

bool lint_silence(struct lint *l, struct err *e)
{
    struct allowances all = {.l = l};
    const struct ruleset *rs = l->rules->set;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < rs->pack_count; i++)
        add_keys(&all, &rs->pack[i].lint, NULL, &rs->pack[i]);
    for (uint32_t i = 0; i < rs->rule_count; i++)
        add_keys(&all, &rs->rule[i]->lint, rs->rule[i], NULL);
    if (!read_files(&all, e))
        return false;
    if (all.full)
        return arena_err(l->arena, "lint", e);
    for (uint32_t i = 0; i < l->report->count; i++)
        if (!silenced(&all, &l->report->at[i]))
            l->report->at[kept++] = l->report->at[i];
    l->report->count = kept;
    say_idle(&all);
    return true;
}
