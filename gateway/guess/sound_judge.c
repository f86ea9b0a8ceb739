#include "guess/certainty.h"
#include "guess/sound.h"

/* What the Han characters of the path cost as they are written. */
static void plain_of(struct sound_text *t, const struct sound_path *p,
                     struct plain_place *ret)
{
    const struct units *u = t->units;
    uint32_t i = p->from;

    *ret = (struct plain_place){0};
    while (i < p->to) {
        struct plain_place piece;
        uint32_t end = i + 1;

        if (u->at[i].kind != UNIT_HAN) {
            i++;
            continue;
        }
        while (end < p->to && u->at[end].kind == UNIT_HAN &&
               u->at[end].gap == 0)
            end++;
        plain_read(&t->plain, i, end, &piece);
        ret->cost += piece.cost;
        ret->cut_from += piece.cut_from;
        ret->cut_to += piece.cut_to;
        ret->around = piece.around;
        ret->beside += piece.beside;
        i = end;
    }
}

float sound_certainty(struct sound_text *t, const struct sound_path *p,
                      const struct seer_term *term, int32_t term_cost)
{
    struct plain_place at;

    plain_of(t, p, &at);
    if (p->typed > 0)
        return 0.9F;
    return certainty_of(DISGUISE_HOMOPHONES, term->count, at.cost - term_cost);
}
