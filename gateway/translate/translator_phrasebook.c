#include "base/heap.h"
#include "translate/phrasebook.h"
#include "translate/translator.h"

enum { MOST_LINES = 256, MOST_BYTES = 1 << 20, MOST_EACH = 16, MOST_WORD = 64 };

/* clang-format off */
const struct setting phrasebook_rows[] = {
    SETTING(struct phrasebook_set, dictionary, .def = "\"\"",
        .en = "Its dictionary; empty: the one that `make` built.",
        .zh = "词典文件；空则用 make 生成的那份。"),
    SETTING_END};
/* clang-format on */

struct phrasebook {
    struct dictionary *dictionary;
    const struct glossary *glossary;
};

static bool open_self(const void *set, const struct translator_env *env,
                      void **ret, struct err *e)
{
    const struct phrasebook_set *s = set;
    struct dictionary *d;
    struct phrasebook *self;

    if (!dictionary_open(s->dictionary[0] != '\0' ? s->dictionary : NULL, &d,
                         e))
        return false;
    self = heap_new(sizeof(*self));
    *self = (struct phrasebook){d, env->glossary};
    *ret = self;
    return true;
}

static void close_self(void *self)
{
    struct phrasebook *p = self;

    dictionary_free(&p->dictionary);
    heap_free(p);
}

static struct translator_limits limits(const void *self)
{
    (void)self;
    return (struct translator_limits){MOST_LINES, MOST_BYTES};
}

static bool gloss(const struct phrasebook *p, struct translator_call *call,
                  uint32_t i)
{
    struct buf out = buf_make(call->line[i].len * MOST_EACH + MOST_WORD);

    phrasebook_gloss(p->dictionary, p->glossary, call->line[i], call->to, &out);
    call->answer[i] = arena_copy(call->arena, buf_span(&out));
    if (out.failed || call->answer[i].at == NULL)
        (void)err_set(&call->err, ERR_LIMIT, NULL, "the text is too long");
    buf_free(&out);
    return call->err.kind == ERR_NONE;
}

static void start(void *self, struct translator_call *call)
{
    call->answer = arena_array(call->arena, call->count, sizeof(*call->answer));
    if (call->answer == NULL)
        (void)arena_err(call->arena, "a gloss", &call->err);
    for (uint32_t i = 0; call->err.kind == ERR_NONE && i < call->count; i++)
        if (!gloss(self, call, i))
            break;
    call->done(call);
}

/* A call is done before start() returns. */
static void cancel(void *self, struct translator_call *call)
{
    (void)self;
    (void)call;
}

const struct translator translator_phrasebook = {
    .name = "phrasebook",
    .rows = phrasebook_rows,
    .set_size = sizeof(struct phrasebook_set),
    .quality = TRANSLATE_GLOSS,
    .open = open_self,
    .limits = limits,
    .start = start,
    .cancel = cancel,
    .close = close_self,
};
