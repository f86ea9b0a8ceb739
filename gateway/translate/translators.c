#include "base/attr.h"
#include "translate/libretranslate.h"
#include "translate/phrasebook.h"
#include "translate/translator.h"

static const struct translator *const translators[] = {
    &translator_libretranslate,
    &translator_phrasebook,
};

const struct provider_rows translator_rows[] = {
    {"libretranslate", libretranslate_rows, sizeof(struct libretranslate_set)},
    {"phrasebook", phrasebook_rows, sizeof(struct phrasebook_set)},
    {NULL, NULL, 0},
};

const struct translator *translator_find(struct span name)
{
    for (size_t i = 0; i < COUNT_OF(translators); i++)
        if (span_is(name, translators[i]->name))
            return translators[i];
    return NULL;
}

void translator_fail(struct translator_call *call, const struct err *e)
{
    call->err = *e;
    call->done(call);
}
