#include "catalog/pattern.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOST_PARTS = 64,
    MOST_CHOICES = 12,
    MOST_DEPTH = 4,
    MOST_PATTERN = 4096
};

struct compiling {
    struct arena *arena;
    struct span text;
    size_t at;
    unsigned depth;
    bool in_plural; /* # is the number here */
    struct pattern_args *args;
    const char *problem;
};

static bool wrong(struct compiling *c, const char *what)
{
    c->problem = what;
    return false;
}

static bool more(const struct compiling *c)
{
    return c->at < c->text.len;
}

static char peek(const struct compiling *c)
{
    if (!more(c))
        return '\0';
    return c->text.at[c->at];
}

static void skip_space(struct compiling *c)
{
    while (more(c) && strchr(" \t\n", peek(c)) != NULL)
        c->at++;
}

/* ---- literal text ---- */

static bool is_special(const struct compiling *c, char byte)
{
    return byte == '{' || byte == '}' || (byte == '#' && c->in_plural);
}

/* After an apostrophe: '' is one; before a special it quotes up to the next
 * apostrophe; else it is itself. */
static void take_quoted(struct compiling *c, struct buf *out)
{
    c->at++;
    if (peek(c) == '\'') {
        buf_add_byte(out, '\'');
        c->at++;
        return;
    }
    if (!more(c) || !is_special(c, peek(c))) {
        buf_add_byte(out, '\'');
        return;
    }
    while (more(c)) {
        if (peek(c) == '\'') {
            c->at++;
            if (peek(c) != '\'')
                return;
        }
        buf_add_byte(out, c->text.at[c->at++]);
    }
}

static bool take_text(struct compiling *c, struct pattern_part *ret)
{
    struct buf out = buf_make(MOST_PATTERN);

    while (more(c) && !is_special(c, peek(c))) {
        if (peek(c) == '\'')
            take_quoted(c, &out);
        else
            buf_add_byte(&out, c->text.at[c->at++]);
    }
    *ret = (struct pattern_part){
        .kind = PART_TEXT,
        .text = arena_copy(c->arena, buf_span(&out)),
    };
    buf_free(&out);
    return ret->text.at != NULL || wrong(c, "too large");
}

/* ---- arguments ---- */

static struct span take_word(struct compiling *c)
{
    size_t from;

    skip_space(c);
    from = c->at;
    while (more(c) && ((peek(c) >= 'a' && peek(c) <= 'z') ||
                       (peek(c) >= '0' && peek(c) <= '9') || peek(c) == '_'))
        c->at++;
    return span_slice(c->text, from, c->at);
}

static bool take_byte(struct compiling *c, char byte)
{
    skip_space(c);
    if (peek(c) != byte)
        return false;
    c->at++;
    return true;
}

static bool note_arg(struct compiling *c, struct span name)
{
    struct pattern_args *args = c->args;

    for (uint32_t i = 0; i < args->count; i++)
        if (span_equal(args->name[i], name))
            return true;
    if (args->count == PATTERN_MOST_ARGS)
        return wrong(c, "too many arguments");
    args->name[args->count] = arena_copy(c->arena, name);
    return args->name[args->count++].at != NULL || wrong(c, "too large");
}

static bool compile_message(struct compiling *c, struct pattern *ret);

static bool compile_choice(struct compiling *c, struct pattern_choice *ret)
{
    size_t from = c->at;

    if (peek(c) == '=')
        c->at++;
    if (take_word(c).len == 0)
        return wrong(c, "a choice without its name");
    ret->key = arena_copy(c->arena, span_slice(c->text, from, c->at));
    if (ret->key.at == NULL)
        return wrong(c, "too large");
    if (!take_byte(c, '{'))
        return wrong(c, "a choice without its {message}");
    if (!compile_message(c, &ret->message))
        return false;
    return take_byte(c, '}') || wrong(c, "a { without its }");
}

static bool compile_choices(struct compiling *c, struct pattern_part *part)
{
    struct pattern_choice found[MOST_CHOICES];
    struct pattern_choice *kept;
    bool outer = c->in_plural;
    bool other = false;

    c->in_plural = part->kind == PART_PLURAL;
    for (skip_space(c); more(c) && peek(c) != '}'; skip_space(c)) {
        if (part->count == MOST_CHOICES)
            return wrong(c, "too many choices");
        if (!compile_choice(c, &found[part->count]))
            return false;
        other = other || span_is(found[part->count].key, "other");
        part->count++;
    }
    c->in_plural = outer;
    if (!other)
        return wrong(c, "choices without other");
    kept = arena_array(c->arena, part->count, sizeof(*kept));
    if (kept == NULL)
        return wrong(c, "too large");
    memcpy(kept, found, part->count * sizeof(*kept));
    part->choice = kept;
    return true;
}

static bool compile_kind(struct compiling *c, struct pattern_part *part)
{
    struct span kind = take_word(c);

    if (span_is(kind, "number"))
        return true;
    if (span_is(kind, "plural"))
        part->kind = PART_PLURAL;
    else if (span_is(kind, "select"))
        part->kind = PART_SELECT;
    else
        return wrong(c, "an argument is plain, number, plural or select");
    if (!take_byte(c, ','))
        return wrong(c, "plural and select need choices");
    return compile_choices(c, part);
}

static bool compile_arg(struct compiling *c, struct pattern_part *ret)
{
    struct pattern_part part = {.kind = PART_ARG};
    struct span name;

    c->at++; /* { */
    name = take_word(c);
    if (name.len == 0)
        return wrong(c, "an argument has a name of a-z, 0-9, _");
    part.text = arena_copy(c->arena, name);
    if (part.text.at == NULL || !note_arg(c, name))
        return c->problem != NULL ? false : wrong(c, "too large");
    if (take_byte(c, ',') && !compile_kind(c, &part))
        return false;
    if (!take_byte(c, '}'))
        return wrong(c, "a { without its }");
    *ret = part;
    return true;
}

static bool compile_part(struct compiling *c, struct pattern_part *ret)
{
    if (peek(c) == '{')
        return compile_arg(c, ret);
    if (peek(c) == '#' && c->in_plural) {
        c->at++;
        *ret = (struct pattern_part){.kind = PART_NUMBER};
        return true;
    }
    return take_text(c, ret);
}

/* Up to the end, or to the } of the choice it is in. */
static bool compile_message(struct compiling *c, struct pattern *ret)
{
    struct pattern_part found[MOST_PARTS];
    struct pattern_part *kept;
    uint32_t count = 0;

    if (++c->depth > MOST_DEPTH)
        return wrong(c, "nested too deep");
    while (more(c) && peek(c) != '}') {
        if (count == MOST_PARTS)
            return wrong(c, "too many parts");
        if (!compile_part(c, &found[count++]))
            return false;
    }
    c->depth--;
    kept = arena_array(c->arena, count, sizeof(*kept));
    if (kept == NULL)
        return wrong(c, "too large");
    memcpy(kept, found, count * sizeof(*kept));
    *ret = (struct pattern){kept, count};
    return true;
}

bool pattern_compile(struct arena *a, struct span text, struct pattern *ret,
                     struct pattern_args *ret_args, const char **ret_problem)
{
    struct pattern_args args = {.count = 0};
    struct compiling c = {.arena = a, .text = text, .args = &args};
    struct pattern p;

    if (text.len > MOST_PATTERN)
        (void)wrong(&c, "too long");
    else if (compile_message(&c, &p) && more(&c))
        (void)wrong(&c, "a } without its {");
    if (c.problem != NULL) {
        *ret_problem = c.problem;
        return false;
    }
    *ret = p;
    *ret_args = args;
    return true;
}

/* ---- writing ---- */

static const struct message_arg *find_arg(const struct message *m,
                                          struct span name)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (span_is(name, m->arg[i].name))
            return &m->arg[i];
    return NULL;
}

static void write_arg(const struct message_arg *arg, struct buf *out)
{
    if (arg == NULL)
        return;
    if (arg->text.at != NULL)
        buf_add(out, arg->text);
    else
        buf_printf(out, "%" PRId64, arg->number);
}

static const struct pattern_choice *find_choice(const struct pattern_part *part,
                                                const char *key)
{
    for (uint32_t i = 0; i < part->count; i++)
        if (span_is(part->choice[i].key, key))
            return &part->choice[i];
    return NULL;
}

static const struct pattern_choice *choose(const struct pattern_part *part,
                                           enum locale l,
                                           const struct message_arg *arg)
{
    const struct pattern_choice *found = NULL;
    struct buf exact = buf_make(32);

    if (part->kind == PART_SELECT && arg != NULL && arg->text.at != NULL) {
        for (uint32_t i = 0; i < part->count; i++)
            if (span_equal(part->choice[i].key, arg->text))
                found = &part->choice[i];
    } else if (part->kind == PART_PLURAL && arg != NULL) {
        buf_printf(&exact, "=%" PRId64, arg->number);
        found = find_choice(part, buf_text(&exact));
        if (found == NULL && l == LOCALE_EN && arg->number == 1)
            found = find_choice(part, "one");
    }
    buf_free(&exact);
    return found != NULL ? found : find_choice(part, "other");
}

static void write_part(const struct pattern_part *part, enum locale l,
                       const struct message *m,
                       const struct message_arg *number, struct buf *out);

static void write_parts(const struct pattern *p, enum locale l,
                        const struct message *m,
                        const struct message_arg *number, struct buf *out)
{
    for (uint32_t i = 0; i < p->count; i++)
        write_part(&p->part[i], l, m, number, out);
}

static void write_part(const struct pattern_part *part, enum locale l,
                       const struct message *m,
                       const struct message_arg *number, struct buf *out)
{
    const struct message_arg *arg;

    switch (part->kind) {
    case PART_TEXT:
        buf_add(out, part->text);
        break;
    case PART_ARG:
        write_arg(find_arg(m, part->text), out);
        break;
    case PART_NUMBER:
        write_arg(number, out);
        break;
    case PART_PLURAL:
    case PART_SELECT:
        arg = find_arg(m, part->text);
        write_parts(&choose(part, l, arg)->message, l, m,
                    part->kind == PART_PLURAL ? arg : number, out);
        break;
    }
}

void pattern_write(const struct pattern *p, enum locale l,
                   const struct message *m, struct buf *out)
{
    write_parts(p, l, m, NULL, out);
}
