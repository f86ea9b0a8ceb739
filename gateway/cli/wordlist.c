#include "cli/wordlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "fold/chars.h"

enum { MOST_COLUMNS = 32, LONGEST_TERM = 256, MOST_WEIGHT = 1000000 };

/* ---- growing ---- */

bool wordlist_skip(struct wordlist *w, struct span text, uint32_t line,
                   const char *why)
{
    if (w->skipped_count == w->skipped_room) {
        uint32_t room = w->skipped_room > 0 ? w->skipped_room * 2 : 64;
        struct wordlist_skipped *grown = arena_grow(
            w->arena, w->skipped, w->skipped_count, room, sizeof(*grown));

        if (grown == NULL)
            return false;
        w->skipped = grown;
        w->skipped_room = room;
    }
    w->skipped[w->skipped_count++] = (struct wordlist_skipped){text, line, why};
    return true;
}

struct span wordlist_text(const struct wordlist_entry *entry)
{
    struct span first = entry->term[0];
    struct span last = entry->term[entry->count - 1];

    return (struct span){first.at, (size_t)(last.at - first.at) + last.len};
}

static int by_line(const void *a, const void *b)
{
    const struct wordlist_skipped *x = a;
    const struct wordlist_skipped *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

void wordlist_sort_skipped(struct wordlist *w)
{
    if (w->skipped_count > 1)
        qsort(w->skipped, w->skipped_count, sizeof(*w->skipped), by_line);
}

static bool keep(struct wordlist *w, const struct wordlist_entry *entry)
{
    if (w->count == w->room) {
        uint32_t room = w->room > 0 ? w->room * 2 : 1024;
        struct wordlist_entry *grown =
            arena_grow(w->arena, w->at, w->count, room, sizeof(*grown));

        if (grown == NULL)
            return false;
        w->at = grown;
        w->room = room;
    }
    w->at[w->count++] = *entry;
    return true;
}

/* ---- one entry ---- */

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF ||
           (c & 0xFFFEU) == 0xFFFE;
}

/* White space of any kind, the ideographic one too, and what nobody sees at
 * the end of a word: soft hyphens, marks of direction and zero width. Joiners
 * and variation selectors stay, emoji end in them. */
static bool is_blank(uint32_t c)
{
    return c <= 0x20 || (char_traits(c) & CHAR_SPACE) != 0 || c == 0xAD ||
           c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060;
}

static struct span trimmed(struct span s)
{
    size_t from = 0;
    size_t to = s.len;
    size_t next = 0;
    uint32_t c;

    while (utf8_next(s, &next, &c) && is_blank(c))
        from = next;
    for (next = to; next > from && utf8_prev(s, &next, &c) && is_blank(c);)
        to = next;
    return span_slice(s, from, to);
}

static const char *wrong_with(struct span term)
{
    size_t at = 0;
    uint32_t c;

    if (term.len == 0 || span_is(term, "*") || span_is(term, "**"))
        return "nothing to look for";
    if (term.len > LONGEST_TERM)
        return "longer than 256 bytes";
    while (utf8_next(term, &at, &c))
        if (is_control(c))
            return "a control character in it";
    return NULL;
}

static bool is_han_at(struct span s, size_t at, bool before)
{
    uint32_t c = 0;

    if (before ? !utf8_prev(s, &at, &c) : !utf8_next(s, &at, &c))
        return false;
    return (char_traits(c) & CHAR_HAN) != 0;
}

/* A blank, or the end of the text, beside the byte. */
static bool stands_alone(struct span s, size_t at)
{
    return (at == 0 || s.at[at - 1] == ' ') &&
           (at + 1 == s.len || s.at[at + 1] == ' ');
}

/* The plus of a combination at or behind *at: a "+" by itself, ＋, or between
 * Han characters, so that c++ and 18+ stay what they are. */
static bool find_plus(struct span s, size_t *at, size_t *ret_len)
{
    for (size_t i = *at; i < s.len; i++) {
        struct span rest = span_from(s, i);

        *at = i;
        *ret_len = 1;
        if (span_starts(rest, SPAN("＋"))) {
            *ret_len = strlen("＋");
            return true;
        }
        if (rest.at[0] == '+' &&
            (stands_alone(s, i) ||
             (is_han_at(s, i, true) && is_han_at(s, i + 1, false))))
            return true;
    }
    return false;
}

static bool add_entry(struct wordlist *w, struct wordlist_entry entry,
                      struct span text)
{
    struct span rest = trimmed(text);
    const char *wrong = NULL;
    bool more = true;

    while (more && wrong == NULL) {
        size_t at = 0;
        size_t len = 0;
        struct span term;

        more = find_plus(rest, &at, &len);
        if (entry.count == WORDLIST_MOST_TERMS) {
            wrong = "more than 6 words together";
            break;
        }
        term = trimmed(more ? span_slice(rest, 0, at) : rest);
        wrong = term.len == 0 && (more || entry.count > 0)
                    ? "a word is missing beside the plus"
                    : wrong_with(term);
        entry.term[entry.count++] = term;
        rest = span_from(rest, at + len);
    }
    return wrong != NULL ? wordlist_skip(w, trimmed(text), entry.line, wrong)
                         : keep(w, &entry);
}

static bool is_whole_number(struct span text)
{
    size_t at = span_starts(text, SPAN("-")) ? 1 : 0;
    bool digits = at < text.len;

    for (; at < text.len; at++)
        digits = digits && text.at[at] >= '0' && text.at[at] <= '9';
    return digits;
}

/* A word is kept without a weight that can't be one. */
static bool read_weight(struct wordlist *w, struct span word, struct span text,
                        struct wordlist_entry *entry)
{
    uint64_t n;

    text = trimmed(text);
    if (text.len == 0)
        return true;
    if (span_to_u64(text, &n) && n > 0 && n <= MOST_WEIGHT) {
        entry->weight = (uint32_t)n;
        return true;
    }
    return wordlist_skip(w, trimmed(word), entry->line,
                         is_whole_number(text)
                             ? "its weight is not from 1 to 1000000: kept "
                               "without"
                             : "its weight is no whole number: kept without");
}

/* ---- lines ---- */

static bool add_line(struct wordlist *w, struct span line, uint32_t number)
{
    struct wordlist_entry entry = {.line = number};
    struct span text;
    size_t tab;
    size_t bad;

    if (!utf8_valid(line, &bad))
        return wordlist_skip(w, SPAN(""), number,
                             "not UTF-8; say which --charset it is");
    text = trimmed(line);
    if (text.len == 0 || span_starts(text, SPAN("# ")) || span_is(text, "#"))
        return true;
    tab = span_find_byte(text, '\t', 0);
    return read_weight(w, span_slice(text, 0, tab), span_from(text, tab + 1),
                       &entry) &&
           add_entry(w, entry, span_slice(text, 0, tab));
}

static bool read_lines(struct wordlist *w, struct span text)
{
    struct span line;

    for (uint32_t number = 1; span_cut(&text, '\n', &line); number++)
        if (!add_line(w, line, number))
            return false;
    return true;
}

/* ---- CSV ---- */

enum column { COLUMN_WORD, COLUMN_CATEGORY, COLUMN_WEIGHT, COLUMN_KINDS };

struct csv {
    struct wordlist *w;
    struct span text;
    size_t at;
    uint32_t line;
    struct span cell[MOST_COLUMNS];
    uint32_t count;
    int column[COLUMN_KINDS]; /* which cell it is, or -1 */
};

/* A cell in quotes: "" inside is one quote. */
static bool read_quoted(struct csv *c, struct span *ret)
{
    size_t room;
    size_t len = 0;
    size_t end = c->at + 1;
    char *copy;

    while (end < c->text.len &&
           (c->text.at[end] != '"' ||
            span_starts(span_from(c->text, end + 1), SPAN("\""))))
        end += c->text.at[end] == '"' ? 2 : 1;
    if (end >= c->text.len)
        return false;
    room = end - c->at;
    copy = arena_alloc(c->w->arena, room + 1);
    for (size_t i = c->at + 1; copy != NULL && i < end; i++) {
        c->line += c->text.at[i] == '\n';
        copy[len++] = c->text.at[i];
        i += c->text.at[i] == '"';
    }
    *ret = (struct span){copy, len};
    c->at = end + 1;
    return copy != NULL;
}

static bool read_cell(struct csv *c, struct span *ret)
{
    size_t from = c->at;

    if (span_starts(span_from(c->text, from), SPAN("\""))) {
        if (!read_quoted(c, ret))
            return false;
    } else {
        while (c->at < c->text.len &&
               strchr(",\r\n", c->text.at[c->at]) == NULL)
            c->at++;
        *ret = span_slice(c->text, from, c->at);
    }
    return c->at == c->text.len || strchr(",\r\n", c->text.at[c->at]) != NULL;
}

/* One record; false: there is something wrong with its quotes. */
static bool read_record(struct csv *c)
{
    c->count = 0;
    for (;;) {
        struct span cell;

        if (!read_cell(c, &cell))
            return false;
        if (c->count < MOST_COLUMNS)
            c->cell[c->count++] = cell;
        if (c->at == c->text.len)
            return true;
        if (c->text.at[c->at] != ',')
            break;
        c->at++;
    }
    c->at += span_starts(span_from(c->text, c->at), SPAN("\r\n")) ? 2 : 1;
    return true;
}

/* Names of columns, by kind; each list ends with NULL. */
static const char *const column_names[COLUMN_KINDS][12] = {
    [COLUMN_WORD] = {"word", "term", "keyword", "text", "phrase", "词", "词语",
                     "关键词", "敏感词", "關鍵詞", "詞", NULL},
    [COLUMN_CATEGORY] = {"category", "type", "class", "label", "tag", "类别",
                         "分类", "类型", "標籤", "類別", "分類", NULL},
    [COLUMN_WEIGHT] = {"weight", "score", "level", "severity", "权重", "分数",
                       "等级", "權重", "分數", NULL},
};

static int column_kind(struct span name)
{
    for (int k = 0; k < COLUMN_KINDS; k++)
        for (const char *const *n = column_names[k]; *n != NULL; n++)
            if (span_equal_nocase(trimmed(name), span_of(*n)))
                return k;
    return -1;
}

/* Whether the record is a header; then it says where the columns are. */
static bool read_header(struct csv *c)
{
    int column[COLUMN_KINDS] = {-1, -1, -1};

    for (uint32_t i = 0; i < c->count; i++) {
        int kind = column_kind(c->cell[i]);

        if (kind >= 0 && column[kind] < 0)
            column[kind] = (int)i;
    }
    if (column[COLUMN_WORD] < 0)
        return false;
    memcpy(c->column, column, sizeof(column));
    return true;
}

static struct span cell_of(const struct csv *c, enum column column)
{
    int at = c->column[column];

    return at >= 0 && (uint32_t)at < c->count ? trimmed(c->cell[at]) : SPAN("");
}

static bool add_record(struct csv *c, uint32_t line)
{
    struct wordlist_entry entry = {.category = cell_of(c, COLUMN_CATEGORY),
                                   .line = line};
    struct span text = cell_of(c, COLUMN_WORD);

    if (text.len == 0 && c->count <= 1)
        return true; /* an empty line */
    return read_weight(c->w, text, cell_of(c, COLUMN_WEIGHT), &entry) &&
           add_entry(c->w, entry, text);
}

static bool read_csv(struct wordlist *w, struct span text)
{
    struct csv c = {.w = w, .text = text, .line = 1, .column = {0, 1, -1}};
    size_t bad;
    bool first = true;

    if (!utf8_valid(text, &bad))
        return wordlist_skip(w, SPAN(""), 1,
                             "not UTF-8; say which --charset it is");
    while (c.at < c.text.len) {
        uint32_t line = c.line;

        if (!read_record(&c))
            return !arena_full(w->arena) &&
                   wordlist_skip(w, SPAN(""), line,
                                 "quotes that do not end; nothing behind it "
                                 "was read");
        c.line++;
        if (!(first && read_header(&c)) && !add_record(&c, line))
            return false;
        first = false;
    }
    return true;
}

bool wordlist_read(struct wordlist *w, struct span text,
                   enum wordlist_shape shape, struct err *e)
{
    bool ok;

    if (span_starts(text, SPAN("\xEF\xBB\xBF")))
        text = span_from(text, 3);
    ok = shape == WORDLIST_CSV ? read_csv(w, text) : read_lines(w, text);
    return ok || arena_err(w->arena, "the list", e);
}
