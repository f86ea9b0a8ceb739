#include "audit/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { KEY_BYTES = 32, KEY_TEXT = 64, KEY_LEAST = 32, KEY_MOST = 4096 };

static bool file_err(const char *what, const char *path, struct err *e)
{
    return err_set(e, ERR_CONFIG, NULL, "%s: %s: %s", what, path,
                   strerrordesc_np(errno));
}

static struct span trim(struct span s)
{
    const char *blanks = " \t\r\n";

    while (s.len > 0 && strchr(blanks, s.at[s.len - 1]) != NULL)
        s.len--;
    while (s.len > 0 && strchr(blanks, s.at[0]) != NULL)
        s = span_from(s, 1);
    return s;
}

static bool write_new(int fd)
{
    unsigned char raw[KEY_BYTES];
    char text[KEY_TEXT + 2];

    if (RAND_bytes(raw, sizeof(raw)) != 1)
        return false;
    for (size_t i = 0; i < sizeof(raw); i++)
        (void)snprintf(&text[2 * i], 3, "%02x", raw[i]);
    text[KEY_TEXT] = '\n';
    return write(fd, text, KEY_TEXT + 1) == KEY_TEXT + 1 && fsync(fd) == 0;
}

/* Written whole under another name first: a key is never seen half-made. */
static bool make(const char *path, const char *what, bool *ret_made,
                 struct err *e)
{
    char temporary[4096];
    bool ok;
    int fd;

    (void)snprintf(temporary, sizeof(temporary), "%s.%ld", path,
                   (long)getpid());
    fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_err(what, temporary, e);
    ok = write_new(fd);
    (void)close(fd);
    if (ok && link(temporary, path) == 0)
        *ret_made = true;
    else if (!ok || errno != EEXIST)
        ok = file_err(what, path, e);
    (void)unlink(temporary);
    return ok;
}

static bool read_file(const char *path, const char *what, struct arena *a,
                      struct span *ret, struct err *e)
{
    struct buf text = buf_make(KEY_MOST);
    bool ok = file_read(path, FILE_REGULAR, &text, e) || err_in(e, "%s", what);

    if (ok) {
        *ret = arena_copy(a, trim(buf_span(&text)));
        ok = ret->at != NULL || arena_err(a, what, e);
    }
    buf_free(&text);
    return ok;
}

bool key_load(const struct secret *s, const char *what, struct arena *a,
              struct span *ret, bool *ret_made, struct err *e)
{
    struct span key = trim(s->value);

    *ret_made = false;
    if (s->value.at == NULL && s->path == NULL)
        return err_set(e, ERR_CONFIG, NULL, "%s is not set", what);
    if (s->value.at == NULL) {
        if (access(s->path, F_OK) != 0 && !make(s->path, what, ret_made, e))
            return false;
        if (!read_file(s->path, what, a, &key, e))
            return false;
    }
    if (key.len < KEY_LEAST)
        return err_set(e, ERR_CONFIG, NULL, "%s is shorter than %d bytes", what,
                       KEY_LEAST);
    *ret = key;
    return true;
}
