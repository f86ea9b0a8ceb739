/*
 * Regexes that can run for ever. The pattern's automaton names texts that may
 * be slow (lint/pump.h), PCRE2 proves it: every item that it tries is counted.
 */
#include "base/buf.h"
#include "base/utf8.h"
#include "cli/lint/lint.h"
#include "cli/lint/pump.h"
#include "match/pattern.h"

enum {
    SHORT_TEXT = 240, /* bytes: nobody should need a limit for that */
    LONG_TEXT = 8192,
    LONGEST_TEXT = LONG_TEXT + 1024,
    SHOWN = 24,
    ARENA = 256 << 20
};

struct probe {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    uint64_t steps, most;
};

static int count_step(pcre2_callout_block *block, void *user)
{
    struct probe *p = user;

    (void)block;
    return ++p->steps > p->most ? PCRE2_ERROR_CALLOUT : 0;
}

static bool probe_open(struct probe *p, struct span pattern)
{
    if (!regex_pattern_counted(pattern, &p->code))
        return false;
    p->data = pcre2_match_data_create_from_pattern(p->code, NULL);
    p->context = pcre2_match_context_create(NULL);
    if (p->data == NULL || p->context == NULL)
        return false;
    (void)pcre2_set_callout(p->context, count_step, p);
    return true;
}

static void probe_close(struct probe *p)
{
    pcre2_code_free(p->code);
    pcre2_match_data_free(p->data);
    pcre2_match_context_free(p->context);
}

/* Whether the text takes more steps than a whole post may. */
static bool too_slow(struct probe *p, struct span text)
{
    p->steps = 0;
    return pcre2_match(p->code, (PCRE2_SPTR)text.at, text.len, 0, 0, p->data,
                       p->context) == PCRE2_ERROR_CALLOUT ||
           p->steps > p->most;
}

/* What follows the repetitions, so that they fail late: nothing; something
 * that no letter class takes; that and a whole match, so that PCRE2 does not
 * see from a missing character that there is none. */
enum { TAIL_NONE, TAIL_CONTROL, TAIL_MATCH, TAILS };

static struct span made(const struct pumps *all, const struct pump *pump,
                        size_t most, int tail, struct buf *b)
{
    buf_reset(b);
    buf_add(b, pump->before);
    while (b->len + pump->word.len <= most)
        buf_add(b, pump->word);
    if (tail >= TAIL_CONTROL)
        buf_add_text(b, "\x01\n");
    if (tail == TAIL_MATCH)
        buf_add(b, all->match);
    return buf_span(b);
}

static bool slow_with(struct probe *p, const struct pumps *all,
                      const struct pump *pump, size_t most, struct buf *b)
{
    for (int tail = 0; tail < TAILS; tail++)
        if (too_slow(p, made(all, pump, most, tail, b)) && !b->failed)
            return true;
    return false;
}

/* The word, with what can't be shown as <U+000A>. */
static void show(struct span word, struct buf *b)
{
    size_t at = 0;
    uint32_t c;

    buf_reset(b);
    for (size_t from = 0; at < SHOWN && utf8_next(word, &at, &c); from = at) {
        if (c <= 0x20 || (c >= 0x7F && c < 0xA0))
            buf_printf(b, "<U+%04X>", c);
        else
            buf_add(b, span_slice(word, from, at));
    }
}

static void say(const struct lint *l, const struct rule *r,
                const struct condition *c, const struct pump *pump, size_t most)
{
    struct buf word = buf_make((size_t)SHOWN * 16);
    unsigned long long work = l->rules->regex_work;

    show(pump->word, &word);
    if (most == SHORT_TEXT)
        lint_say(l, LINT_REGEX_BLOWUP, r, c->place,
                 "%d bytes of '%s' take more than %llu steps%s", SHORT_TEXT,
                 buf_text(&word), work,
                 pump->forks ? ": each can be read in two ways" : "");
    else
        lint_say(l, LINT_REGEX_SLOW, r, c->place,
                 "a post of 8 KiB of '%s' takes more than %llu steps "
                 "(limits.regex_work)",
                 buf_text(&word), work);
    buf_free(&word);
}

/* What is tried on any pattern. */
static void add_usual(struct pumps *all)
{
    static const struct span usual[] = {
        SPAN_INIT("a"),  SPAN_INIT("0"),  SPAN_INIT(" "),
        SPAN_INIT("加"), SPAN_INIT("a "), SPAN_INIT("0-"),
    };

    for (size_t i = 0; i < COUNT_OF(usual) && all->count < PUMP_MOST; i++)
        all->at[all->count++] = (struct pump){SPAN(""), usual[i], false};
}

/* The shortest text first: what it proves is worse. */
static void try_pumps(const struct lint *l, const struct rule *r,
                      const struct condition *c, const struct pumps *all)
{
    static const size_t lengths[] = {SHORT_TEXT, LONG_TEXT};
    struct probe p = {.most = l->rules->regex_work};
    struct buf b = buf_make(LONGEST_TEXT);
    bool found = !probe_open(&p, c->pattern);

    for (size_t k = 0; k < COUNT_OF(lengths); k++)
        for (uint32_t i = 0; i < all->count && !found; i++) {
            found = slow_with(&p, all, &all->at[i], lengths[k], &b);
            if (found)
                say(l, r, c, &all->at[i], lengths[k]);
        }
    buf_free(&b);
    probe_close(&p);
}

static void see_regex(const struct lint *l, const struct rule *r,
                      const struct condition *c)
{
    struct arena *a;
    struct automaton m;
    struct pumps all = {0};

    if (c->kind != CONDITION_REGEX)
        return;
    a = arena_new(ARENA);
    if (automaton_read(c->pattern, a, &m)) {
        pump_find(&m, &all);
        automaton_done(&m);
    }
    add_usual(&all);
    try_pumps(l, r, c, &all);
    arena_free(&a);
}

void lint_regexes(const struct lint *l, const struct rule *r)
{
    lint_leaves(l, r, see_regex);
}
