#include "cli/memory_pack.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "match/ruleset.h"

static bool write_all(int fd, struct span text)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.at, text.len);

        if (n <= 0)
            return false;
        text = span_from(text, (size_t)n);
    }
    return true;
}

bool memory_pack_open(struct span text, struct memory_pack *ret, struct err *e)
{
    struct memory_pack p = {.fd = memfd_create("pack", MFD_CLOEXEC)};

    if (p.fd < 0 || !write_all(p.fd, text)) {
        memory_pack_close(&p);
        return err_set(e, ERR_INTERNAL, NULL, "can't keep the pack in memory");
    }
    (void)snprintf(p.path, sizeof(p.path), "/proc/self/fd/%d", p.fd);
    *ret = p;
    return true;
}

void memory_pack_close(struct memory_pack *p)
{
    if (p->fd >= 0)
        (void)close(p->fd);
    p->fd = -1;
}

bool memory_pack_err(const struct memory_pack *p, struct err *e)
{
    const struct err why = *e;

    if (span_starts(span_of(why.text), span_of(p->path)))
        err_fill(e, why.kind, NULL, "the pack%s", why.text + strlen(p->path));
    return false;
}

bool memory_pack_check(struct span text, struct err *e)
{
    struct memory_pack p;
    const char *const paths[] = {p.path};
    struct ruleset *rs = NULL;
    bool ok;

    if (!memory_pack_open(text, &p, e))
        return false;
    ok = ruleset_read(paths, 1, &rs, e) || memory_pack_err(&p, e);
    ruleset_free(&rs);
    memory_pack_close(&p);
    return ok;
}
