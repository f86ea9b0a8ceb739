/*
 * unit - what every cmocka program includes, in the order cmocka wants.
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/span.h"

/* clang-format off */
#define assert_span_equal(have, want)                                          \
    do {                                                                       \
        struct span have_ = (have);                                            \
        struct span want_ = (want);                                            \
        assert_int_equal(have_.len, want_.len);                                \
        if (want_.len > 0)                                                     \
            assert_memory_equal(have_.at, want_.at, want_.len);                \
    } while (0)
/* clang-format on */

/* Names the row of a table that is looked at; seen when the test fails. */
#define unit_case(name) print_message("  case: %s\n", (name))

#endif
