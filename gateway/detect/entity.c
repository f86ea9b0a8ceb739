#include "detect/entity.h"

#include <stdint.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "detect/chars.h"

enum { TAG_MOST = 60, MENTION_MOST = 30, STICKER_MOST = 12 };

static bool is_word(uint32_t c)
{
    enum char_kind k = chars_kind(chars_class(c));

    return (k >= CHAR_HAN && k <= CHAR_MARK) || k == CHAR_DIGIT || c == '_';
}

/* Printable ASCII but for brackets, quotes and white space: a link ends at
 * the first Han character or full-width stop, as Weibo cuts it. */
static bool is_link_byte(char c)
{
    return c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' &&
           c != ')' && c != ']' && c != '\'';
}

static size_t link_end(struct span text, size_t at)
{
    while (at < text.len && is_link_byte(text.at[at]))
        at++;
    while (at > 0 && (text.at[at - 1] == '.' || text.at[at - 1] == ','))
        at--;
    return at;
}

size_t entity_link_at(struct span text, size_t at)
{
    struct span rest = span_from(text, at);

    if (span_starts_nocase(rest, SPAN("http://")) ||
        span_starts_nocase(rest, SPAN("https://")) ||
        span_starts_nocase(rest, SPAN("www.")))
        return link_end(text, at);
    return at;
}

static bool is_ascii_letter(struct span text, size_t at)
{
    return at < text.len && (((unsigned char)text.at[at] | 0x20U) - 'a') < 26U;
}

/* "example.com": a dot and a top-level domain that people type, not "end.The".
 */
static bool is_domain(struct span rest)
{
    static const struct span tops[] = {
        SPAN_INIT(".com"), SPAN_INIT(".cn"),  SPAN_INIT(".net"),
        SPAN_INIT(".org"), SPAN_INIT(".io"),  SPAN_INIT(".cc"),
        SPAN_INIT(".tv"),  SPAN_INIT(".gov"), SPAN_INIT(".edu"),
        SPAN_INIT(".app"), SPAN_INIT(".top"), SPAN_INIT(".xyz"),
    };

    for (size_t i = 0; i < COUNT_OF(tops); i++)
        if (span_starts_nocase(rest, tops[i]) &&
            !is_ascii_letter(rest, tops[i].len))
            return true;
    return false;
}

size_t entity_after_word(struct span text, size_t end)
{
    if (text.at[end] == '.' && is_domain(span_from(text, end)))
        return link_end(text, end);
    if (text.at[end] == '@' && is_ascii_letter(text, end + 1))
        return link_end(text, end);
    if (text.at[end] == ':' && span_starts(span_from(text, end), SPAN("://")))
        return link_end(text, end);
    return end;
}

static size_t word_run(struct span text, size_t at, unsigned most)
{
    uint32_t c;

    for (unsigned n = 0; n < most; n++) {
        size_t next = at;

        if (!utf8_next(text, &next, &c) || !(is_word(c) || c == '-'))
            break;
        at = next;
    }
    return at;
}

/* #交猫税#: the closing sign on the same line, no space inside the ends. */
static size_t topic_end(struct span text, size_t at)
{
    uint32_t before = ' ';
    uint32_t c;

    for (unsigned n = 0; n < TAG_MOST && utf8_next(text, &at, &c); n++) {
        if (c == '#' || c == 0xFF03)
            return n > 0 && before != ' ' ? at : 0;
        if (c == '\n' || (n == 0 && c == ' '))
            return 0;
        before = c;
    }
    return 0;
}

static size_t tag_end(struct span text, size_t at)
{
    size_t topic = topic_end(text, at);

    return topic > 0 ? topic : word_run(text, at, TAG_MOST);
}

/* [doge] [笑cry]; not [text](link) nor [a list, of things]. */
static size_t sticker_end(struct span text, size_t at)
{
    uint32_t c;

    for (unsigned n = 0; utf8_next(text, &at, &c); n++) {
        if (c == ']')
            return n > 0 && !(at < text.len && text.at[at] == '(') ? at : 0;
        if (n == STICKER_MOST || !is_word(c))
            return 0;
    }
    return 0;
}

static bool after_word(struct span text, size_t at)
{
    unsigned char before = at > 0 ? (unsigned char)text.at[at - 1] : ' ';

    return before < 0x80 && is_word(before);
}

size_t entity_at(struct span text, size_t at, enum entity_kind *ret)
{
    size_t inside = at;
    size_t end = 0;
    uint32_t c;

    if (!utf8_next(text, &inside, &c))
        return at;
    if (c == '[') {
        *ret = ENTITY_STICKER;
        end = sticker_end(text, inside);
    } else if (c == '#' || c == 0xFF03) {
        *ret = ENTITY_TAG;
        end = after_word(text, at) ? 0 : tag_end(text, inside);
    } else {
        *ret = ENTITY_MENTION;
        end = after_word(text, at) ? 0 : word_run(text, inside, MENTION_MOST);
    }
    return end > inside ? end : at;
}
