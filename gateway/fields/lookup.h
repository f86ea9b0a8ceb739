/*
 * lookup - one scalar of a JSON text or of a body that was read, by pointer.
 *
 * Example: json_scalar_at(a, SPAN("{\"id\":7}"), SPAN("/id"), &v)   v is "7"
 *          fields_scalar_at(a, &post->fields, SPAN("/author/id"), &v, e)
 *
 * Out:     a string decoded, a number, true or false as written.
 * Memory:  borrowed or in the arena.
 * Errors:  json_scalar_at: false when there is none, or the text is no JSON.
 *          fields_scalar_at: nothing there gives an empty span; ERR_MEMORY.
 * Threads: pure.
 */
#ifndef FIELDS_LOOKUP_H
#define FIELDS_LOOKUP_H

#include "fields/fields.h"

bool json_scalar_at(struct arena *a, struct span text, struct span pointer,
                    struct span *ret);

/* In forms and multipart bodies /a/b is the field a[b]; the last one counts. */
bool fields_scalar_at(struct arena *a, const struct fields *f,
                      struct span pointer, struct span *ret,
                      struct err *e) MUST_USE;

/* The values of a body whose name, in any reading that an app may have of it
 * (slot.h; in JSON the members, whatever their case), is `pointer`: how many,
 * and the last one; .at NULL when that is no scalar. */
bool fields_count(struct arena *a, const struct fields *f, struct span pointer,
                  uint32_t *ret_count, struct span *ret,
                  struct err *e) MUST_USE;

#endif
