/* The pure middle of the journey: languages, hits, verdict, masks. */
#include "base/clock.h"
#include "journey/moderate_input.h"
#include "journey/post.h"

/* The input that both looks share: at the post, and at its translations. */
struct moderate_input post_moderate_input(const struct post *p)
{
    const struct config *c = p->snapshot->config;

    return (struct moderate_input){
        .rules = p->snapshot->rules,
        .scratch = p->kit->scratch,
        .text = p->text,
        .text_count = p->fields.count,
        .now_ms = clock_wall_ms(),
        .regex_work = c->limits.regex_work,
        .author = p->answers,
        .translation_cap = (enum verdict)c->rules.translation_max_action,
    };
}

/* The verdict so far stands; the failure can only make it stricter. */
bool post_regex_limit(const struct post *p, struct err *e)
{
    return p->moderation.regex_limit &&
           !err_set(e, ERR_REGEX_LIMIT, NULL, "a regex ran into its limits");
}

static bool gather_texts(struct post *p, struct err *e)
{
    p->text = arena_array(p->arena, p->fields.count, sizeof(*p->text));
    if (p->text == NULL)
        return arena_err(p->arena, "fields", e);
    for (uint32_t i = 0; i < p->fields.count; i++)
        p->text[i] = (struct moderate_text){
            .text = p->fields.field[i].text,
            .field = p->fields.field[i].name,
            .markup = p->fields.field[i].markup,
        };
    return true;
}

enum step_result step_moderate(struct post *p, struct err *e)
{
    struct moderate_input in;

    if (!gather_texts(p, e))
        return STEP_FAILED;
    in = post_moderate_input(p);
    if (!moderate_run(&in, p->arena, &p->moderation, e))
        return STEP_FAILED;
    p->judged = true;
    p->verdict = p->moderation.decision.verdict;
    return post_regex_limit(p, e) ? STEP_FAILED : STEP_DONE;
}
