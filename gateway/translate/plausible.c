#include "translate/plausible.h"

#include "base/utf8.h"
#include "translate/token.h"

/* Latin letters a Han character, and a length from which the lower bound holds:
 * short posts are too free. */
enum { FEWEST_HAN = 10, FEWEST_LATIN = 30, MOST_EACH = 15, SLACK = 60 };

/* Without the tokens, whose letter is none of the text's. */
static bool without_tokens(struct arena *a, struct span s, struct span *ret)
{
    char *out = arena_alloc(a, s.len + 1);
    size_t len = 0;
    uint32_t number;

    if (out == NULL)
        return false;
    for (size_t at = 0; at < s.len;) {
        size_t token = token_at(s, at, &number);

        if (token == 0)
            out[len++] = s.at[at++];
        else
            out[len++] = ' ';
        at += token;
    }
    *ret = (struct span){out, len};
    return true;
}

/* What an HTML reader would take for the start of a tag. */
static size_t tag_openers(struct span s)
{
    size_t n = 0;

    for (size_t at = 0; at + 1 < s.len; at++) {
        char c = s.at[at + 1];

        n += s.at[at] == '<' &&
             (c == '/' || c == '!' || c == '?' ||
              letter_of((unsigned char)(c & 0x7F)) == LETTER_LATIN);
    }
    return n;
}

/* OK, NASA, iPhone 15: nothing that a translation would change. */
static bool only_names(struct span s)
{
    size_t at = 0;
    uint32_t c;
    bool inner = false;
    bool in_word = false;
    bool named = true;

    while (named && utf8_next(s, &at, &c)) {
        bool letter = letter_of(c) == LETTER_LATIN || (c >= '0' && c <= '9');
        bool marks = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (letter && in_word)
            inner = inner || marks;
        if (letter && !in_word)
            inner = c >= '0' && c <= '9';
        if (!letter && in_word)
            named = inner;
        in_word = letter;
    }
    return named && (!in_word || inner);
}

static bool right_script(struct span sent, struct span answer, enum lang to,
                         struct err *e)
{
    struct letters s = letters_count(sent);
    struct letters n = letters_count(answer);
    uint32_t all = n.han + n.latin + n.other;

    if (n.other * 2 > all)
        return err_set(e, ERR_IMPLAUSIBLE, NULL, "it is in another script");
    if (lang_is_zh(to)) {
        if (n.han == 0)
            return err_set(e, ERR_IMPLAUSIBLE, NULL, "no Han character in it");
        if (s.words >= 6 && n.latin * 10 > s.latin * 6)
            return err_set(e, ERR_IMPLAUSIBLE, NULL,
                           "most of it is not Chinese");
        return true;
    }
    if (n.latin == 0 || n.han * 3 > s.han || n.han > n.latin)
        return err_set(e, ERR_IMPLAUSIBLE, NULL,
                       "%u of %u Han characters came back", (unsigned)n.han,
                       (unsigned)s.han);
    return true;
}

static bool right_length(struct span sent, struct span answer, enum lang to,
                         struct err *e)
{
    struct letters s = letters_count(sent);
    struct letters n = letters_count(answer);
    uint64_t han = lang_is_zh(to) ? n.han + n.latin : s.han;
    uint64_t latin = lang_is_zh(to) ? s.latin : n.latin;
    bool cut_off;
    bool padded;

    if (lang_is_zh(to)) {
        cut_off = latin >= FEWEST_LATIN && han * 10 < latin;
        padded = n.han > latin * 2 + SLACK / 3;
    } else {
        cut_off = han >= FEWEST_HAN && latin < han;
        padded = latin > (han + s.latin) * MOST_EACH + SLACK;
    }
    if (cut_off || padded)
        return err_set(
            e, ERR_IMPLAUSIBLE, NULL, "it is too %s: %u letters for %u",
            cut_off ? "short" : "long", (unsigned)(n.han + n.latin + n.other),
            (unsigned)(s.han + s.latin + s.other));
    return true;
}

static bool all_tokens(const struct protected_text *sent, struct span answer,
                       struct arena *a, struct err *e)
{
    struct span ignored;

    return protect_restore(a, sent, answer, &ignored, e);
}

bool plausible(const struct protected_text *sent, struct span answer,
               enum lang to, struct arena *a, struct err *e)
{
    struct span s;
    struct span n;

    if (!without_tokens(a, sent->wire, &s) || !without_tokens(a, answer, &n))
        return arena_err(a, "a translation", e);
    if (span_find_byte(answer, '\0', 0) < answer.len)
        return err_set(e, ERR_IMPLAUSIBLE, NULL, "there is a NUL in it");
    if (letters_equal(s, n)) {
        if (lang_is_zh(to) && only_names(s))
            return all_tokens(sent, answer, a, e);
        return err_set(e, ERR_IMPLAUSIBLE, NULL, "it came back untranslated");
    }
    if (tag_openers(answer) > tag_openers(sent->wire))
        return err_set(e, ERR_IMPLAUSIBLE, NULL, "markup appeared in it");
    return right_script(s, n, to, e) && right_length(s, n, to, e) &&
           all_tokens(sent, answer, a, e);
}
