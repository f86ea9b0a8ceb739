#include "fold/disguise.h"

#define AVAILABLE    1U
#define BY_DEFAULT   (2U | AVAILABLE)
#define GUESSES      4U
#define OTHER_SCRIPT 8U

struct row {
    const char *name;
    unsigned traits;
};

/* clang-format off */
#define ROWS(ROW)                                             \
    ROW(DISGUISE_CASE,           "case",           BY_DEFAULT) \
    ROW(DISGUISE_WIDTH,          "width",          BY_DEFAULT) \
    ROW(DISGUISE_SCRIPT,         "script",         BY_DEFAULT) \
    ROW(DISGUISE_STYLES,         "styles",         BY_DEFAULT) \
    ROW(DISGUISE_INVISIBLE,      "invisible",      BY_DEFAULT) \
    ROW(DISGUISE_GAPS,           "gaps",           AVAILABLE) \
    ROW(DISGUISE_REPEATS,        "repeats",        AVAILABLE) \
    ROW(DISGUISE_LOOKALIKES,     "lookalikes",     AVAILABLE) \
    ROW(DISGUISE_HAN_LOOKALIKES, "han_lookalikes", AVAILABLE | GUESSES) \
    ROW(DISGUISE_PINYIN,         "pinyin",         AVAILABLE | GUESSES | OTHER_SCRIPT) \
    ROW(DISGUISE_INITIALS,       "initials",       AVAILABLE | GUESSES | OTHER_SCRIPT) \
    ROW(DISGUISE_HOMOPHONES,     "homophones",     AVAILABLE | GUESSES) \
    ROW(DISGUISE_SPLIT,          "split",          AVAILABLE | GUESSES) \
    ROW(DISGUISE_EMOJI,          "emoji",          AVAILABLE | GUESSES | OTHER_SCRIPT) \
    ROW(DISGUISE_SHUFFLED,       "shuffled",       GUESSES | AVAILABLE)

#define AS_ROW(d, name, traits)      [d] = {name, traits},
#define IF_DEFAULT(d, name, traits)  | (((traits) & 2U) != 0 ? DISGUISE_BIT(d) : 0U)
#define IF_GUESSES(d, name, traits)  | (((traits) & GUESSES) != 0 ? DISGUISE_BIT(d) : 0U)
#define IF_OTHER(d, name, traits)    | (((traits) & OTHER_SCRIPT) != 0 ? DISGUISE_BIT(d) : 0U)
#define IF_AVAILABLE(d, name, traits) | (((traits) & AVAILABLE) != 0 ? DISGUISE_BIT(d) : 0U)

static const struct row rows[DISGUISE_COUNT] = {ROWS(AS_ROW)};

const uint32_t disguises_default = 0U ROWS(IF_DEFAULT);
const uint32_t disguises_guessing = 0U ROWS(IF_GUESSES);
const uint32_t disguises_cross_script = 0U ROWS(IF_OTHER);
const uint32_t disguises_available = 0U ROWS(IF_AVAILABLE);
/* clang-format on */

const char *disguise_name(enum disguise d)
{
    return rows[d].name;
}

bool disguise_find(struct span name, enum disguise *ret)
{
    for (unsigned i = 0; i < DISGUISE_COUNT; i++) {
        if (span_is(name, rows[i].name)) {
            *ret = (enum disguise)i;
            return true;
        }
    }
    return false;
}
