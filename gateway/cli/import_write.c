/* A list of words as YAML, with examples of its own. */
#include "cli/import.h"

#include "fold/disguise.h"

enum { EXAMPLES = 3 };

static void add_text(struct buf *out, const char *before, struct span text)
{
    buf_add_text(out, before);
    buf_add_json(out, text);
    buf_add_byte(out, '\n');
}

/* Small letters and digits of the list's category, or "words"; what a long
 * name of the pack leaves room for. */
static void add_id(const struct import *im, const struct import_rule *r,
                   struct buf *out)
{
    char slug[40];
    size_t room = (size_t)IMPORT_LONGEST_PACK + strlen("words") - im->pack.len;
    size_t most = room < sizeof(slug) ? room : sizeof(slug);
    size_t len = 0;

    for (size_t i = 0; i < r->source.len && len < most; i++) {
        char c = r->source.at[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            slug[len++] = c;
    }
    buf_printf(out, "  - id: \"" SPAN_FMT, SPAN_ARG(im->pack));
    if (len > 0)
        buf_printf(out, ".%.*s", (int)len, slug);
    else
        buf_add_text(out, ".words");
    /* Rules whose names would be alike differ by their number. */
    if (im->rule_count > 1)
        buf_printf(out, "-%u", (unsigned)(r - im->rule) + 1);
    buf_add_text(out, "\"\n");
}

static void add_combination(const struct wordlist_entry *w, struct buf *out)
{
    buf_add_text(out, "        - all:\n");
    for (uint32_t i = 0; i < w->count; i++)
        add_text(out, "            - words: ", w->term[i]);
}

static void add_match(const struct import *im, const struct import_rule *r,
                      struct buf *out)
{
    bool words = false;

    buf_add_text(out, "    match:\n      any:\n");
    for (uint32_t i = 0; i < r->count; i++) {
        const struct wordlist_entry *w = &im->list->at[r->entry[i]];

        if (w->count > 1)
            continue;
        if (!words)
            buf_add_text(out, "        - words:\n");
        words = true;
        add_text(out, "            - ", w->term[0]);
    }
    for (uint32_t i = 0; i < r->count; i++)
        if (im->list->at[r->entry[i]].count > 1)
            add_combination(&im->list->at[r->entry[i]], out);
}

/* The stars that widen a term, one on a side. */
static struct span without_stars(struct span term)
{
    if (term.len > 1 && span_starts(term, SPAN("*")))
        term = span_from(term, 1);
    if (term.len > 1 && span_ends(term, SPAN("*")))
        term.len--;
    return term;
}

struct span import_example(struct arena *a, const struct wordlist_entry *w)
{
    struct buf text = buf_make(4096);
    struct span ret;

    for (uint32_t i = 0; i < w->count; i++) {
        buf_add_text(&text, i > 0 ? " " : "");
        buf_add(&text, without_stars(w->term[i]));
    }
    ret = arena_copy(a, buf_span(&text));
    buf_free(&text);
    return ret;
}

/* Those that a word of the list hits are left out. */
const struct span import_sentence[IMPORT_SENTENCES] = {
    SPAN_INIT("今天天气很好，我们去公园散步。"),
    SPAN_INIT("这本书我看了三遍还想看。"),
    SPAN_INIT("请问地铁站怎么走？"),
    SPAN_INIT("The cat sleeps on the warm windowsill."),
    SPAN_INIT("Our train arrives at noon tomorrow."),
    SPAN_INIT("晚饭吃什么好呢"),
    SPAN_INIT("She painted the old fence green."),
};

static void add_examples(const struct import *im, const struct import_rule *r,
                         struct buf *out)
{
    uint32_t count = 0;

    buf_add_text(out, "    examples:\n      match:\n");
    for (uint32_t i = 0; i < r->count && i < EXAMPLES; i++)
        add_text(out, "        - ",
                 import_example(im->list->arena, &im->list->at[r->entry[i]]));
    for (unsigned i = 0; i < IMPORT_SENTENCES && count < EXAMPLES; i++) {
        if ((r->common_sentences >> i & 1U) != 0)
            continue;
        if (count++ == 0)
            buf_add_text(out, "      no_match:\n");
        add_text(out, "        - ", import_sentence[i]);
    }
}

static bool is_guessed(struct span name)
{
    enum disguise d;

    return span_is(name, "all") ||
           (disguise_find(name, &d) &&
            (disguises_guessing & DISGUISE_BIT(d)) != 0);
}

void import_add_disguise(const struct import *im, struct buf *out)
{
    struct span rest = span_of(im->disguise);
    struct span name;
    bool any = false;

    while (span_cut(&rest, ',', &name)) {
        name = span_trim(name);
        if (im->plain && is_guessed(name))
            continue;
        buf_add_text(out, any ? ", " : "    disguise: [");
        buf_add_json(out, name);
        any = true;
    }
    buf_add_text(out, any ? "]\n" : "");
}

static void add_rule(const struct import *im, const struct import_rule *r,
                     struct buf *out)
{
    add_id(im, r, out);
    if (!span_equal(r->category, im->category))
        buf_printf(out, "    category: " SPAN_FMT "\n", SPAN_ARG(r->category));
    if (im->action != VERDICT_ALLOW)
        buf_printf(out, "    action: %s\n", verdict_name(im->action));
    if (r->weight > 0)
        buf_printf(out, "    score: %u\n", r->weight);
    if (im->shadow)
        buf_add_text(out, "    shadow: true\n");
    import_add_disguise(im, out);
    if (r->source.len > 0)
        add_text(out, "    note: ", r->source);
    buf_printf(out,
               "    reason:\n"
               "      en: \"Holds a word of the list " SPAN_FMT ".\"\n"
               "      zh-Hans: \"内容含有词表 " SPAN_FMT " 中的词语。\"\n"
               "      zh-Hant: \"內容含有詞表 " SPAN_FMT " 中的詞語。\"\n",
               SPAN_ARG(im->pack), SPAN_ARG(im->pack), SPAN_ARG(im->pack));
    add_match(im, r, out);
    add_examples(im, r, out);
}

void import_write(const struct import *im, struct buf *out)
{
    buf_printf(out,
               "# %u words of a list, by `paifang rules import`.\n"
               "pack: \"" SPAN_FMT "\"\ncategory: " SPAN_FMT "\n",
               im->kept, SPAN_ARG(im->pack), SPAN_ARG(im->category));
    if (im->whole)
        buf_add_text(out, "whole: true\n");
    buf_add_text(out, "# Lists hold short words, and words within words.\n"
                      "lint: { allow: [shadowed-word, one-character, "
                      "short-guess, idle-star, idle-disguise, "
                      "unreachable-rule] }\nrules:\n");
    for (uint32_t i = 0; i < im->rule_count; i++)
        add_rule(im, &im->rule[i], out);
}
