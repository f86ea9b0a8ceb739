#include "http/header.h"

#include <string.h>

/* One table for both questions that are asked of every byte of a head. */
enum { TOKEN = 1, VALUE = 2 };

static const uint8_t byte_class[256] = {
    ['\t'] = VALUE,
    [' '] = VALUE,
    ['!'] = TOKEN | VALUE,
    ['"'] = VALUE,
    ['#' ... '\''] = TOKEN | VALUE,
    ['('] = VALUE,
    [')'] = VALUE,
    ['*' ... '+'] = TOKEN | VALUE,
    [','] = VALUE,
    ['-' ... '.'] = TOKEN | VALUE,
    ['/'] = VALUE,
    ['0' ... '9'] = TOKEN | VALUE,
    [':' ... '@'] = VALUE,
    ['A' ... 'Z'] = TOKEN | VALUE,
    ['[' ... ']'] = VALUE,
    ['^' ... 'z'] = TOKEN | VALUE,
    ['{'] = VALUE,
    ['|'] = TOKEN | VALUE,
    ['}'] = VALUE,
    ['~'] = TOKEN | VALUE,
    [0x80 ... 0xFF] = VALUE,
};

bool header_name_valid(struct span name)
{
    size_t i;

    for (i = 0; i < name.len; i++)
        if (!(byte_class[(uint8_t)name.at[i]] & TOKEN))
            return false;
    return name.len > 0;
}

/* Whether one of eight bytes is a control character; a tab is, too: it is for
 * the table to say. */
static bool any_control(uint64_t w)
{
    const uint64_t ones = 0x0101010101010101ULL;
    uint64_t del = w ^ (ones * 0x7F);

    return ((((w - ones * 0x20) & ~w) | ((del - ones) & ~del)) &
            (ones * 0x80)) != 0;
}

bool header_value_valid(struct span value)
{
    uint64_t w;
    size_t i;

    for (i = 0; value.len - i >= sizeof(w); i += sizeof(w)) {
        memcpy(&w, value.at + i, sizeof(w));
        if (any_control(w))
            break;
    }
    for (; i < value.len; i++)
        if (!(byte_class[(uint8_t)value.at[i]] & VALUE))
            return false;
    return true;
}

bool header_get(const struct headers *h, struct span name, struct span *ret)
{
    uint32_t i;

    for (i = 0; i < h->count; i++) {
        if (!span_equal_nocase(h->at[i].name, name))
            continue;
        *ret = h->at[i].value;
        return true;
    }
    return false;
}

bool header_reads_as(struct span name, struct span known)
{
    size_t i;

    if (name.len != known.len)
        return false;
    for (i = 0; i < name.len; i++)
        if (!(name.at[i] == '_' && known.at[i] == '-') &&
            !span_equal_nocase(span_slice(name, i, i + 1),
                               span_slice(known, i, i + 1)))
            return false;
    return true;
}

bool header_has(const struct headers *h, struct span name)
{
    struct span ignored;

    return header_get(h, name, &ignored);
}

uint32_t header_count(const struct headers *h, struct span name)
{
    uint32_t i, n = 0;

    for (i = 0; i < h->count; i++)
        n += span_equal_nocase(h->at[i].name, name);
    return n;
}

/* The offset of the comma that ends the first element, or s.len; commas inside
 * a quoted string do not count. */
static size_t element_end(struct span s)
{
    bool quoted = false;
    size_t i;

    for (i = 0; i < s.len; i++) {
        if (quoted && s.at[i] == '\\')
            i++;
        else if (s.at[i] == '"')
            quoted = !quoted;
        else if (s.at[i] == ',' && !quoted)
            return i;
    }
    return s.len;
}

bool header_next_element(struct span *list, struct span *ret)
{
    while (list->len > 0) {
        size_t end = element_end(*list);
        struct span element = span_trim(span_slice(*list, 0, end));

        *list = span_from(*list, end + 1);
        if (element.len > 0) {
            *ret = element;
            return true;
        }
    }
    return false;
}

bool header_lists(const struct headers *h, struct span name, struct span token)
{
    uint32_t i;

    for (i = 0; i < h->count; i++) {
        struct span list = h->at[i].value, element;

        if (!span_equal_nocase(h->at[i].name, name))
            continue;
        while (header_next_element(&list, &element)) {
            size_t end = span_find_byte(element, ';', 0);

            if (span_equal_nocase(span_trim(span_slice(element, 0, end)),
                                  token))
                return true;
        }
    }
    return false;
}

void header_copy(struct buf *b, const struct header *h)
{
    size_t len = h->name.len + h->value.len + 4;
    char *to = buf_reserve(b, len);

    if (to == NULL)
        return;
    memcpy(to, h->name.at, h->name.len);
    memcpy(to + h->name.len, ": ", 2);
    if (h->value.len > 0)
        memcpy(to + h->name.len + 2, h->value.at, h->value.len);
    memcpy(to + len - 2, "\r\n", 2);
    b->len += len;
}

void header_write(struct buf *b, struct span name, struct span value)
{
    if (header_name_valid(name) && header_value_valid(value))
        header_copy(b, &(struct header){name, value});
    else
        b->failed = true;
}
