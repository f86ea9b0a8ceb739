/*
 * Any bytes as a rule pack: read and compiled, or refused with a place. What
 * was read is used once, so that broken indexes show.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../unit/decide/properties.h"
#include "decide/moderate.h"

static int pack_file = -1;
static char path[64];

static void write_pack(const uint8_t *data, size_t size)
{
    if (pack_file < 0) {
        pack_file = memfd_create("pack", MFD_CLOEXEC);
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", pack_file);
    }
    if (ftruncate(pack_file, 0) != 0 ||
        pwrite(pack_file, data, size, 0) != (ssize_t)size)
        abort();
}

static void use(struct ruleset *rs)
{
    const struct moderate_text text = {
        .text = SPAN("加微信 cat, 3 a day 4111111111111111 "
                     "example.com 👩‍👩‍👧[doge]\n")};
    struct arena *a = arena_new((size_t)16 << 20);
    struct moderate_input in = {.rules = rs,
                                .text = &text,
                                .text_count = 1,
                                .regex_work = 10000,
                                .translation_cap = VERDICT_HOLD};
    struct err e;

    if (!detect_init(&e) || !match_scratch_new(rs, &in.scratch, &e))
        abort();
    (void)properties_hold(&in, a);
    match_scratch_free(&in.scratch);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *paths[] = {path};
    struct ruleset *rs = NULL;
    struct err e = {0};

    write_pack(data, size);
    if (ruleset_load(paths, 1, &rs, &e)) {
        use(rs);
        ruleset_free(&rs);
    } else if (e.kind != ERR_CONFIG || e.text[0] == '\0') {
        abort();
    }
    return 0;
}
