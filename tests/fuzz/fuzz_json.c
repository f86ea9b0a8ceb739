/*
 * The scanner against Jansson: both accept or both refuse, but for known
 * differences (number range, NUL in member names, Jansson's own depth limit).
 * And: splicing nothing is identity; a replaced string reads back as replaced.
 */
#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "fields/splice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct json_limits limits = {2048, 100000};

/* Numbers that Jansson can't hold, and NUL in a name, are fine for us. */
static bool known_difference(const json_error_t *theirs)
{
    switch (json_error_code(theirs)) {
    case json_error_numeric_overflow:
    case json_error_null_byte_in_key:
    case json_error_stack_overflow:
        return true;
    default:
        return false;
    }
}

static void compare_with_jansson(struct arena *a, struct span text,
                                 bool scanned, const struct json *doc)
{
    struct err e = {0};
    json_error_t theirs;
    json_t *tree = json_loadb(
        text.at, text.len,
        JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &theirs);
    bool ours = scanned && json_check_keys(a, doc, true, &e);

    if (tree == NULL && known_difference(&theirs))
        return;
    /* Jansson 2.14 loses a NUL byte that follows a number. */
    if (memchr(text.at, 0, text.len) != NULL)
        assert(!ours);
    else
        assert(ours == (tree != NULL));
    json_decref(tree);
}

static struct span written(struct splice *s, struct buf *out)
{
    struct err e = {0};

    assert(splice_write(s, out, &e));
    return buf_span(out);
}

static void splicing_nothing_is_identity(struct arena *a,
                                         const struct json *doc)
{
    struct buf out = buf_make(1 << 24);
    struct err e = {0};
    struct splice *s;

    assert(splice_new(a, doc, true, &s, &e));
    assert(span_equal(written(s, &out), doc->text));
    buf_free(&out);
}

/* The half of the text behind its middle becomes "x\"猫". */
static void replacing_reads_back(struct arena *a, const struct json *doc,
                                 uint32_t node)
{
    struct buf out = buf_make(1 << 24);
    struct err e = {0};
    struct splice *s;
    struct json again;
    struct span was, now;
    struct change c = {{0, 0}, SPAN("x\"猫")};

    assert(json_text(a, doc, node, &was, &e));
    c.at.from = (uint32_t)was.len / 2;
    while (c.at.from > 0 && c.at.from < was.len &&
           ((unsigned char)was.at[c.at.from] & 0xC0U) == 0x80)
        c.at.from--;
    c.at.to = (uint32_t)was.len;
    assert(splice_new(a, doc, true, &s, &e));
    assert(splice_text(s, node, &c, 1, &e));
    assert(json_scan(a, written(s, &out), &limits, &again, &e));
    assert(again.count == doc->count);
    assert(json_text(a, &again, node, &now, &e));
    assert(span_equal(span_slice(now, 0, c.at.from),
                      span_slice(was, 0, c.at.from)));
    assert(span_equal(span_from(now, c.at.from), c.text));
    buf_free(&out);
}

/* After any removal and addition the text is JSON with as many members. */
static void removing_and_adding_stay_json(struct arena *a,
                                          const struct json *doc, uint32_t seed)
{
    struct buf out = buf_make(1 << 24);
    struct err e = {0};
    struct splice *s;
    struct json again;
    struct pointer p;
    uint32_t removed = 0;

    assert(splice_new(a, doc, true, &s, &e));
    for (uint32_t n = json_first(doc, 0); n != JSON_NONE;
         n = json_next(doc, n), seed = seed >> 1U | seed << 31U)
        if ((seed & 1U) != 0) {
            assert(splice_remove(s, n, &e));
            removed++;
        }
    assert(pointer_parse(a, SPAN("/new/deep"), &p, &e));
    if (doc->node[0].type == VALUE_OBJECT)
        assert(splice_set(s, 0, &p, SPAN("[0]"), &e) || e.kind == ERR_INPUT);
    assert(json_scan(a, written(s, &out), &limits, &again, &e));
    assert(again.node[0].count + removed >= doc->node[0].count);
    assert(again.node[0].count + removed <= doc->node[0].count + 1);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span text = {(const char *)data, size};
    struct arena *a = arena_new(64 << 20);
    struct err e = {0};
    struct json doc;
    bool scanned = json_scan(a, text, &limits, &doc, &e);

    compare_with_jansson(a, text, scanned, &doc);
    if (scanned) {
        struct span at;

        splicing_nothing_is_identity(a, &doc);
        removing_and_adding_stay_json(a, &doc, (uint32_t)size * 2654435761U);
        for (uint32_t n = 0; n < doc.count && n < 50; n++) {
            assert(json_pointer(a, &doc, n, &at, &e));
            if (doc.node[n].type == VALUE_STRING)
                replacing_reads_back(a, &doc, n);
        }
    }
    arena_free(&a);
    return 0;
}
