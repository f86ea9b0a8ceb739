/*
 * The whole step: what is read is valid UTF-8; without edits and forgeries the
 * body is the very same; with every text masked away and an attachment, the new
 * body reads back with the masked texts and nothing else in them.
 */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "fields/fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fields_text texts[] = {
    {SPAN_INIT("t"), SPAN_INIT("/t"), MARKUP_PLAIN},
    {SPAN_INIT("b"), SPAN_INIT("/b/r"), MARKUP_PLAIN},
    {SPAN_INIT("l"), SPAN_INIT("/l/*"), MARKUP_PLAIN},
    {SPAN_INIT("t"), SPAN_INIT("/b"), MARKUP_PLAIN},
    {SPAN_INIT("q"), SPAN_INIT("query:q"), MARKUP_PLAIN},
};

static const struct span types[] = {
    SPAN_INIT("application/json"),
    SPAN_INIT("application/x-www-form-urlencoded"),
    SPAN_INIT("multipart/form-data; boundary=B"),
    SPAN_INIT("application/json; charset=gbk"),
    SPAN_INIT("application/x-www-form-urlencoded; charset=big5"),
};

static const struct fields_spec *compile(struct arena *a, uint32_t parts)
{
    const struct fields_config c = {
        .text = texts,
        .text_count = COUNT_OF(texts),
        .attach = SPAN("/m/a"),
        .json = {64, 10000},
        .parts = parts,
        .reads = READS_JSON | READS_FORM | READS_MULTIPART,
        .charsets = 0xFF,
    };
    const struct fields_spec *spec;
    struct err e = {0};

    assert(fields_compile(a, &c, &spec, &e));
    return spec;
}

static void nothing_changes_nothing(struct arena *a, const struct fields *f,
                                    const struct fields_input *in)
{
    const struct fields_edits edits = {.set_count = 0};
    struct fields_output out;
    struct err e = {0};

    assert(fields_write(a, f, &edits, &out, &e));
    if (f->forged_attachment || f->transcoded)
        return;
    assert(out.body.at == in->body.at && out.body.len == in->body.len);
    assert(out.query.at == in->query.at && out.query.len == in->query.len);
}

static struct field_changes *mask_all(struct arena *a, const struct fields *f)
{
    struct field_changes *c = arena_array(a, f->count, sizeof(*c));

    for (uint32_t i = 0; i < f->count; i++) {
        struct change *one = arena_alloc(a, sizeof(*one));

        one->at = (struct range){0, (uint32_t)f->field[i].text.len};
        one->text = SPAN("*");
        c[i] = (struct field_changes){one, 1};
    }
    return c;
}

static void masks_read_back(struct arena *a, const struct fields *f,
                            bool attach)
{
    const struct fields_edits edits = {
        .change = mask_all(a, f),
        .attach = attach ? SPAN("[\"m\"]") : (struct span){NULL, 0}};
    struct fields_output out;
    struct fields again;
    struct err e = {0};

    if (!fields_write(a, f, &edits, &out, &e)) {
        assert(e.kind == ERR_INPUT || e.kind == ERR_LIMIT);
        return;
    }
    /* The attachment may be one field more than the limit. */
    assert(fields_read(
        a, compile(a, 51),
        &(struct fields_input){out.content_type, out.body, out.query}, &again,
        &e));
    assert(again.count == f->count);
    assert(!attach || again.forged_attachment || out.body.len == 0);
    for (uint32_t i = 0; i < again.count; i++)
        assert(span_is(again.field[i].text, "*") ||
               span_is(again.field[i].text, "**"));
}

/* The first byte picks the type; what follows a NUL is the query. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span all = {(const char *)data, size};
    struct span body = span_from(all, 1);
    size_t cut = span_find_byte(body, '\0', 0);
    struct fields_input in = {
        size > 0 ? types[data[0] % COUNT_OF(types)] : types[0],
        span_slice(body, 0, cut), span_from(body, cut + 1)};
    struct arena *a = arena_new(64 << 20);
    const struct fields_spec *spec = compile(a, 50);
    struct err e = {0};
    struct fields f;

    if (fields_read(a, spec, &in, &f, &e)) {
        size_t bad;

        for (uint32_t i = 0; i < f.count; i++)
            assert(utf8_valid(f.field[i].text, &bad));
        nothing_changes_nothing(a, &f, &in);
        masks_read_back(a, &f, false);
        masks_read_back(a, &f, true);
    }
    arena_free(&a);
    return 0;
}
