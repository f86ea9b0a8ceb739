/* The options of an import, tried in a small pack, so that a mistake in one is
 * told as the loader tells it, and by the option's name. */
#include <string.h>

#include "cli/import.h"
#include "cli/memory_pack.h"
#include "config/choices.h"

/* By the lines of the pack below. */
enum { LINE_PACK = 1, LINE_CATEGORY = 2, LINE_DISGUISE = 6, LINES };

static const char *const option_of[LINES] = {
    [LINE_PACK] = "pack",
    [LINE_CATEGORY] = "category",
    [LINE_DISGUISE] = "disguise",
};

static void write_trial(const struct import *im, struct buf *out)
{
    buf_add_text(out, "pack: ");
    buf_add_json(out, im->pack);
    buf_add_text(out, "\ncategory: ");
    buf_add_json(out, im->category);
    buf_add_text(out, "\nrules:\n"
                      "  - id: trial\n"
                      "    action: flag\n");
    import_add_disguise(im, out);
    buf_add_text(out, "    reason: trial\n"
                      "    match: { words: trial }\n");
}

/* "the pack:LINE:COLUMN: why" is "option 'NAME': why". */
static bool name_option(struct err *e)
{
    const struct err told = *e;
    struct span place = span_of(told.text);
    size_t line = span_find_byte(place, ':', 0) + 1;
    const char *why = strstr(told.text, ": ");
    unsigned char digit = line < place.len ? (unsigned char)place.at[line] : 0;

    if (why == NULL || digit < '0' || digit >= '0' + LINES ||
        option_of[digit - '0'] == NULL)
        return false;
    return err_set(e, ERR_CONFIG, NULL, "option '%s'%s", option_of[digit - '0'],
                   why);
}

static bool try_options(const struct import *im, struct err *e)
{
    struct buf out = buf_make((size_t)1 << 16);
    bool ok;

    write_trial(im, &out);
    ok = memory_pack_check(buf_span(&out), e) || name_option(e);
    buf_free(&out);
    return ok;
}

static bool check_mapping(const char *mapping, struct err *e)
{
    struct span row = span_of(mapping);
    size_t equals = span_find_byte(row, '=', 0);
    struct span category = span_from(row, equals + 1);
    struct choices hint;

    if (equals == 0 || equals == row.len)
        return err_set(e, ERR_CONFIG, NULL,
                       "option 'map': expected NAME=CATEGORY, found '%s'",
                       mapping);
    if (import_is_category(category))
        return true;
    hint = choices_for(category, category_names);
    return err_set(e, ERR_CONFIG, NULL,
                   "option 'map': unknown category '" SPAN_FMT "'%s",
                   SPAN_ARG(category), hint.say);
}

bool import_check_options(const struct import *im, struct err *e)
{
    for (size_t i = 0; i < im->map->count; i++)
        if (!check_mapping(im->map->at[i], e))
            return false;
    if (im->pack.len > IMPORT_LONGEST_PACK)
        return err_set(e, ERR_CONFIG, NULL,
                       "option 'pack': at most %d characters, as its rules are "
                       "named after it",
                       IMPORT_LONGEST_PACK);
    return try_options(im, e);
}
