#include "cli/junit.h"

#include "base/utf8.h"

/* Not in XML 1.0, not even as a reference. */
static bool is_unknown(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE ||
           c == 0xFFFF;
}

/* White space would come back as spaces from an attribute. */
static bool is_special(uint32_t c)
{
    return c < 0x20 || c == '<' || c == '>' || c == '&' || c == '"';
}

static void add_characters(struct span text, struct buf *out)
{
    size_t at = 0;
    size_t from = 0;
    uint32_t c;

    for (; utf8_next(text, &at, &c); from = at) {
        if (is_unknown(c))
            buf_add_text(out, "\xEF\xBF\xBD");
        else if (is_special(c))
            buf_printf(out, "&#%u;", c);
        else
            buf_add(out, span_slice(text, from, at));
    }
}

static void add_xml(struct span text, struct buf *out)
{
    size_t bad;

    while (!utf8_valid(text, &bad)) {
        add_characters(span_slice(text, 0, bad), out);
        buf_add_text(out, "\xEF\xBF\xBD");
        text = span_from(text, bad + 1);
    }
    add_characters(text, out);
}

static void add_name(const struct junit_test *t, struct buf *out)
{
    add_xml(span_of(t->name != NULL ? t->name : t->place.file), out);
    if (t->name == NULL)
        buf_printf(out, ":%u:%u", t->place.line, t->place.column);
}

static void add_test(const struct junit_test *t, struct buf *out)
{
    buf_add_text(out, "  <testcase classname=\"");
    add_xml(t->group, out);
    buf_add_text(out, "\" name=\"");
    add_name(t, out);
    if (t->failed == NULL) {
        buf_add_text(out, "\"/>\n");
        return;
    }
    buf_printf(out, "\"><%s type=\"%s\" message=\"",
               t->broken ? "error" : "failure", t->failed->id);
    add_xml(t->failed->message, out);
    buf_add_text(out, "\"/></testcase>\n");
}

void junit_print(const char *suite, const struct junit_test *test,
                 uint32_t count, struct buf *out)
{
    uint32_t failed = 0;
    uint32_t broken = 0;

    for (uint32_t i = 0; i < count; i++) {
        failed += test[i].failed != NULL && !test[i].broken;
        broken += test[i].failed != NULL && test[i].broken;
    }
    buf_printf(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<testsuite name=\"%s\" tests=\"%u\" failures=\"%u\" "
               "errors=\"%u\">\n",
               suite, count, failed, broken);
    for (uint32_t i = 0; i < count; i++)
        add_test(&test[i], out);
    buf_add_text(out, "</testsuite>\n");
}
