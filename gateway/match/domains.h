/*
 * domains - host names: what `domains: [example.com]` looks for, and whether
 * it stands in a text as a host.
 *
 * Example: domain_read(SPAN("例子.中国"), a, &d, e): d.spelling is 例子.中国
 *          and xn--fsqu00a.xn--fiqs8s.
 *          domain_at(view, at, &host): www.example.com, not example.com.net,
 *          my-example.com or example.company.
 *          domain_defanged(view, 0, SPAN("evil.com"), &at): evil[.]com,
 *          evil (dot) com, evil。com, evil点com.
 *
 * In:      a host name of at least two labels, no scheme, no path.
 * Out:     the spellings in which it may be written: Unicode and punycode.
 * Offsets: bytes of the view given.
 * Memory:  spellings live in the arena.
 * Errors:  ERR_CONFIG (no host name), ERR_MEMORY, ERR_INTERNAL (no ICU data).
 * Threads: pure.
 * Source:  UTS #46 (non-transitional), RFC 5890.
 */
#ifndef MATCH_DOMAINS_H
#define MATCH_DOMAINS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/span.h"

struct domain {
    struct span spelling[2];
    unsigned count; /* 1 when both are the same */
};

bool domain_read(struct span text, struct arena *a, struct domain *ret,
                 struct err *e) MUST_USE;

/* Whether the spelling found at `at` of a folded view is a host or the end of
 * one; *ret is the host with its subdomains. */
bool domain_at(struct span view, struct range at, struct range *ret);

/* What domain_defanged() finds, without dots: with none, with each way to spell
 * them. */
enum { DOMAIN_DOTS = 3 };
extern const struct span domain_dots[DOMAIN_DOTS];

/* Whether the spelling (folded) begins at `from` of a folded view with a dot
 * that is none, but read as one: other signs, words, brackets or blanks around
 * it. */
bool domain_defanged(struct span view, size_t from, struct span spelling,
                     struct range *ret);

#endif
