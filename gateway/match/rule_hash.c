#include "base/digest.h"
#include "match/author.h"
#include "match/rule.h"
#include "match/validate.h"

enum { MOST_DEPTH = 64 };

static void mix(uint64_t *h, struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        *h = hash_byte(*h, (unsigned char)s.at[i]);
    *h = hash_byte(*h, 0xFF); /* no UTF-8 byte: an end mark */
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

static void mix_number_of_float(uint64_t *h, float f)
{
    mix_number(h, (uint64_t)(f * 1000000.0F));
}

/* What the leaves that are not words ask for. */
static void mix_limits(uint64_t *h, const struct condition *c)
{
    mix_number(h,
               (uint64_t)c->within << 8U | (uint64_t)c->of << 1U | c->ordered);
    mix_number(h, c->least);
    mix_number(h, c->most);
    mix_number(h, c->languages);
    mix_number_of_float(h, c->confidence);
    if (c->question != NULL)
        mix(h, c->question->name);
    for (uint32_t i = 0; i < c->validator_count; i++)
        mix(h, span_of(c->validator[i]->name));
}

/* Depth is bounded by the YAML reader; the limit here only says so. */
static void mix_condition(uint64_t *h, const struct condition *c,
                          unsigned depth) // NOLINT(misc-no-recursion)
{
    mix_number(h, (uint64_t)c->kind << 1U | c->folded);
    mix(h, c->pattern);
    mix_limits(h, c);
    mix_terms(h, c->term, c->term_count);
    for (uint32_t i = 0; i < c->child_count && depth < MOST_DEPTH; i++)
        mix_condition(h, &c->child[i], depth + 1);
}

uint64_t rule_hash(const struct rule *r)
{
    uint64_t h = HASH_START;

    mix(&h, r->id);
    mix_number(&h, r->action);
    mix_number(&h, (uint64_t)r->languages << 32U | r->audiences);
    mix_number(&h, (uint64_t)r->disguises << 32U | r->initials_min);
    mix_number(&h, (uint64_t)r->sides << 8U | (uint64_t)r->severity << 4U |
                       (uint64_t)r->whole << 2U | (uint64_t)r->forms << 1U |
                       r->same_field);
    mix_number_of_float(&h, r->certainty);
    for (uint32_t i = 0; i < r->field_count; i++)
        mix(&h, r->field[i]);
    if (r->match != NULL)
        mix_condition(&h, r->match, 0);
    mix_terms(&h, r->allow, r->allow_count);
    return h;
}
