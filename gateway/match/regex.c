#include "base/heap.h"
#include "base/utf8.h"
#include "fold/table.h"
#include "match/build.h"
#include "match/required.h"

static bool at_pattern(const struct condition *c, size_t at, const char *text,
                       struct err *e)
{
    return err_set(e, ERR_CONFIG, NULL,
                   "%s:%u:%u: regex: %s at offset %zu of the pattern",
                   c->place.file != NULL ? c->place.file : "-", c->place.line,
                   c->place.column, text, at);
}

/* On the default view no text holds a character that folding changes. Case
 * alone does not matter: patterns are caseless. */
static bool check_folded(const struct condition *c, struct err *e)
{
    size_t at = 0;
    uint32_t code;

    if (!c->folded)
        return true;
    for (size_t from = 0; utf8_next(c->pattern, &at, &code); from = at) {
        if (code >= 0x80 && fold_changes(code) &&
            fold_table.step[fold_entry(code)].disguise != DISGUISE_CASE)
            return at_pattern(c, from, "`folded` never shows this character",
                              e);
    }
    return true;
}

static bool find_group(const struct condition *c, struct regex *r,
                       struct err *e)
{
    int group = pcre2_substring_number_from_name(r->code, (PCRE2_SPTR) "hit");

    if (group == PCRE2_ERROR_NOUNIQUESUBSTRING)
        return at_pattern(c, 0, "more than one group is named hit", e);
    r->hit_group = group > 0 ? (uint32_t)group : 0;
    return true;
}

static uint32_t push(struct builder *b, const struct regex *r)
{
    struct matcher *m = b->m;

    if (m->regex_count == b->regex_room) {
        b->regex_room = b->regex_room * 2 + 16;
        m->regex = heap_grow(m->regex, b->regex_room, sizeof(*m->regex));
        m->always = heap_grow(m->always, b->regex_room, sizeof(*m->always));
    }
    m->regex[m->regex_count] = *r;
    return m->regex_count++;
}

/* The matcher owns the code from here on. */
static bool add_required(struct builder *b, struct regex *r, struct err *e)
{
    struct required needs;
    uint32_t index;

    if (!required_find(b->m->arena, r->condition->pattern, &needs, e)) {
        pcre2_code_free(r->code);
        return false;
    }
    r->least_digits = needs.digits;
    if (needs.digits > b->m->most_digits)
        b->m->most_digits = needs.digits;
    r->required = needs.count > 0;
    index = push(b, r);
    if (!r->required)
        b->m->always[b->m->always_count++] = index;
    for (uint32_t i = 0; i < needs.count; i++) {
        if (!words_add_required(b, needs.literal[i], index, e))
            return false;
    }
    return true;
}

bool regex_add(struct builder *b, const struct rule *rule,
               const struct condition *condition, struct err *e)
{
    struct regex r = {.rule = rule, .condition = condition};
    struct pattern_error bad;

    if (!regex_pattern_compile(condition->pattern, &r.code, &bad))
        return at_pattern(condition, bad.at, bad.text, e);
    if (!check_folded(condition, e) || !find_group(condition, &r, e)) {
        pcre2_code_free(r.code);
        return false;
    }
    /* Without JIT (SELinux, MemoryDenyWriteExecute) the interpreter runs. */
    (void)pcre2_jit_compile(r.code, PCRE2_JIT_COMPLETE);
    return add_required(b, &r, e);
}
