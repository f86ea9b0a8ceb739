#include "translate/notes.h"

#include "base/utf8.h"
#include "translate/literal.h"

static bool has_none(enum literal_kind kind)
{
    return kind == LITERAL_LINK || kind == LITERAL_MENTION ||
           kind == LITERAL_CODE || kind == LITERAL_REFERENCE;
}

static bool told(const struct translate_note *note, uint32_t count,
                 struct span text)
{
    for (uint32_t i = 0; i < count; i++)
        if (note[i].note.at == text.at)
            return true;
    return false;
}

bool notes_find(struct arena *a, const struct glossary_side *side,
                struct span text, enum lang reader, struct notes *ret,
                struct err *e)
{
    struct translate_note *note = arena_array(a, NOTES_MOST, sizeof(*note));
    char *room = arena_alloc(a, text.len + 1);
    struct span folded = {room, text.len};
    uint32_t count = 0;
    uint32_t c;

    if (note == NULL || room == NULL)
        return arena_err(a, "notes", e);
    phrases_fold(text, room);
    for (size_t at = 0; at < text.len && count < NOTES_MOST;) {
        enum literal_kind kind = LITERAL_TERM;
        size_t len = literal_at(text, at, &kind);
        const struct glossary_term *t;

        if (len > 0 && has_none(kind)) {
            at += len;
            continue;
        }
        t = glossary_find(side, text, folded, at, &len);
        if (t == NULL) {
            (void)utf8_next(text, &at, &c);
            continue;
        }
        if (glossary_note(t, reader).at != NULL &&
            !told(note, count, glossary_note(t, reader)))
            note[count++] =
                (struct translate_note){span_slice(text, at, at + len),
                                        {(uint32_t)at, (uint32_t)(at + len)},
                                        glossary_note(t, reader)};
        at += len;
    }
    *ret = (struct notes){note, count};
    return true;
}
