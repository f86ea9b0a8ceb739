/*
 * file - a small file, read whole.
 *
 * Example: struct buf text = buf_make(64 << 10);
 *          if (!file_read("rules/words.txt", FILE_REGULAR, &text, e))
 *              return false;
 *              -> "rules/words.txt: No such file or directory"
 *          ... buf_free(&text);
 *
 * In:      a path. FILE_REGULAR is for paths that stand in a file or were found
 *          in a folder: anything but a regular file is refused at once, a FIFO
 *          without waiting for its writer. FILE_OR_PIPE is for what a person
 *          may well give us as `<(…)` or /dev/stdin: pipes and devices are
 *          read to their end and waited for, as cat does.
 *          The buf is empty.
 * Out:     the bytes of the file.
 * Limit:   the buf's ceiling: exactly as many bytes still fit. The size that
 *          stat tells is not believed (/proc says 0, a log grows): reading
 *          ends at the end or at the ceiling.
 * Memory:  the buf is the caller's, before and after, whatever happens; an
 *          empty file may leave .at NULL.
 * Errors:  ERR_CONFIG, "PATH: what is wrong"; the buf is still empty.
 * Threads: safe on bufs of one's own.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

enum file_sort { FILE_REGULAR, FILE_OR_PIPE };

bool file_read(const char *path, enum file_sort sort, struct buf *ret,
               struct err *e) MUST_USE;

/* What an open descriptor still has to give; it stays open. name stands for
 * the path in errors. */
bool file_read_rest(int fd, const char *name, struct buf *ret,
                    struct err *e) MUST_USE;

#endif
