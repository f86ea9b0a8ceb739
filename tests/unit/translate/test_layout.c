#include "../unit.h"
#include "base/attr.h"
#include "base/buf.h"
#include "translate/layout.h"

static struct arena *arena;

/* The lines with their guards in {}, joined by |. */
static struct span lines_of(const struct layout *l)
{
    struct buf out = buf_make(1 << 16);
    struct span s;

    for (uint32_t i = 0; i < l->line_count; i++) {
        const struct layout_line *line = &l->line[i];
        size_t at = 0;

        buf_add_text(&out, i > 0 ? "|" : "");
        for (uint32_t g = 0; g < line->guards.count; g++) {
            buf_add(&out,
                    span_slice(line->text, at, line->guards.at[g].at.from));
            buf_printf(&out, "{" SPAN_FMT "}",
                       SPAN_ARG(line->guards.at[g].back));
            at = line->guards.at[g].at.to;
        }
        buf_add(&out, span_from(line->text, at));
    }
    s = arena_copy(arena, buf_span(&out));
    buf_free(&out);
    return s;
}

static const struct {
    const char *name;
    enum markup markup;
    const char *in, *lines;
} cases[] = {
    {"line breaks are no part of lines", MARKUP_PLAIN, "a b\n\n c d \r\n",
     "a b|c d"},
    {"emoji and stickers at the ends are left out", MARKUP_PLAIN,
     "😂 [doge] 你好 😂", "你好"},
    {"links and tags at the end are left out", MARKUP_PLAIN,
     "看 https://t.cn/x #猫# #狗", "看"},
    {"names stay, they are grammar", MARKUP_PLAIN, "@bob is my friend",
     "@bob is my friend"},
    {"nothing but a link has no line", MARKUP_PLAIN, "https://t.cn/x", ""},
    {"text nodes of HTML", MARKUP_HTML,
     "<p class=\"a>b\">Hello <b>you</b></p>\n<!-- no -->bye", "Hello|you|bye"},
    {"references are decoded", MARKUP_HTML, "<p>don&#8217;t &amp; &lt;b&gt;",
     "don’t & <b>"},
    {"code is left out", MARKUP_HTML,
     "a <code>x y</code> b<script>if (a < b) c</script>d<pre>e\nf</pre>g",
     "a|b|d|g"},
    {"an unknown reference cuts the line", MARKUP_HTML, "one &foo; two",
     "one|two"},
    {"a tag that is not closed takes the rest", MARKUP_HTML,
     "hello <a href=\"x", "hello"},
    {"marks of markdown", MARKUP_MARKDOWN, "# Title\n- a **bold** word",
     "Title|a {**}bold{**} word"},
    {"links of markdown keep their text", MARKUP_MARKDOWN,
     "see [the *page*](https://x.com/a b) now",
     "see {[}the {*}page{*}{](https://x.com/a b)} now"},
    {"fences are left out", MARKUP_MARKDOWN, "a\n```js\nlet x\n```\nb", "a|b"},
    {"snake_case is a word", MARKUP_MARKDOWN, "the snake_case name",
     "the snake_case name"},
    {"a lone < is prose in markdown", MARKUP_MARKDOWN, "a <b and\nc",
     "a <b and|c"},
    {"marks of wikitext", MARKUP_WIKITEXT,
     "== 标题 ==\n* '''粗''' [[北京|首都]] [[上海]]",
     "标题|{'''}粗{'''} {[[北京|}首都{]]} {[[上海]]}"},
    {"templates of wikitext run over lines", MARKUP_WIKITEXT,
     "一 {{Info\n| a = {{b}}\n}} 二\n三", "一 {{{Info\n| a = {{b}}\n}}} 二|三"},
    {"tables of wikitext are left out", MARKUP_WIKITEXT,
     "{| class=x\n|-\n| a\n|}\n文", "文"},
};

static void cuts_by_markup(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct translate_text t = {.text = span_of(cases[i].in),
                                         .markup = cases[i].markup};
        struct layout l;
        struct err e;
        struct span got;

        assert_true(layout_cut(arena, &t, &l, &e));
        got = lines_of(&l);
        if (!span_is(got, cases[i].lines))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(got));
    }
}

static void joins_to_the_same_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct translate_text t = {.text = span_of(cases[i].in),
                                         .markup = cases[i].markup};
        struct span same[64];
        struct layout l;
        struct span got;
        struct err e;

        if (cases[i].markup == MARKUP_HTML) /* decoded: see below */
            continue;
        assert_true(layout_cut(arena, &t, &l, &e));
        for (uint32_t n = 0; n < l.line_count; n++)
            same[n] = l.line[n].text;
        assert_true(layout_join(arena, &l, same, &got, &e));
        if (!span_equal(got, t.text))
            fail_msg("%s: " SPAN_FMT, cases[i].name, SPAN_ARG(got));
    }
}

static void encodes_what_goes_into_html(void **state)
{
    const struct translate_text t = {.text = SPAN("<p>a &amp; b<br>\n c</p>"),
                                     .markup = MARKUP_HTML};
    const struct span translation[] = {SPAN("<script>&"), SPAN("丙")};
    struct layout l;
    struct span got;
    struct err e;

    (void)state;
    assert_true(layout_cut(arena, &t, &l, &e));
    assert_int_equal(l.line_count, 2);
    assert_true(layout_join(arena, &l, translation, &got, &e));
    assert_span_equal(got, SPAN("<p>&lt;script&gt;&amp;<br>\n 丙</p>"));
}

static void keeps_what_the_caller_says(void **state)
{
    const struct range keep[] = {{4, 8}, {20, 26}};
    const struct translate_text t = {.text =
                                         SPAN("see page one\nand two or three"),
                                     .keep = keep,
                                     .keep_count = 2};
    struct layout l;
    struct err e;

    (void)state;
    assert_true(layout_cut(arena, &t, &l, &e));
    assert_span_equal(lines_of(&l), SPAN("see {page} one|and two{ or th}ree"));
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_by_markup),
        cmocka_unit_test(joins_to_the_same_text),
        cmocka_unit_test(encodes_what_goes_into_html),
        cmocka_unit_test(keeps_what_the_caller_says),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
