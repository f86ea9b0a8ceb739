#include "translate/protect.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "translate/token.h"

struct protecting {
    struct arena *arena;
    struct span line;
    struct buf wire;
    struct token_back *back;
    uint32_t count, room;
    size_t plain; /* where the run of prose began that was not copied yet */
};

static struct letters add_letters(struct letters a, struct letters b)
{
    return (struct letters){a.han + b.han, a.latin + b.latin, a.other + b.other,
                            a.words + b.words};
}

static uint32_t last_char(const struct buf *b)
{
    size_t at = b->len;
    uint32_t c = ' ';

    (void)utf8_prev(buf_span(b), &at, &c);
    return c;
}

/* Engines lose a token that sticks to a letter. */
static bool sticks(uint32_t c)
{
    return !letter_is_space(c) &&
           (letter_of(c) != LETTER_NONE || letter_is_word(c));
}

static struct token_back *new_token(struct protecting *p)
{
    if (p->count == TOKEN_MOST)
        return NULL;
    if (p->count == p->room) {
        uint32_t more = p->room == 0 ? 8 : p->room * 2;

        p->back =
            arena_grow(p->arena, p->back, p->room, more, sizeof(*p->back));
        p->room = more;
        if (p->back == NULL)
            return NULL;
    }
    return &p->back[p->count++];
}

static bool add_token(struct protecting *p, const struct guard *g)
{
    struct token_back *t = new_token(p);
    size_t at = g->at.to;
    uint32_t next = ' ';

    if (t == NULL)
        return false;
    *t = (struct token_back){g->back, HUG_NONE, g->kind == LITERAL_TERM};
    if (sticks(last_char(&p->wire))) {
        buf_add_byte(&p->wire, ' ');
        t->hug = g->hug == HUG_LEFT ? HUG_LEFT : HUG_NONE;
    }
    token_write(&p->wire, p->count - 1);
    (void)utf8_next(p->line, &at, &next);
    if (sticks(next)) {
        buf_add_byte(&p->wire, ' ');
        t->hug = g->hug == HUG_RIGHT ? HUG_RIGHT : t->hug;
    }
    return true;
}

static void flush(struct protecting *p, size_t to, struct letters *sum)
{
    struct span prose = span_slice(p->line, p->plain, to);

    buf_add(&p->wire, prose);
    *sum = add_letters(*sum, letters_count(prose));
}

/* Where the first guard inside [from, to) begins that an entity yields to. */
static size_t cut_by(struct guards guards, size_t to)
{
    for (uint32_t i = 0; i < guards.count && guards.at[i].at.from < to; i++)
        if (guards.at[i].kind != LITERAL_TERM)
            return guards.at[i].at.from;
    return to;
}

/* The guard or entity that begins at `at`; false when there is none. */
static bool next_protected(const struct protecting *p, struct guards guards,
                           size_t at, struct guard *ret)
{
    size_t len;

    if (guards.count > 0 && guards.at[0].at.from == at) {
        *ret = guards.at[0];
        return true;
    }
    len = literal_at(p->line, at, &ret->kind);
    if (len == 0)
        return false;
    len = cut_by(guards, at + len) - at;
    ret->at = (struct range){(uint32_t)at, (uint32_t)(at + len)};
    ret->back = span_slice(p->line, at, at + len);
    ret->hug = HUG_NONE;
    return true;
}

static bool run(struct protecting *p, struct guards guards, struct letters *sum)
{
    size_t at = 0;
    uint32_t c;

    while (at < p->line.len) {
        struct guard g;

        while (guards.count > 0 && guards.at[0].at.from < at) {
            guards.at++;
            guards.count--;
        }
        if (!next_protected(p, guards, at, &g)) {
            (void)utf8_next(p->line, &at, &c);
            continue;
        }
        flush(p, at, sum);
        if (!add_token(p, &g))
            return false;
        at = p->plain = g.at.to;
    }
    flush(p, at, sum);
    return true;
}

/* Prose beside a token can make another one of it ("_E4 __E0__"): nobody writes
 * that by chance. */
static bool reads_as_written(struct span wire, uint32_t count)
{
    uint32_t next = 0;
    uint32_t number;

    for (size_t at = 0; at < wire.len;) {
        size_t len = token_at(wire, at, &number);

        if (len > 0 && number != next++)
            return false;
        at += len > 0 ? len : 1;
    }
    return next == count;
}

bool protect_line(struct arena *a, struct span line, struct guards guards,
                  struct protected_text *ret, struct err *e)
{
    struct protecting p = {.arena = a,
                           .line = line,
                           .wire = buf_make(line.len + TOKEN_MOST * 12UL + 1)};
    struct letters sum = {0, 0, 0, 0};
    bool ok = run(&p, guards, &sum);
    struct span wire =
        ok ? arena_copy(a, buf_span(&p.wire)) : (struct span){NULL, 0};

    buf_free(&p.wire);
    if (wire.at == NULL)
        return p.count == TOKEN_MOST
                   ? err_set(e, ERR_IMPLAUSIBLE, NULL,
                             "more than %d protected things in one line",
                             TOKEN_MOST)
                   : arena_err(a, "a line to translate", e);
    if (!reads_as_written(wire, p.count))
        return err_set(e, ERR_IMPLAUSIBLE, NULL,
                       "the line imitates our tokens");
    *ret = (struct protected_text){wire, p.back, p.count, sum};
    return true;
}

/* Between Chinese there is no space, and in no language before a comma. */
static bool space_is_odd(uint32_t left, uint32_t right)
{
    if (right < 0x80)
        return letter_of(left) != LETTER_NONE && right != 0 &&
               strchr(",.!?;:)", (int)right) != NULL;
    return letter_of(right) == LETTER_HAN &&
           (letter_of(left) == LETTER_HAN ||
            u_getIntPropertyValue((UChar32)left, UCHAR_EAST_ASIAN_WIDTH) ==
                U_EA_FULLWIDTH);
}

static uint32_t char_before(struct span s, size_t at)
{
    uint32_t c = ' ';

    (void)utf8_prev(s, &at, &c);
    return c;
}

static uint32_t char_at(struct span s, size_t at)
{
    uint32_t c = ' ';

    (void)utf8_next(s, &at, &c);
    return c;
}

/* Where the prose before the token at `at` ends: what was put there, and what
 * the engine put there, goes. */
static size_t before_token(struct span answer, size_t at,
                           const struct token_back *t)
{
    if (at == 0 || answer.at[at - 1] != ' ')
        return at;
    if (t->hug == HUG_LEFT ||
        (t->term &&
         space_is_odd(char_before(answer, at - 1), char_at(t->text, 0))))
        return at - 1;
    return at;
}

/* Where the prose behind it begins. */
static size_t behind_token(struct span answer, size_t at,
                           const struct token_back *t)
{
    if (at == answer.len || answer.at[at] != ' ')
        return at;
    if (t->hug == HUG_RIGHT ||
        (t->term && space_is_odd(char_before(t->text, t->text.len),
                                 char_at(answer, at + 1))))
        return at + 1;
    return at;
}

static bool copy_back(const struct protected_text *p, struct span answer,
                      bool *seen, struct buf *out, struct err *e)
{
    size_t at = 0;
    size_t plain = 0;

    while (at < answer.len) {
        uint32_t number = 0;
        size_t len = token_at(answer, at, &number);
        size_t end;

        if (len == 0) {
            at++;
            continue;
        }
        if (number >= p->count || seen[number])
            return err_set(e, ERR_IMPLAUSIBLE, NULL, "token %u came back %s",
                           (unsigned)number,
                           number >= p->count ? "from nowhere" : "twice");
        seen[number] = true;
        end = before_token(answer, at, &p->back[number]);
        if (end > plain)
            buf_add(out, span_slice(answer, plain, end));
        buf_add(out, p->back[number].text);
        at += len;
        plain = behind_token(answer, at, &p->back[number]);
    }
    buf_add(out, span_from(answer, plain));
    return true;
}

bool protect_restore(struct arena *a, const struct protected_text *p,
                     struct span answer, struct span *ret, struct err *e)
{
    bool *seen = arena_array(a, p->count + 1, sizeof(*seen));
    size_t most = answer.len + 1;
    struct buf out;
    bool ok;

    if (seen == NULL)
        return arena_err(a, "a translation", e);
    for (uint32_t i = 0; i < p->count; i++)
        most += p->back[i].text.len;
    out = buf_make(most);
    ok = copy_back(p, answer, seen, &out, e);
    for (uint32_t i = 0; ok && i < p->count; i++)
        if (!seen[i])
            ok = err_set(e, ERR_IMPLAUSIBLE, NULL, "token %u was lost",
                         (unsigned)i);
    if (ok) {
        *ret = arena_copy(a, buf_span(&out));
        ok = ret->at != NULL || arena_err(a, "a translation", e);
    }
    buf_free(&out);
    return ok;
}
