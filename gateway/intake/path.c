#include "intake/path.h"

#include <string.h>

/* The byte that an escape at `at` stands for, or -1. */
static int escaped(struct span s, size_t at)
{
    int high, low;

    if (at + 2 >= s.len || s.at[at] != '%')
        return -1;
    high = span_hex_value(s.at[at + 1]);
    low = span_hex_value(s.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool plain(struct span path)
{
    size_t i;

    for (i = 0; i < path.len; i++)
        if (memchr("%;\\.", path.at[i], 4) != NULL ||
            (path.at[i] == '/' && i + 1 < path.len && path.at[i + 1] == '/'))
            return false;
    return true;
}

/* What some servers cut off the end of a name: file systems of Windows take
 * dots and blanks, and a regular expression's $ lets a line end pass. */
static bool is_end(int byte)
{
    return byte == '.' || (byte >= 0 && byte <= ' ');
}

/* Whether a segment may end here; yes when in doubt. */
static bool may_end(struct span path, size_t at)
{
    return at >= path.len || memchr("/\\;%.", path.at[at], 5) != NULL;
}

/* //, or a segment of parameters alone: both vanish. */
static bool empty_segment(struct span path, size_t at)
{
    return at > 0 && path.at[at - 1] == '/' &&
           (memchr("/;", path.at[at], 2) != NULL || escaped(path, at) == ';');
}

unsigned path_features(struct span path)
{
    unsigned found = 0;
    size_t i;

    if (plain(path))
        return 0;
    for (i = 0; i < path.len; i++) {
        int byte = escaped(path, i);

        found |= byte >= 0 ? PATH_PERCENT : 0;
        found |= byte == '/' || byte == '\\' || path.at[i] == '\\'
                     ? PATH_HIDDEN_SLASH
                     : 0;
        found |= byte == ';' || path.at[i] == ';' ? PATH_PARAMETERS : 0;
        found |= empty_segment(path, i) ? PATH_SLASHES : 0;
        if (is_end(byte >= 0 ? byte : path.at[i]) &&
            may_end(path, i + (byte >= 0 ? 3 : 1)))
            found |= PATH_ENDS;
        /* Dots count at the start of a segment, however that came about. */
        found |= path.at[i] == '.' || byte == '.' ? PATH_DOTS : 0;
    }
    if (found & PATH_HIDDEN_SLASH)
        found |= PATH_SLASHES;
    return found;
}

bool path_next_reading(unsigned features, unsigned *undo)
{
    if (*undo == 0)
        return false;
    *undo = (*undo - 1) & features;
    return true;
}

static bool dot_segment(struct span segment)
{
    return span_is(segment, ".") || span_is(segment, "..");
}

/* Takes the last segment off what was written. */
static void drop_last(struct buf *b)
{
    while (b->len > 0 && b->at[b->len - 1] != '/')
        b->len--;
    if (b->len > 0)
        b->len--;
}

static struct span without_end(struct span segment)
{
    size_t len = segment.len;

    while (len > 0 && is_end((unsigned char)segment.at[len - 1]))
        len--;
    return len == 0 ? segment : span_slice(segment, 0, len);
}

/* Writes "/segment" unless the reading makes it vanish. */
static void add_segment(struct buf *b, struct span segment, unsigned undo)
{
    if (undo & PATH_PARAMETERS)
        segment = span_slice(segment, 0, span_find_byte(segment, ';', 0));
    if ((undo & PATH_SLASHES) && segment.len == 0)
        return;
    if ((undo & PATH_DOTS) && dot_segment(segment)) {
        if (segment.len == 2)
            drop_last(b);
        return;
    }
    if (undo & PATH_ENDS)
        segment = without_end(segment);
    buf_add_byte(b, '/');
    buf_add(b, segment);
}

/* Undoes escapes (and hidden slashes) into out. A decoded slash that is not to
 * be one stays an escape, so that segments stay apart. */
static void decode(struct span path, unsigned undo, struct buf *out)
{
    size_t i;

    for (i = 0; i < path.len; i++) {
        int byte =
            (undo & (PATH_PERCENT | PATH_HIDDEN_SLASH)) ? escaped(path, i) : -1;
        bool slash = byte == '/' || byte == '\\' || path.at[i] == '\\';

        if (slash && (undo & PATH_HIDDEN_SLASH)) {
            buf_add_byte(out, '/');
        } else if (byte >= 0 && byte != '/' && (undo & PATH_PERCENT)) {
            buf_add_byte(out, (char)byte);
        } else {
            buf_add_byte(out, path.at[i]);
            continue;
        }
        i += byte >= 0 ? 2 : 0;
    }
}

struct span path_reading(struct span path, unsigned undo, struct buf *b)
{
    struct span rest, segment;
    size_t decoded_len;

    while (path.len > 1 && path.at[path.len - 1] == '/' &&
           (undo == 0 || (undo & PATH_SLASHES)))
        path.len--;
    if (undo == 0)
        return path;
    buf_reset(b);
    decode(path, undo, b);
    /* The decoded text moves to behind its own end and is read from there,
     * while the front is written anew. */
    decoded_len = b->len;
    if (buf_reserve(b, decoded_len + 1) == NULL || b->at == NULL)
        return SPAN("");
    memmove(b->at + decoded_len + 1, b->at, decoded_len);
    rest = (struct span){b->at + decoded_len + 1, decoded_len};
    b->len = 0;
    rest = span_from(rest, 1);
    while (span_cut(&rest, '/', &segment))
        add_segment(b, segment, undo);
    while (b->len > 1 && b->at[b->len - 1] == '/')
        b->len--;
    if (b->len == 0)
        buf_add_byte(b, '/');
    return buf_span(b);
}

const char *path_oddity(struct span path)
{
    size_t i;

    for (i = 0; i < path.len; i++) {
        int byte = escaped(path, i);

        if (path.at[i] == '\\')
            return "a backslash in the path";
        if (path.at[i] != '%')
            continue;
        if (byte < 0)
            return "a broken escape in the path";
        if (byte == '/' || byte == '\\' || byte == '\0')
            return "an encoded slash, backslash or NUL in the path";
        if (byte == '.')
            return "an encoded dot in the path";
        if (byte == '%')
            return "double encoding in the path";
    }
    return NULL;
}
