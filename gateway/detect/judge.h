/*
 * judge - what the counts of a scan say: the language, and how sure that is.
 *
 * Example: scan_text(text, &rule, &s);
 *          struct judgement j = judge_text(&s, true);
 *
 * In:      a scan. Out: the language of the text and of each zone.
 * Source:  docs/detection.md, also for the figures behind each threshold and
 *          for the calibration of the confidence.
 * Threads: pure.
 */
#ifndef DETECT_JUDGE_H
#define DETECT_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "detect/lang.h"
#include "detect/scan.h"

struct judgement {
    enum lang lang;
    float confidence;
    bool latin;    /* Latin words prevail */
    enum lang zh;  /* what Han characters are here: a zh tag or LANG_OTHER */
    enum lang abc; /* what Latin words are here: LANG_EN, _ZH_LATN, _OTHER */
    uint32_t seen; /* LANG_BIT of each, also where it is part of another zone */
};

/* clauses: the scan was made by scan_rule.clause, so that `mixed` can show. */
struct judgement judge_text(const struct scan *s, bool clauses);

enum lang judge_zone(const struct scan *s, const struct zone *z,
                     const struct judgement *j);

#endif
