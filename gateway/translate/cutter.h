/*
 * cutter - what the markups of translate/layout.c share: a text is walked from
 * its start, and each stretch is copied or becomes a line.
 *
 * Threads: pure. Memory: in the arena; once it is full nothing more is added
 * and `full` is set.
 */
#ifndef TRANSLATE_CUTTER_H
#define TRANSLATE_CUTTER_H

#include "translate/layout.h"

struct cutter {
    struct arena *arena;
    struct span text;
    const struct range *keep; /* those not passed yet */
    uint32_t keep_count;
    struct layout_part *part;
    uint32_t part_count, part_room;
    struct layout_line *line;
    uint32_t line_count, line_room;
    struct guard *guard; /* of the line being walked */
    uint32_t guard_count, guard_room;
    bool full;
};

void cutter_copy(struct cutter *c, size_t from, size_t to);

/* The prose [from, to) of one line, with the guards added since the last. */
void cutter_line(struct cutter *c, size_t from, size_t to);
/* The same for a text that is not a stretch of the source. */
void cutter_own_line(struct cutter *c, struct span line);

/* A stretch of the source that must stay; offsets of the whole text. */
void cutter_guard(struct cutter *c, size_t from, size_t to, enum hug hug);

/* The end of the line that begins at `at`, and where the next one begins. */
size_t cutter_line_end(struct span text, size_t at, size_t *ret_next);

void cut_html(struct cutter *c);
void cut_markdown(struct cutter *c);
void cut_wikitext(struct cutter *c);

/* Bytes of the tag or comment that begins at `at`, 0 when none does. */
size_t cut_tag(struct span s, size_t at);

#endif
