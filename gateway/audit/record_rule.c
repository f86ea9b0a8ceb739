#include "audit/record.h"
#include "match/author.h"

/*
 * FNV-1a over the rule as it was loaded, not as it was written: a comment or
 * another order of keys does not change it, a word more does.
 */

enum { MOST_DEPTH = 64 };

static void mix(uint64_t *h, struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        *h = (*h ^ (unsigned char)s.at[i]) * 0x100000001b3ULL;
    *h = (*h ^ 0xFFU) * 0x100000001b3ULL; /* no UTF-8 byte: an end mark */
}

static void mix_number(uint64_t *h, uint64_t n)
{
    char bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(n >> (8 * i));
    mix(h, (struct span){bytes, sizeof(bytes)});
}

static void mix_terms(uint64_t *h, const struct term *term, uint32_t count)
{
    mix_number(h, count);
    for (uint32_t i = 0; i < count; i++) {
        mix(h, term[i].text);
        mix_number(h, (uint64_t)term[i].open_left << 1U | term[i].open_right);
    }
}

/* Depth is bounded by the YAML reader; the limit here only says so. */
static void mix_condition(uint64_t *h, const struct condition *c,
                          unsigned depth) // NOLINT(misc-no-recursion)
{
    mix_number(h, (uint64_t)c->kind << 1U | c->folded);
    mix(h, c->pattern);
    if (c->question != NULL) {
        mix(h, c->question->name);
        mix_number(h, c->least);
    }
    mix_terms(h, c->term, c->term_count);
    for (uint32_t i = 0; i < c->child_count && depth < MOST_DEPTH; i++)
        mix_condition(h, &c->child[i], depth + 1);
}

uint64_t record_rule_hash(const struct fired_rule *fired)
{
    uint64_t h = 0xcbf29ce484222325ULL;
    const struct rule *r = fired->rule;

    mix(&h, fired->id);
    mix_number(&h, fired->action);
    if (r == NULL)
        return h; /* a threshold */
    mix_number(&h, r->languages);
    mix_number(&h, r->disguises);
    mix_number(&h, (uint64_t)r->sides << 8U | (uint64_t)r->severity << 4U |
                       (uint64_t)r->whole << 2U | (uint64_t)r->forms << 1U |
                       r->same_field);
    for (uint32_t i = 0; i < r->field_count; i++)
        mix(&h, r->field[i]);
    if (r->match != NULL)
        mix_condition(&h, r->match, 0);
    mix_terms(&h, r->allow, r->allow_count);
    return h;
}
