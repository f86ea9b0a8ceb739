#include "translate/literal.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "translate/letters.h"
#include "translate/token.h"

/* Nothing is looked at further than this from where it starts: a hostile text
 * must not cost more than its length times a constant. */
enum { MOST_RUN = 2048, MOST_CODE = 2048, MOST_HANDLE = 128 };
enum { MOST_NAME = 30, MOST_TAG = 60, MOST_STICKER = 12 };

static uint32_t before(struct span s, size_t at)
{
    uint32_t c = 0;

    (void)utf8_prev(s, &at, &c);
    return c;
}

static size_t ascii_run(struct span s, size_t at, const char *also)
{
    size_t end = at;
    size_t most = s.len - at > MOST_RUN ? at + MOST_RUN : s.len;

    while (end < most && s.at[end] != '\0' && (s.at[end] & 0x80) == 0 &&
           (letter_is_word((unsigned char)s.at[end]) ||
            strchr(also, s.at[end]) != NULL))
        end++;
    return end - at;
}

/* ---- links ---- */
/* Text often goes on in Chinese right behind a link, so one ends at the first
 * byte that is not ASCII. */
static size_t link_length(struct span s, size_t at)
{
    size_t len = ascii_run(s, at, "-._~:/?#[]@!$&'()*+,;=%");

    while (len > 0 && strchr(".,;:!?'\")]*~", s.at[at + len - 1]) != NULL) {
        if (s.at[at + len - 1] == ')' && memchr(s.at + at, '(', len) != NULL)
            break;
        len--;
    }
    return len;
}

static bool known_ending(struct span host)
{
    static const char *const endings[] = {
        "com", "cn",  "net",  "org", "io",  "co",  "me", "tv", "cc", "app",
        "dev", "xyz", "info", "top", "gov", "edu", "uk", "hk", "tw", "jp"};
    size_t dot = host.len;

    while (dot > 0 && host.at[dot - 1] != '.')
        dot--;
    if (dot < 2)
        return false;
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (span_equal_nocase(span_from(host, dot), span_of(endings[i])))
            return true;
    return false;
}

/* example.com, example.com/x, someone@example.com */
static size_t bare_link(struct span s, size_t at)
{
    size_t local = ascii_run(s, at, "-.+%");
    size_t host = at;
    size_t len;

    if (at > 0 && s.at[at - 1] > 0 && strchr("-.+%@", s.at[at - 1]) != NULL)
        return 0; /* the middle of something that was none */
    if (local > 0 && at + local < s.len && s.at[at + local] == '@')
        host = at + local + 1;
    len = ascii_run(s, host, "-.");
    while (len > 0 &&
           (s.at[host + len - 1] == '.' || s.at[host + len - 1] == '-'))
        len--;
    if (!known_ending(span_slice(s, host, host + len)))
        return 0;
    if (host > at || host + len >= s.len || s.at[host + len] != '/')
        return host + len - at;
    return link_length(s, at);
}

static size_t link_at(struct span s, size_t at)
{
    static const struct span schemes[] = {
        SPAN_INIT("https://"), SPAN_INIT("http://"), SPAN_INIT("ftp://"),
        SPAN_INIT("www."), SPAN_INIT("mailto:")};
    struct span rest = span_from(s, at);

    if (letter_is_word(before(s, at)) ||
        !letter_is_word((unsigned char)s.at[at]))
        return 0;
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (span_starts_nocase(rest, schemes[i])) {
            size_t len = link_length(s, at);

            return len > schemes[i].len ? len : 0;
        }
    return bare_link(s, at);
}

/* ---- names and tags ---- */
static bool is_name(uint32_t c)
{
    return c == '-' || letter_is_word(c) || (c > 0x7F && u_isalnum((UChar32)c));
}

/* A name that begins in ASCII ends where Chinese begins: @bob你好. */
static size_t name_length(struct span s, size_t at)
{
    size_t end = at;
    size_t next = at;
    uint32_t c;
    bool ascii = at < s.len && (s.at[at] & 0x80) == 0;

    if (ascii) {
        end += ascii_run(span_slice(s, 0, at + MOST_HANDLE), at, "-.@");
        while (end > at && strchr("-.@", s.at[end - 1]) != NULL)
            end--;
        return end - at;
    }
    for (int n = 0; n < MOST_NAME && utf8_next(s, &next, &c); n++) {
        if (!is_name(c))
            break;
        end = next;
    }
    return end - at;
}

static size_t mention_at(struct span s, size_t at)
{
    struct span rest = span_from(s, at);
    size_t sign = span_starts(rest, SPAN("@"))    ? 1
                  : span_starts(rest, SPAN("＠")) ? sizeof("＠") - 1
                                                  : 0;
    size_t len;

    if (sign == 0 || letter_is_word(before(s, at)))
        return 0;
    len = name_length(s, at + sign);
    return len > 0 ? sign + len : 0;
}

/* #话题#: to the next # when no space is inside either end. */
static size_t closed_tag(struct span s, size_t at, size_t sign)
{
    size_t next = at + sign;
    uint32_t last = ' ';
    uint32_t c;

    for (int n = 0; n < MOST_TAG && utf8_next(s, &next, &c); n++) {
        if (c == '#' || c == 0xFF03)
            return letter_is_space(last) ? 0 : next - at;
        if (n == 0 && letter_is_space(c))
            return 0;
        last = c;
    }
    return 0;
}

static size_t open_tag(struct span s, size_t at, size_t sign)
{
    size_t end = at + sign;
    size_t next = end;
    bool letter = false;
    uint32_t c;

    for (int n = 0; n < MOST_TAG && utf8_next(s, &next, &c); n++) {
        if (!is_name(c))
            break;
        letter = letter || letter_of(c) != LETTER_NONE;
        end = next;
    }
    return letter ? end - at : 0; /* #1 is a rank */
}

static size_t tag_at(struct span s, size_t at)
{
    struct span rest = span_from(s, at);
    size_t sign = span_starts(rest, SPAN("#"))    ? 1
                  : span_starts(rest, SPAN("＃")) ? sizeof("＃") - 1
                                                  : 0;
    size_t len;

    if (sign == 0 || letter_is_word(before(s, at)) || before(s, at) == '&')
        return 0;
    len = closed_tag(s, at, sign);
    return len > 0 ? len : open_tag(s, at, sign);
}

/* ---- stickers, emoji ---- */
static size_t sticker_at(struct span s, size_t at)
{
    size_t next = at + 1;
    uint32_t c;

    if (s.at[at] == ':') {
        size_t len = ascii_run(s, at + 1, "+-");

        if (len < 2 || letter_is_word(before(s, at)) || at + 1 + len >= s.len ||
            s.at[at + 1 + len] != ':' ||
            letters_count(span_slice(s, at + 1, at + 1 + len)).latin < 2)
            return 0;
        return len + 2;
    }
    if (s.at[at] != '[')
        return 0;
    for (int n = 0; n <= MOST_STICKER && utf8_next(s, &next, &c); n++) {
        if (c == ']')
            return n > 0 ? next - at : 0;
        if (!is_name(c))
            return 0;
    }
    return 0;
}

static bool is_pictograph(uint32_t c)
{
    return c > 0xFF &&
           (u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC) ||
            u_hasBinaryProperty((UChar32)c, UCHAR_REGIONAL_INDICATOR));
}

static bool extends_emoji(uint32_t c)
{
    return c == 0x200D || c == 0xFE0F || c == 0x20E3 ||
           (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
}

static bool keycap(struct span s, size_t at)
{
    struct span rest = span_from(s, at + 1);

    return (s.at[at] == '#' || s.at[at] == '*' ||
            (s.at[at] >= '0' && s.at[at] <= '9')) &&
           (span_starts(rest, SPAN("\xEF\xB8\x8F\xE2\x83\xA3")) ||
            span_starts(rest, SPAN("\xE2\x83\xA3")));
}

static size_t emoji(struct span line, size_t at)
{
    size_t end = at;
    size_t next = at;
    uint32_t c;

    while (utf8_next(line, &next, &c)) {
        bool more = is_pictograph(c) || (end > at && extends_emoji(c)) ||
                    (c < 0x80 && keycap(line, end));

        if (!more)
            break;
        end = next;
    }
    return end - at;
}

/* ---- the rest ---- */
size_t literal_code(struct span line, size_t at)
{
    size_t ticks = 0;
    size_t end;

    while (at + ticks < line.len && line.at[at + ticks] == '`')
        ticks++;
    if (ticks == 0 || (at > 0 && line.at[at - 1] == '`'))
        return 0;
    line = span_slice(line, 0, at + MOST_CODE);
    for (end = at + ticks; end < line.len;) {
        size_t run = 0;

        while (end + run < line.len && line.at[end + run] == '`')
            run++;
        if (run == ticks)
            return end + run - at;
        end += run > 0 ? run : 1;
    }
    return 0;
}

static size_t reference_at(struct span s, size_t at)
{
    size_t hash = at + 1 < s.len && s.at[at + 1] == '#' ? 1 : 0;
    size_t len;

    if (s.at[at] != '&')
        return 0;
    len = ascii_run(s, at + 1 + hash, "");
    if (len == 0 || len > 31 || at + 1 + hash + len >= s.len ||
        s.at[at + 1 + hash + len] != ';')
        return 0;
    return len + hash + 2;
}

static size_t mask_at(struct span s, size_t at)
{
    size_t end = at;
    size_t next = at;
    size_t stars = 0;
    uint32_t c;

    while (utf8_next(s, &next, &c)) {
        if (c != '*' && c != 0xFF0A && c != 0x2588)
            break;
        stars += c == '*';
        end = next;
    }
    return end - at == 1 && stars == 1 ? 0 : end - at;
}

static size_t forged_token(struct span s, size_t at)
{
    uint32_t number;

    return token_at(s, at, &number);
}

size_t literal_at(struct span line, size_t at, enum literal_kind *ret)
{
    static const struct {
        enum literal_kind kind;
        size_t (*length)(struct span line, size_t at);
    } kinds[] = {
        {LITERAL_TOKEN, forged_token}, {LITERAL_REFERENCE, reference_at},
        {LITERAL_CODE, literal_code},  {LITERAL_EMOJI, emoji},
        {LITERAL_LINK, link_at},       {LITERAL_MENTION, mention_at},
        {LITERAL_TAG, tag_at},         {LITERAL_STICKER, sticker_at},
        {LITERAL_MASK, mask_at},
    };

    if (at >= line.len)
        return 0;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t len = kinds[i].length(line, at);

        if (len > 0) {
            *ret = kinds[i].kind;
            return len;
        }
    }
    return 0;
}
