#include "translate/phrasebook.h"

#include <string.h>

#include "base/attr.h"
#include "base/heap.h"
#include "base/utf8.h"
#include "translate/letters.h"
#include "translate/token.h"

enum { MOST_STEM = 40 };

struct glossing {
    const struct dictionary *d;
    const struct glossary *g;
    struct span text, folded;
    struct buf *out;
    bool to_en;
};

/* ---- writing ---- */
static uint32_t last_written(const struct buf *b)
{
    size_t at = b->len;
    uint32_t c = ' ';

    if (!utf8_prev(buf_span(b), &at, &c))
        c = ' ';
    return c;
}

/* A word in English stands off from what is before it; in Chinese only Latin
 * words stand off from each other. */
static void add_word(const struct glossing *g, struct span word)
{
    uint32_t last = last_written(g->out);
    uint32_t first = ' ';
    size_t at = 0;
    bool apart;

    if (word.len == 0 || !utf8_next(word, &at, &first))
        return;
    if (g->to_en)
        apart = !letter_is_space(last) && first != '\'' &&
                (last > 0x7F || strchr("([{\"'/-#@$", (int)last) == NULL);
    else
        apart = letter_is_word(last) && letter_is_word(first);
    if (g->to_en && first == '\'' && last == ' ' && g->out->len > 0)
        g->out->len--; /* "__E0__ 的": the space was ours */
    if (apart)
        buf_add_byte(g->out, ' ');
    buf_add(g->out, word);
}

/* ---- punctuation ---- */
static const struct mark {
    const char *zh, *en;
    bool space; /* in English, behind it */
} marks[] = {
    {"，", ",", true},  {"。", ".", true},  {"！", "!", true},
    {"？", "?", true},  {"；", ";", true},  {"：", ":", true},
    {"、", ",", true},  {"（", "(", false}, {"）", ")", true},
    {"“", "\"", false}, {"”", "\"", true},  {"《", "\"", false},
    {"》", "\"", true}, {"……", "…", true},  {"～", "~", true},
    {"　", " ", false},
};

static bool ends_here(struct span s, size_t at)
{
    uint32_t c;

    return !utf8_next(s, &at, &c) || letter_is_space(c) ||
           (c < 0x80 && !letter_is_word(c));
}

static size_t punctuation_to_en(const struct glossing *g, size_t at)
{
    struct span rest = span_from(g->text, at);

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        struct span zh = span_of(marks[i].zh);
        bool opens = strchr("(\"", marks[i].en[0]) != NULL && !marks[i].space;

        if (!span_starts(rest, zh))
            continue;
        if (opens && !letter_is_space(last_written(g->out)))
            buf_add_byte(g->out, ' ');
        buf_add_text(g->out, marks[i].en);
        if (marks[i].space && !ends_here(g->text, at + zh.len) &&
            span_from(rest, zh.len).len > 0)
            buf_add_byte(g->out, ' ');
        return zh.len;
    }
    return 0;
}

static size_t punctuation_to_zh(const struct glossing *g, size_t at)
{
    struct span rest = span_from(g->text, at);

    for (size_t i = 0; i < 6; i++) { /* , . ! ? ; : */
        if (!span_starts(rest, span_of(marks[i].en)) ||
            !ends_here(g->text, at + 1))
            continue;
        buf_add_text(g->out, marks[i].zh);
        return rest.len > 1 && rest.at[1] == ' ' ? 2 : 1;
    }
    return 0;
}

/* ---- words ---- */
/* The longest of what the glossary and the dictionary know; the glossary wins
 * when both know it. */
static size_t longest(const struct glossing *g, struct span text,
                      struct span folded, size_t at, struct span *ret)
{
    size_t known = 0;
    uint32_t i = 0;
    const struct glossary_term *t = glossary_find(
        g->to_en ? &g->g->zh : &g->g->en, text, folded, at, &known);
    const struct phrases *p = g->to_en ? &g->d->zh : &g->d->en;
    size_t len = phrases_longest(p, folded, at, &i);

    if (t != NULL && t->to.at != NULL && known >= len) {
        *ret = t->to;
        return known;
    }
    if (len > 0)
        *ret = g->to_en ? dictionary_en(g->d, i) : dictionary_zh(g->d, i);
    return len;
}

/* dogs, cities, loved, stopped, going: the word they come from. */
static const struct ending {
    const char *ending, *instead;
    bool doubled; /* stopped → stop */
} endings[] = {
    {"ies", "y", false}, {"es", "", false},   {"s", "", false},
    {"'s", "", false},   {"ing", "", false},  {"ing", "e", false},
    {"ing", "", true},   {"ed", "", false},   {"ed", "e", false},
    {"ed", "", true},    {"ied", "y", false}, {"ly", "", false},
    {"er", "", false},   {"est", "", false},  {"d", "", false},
};

static bool stem(struct span word, const struct ending *end, char *room,
                 struct span *ret)
{
    struct span ending = span_of(end->ending);
    size_t len;

    if (word.len >= MOST_STEM || word.len < 2 || word.len - 2 < ending.len ||
        !span_ends(word, ending))
        return false;
    len = word.len - ending.len;
    if (end->doubled && (len < 3 || word.at[len - 1] != word.at[len - 2]))
        return false;
    len -= end->doubled;
    memcpy(room, word.at, len);
    memcpy(room + len, end->instead, strlen(end->instead));
    *ret = (struct span){room, len + strlen(end->instead)};
    return true;
}

static size_t latin_word(struct span s, size_t at)
{
    size_t end = at;

    while (end < s.len && (letter_is_word((unsigned char)s.at[end]) ||
                           (s.at[end] == '\'' && end > at && end + 1 < s.len &&
                            letter_is_word((unsigned char)s.at[end + 1]))))
        end++;
    return end - at;
}

static bool known_stem(const struct glossing *g, struct span word,
                       struct span *ret)
{
    char room[MOST_STEM + 4];
    struct span s;

    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (stem(word, &endings[i], room, &s) &&
            longest(g, s, s, 0, ret) == s.len)
            return true;
    return false;
}

/* An English word that no phrase begins with: its stem, or itself. */
static size_t lone_word(const struct glossing *g, size_t at)
{
    size_t len = latin_word(g->text, at);
    struct span known = {NULL, 0};

    if (len == 0)
        return 0;
    if (known_stem(g, span_slice(g->folded, at, at + len), &known))
        add_word(g, known);
    else
        add_word(g, span_slice(g->text, at, at + len));
    return len;
}

static bool in_word(struct span s, size_t at)
{
    return at > 0 && letter_is_word((unsigned char)s.at[at]) &&
           letter_is_word((unsigned char)s.at[at - 1]);
}

static size_t one_word(const struct glossing *g, size_t at)
{
    struct span known = {NULL, 0};
    size_t len;

    if (in_word(g->text, at))
        return 0;
    len = longest(g, g->text, g->folded, at, &known);
    if (len > 0 && !g->to_en && at + len < g->text.len &&
        latin_word(g->text, at) > len)
        len = 0; /* can't is no can */
    if (len > 0) {
        add_word(g, known);
        return len;
    }
    return lone_word(g, at);
}

static void other(const struct glossing *g, size_t *at)
{
    size_t from = *at;
    uint32_t c = 0;

    (void)utf8_next(g->text, at, &c);
    if (letter_is_space(c)) {
        if (g->to_en && !letter_is_space(last_written(g->out)))
            buf_add_byte(g->out, ' ');
        return; /* between Chinese words there is none */
    }
    if (letter_of(c) != LETTER_NONE)
        add_word(g, span_slice(g->text, from, *at));
    else
        buf_add(g->out, span_slice(g->text, from, *at));
}

/* In Chinese a link or name keeps the space that it had beside it. */
static void add_token(const struct glossing *g, size_t at, size_t len)
{
    bool spaced = !g->to_en && at > 0 && g->text.at[at - 1] == ' ';

    if (spaced && !letter_is_space(last_written(g->out)))
        buf_add_byte(g->out, ' ');
    add_word(g, span_slice(g->text, at, at + len));
    if (!g->to_en && at + len < g->text.len && g->text.at[at + len] == ' ')
        buf_add_byte(g->out, ' ');
}

void phrasebook_gloss(const struct dictionary *d, const struct glossary *gl,
                      struct span text, enum lang to, struct buf *out)
{
    char *folded = heap_array(text.len + 1, 1);
    struct glossing g = {d, gl, text, {folded, text.len}, out, to == LANG_EN};

    phrases_fold(text, folded);
    for (size_t at = 0; at < text.len;) {
        uint32_t number;
        size_t len = token_at(text, at, &number);

        if (len > 0)
            add_token(&g, at, len);
        if (len == 0)
            len = one_word(&g, at);
        if (len == 0)
            len =
                g.to_en ? punctuation_to_en(&g, at) : punctuation_to_zh(&g, at);
        if (len > 0)
            at += len;
        else
            other(&g, &at);
    }
    heap_free(folded);
}
