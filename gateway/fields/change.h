/*
 * change - one replacement inside a text: what stood at `at` becomes `text`.
 *
 * Offsets: UTF-8 bytes of the decoded text, half-open. Lists of changes are
 * in rising order and do not overlap.
 */
#ifndef FIELDS_CHANGE_H
#define FIELDS_CHANGE_H

#include "base/span.h"

struct change {
    struct range at;
    struct span text;
};

#endif
