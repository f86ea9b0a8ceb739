/*
 * help - help lines for authors in trouble, by region.
 *
 * Example: struct help *h;
 *          if (!help_open(NULL, &h, e)) return false;
 *          n = help_find(h, &(struct help_wish){SPAN("crisis"),
 *                  .region = help_region(SPAN("zh-HK,zh")),
 *                  .locale = LOCALE_ZH_HANT}, lines);
 *
 * In:      locales/help.yaml, or an operator's file in its place:
 *          `default: {en: [US], …}` and lists of lines by name.
 * Out:     the lines of the person's region; when it has none, those of ZZ,
 *          which are for everywhere else; of the regions of their language when
 *          the region is not known (or nothing is for everywhere else).
 * Memory:  owned by the struct help; lines borrow from it.
 * Errors:  ERR_CONFIG with FILE:LINE:COLUMN.
 * Threads: immutable once open.
 * Source:  regions are ISO 3166-1 alpha-2, upper case.
 */
#ifndef CATALOG_HELP_H
#define CATALOG_HELP_H

#include "base/err.h"
#include "catalog/negotiate.h"

struct help;

struct help_line {
    struct span region; /* "US" */
    struct span name[LOCALE_COUNT];
    struct span phone, text, url, hours; /* empty: there is none */
    struct span checked;                 /* 2026-11-22 */
};

/* path NULL or empty: the file that ships. */
bool help_open(const char *path, struct help **ret, struct err *e) MUST_USE;
/* SHA-256 of the file, hex. */
const char *help_hash(const struct help *h);
void help_free(struct help **h); /* sets *h to NULL; NULL is fine */

/* Whether there are lines of that name. */
bool help_has(const struct help *h, struct span name);

struct help_wish {
    struct span name;   /* "crisis" */
    struct span region; /* "HK"; empty or no help_is_region(): not known */
    enum locale locale;
};

enum { HELP_MOST_LINES = 8 };

uint32_t help_find(const struct help *h, const struct help_wish *wish,
                   const struct help_line *ret[HELP_MOST_LINES]);

/* Two letters that name a place: not XX or ZZ, as proxies write what they don't
 * know, nor T1 (Tor). */
bool help_is_region(struct span region);

/* The region of the first range of Accept-Language that names one; empty when
 * none does. */
struct span help_region(struct span accept_language);

#endif
