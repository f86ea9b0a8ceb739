#include "translate/phrases.h"

#include "base/utf8.h"

struct run {
    uint32_t from, to; /* keys that begin with the prefix */
};

static int compare_prefix(struct span key, struct span prefix)
{
    return span_compare(span_slice(key, 0, prefix.len), prefix);
}

/* The first key in the run whose beginning is not below (or, past, is above)
 * the prefix. */
static uint32_t bound(const struct phrases *p, struct run r, struct span prefix,
                      bool past)
{
    while (r.from < r.to) {
        uint32_t mid = r.from + (r.to - r.from) / 2;
        int order = compare_prefix(p->key(p->self, mid), prefix);

        if (order < 0 || (past && order == 0))
            r.from = mid + 1;
        else
            r.to = mid;
    }
    return r.from;
}

static int class_of(char c)
{
    if (c >= '0' && c <= '9')
        return 1;
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 2 : 0;
}

static bool whole_words(struct span s, size_t from, size_t to)
{
    int first = class_of(s.at[from]);
    int last = class_of(s.at[to - 1]);

    if (from > 0 && first != 0 && class_of(s.at[from - 1]) == first)
        return false;
    return to >= s.len || last == 0 || class_of(s.at[to]) != last;
}

size_t phrases_longest(const struct phrases *p, struct span text, size_t at,
                       uint32_t *ret_index)
{
    struct run r = {0, p->count};
    size_t best = 0;
    size_t to = at;
    uint32_t c;

    while (utf8_next(text, &to, &c)) {
        struct span prefix = span_slice(text, at, to);

        r.from = bound(p, r, prefix, false);
        r.to = bound(p, r, prefix, true);
        if (r.from == r.to)
            break;
        if (p->key(p->self, r.from).len == prefix.len &&
            whole_words(text, at, to)) {
            best = prefix.len;
            *ret_index = r.from;
        }
    }
    return best;
}

void phrases_fold(struct span s, char *ret)
{
    for (size_t i = 0; i < s.len; i++) {
        ret[i] = s.at[i];
        if (ret[i] >= 'A' && ret[i] <= 'Z')
            ret[i] = (char)(ret[i] - 'A' + 'a');
    }
}
