#include "match/claim.h"

#include <string.h>

enum { LONGEST = 64, MOST_TIMES = 12, MOST_DIGITS = 1000 };

struct claim claim_nothing(void)
{
    return (struct claim){.run = {{{"", 0}}, 1}};
}

struct claim claim_empty(void)
{
    return (struct claim){.exact = true, .run = {{{"", 0}}, 1}};
}

struct claim claim_string(struct arena *a, struct span s)
{
    struct claim c = {.exact = true, .run = {.count = 1}};

    c.run.at[0] = arena_copy(a, s);
    return c.run.at[0].at != NULL && s.len <= LONGEST ? c : claim_nothing();
}

static bool only_digits(struct span s)
{
    uint64_t n;

    return s.len < 19 && span_to_u64(s, &n);
}

/* How much it says that a text holds this: nothing if nearly every text does.
 * Digits are counted anyway. */
static size_t weight(struct span s)
{
    if (s.len == 0 || only_digits(s))
        return 0;
    if (s.len == 1)
        return strchr("@$#%&+=~^|\\<>{}[]", *s.at) != NULL ? 1 : 0;
    return s.len;
}

/* The weight of the weakest string. */
static size_t weakest(const struct string_set *s)
{
    size_t least = s->count > 0 ? SIZE_MAX : 0;

    for (uint32_t i = 0; i < s->count; i++) {
        size_t w = weight(s->at[i]);

        least = w < least ? w : least;
    }
    return least;
}

static size_t total(const struct string_set *s)
{
    size_t sum = 0;

    for (uint32_t i = 0; i < s->count; i++)
        sum += s->at[i].len;
    return sum;
}

/* Of equally weak sets the one whose strings are longer on average. */
static const struct string_set *better(const struct string_set *a,
                                       const struct string_set *b)
{
    size_t one = weakest(a);
    size_t two = weakest(b);

    if (one != two)
        return two > one ? b : a;
    return total(b) * a->count > total(a) * b->count ? b : a;
}

bool claim_worth(const struct string_set *s)
{
    return weakest(s) > 0;
}

const struct string_set *claim_best(const struct claim *c)
{
    return better(&c->best, &c->run);
}

static bool add(struct string_set *s, struct span string)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (span_equal(s->at[i], string))
            return true;
    }
    if (s->count == REQUIRED_MOST)
        return false;
    s->at[s->count++] = string;
    return true;
}

/* Every string of a followed by every one of b. */
static bool cross(struct arena *a, const struct string_set *one,
                  const struct string_set *two, struct string_set *ret)
{
    ret->count = 0;
    if (one->count * two->count > REQUIRED_MOST)
        return false;
    for (uint32_t i = 0; i < one->count; i++) {
        for (uint32_t k = 0; k < two->count; k++) {
            struct span s =
                arena_printf(a, SPAN_FMT SPAN_FMT, SPAN_ARG(one->at[i]),
                             SPAN_ARG(two->at[k]));

            if (s.at == NULL || s.len > LONGEST || !add(ret, s))
                return false;
        }
    }
    return true;
}

static uint32_t sum(uint32_t a, uint32_t b)
{
    return a + b < MOST_DIGITS ? a + b : MOST_DIGITS;
}

struct claim claim_then(struct arena *a, const struct claim *one,
                        const struct claim *two)
{
    struct claim c = {.digits = sum(one->digits, two->digits)};

    c.best = *better(&one->best, &two->best);
    if (two->exact && cross(a, &one->run, &two->run, &c.run)) {
        c.exact = one->exact;
        return c;
    }
    c.best = *better(&c.best, &one->run);
    c.best = *better(&c.best, &two->run);
    c.run = two->run;
    return c;
}

static bool unite(const struct string_set *a, const struct string_set *b,
                  struct string_set *ret)
{
    *ret = *a;
    for (uint32_t i = 0; i < b->count; i++) {
        if (!add(ret, b->at[i]))
            return false;
    }
    return true;
}

struct claim claim_or(const struct claim *one, const struct claim *two)
{
    struct claim c = claim_nothing();
    const struct string_set *a = claim_best(one);
    const struct string_set *b = claim_best(two);

    c.digits = one->digits < two->digits ? one->digits : two->digits;
    if (weakest(a) > 0 && weakest(b) > 0 && !unite(a, b, &c.best))
        c.best.count = 0;
    if (one->exact && two->exact && unite(&one->run, &two->run, &c.run))
        c.exact = true;
    else
        c.run = claim_empty().run;
    return c;
}

struct claim claim_times(struct arena *a, const struct claim *one,
                         uint32_t least, int64_t most)
{
    struct claim c = claim_empty();
    struct claim rest = claim_nothing();
    uint32_t times = least < MOST_TIMES ? least : MOST_TIMES;

    if (least == 0 && most == 1)
        return claim_or(one, &c);
    for (uint32_t i = 0; i < times; i++)
        c = claim_then(a, &c, one);
    if (times < least || (int64_t)least != most) {
        rest.digits =
            sum(0, one->digits < MOST_DIGITS ? one->digits * (least - times)
                                             : MOST_DIGITS);
        c = claim_then(a, &c, &rest);
    }
    return c;
}
