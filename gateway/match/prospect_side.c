#include "match/prospect_side.h"

#include "base/utf8.h"
#include "fold/chars.h"
#include "fold/looks.h"
#include "match/prospect_pairs.h"

/* How far a neighbour is looked for: beyond it the view is simply due. */
enum { MOST_STEPS = 24 };

uint32_t prospect_read_as(uint32_t c, bool looks)
{
    if (looks && looks_class(c) != 0)
        return (unsigned char)looks_class(c);
    return (char_traits(c) & CHAR_SOLID) != 0 ? c : 0;
}

struct prospect_side prospect_side_of(struct span view, size_t at, bool back,
                                      uint32_t own, bool looks)
{
    return (struct prospect_side){.view = view,
                                  .at = at,
                                  .last = own,
                                  .left = MOST_STEPS,
                                  .back = back,
                                  .looks = looks};
}

uint32_t prospect_side_next(struct prospect_side *s)
{
    uint32_t c;

    for (; s->left > 0; s->left--) {
        uint32_t as;

        if (!(s->back ? utf8_prev(s->view, &s->at, &c)
                      : utf8_next(s->view, &s->at, &c)))
            return 0;
        as = prospect_read_as(c, s->looks);
        if (as != 0 && as != s->last) {
            s->left--;
            s->last = as;
            return as;
        }
    }
    s->unsure = true;
    return 0;
}

/* Does a literal that has a and b, which stand farther along, go on with what
 * the side has, up to its end? */
static bool goes_on(const struct prospect *p, struct prospect_side s,
                    uint32_t a, uint32_t b)
{
    uint32_t next = s.back ? PROSPECT_BEFORE : PROSPECT_BEHIND;
    uint32_t end = s.back ? PROSPECT_BEGINS : PROSPECT_ENDS;

    for (uint32_t i = 0; i < p->longest; i++) {
        struct prospect_pair pair =
            s.back ? prospect_pair_of(p, b, a) : prospect_pair_of(p, a, b);
        uint32_t c = prospect_side_next(&s);

        if (s.unsure)
            return true;
        if (c == 0 || !prospect_pair_has(pair, next | c))
            return false;
        if (prospect_pair_has(pair, next | end | c))
            return true;
        a = b;
        b = c;
    }
    return true;
}

bool prospect_meets_two(const struct prospect *p, struct prospect_side before,
                        uint32_t one, uint32_t two, struct prospect_side after)
{
    struct prospect_pair pair = prospect_pair_of(p, one, two);
    uint32_t zero, three;
    bool begun, ended;

    if (!prospect_pair_known(pair))
        return false;
    if (prospect_pair_has(pair, PROSPECT_ALONE))
        return true;
    zero = prospect_side_next(&before);
    three = prospect_side_next(&after);
    if (before.unsure || after.unsure)
        return true;
    begun =
        prospect_pair_has(pair, PROSPECT_BEFORE | zero) &&
        (prospect_pair_has(pair, PROSPECT_BEFORE | PROSPECT_BEGINS | zero) ||
         goes_on(p, before, one, zero));
    ended = prospect_pair_has(pair, PROSPECT_BEHIND | three) &&
            (prospect_pair_has(pair, PROSPECT_BEHIND | PROSPECT_ENDS | three) ||
             goes_on(p, after, two, three));
    return (begun &&
            (ended || prospect_pair_has(pair, PROSPECT_BEFORE | PROSPECT_ENDS |
                                                  zero))) ||
           (ended &&
            prospect_pair_has(pair, PROSPECT_BEHIND | PROSPECT_BEGINS | three));
}
