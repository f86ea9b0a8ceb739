#include "guess/links.h"

#include <stddef.h>
#include <string.h>

enum {
    LINK_MOST = 256, /* bytes looked at on each side */
    NAME_MOST = 60   /* bytes of a name, 20 Han characters */
};

/* Links are of ASCII, without spaces, quotes and brackets. */
static bool in_link(unsigned char c)
{
    return c > ' ' && c < 0x7F && strchr("<>\"'()[]{}|\\^`,;", c) == NULL;
}

/* Letters, digits, and the bytes of Han characters. */
static bool in_name(unsigned char c)
{
    return (c >= 0x80 && c < 0xC0) || (c >= 0xE4 && c <= 0xE9) ||
           (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-';
}

static struct span run_around(struct span text, struct range at)
{
    size_t from = at.from;
    size_t to = at.to;

    while (from > 0 && at.from - from < LINK_MOST &&
           in_link((unsigned char)text.at[from - 1]))
        from--;
    while (to < text.len && to - at.to < LINK_MOST &&
           in_link((unsigned char)text.at[to]))
        to++;
    return span_slice(text, from, to);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Whether the letters behind a dot are what domains and pages end in. */
static bool ends_link(struct span rest)
{
    static const char endings[] = " com net org cn hk tw us uk io me tv cc co "
                                  "gov edu info html htm php ";
    char key[8] = " ";
    size_t n = 0;

    while (n < rest.len && is_letter(rest.at[n]) && n < sizeof(key) - 3)
        n++;
    if (n < 2 || (n < rest.len && is_letter(rest.at[n])))
        return false;
    memcpy(key + 1, rest.at, n);
    key[n + 1] = ' ';
    return strstr(endings, key) != NULL;
}

/* f.a.l.u.n is no link: it takes a scheme, the ending of a host, or an @. */
static bool is_link(struct span run)
{
    for (size_t i = 1; i + 1 < run.len; i++) {
        bool joins = is_letter(run.at[i - 1]) && is_letter(run.at[i + 1]);

        if ((run.at[i] == '@' && joins) ||
            (run.at[i] == ':' && run.at[i + 1] == '/') ||
            (run.at[i] == '.' && joins &&
             ends_link(span_slice(run, i + 1, run.len))))
            return true;
    }
    return false;
}

static bool is_named(struct span text, size_t from)
{
    size_t i = from;

    while (i > 0 && from - i < NAME_MOST &&
           in_name((unsigned char)text.at[i - 1]))
        i--;
    return i > 0 && text.at[i - 1] == '@';
}

bool links_hold(struct span text, struct range at)
{
    bool ascii = true;

    for (size_t i = at.from; i < at.to; i++)
        ascii = ascii && in_link((unsigned char)text.at[i]);
    return (ascii && is_link(run_around(text, at))) || is_named(text, at.from);
}
