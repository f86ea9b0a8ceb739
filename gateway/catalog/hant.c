#include "catalog/hant.h"

#include <pthread.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { MOST_BYTES = 4096 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const UTransliterator *table; /* lives as long as the process */

static void open_table(void)
{
    static const UChar id[] = u"Hans-Hant";
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *found =
        utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);

    if (U_SUCCESS(status))
        table = found;
}

/* False when ICU would not; then the text stays as it was. */
static bool convert(struct span text, char ret[2 * MOST_BYTES],
                    int32_t *ret_len)
{
    UChar wide[2 * MOST_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = 0;
    int32_t limit;

    u_strFromUTF8(wide, MOST_BYTES, &len, text.at, (int32_t)text.len, &status);
    limit = len;
    utrans_transUChars(table, wide, &len, 2 * MOST_BYTES, 0, &limit, &status);
    u_strToUTF8(ret, 2 * MOST_BYTES, ret_len, wide, len, &status);
    return U_SUCCESS(status);
}

bool hant_of(struct span text, struct arena *a, struct span *ret)
{
    char out[2 * MOST_BYTES];
    int32_t len = 0;

    (void)pthread_once(&once, open_table);
    if (table == NULL || text.len > MOST_BYTES || !convert(text, out, &len)) {
        *ret = text;
        return true;
    }
    text = arena_copy(a, (struct span){out, (size_t)len});
    if (text.at == NULL)
        return false;
    *ret = text;
    return true;
}
