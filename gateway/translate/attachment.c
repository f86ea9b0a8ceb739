#include "translate/attachment.h"

static bool shown(const struct attachment *a, const struct translated *t)
{
    return t->failure == ERR_NONE && t->quality != TRANSLATE_SAME &&
           (a->gloss || t->quality != TRANSLATE_GLOSS);
}

/* The provider to name: of the field that may be trusted least. */
static const struct translated *weakest(const struct attachment *a)
{
    const struct translated *found = NULL;

    for (uint32_t i = 0; i < a->field_count; i++) {
        const struct translated *t = a->field[i].result;

        if (shown(a, t) && (found == NULL || t->quality == TRANSLATE_GLOSS))
            found = t;
    }
    return found;
}

static void add_fields(const struct attachment *a, struct buf *out)
{
    bool first = true;

    for (uint32_t i = 0; i < a->field_count; i++) {
        if (!shown(a, a->field[i].result))
            continue;
        buf_add_text(out, first ? "" : ",");
        buf_add_json(out, a->field[i].pointer);
        buf_add_byte(out, ':');
        buf_add_json(out, a->field[i].result->text);
        first = false;
    }
}

static void add_note(const struct attachment_field *f,
                     const struct translate_note *n, struct buf *out)
{
    buf_add_text(out, "{\"term\":");
    buf_add_json(out, n->term);
    buf_add_text(out, ",\"from\":");
    buf_add_u64(out, n->at.from);
    buf_add_text(out, ",\"to\":");
    buf_add_u64(out, n->at.to);
    buf_add_text(out, ",\"note\":");
    buf_add_json(out, n->note);
    buf_add_text(out, ",\"field\":");
    buf_add_json(out, f->pointer);
    buf_add_byte(out, '}');
}

static void add_notes(const struct attachment *a, struct buf *out)
{
    bool first = true;

    for (uint32_t i = 0; i < a->field_count; i++) {
        const struct translated *t = a->field[i].result;

        for (uint32_t n = 0; n < t->note_count; n++) {
            buf_add_text(out, first ? "" : ",");
            add_note(&a->field[i], &t->note[n], out);
            first = false;
        }
    }
}

bool attachment_write(const struct attachment *a, struct buf *out)
{
    const struct translated *named = weakest(a);

    if (named == NULL)
        return false;
    buf_add_text(out, "{\"language\":");
    buf_add_json(out, span_of(lang_tag(a->language)));
    buf_add_text(out, ",\"source\":");
    buf_add_json(out, span_of(lang_tag(a->source)));
    buf_add_text(out, ",\"provider\":");
    buf_add_json(out, span_of(named->provider));
    buf_add_text(out, ",\"machine\":true");
    if (named->quality == TRANSLATE_GLOSS)
        buf_add_text(out, ",\"quality\":\"gloss\"");
    buf_add_text(out, ",\"fields\":{");
    add_fields(a, out);
    buf_add_text(out, "},\"notes\":[");
    add_notes(a, out);
    buf_add_text(out, "]}");
    return true;
}

bool attachment_write_list(const struct attachment *list, uint32_t count,
                           struct buf *out)
{
    bool any = false;

    for (uint32_t i = 0; i < count; i++) {
        if (weakest(&list[i]) == NULL)
            continue;
        buf_add_byte(out, any ? ',' : '[');
        any = attachment_write(&list[i], out);
    }
    if (any)
        buf_add_byte(out, ']');
    return any;
}
