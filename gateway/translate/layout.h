/*
 * layout - a text cut into lines of prose and everything else.
 *
 * Example: "<p>Hello</p>\n<p>Bye</p>" has the lines "Hello" and "Bye"; tags and
 *          line breaks are copied, so they keep their places.
 *
 * In:      a text in its markup. HTML: text nodes, references decoded, and
 *          encoded again when joined; elements that hold code are copied.
 *          Markdown and wikitext: marks are guards inside the lines.
 *          Emoji and stickers at the ends of a line, links and tags at its
 *          end are no part of it.
 * Memory:  in the arena. Errors: ERR_MEMORY.
 * Threads: pure.
 */
#ifndef TRANSLATE_LAYOUT_H
#define TRANSLATE_LAYOUT_H

#include "translate/job.h"
#include "translate/protect.h"

struct layout_line {
    struct span text;
    struct guards guards;
};

struct layout_part {
    struct span copy; /* .at NULL: the next line */
};

struct layout {
    const struct layout_part *part;
    uint32_t part_count;
    const struct layout_line *line;
    uint32_t line_count;
    bool escape; /* translations are encoded as HTML text */
};

bool layout_cut(struct arena *a, const struct translate_text *text,
                struct layout *ret, struct err *e) MUST_USE;

/* The text with translation[i] in the place of line i. */
bool layout_join(struct arena *a, const struct layout *l,
                 const struct span *translation, struct span *ret,
                 struct err *e) MUST_USE;

#endif
