#include "translate/token.h"

static bool eat(struct span s, size_t *at, struct span what)
{
    if (!span_starts(span_from(s, *at), what))
        return false;
    *at += what.len;
    return true;
}

/* Two at most: the next ones may be another token's. */
static bool eat_bars(struct span s, size_t *at)
{
    size_t from = *at;

    for (int i = 0; i < 2; i++)
        if (!eat(s, at, SPAN("_")) && !eat(s, at, SPAN("＿")))
            break;
    return *at > from;
}

static void eat_space(struct span s, size_t *at)
{
    if (!eat(s, at, SPAN(" ")))
        (void)eat(s, at, SPAN("　"));
}

static bool eat_letter(struct span s, size_t *at)
{
    return eat(s, at, SPAN("E")) || eat(s, at, SPAN("e")) ||
           eat(s, at, SPAN("Ｅ"));
}

static bool eat_number(struct span s, size_t *at, uint32_t *ret)
{
    size_t from = *at;
    uint32_t n = 0;

    while (*at < s.len && *at - from < 4 && s.at[*at] >= '0' &&
           s.at[*at] <= '9')
        n = n * 10 + (uint32_t)(s.at[(*at)++] - '0');
    *ret = n;
    return *at > from;
}

size_t token_at(struct span s, size_t at, uint32_t *ret_number)
{
    size_t end = at;
    uint32_t number;

    if (!eat_bars(s, &end))
        return 0;
    eat_space(s, &end);
    if (!eat_letter(s, &end))
        return 0;
    eat_space(s, &end);
    if (!eat_number(s, &end, &number))
        return 0;
    eat_space(s, &end);
    if (!eat_bars(s, &end))
        return 0;
    *ret_number = number;
    return end - at;
}

void token_write(struct buf *out, uint32_t number)
{
    buf_printf(out, "__E%u__", (unsigned)number);
}
