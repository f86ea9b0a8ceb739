/*
 * Markup is looked through, not parsed: whatever a browser would show as one
 * character, or not show at all, must not break a word apart. Works on the
 * default view, so names are in small letters.
 *
 *     鸡<b>吧</b>          鸡吧        the tags leave nothing
 *     ass<br>hole          ass>hole    a line break leaves a gap character
 *     &amp;#102;&#x75;ck   fuck        each entity is a whole in the map
 *     5 < 6 & b>a          as it is
 */
#include <string.h>

#include "base/utf8.h"
#include "fold/space.h"
#include "fold/table.h"

enum { LONGEST_TAG = 512, LONGEST_ENTITY = 40, MOST_ESCAPES = 3 };

struct name {
    const char *name, *text;
};

/* clang-format off */
static const struct name names[] = {
    {"aelig", "ae"}, {"alpha", "α"}, {"amp", "&"}, {"apos", "'"}, {"ast", "*"},
    {"beta", "β"}, {"bull", "•"}, {"cent", "¢"}, {"chi", "χ"}, {"colon", ":"},
    {"comma", ","}, {"commat", "@"}, {"copy", "©"}, {"curren", "¤"},
    {"dash", "-"}, {"deg", "°"}, {"delta", "δ"}, {"divide", "÷"},
    {"dollar", "$"}, {"emsp", " "}, {"ensp", " "}, {"epsilon", "ε"},
    {"equals", "="}, {"eta", "η"}, {"eth", "d"}, {"euro", "€"}, {"excl", "!"},
    {"fjlig", "fj"}, {"gamma", "γ"}, {"gt", ">"}, {"hairsp", " "},
    {"hellip", "…"}, {"hyphen", "-"}, {"iexcl", "¡"}, {"inodot", "ı"},
    {"iota", "ι"}, {"kappa", "κ"}, {"lambda", "λ"}, {"laquo", "«"},
    {"lowbar", "_"}, {"lpar", "("}, {"lrm", ""}, {"lsqb", "["}, {"lt", "<"},
    {"mdash", "-"}, {"micro", "μ"}, {"middot", "·"}, {"mu", "μ"},
    {"nbsp", " "}, {"ndash", "-"}, {"newline", "\n"}, {"nu", "ν"},
    {"num", "#"}, {"oelig", "oe"}, {"omega", "ω"}, {"omicron", "ο"},
    {"para", "¶"}, {"percnt", "%"}, {"period", "."}, {"phi", "φ"},
    {"pi", "π"}, {"plus", "+"}, {"pound", "£"}, {"psi", "ψ"}, {"quest", "?"},
    {"quot", "\""}, {"raquo", "»"}, {"reg", "®"}, {"rho", "ρ"}, {"rlm", ""},
    {"rpar", ")"}, {"rsqb", "]"}, {"sect", "§"}, {"semi", ";"}, {"shy", ""},
    {"sigma", "σ"}, {"sol", "/"}, {"szlig", "ss"}, {"tab", "\t"},
    {"tau", "τ"}, {"theta", "θ"}, {"thinsp", " "}, {"thorn", "th"},
    {"tilde", "~"}, {"times", "×"}, {"uml", "¨"}, {"upsilon", "υ"},
    {"verbar", "|"}, {"vert", "|"}, {"xi", "ξ"}, {"yen", "¥"}, {"zeta", "ζ"},
    {"zerowidthspace", ""}, {"zwj", ""}, {"zwnj", ""},
};

/* What follows a letter in the name of that letter with a mark, in another
 * alphabet's style: all fold to the letter. */
static const char *const dressed[] = {
    "acute", "breve", "caron", "cedil", "circ", "dblac", "dot", "fr", "grave",
    "macr", "ogon", "opf", "ring", "scr", "slash", "strok", "tilde", "uml",
};

/* Tags that end a line; all others lie within one. */
static const char *const breaking[] = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
};
/* clang-format on */

/* What stands at a place: its length in the base, what it shows. */
struct mark {
    size_t len;
    char text[FOLD_LONGEST];
    size_t text_len;
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void show(struct mark *m, struct span text)
{
    memcpy(m->text, text.at, text.len);
    m->text_len = text.len;
}

static void show_folded(struct mark *m, uint32_t c)
{
    const struct fold_change *change =
        fold_changes(c) ? &fold_table.full[fold_entry(c)] : NULL;

    if (change != NULL)
        show(m, (struct span){change->text, change->len});
    else
        m->text_len = utf8_put(c, m->text);
}

static unsigned digit_of(char c)
{
    return is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

/* "#102;" or "#x66;"; the semicolon may be missing. */
static bool read_number(struct span s, struct mark *ret)
{
    bool hex = s.len > 1 && s.at[1] == 'x';
    size_t first = hex ? 2 : 1;
    size_t at = first;
    uint32_t c = 0;

    while (at < s.len && at < LONGEST_ENTITY && c < CHAR_MOST &&
           (is_digit(s.at[at]) || (hex && s.at[at] >= 'a' && s.at[at] <= 'f')))
        c = c * (hex ? 16 : 10) + digit_of(s.at[at++]);
    if (at == first || c == 0 || c >= CHAR_MOST || (c >= 0xD800 && c < 0xE000))
        return false;
    ret->len = at + (at < s.len && s.at[at] == ';' ? 1 : 0);
    show_folded(ret, c);
    return true;
}

static bool is_dressed(struct span name)
{
    for (size_t i = 0; i < COUNT_OF(dressed); i++) {
        if (span_is(span_from(name, 1), dressed[i]))
            return true;
    }
    return false;
}

static bool read_name(struct span s, struct mark *ret)
{
    struct span name;
    size_t at = 0;

    if (s.at == NULL)
        return false;
    while (at < s.len && at < LONGEST_ENTITY && is_letter(s.at[at]))
        at++;
    if (at == 0 || at == s.len || s.at[at] != ';')
        return false;
    name = span_slice(s, 0, at);
    ret->len = at + 1;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (span_is(name, names[i].name)) {
            show(ret, span_of(names[i].text));
            return true;
        }
    }
    show(ret, span_slice(name, 0, 1));
    return is_dressed(name);
}

/* From an ampersand on. */
static bool read_entity(struct span s, struct mark *ret)
{
    size_t skip = 1;

    for (int i = 0; i < MOST_ESCAPES; i++) {
        struct span rest = span_from(s, skip);

        if (rest.len > 5 && span_starts(rest, SPAN("amp;")) &&
            (rest.at[4] == '#' || is_letter(rest.at[4])))
            skip += 4;
    }
    for (;; skip = 1) {
        struct span rest = span_from(s, skip);

        if (rest.len > 0 && (rest.at[0] == '#' ? read_number(rest, ret)
                                               : read_name(rest, ret))) {
            ret->len += skip;
            return true;
        }
        if (skip == 1)
            return false;
    }
}

static bool is_breaking(struct span name)
{
    for (size_t i = 0; i < COUNT_OF(breaking); i++) {
        if (span_is(name, breaking[i]))
            return true;
    }
    return false;
}

/* Behind the first '>' that no quoted attribute value holds. */
static size_t quoted_end(struct span s)
{
    char quote = '\0';
    char before = '\0';

    for (size_t at = 1; at < s.len; at++) {
        const char c = s.at[at];

        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
            continue;
        }
        if (c == '>')
            return at + 1;
        if (c == '<')
            return 0;
        if ((c == '"' || c == '\'') && before == '=')
            quote = c;
        if (c != ' ')
            before = c;
    }
    return 0;
}

size_t fold_tag_end(struct span s)
{
    const struct span dashes = SPAN("-->");
    size_t end;

    if (span_starts(s, SPAN("<!--"))) {
        end = span_find(s, dashes, 2); /* <!--> is a whole one */
        if (end < s.len)
            return end + dashes.len;
    }
    end = quoted_end(s);
    if (end > 0)
        return end;
    end = span_find_byte(s, '>', 0);
    return end < s.len && span_find_byte(s, '<', 1) > end ? end + 1 : 0;
}

static bool in_tag_name(char c, bool first)
{
    return is_letter(c) ||
           (!first && (is_digit(c) || c == '-' || c == ':' || c == '_'));
}

/* Where the name of a tag ends that starts at `from`; `from` when none does. */
static size_t name_end(struct span s, size_t from)
{
    size_t at = from;

    while (at < s.len && in_tag_name(s.at[at], at == from))
        at++;
    if (at == s.len || memchr("> /\t\n", s.at[at], 5) == NULL)
        return from;
    return at;
}

/* From "<" on: a tag, a comment, or what browsers take for one (<!x>, <?x>). */
static bool read_tag(struct span s, struct mark *ret)
{
    struct span near = span_slice(s, 0, LONGEST_TAG);
    size_t from = near.len > 1 && near.at[1] == '/' ? 2 : 1;
    size_t at = name_end(near, from);

    if (near.len < 3 || (at == from && near.at[1] != '!' && near.at[1] != '?'))
        return false;
    ret->len = fold_tag_end(near);
    show(ret, is_breaking(span_slice(near, from, at)) ? SPAN(">") : SPAN(""));
    return ret->len > 0;
}

static bool read_mark(struct span s, struct mark *ret)
{
    if (s.at == NULL)
        return false;
    return span_starts(s, SPAN("&")) ? read_entity(s, ret) : read_tag(s, ret);
}

/* Where the next of one byte stands; asked again only once it is passed, so
 * that many of the one kind cost no search for the other. */
struct next {
    char byte;
    size_t at;
};

static size_t next_of(struct next *n, struct span text, size_t from)
{
    const char *found;

    if (n->at >= from && n->at > 0)
        return n->at;
    found = from < text.len ? memchr(text.at + from, n->byte, text.len - from)
                            : NULL;
    n->at = found != NULL ? (size_t)(found - text.at) : text.len;
    return n->at;
}

/* The first place at or after `at` where markup may begin, or the end. */
static size_t next_place(struct next mark[2], struct span text, size_t at)
{
    size_t entity = next_of(&mark[0], text, at);
    size_t tag = next_of(&mark[1], text, at);

    return entity < tag ? entity : tag;
}

/* There is room for the rest of the base before and after. */
static void write_mark(struct fold_page *page, const struct mark *m, size_t at,
                       size_t rest)
{
    page_reserve(page, m->text_len + rest);
    if (m->text_len > 0) {
        page_whole(page, at, m->len);
        memcpy(page->text + page->len, m->text, m->text_len);
        page->len += m->text_len;
    }
    page_piece(page, at + m->len);
}

struct fold_view fold_markup(struct fold_space *s,
                             const struct fold_view *folded)
{
    struct fold_page *page = &s->page[PAGE_MARKUP];
    struct span text = folded->text;
    struct next next[2] = {{.byte = '&'}, {.byte = '<'}};
    struct mark mark;
    size_t copied = 0;

    page->piece_count = 0;
    for (size_t at = next_place(next, text, 0); at < text.len;
         at = next_place(next, text, at)) {
        if (!read_mark(span_from(text, at), &mark)) {
            at++;
            continue;
        }
        if (page->piece_count == 0)
            page_start(page, text.len + FOLD_SLACK);
        memcpy(page->text + page->len, text.at + copied, at - copied);
        page->len += at - copied;
        write_mark(page, &mark, at, text.len - at);
        at += mark.len;
        copied = at;
    }
    if (page->piece_count == 0)
        return (struct fold_view){.text = text, .base = text};
    memcpy(page->text + page->len, text.at + copied, text.len - copied);
    page->len += text.len - copied;
    page_reserve(page, FOLD_SLACK);
    memset(page->text + page->len, 0, FOLD_SLACK);
    return page_view(page, text);
}
