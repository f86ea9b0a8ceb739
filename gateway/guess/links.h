/*
 * links - is a place part of a link or of somebody's name?
 *
 * Example: of "see www.fa-lun-gong.org, @zgr_88" neither the domain nor the
 *          name is looked through for guesses: letters there mean nothing.
 *
 * In:      the default view of a text and a range of it.
 * Out:     true inside of what has a scheme or a domain's ending, inside an
 *          address with @, and in the name behind an @.
 * Errors:  none. Threads: pure.
 * Source:  rules/README.md; names as Weibo and Twitter allow them.
 */
#ifndef GUESS_LINKS_H
#define GUESS_LINKS_H

#include <stdbool.h>

#include "base/span.h"

bool links_hold(struct span text, struct range at);

#endif
