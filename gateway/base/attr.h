/*
 * attr - compiler attributes and small macros that every module uses.
 *
 * Example: bool x_parse(struct span in, struct x *ret, struct err *e) MUST_USE;
 */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* The number of elements of a true array (not of a pointer). */
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* For what is compiled once for each value of an argument. */
#define INLINE static inline __attribute__((always_inline))

#endif
