#include "translate/script.h"

#include <opencc/opencc.h>
#include <pthread.h>

#include "base/attr.h"
#include "base/buf.h"

static opencc_t opened[2];
static bool usable[2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Read-only after this and never closed: one table a process. */
static void open_all(void)
{
    static const char *const configs[] = {
        [SCRIPT_TO_HANT] = "s2twp.json",
        [SCRIPT_TO_HANS] = "tw2sp.json",
    };

    for (size_t i = 0; i < COUNT_OF(configs); i++) {
        opened[i] = opencc_open(configs[i]);
        usable[i] =
            opened[i] != (opencc_t)-1; /* NOLINT(performance-no-int-*) */
    }
}

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.at[i] & 0x80) != 0)
            return false;
    return true;
}

/* OpenCC stops at a NUL: what stands between them is converted piece by
 * piece. */
static bool convert_piece(opencc_t table, struct buf *out, struct span s,
                          struct err *e)
{
    char *text = s.len == 0 ? NULL : opencc_convert_utf8(table, s.at, s.len);

    if (s.len > 0 && text == NULL)
        return err_set(e, ERR_PROVIDER, NULL, "OpenCC failed");
    buf_add_text(out, text != NULL ? text : "");
    if (text != NULL)
        opencc_convert_utf8_free(text);
    return true;
}

bool script_convert(enum script_way way, struct arena *a, struct span s,
                    struct span *ret, struct err *e)
{
    struct buf out = buf_make(s.len * 4 + 64);
    struct span piece;
    struct span rest = s;
    bool ok = true;

    (void)pthread_once(&once, open_all);
    if (is_ascii(s)) {
        *ret = s;
        return true;
    }
    if (!usable[way])
        return err_set(e, ERR_PROVIDER, NULL, "OpenCC's data is missing");
    for (bool first = true; ok && span_cut(&rest, '\0', &piece);
         first = false) {
        if (!first)
            buf_add_byte(&out, '\0');
        ok = convert_piece(opened[way], &out, piece, e);
    }
    if (ok) {
        *ret = arena_copy(a, buf_span(&out));
        ok = (ret->at != NULL && !out.failed) ||
             arena_err(a, "a conversion of script", e);
    }
    buf_free(&out);
    return ok;
}
