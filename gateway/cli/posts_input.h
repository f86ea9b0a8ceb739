/*
 * posts_input - posts from files or standard input, in three forms.
 *
 * Example: struct posts_input *in = posts_open(POSTS_LINES, argv + first, n);
 *          while (posts_next(in, arena, &post, &e) == POSTS_POST) {
 *              if (post.fault != POST_FINE) print_fault(...);
 *              arena_reset(arena);
 *          }
 *          posts_close(&in);
 *
 * In:      POSTS_WHOLE: each file is one post. POSTS_LINES: each line is.
 *          POSTS_JSONL: each line is {"text": …} or {"fields": {NAME: …}}.
 *          No files, or the file "-", is standard input. A line ends with LF
 *          or CRLF; the last one may do without.
 * Out:     the text of each post: one field named "", or the named ones. Text
 *          is UTF-8; a post that is not, or not such JSON, comes with `fault`
 *          and without fields, and the next call goes on behind it. A line of
 *          white space alone is `blank`: an empty post where every line has an
 *          answer, none where posts are counted.
 * Offsets: fault_at is a byte offset into the line (or the whole file).
 * Limits:  a line or whole file has at most 16 MiB, a post 1000 fields.
 * Memory:  fields live in the arena or in the reader, until the next call.
 * Errors:  POSTS_FAILED: a file can't be read, or the arena is full.
 * Threads: one owner.
 */
#ifndef CLI_POSTS_INPUT_H
#define CLI_POSTS_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

enum posts_form { POSTS_WHOLE, POSTS_LINES, POSTS_JSONL };

enum posts_result { POSTS_POST, POSTS_END, POSTS_FAILED };

enum post_fault {
    POST_FINE,
    POST_NOT_UTF8,  /* {"error":{"kind":"utf8","at":N,"message":…}} */
    POST_NOT_JSON,  /* kind "json" */
    POST_NOT_SHAPE, /* JSON, but not of the shape above: kind "json", too */
    POST_TOO_LONG   /* kind "limit" */
};

struct posts_field {
    struct span name; /* "" for plain text and {"text": …} */
    struct span text;
};

struct posts_post {
    const struct posts_field *field;
    size_t field_count;
    enum post_fault fault;
    size_t fault_at;
    const char *fault_says; /* static: what is wrong with the shape */
    bool blank;
    const char *file; /* "-" for standard input; borrowed */
    uint64_t line;    /* 1-based; 0 in POSTS_WHOLE */
};

struct posts_input;

/* files is borrowed until posts_close. */
struct posts_input *posts_open(enum posts_form form, char *const *files,
                               size_t count) MUST_USE;
void posts_close(struct posts_input **in);

enum posts_result posts_next(struct posts_input *in, struct arena *a,
                             struct posts_post *ret, struct err *e) MUST_USE;

/* Adds {"error":{"kind":"utf8","at":N,"message":"…"}}, in the place of the
 * post's answer; the command exits 2 at its end. */
void posts_add_fault(const struct posts_post *post, struct buf *out);

/* For people: "FILE:2: WHAT" on standard error, or "FILE: WHAT" of a whole
 * file; what is wrong with a post: "not UTF-8 at byte 0". */
void posts_tell(const struct posts_post *post, const char *what);
void posts_tell_fault(const struct posts_post *post);

#endif
