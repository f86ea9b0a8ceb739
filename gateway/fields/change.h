/*
 * change - one replacement inside a text: what stood at `at` becomes `text`.
 *
 * Example: {{6, 13}, SPAN("＊*＊")} masks 刷.单 in 诚招刷.单
 *
 * Offsets: UTF-8 bytes of the decoded text, half-open. Lists of changes are
 *          in rising order and do not overlap.
 * Memory:  `text` is borrowed. Threads: plain data.
 */
#ifndef FIELDS_CHANGE_H
#define FIELDS_CHANGE_H

#include "base/span.h"

struct change {
    struct range at;
    struct span text;
};

#endif
