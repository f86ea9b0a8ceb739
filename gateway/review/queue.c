#include "review/queue.h"

#include <string.h>

#include "audit/record.h"
#include "audit/seal.h"
#include "base/buf.h"
#include "base/digest.h"

enum { USUAL_VIEW = 1500 /* bytes that what is shown rarely passes */ };

/* ---- names ---- */

static const char *const kind_names[] = {
    [QUEUE_KIND_HOLD] = "hold",
    [QUEUE_KIND_AFTER] = "after",
};

/* The same steps, of a post that is to be published and of one that is to be
 * taken down. */
static const char *const state_names[][QUEUE_STATES] = {
    [QUEUE_KIND_HOLD] =
        {
            [QUEUE_HELD] = "held",
            [QUEUE_APPROVED] = "approved",
            [QUEUE_RELEASING] = "releasing",
            [QUEUE_UNKNOWN] = "release_unknown",
            [QUEUE_NEEDS_AUTHOR] = "needs_author",
            [QUEUE_RELEASED] = "released",
            [QUEUE_REFUSED] = "refused",
            [QUEUE_REJECTED] = "rejected",
            [QUEUE_EXPIRED] = "expired",
            [QUEUE_SUPERSEDED] = "superseded",
        },
    [QUEUE_KIND_AFTER] =
        {
            [QUEUE_HELD] = "open",
            [QUEUE_APPROVED] = "takedown",
            [QUEUE_RELEASING] = "taking_down",
            [QUEUE_UNKNOWN] = "takedown_unknown",
            [QUEUE_RELEASED] = "taken_down",
            [QUEUE_REFUSED] = "takedown_refused",
            [QUEUE_EXPIRED] = "expired",
            [QUEUE_SUPERSEDED] = "not_published",
            [QUEUE_CONFIRMED] = "confirmed",
            [QUEUE_DISMISSED] = "dismissed",
        },
};

const char *queue_kind_name(enum queue_kind k)
{
    return kind_names[k];
}

bool queue_kind_find(struct span name, enum queue_kind *ret)
{
    for (unsigned k = 0; k < COUNT_OF(kind_names); k++)
        if (span_is(name, kind_names[k])) {
            *ret = (enum queue_kind)k;
            return true;
        }
    return false;
}

const char *queue_state_name(enum queue_kind k, enum queue_state s)
{
    return state_names[k][s] != NULL ? state_names[k][s] : "unused";
}

bool queue_state_find(struct span name, unsigned *ret_kinds,
                      enum queue_state *ret)
{
    *ret_kinds = 0;
    for (unsigned k = 0; k < COUNT_OF(state_names); k++)
        for (unsigned i = 0; i < QUEUE_STATES; i++)
            if (state_names[k][i] != NULL && span_is(name, state_names[k][i])) {
                *ret_kinds |= 1U << k;
                *ret = (enum queue_state)i;
            }
    return *ret_kinds != 0;
}

#define HOLD  (1U << QUEUE_KIND_HOLD)
#define AFTER (1U << QUEUE_KIND_AFTER)

/* A post that the app refused, or that needs its author, may be tried again;
 * one that may be there already only by `there` or `send_again`. */
static const struct queue_action actions[] = {
    {"approve", HOLD,
     QUEUE_BIT(QUEUE_HELD) | QUEUE_BIT(QUEUE_NEEDS_AUTHOR) |
         QUEUE_BIT(QUEUE_REFUSED),
     QUEUE_APPROVED, true},
    {"mask", HOLD, QUEUE_BIT(QUEUE_HELD) | QUEUE_BIT(QUEUE_REFUSED),
     QUEUE_APPROVED, false},
    {"reject", HOLD,
     QUEUE_BIT(QUEUE_HELD) | QUEUE_BIT(QUEUE_APPROVED) |
         QUEUE_BIT(QUEUE_NEEDS_AUTHOR) | QUEUE_BIT(QUEUE_REFUSED),
     QUEUE_REJECTED, true},
    {"escalate", HOLD | AFTER, QUEUE_BIT(QUEUE_HELD), QUEUE_HELD, false},
    {"dismiss", AFTER, QUEUE_BIT(QUEUE_HELD) | QUEUE_BIT(QUEUE_REFUSED),
     QUEUE_DISMISSED, false},
    {"confirm", AFTER, QUEUE_BIT(QUEUE_HELD) | QUEUE_BIT(QUEUE_REFUSED),
     QUEUE_CONFIRMED, false},
    {"there", HOLD, QUEUE_BIT(QUEUE_UNKNOWN), QUEUE_RELEASED, false},
    {"gone", AFTER, QUEUE_BIT(QUEUE_UNKNOWN), QUEUE_RELEASED, false},
    {"send_again", HOLD | AFTER, QUEUE_BIT(QUEUE_UNKNOWN), QUEUE_APPROVED,
     false},
};

const struct queue_action *queue_action_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

/* ---- holding ---- */

void queue_key(struct span route, struct span method, struct span target,
               struct span body, unsigned char ret[32])
{
    const struct span parts[] = {route, method, target, body};
    struct sha256 d = sha256_of_parts(parts, COUNT_OF(parts));

    memcpy(ret, d.raw, sizeof(d.raw));
}

/* [["content-type","application/json"],…] */
static void write_headers(struct buf *b, const struct header *h, uint32_t count)
{
    buf_add_byte(b, '[');
    for (uint32_t i = 0; i < count; i++) {
        buf_add(b, i > 0 ? SPAN(",[") : SPAN("["));
        buf_add_json(b, h[i].name);
        buf_add_byte(b, ',');
        buf_add_json(b, h[i].value);
        buf_add_byte(b, ']');
    }
    buf_add_byte(b, ']');
}

/* Sixteen digits, in quotes. */
static void add_hash(struct buf *b, uint64_t hash)
{
    static const char digits[] = "0123456789abcdef";
    char text[16];

    for (size_t i = sizeof(text); i-- > 0; hash >>= 4U)
        text[i] = digits[hash & 0x0FU];
    buf_add(b, SPAN(",\"hash\":\""));
    buf_add(b, (struct span){text, sizeof(text)});
    buf_add_byte(b, '"');
}

/* The rules that fired for real, each as it is now: what an approval skips. */
static void write_rules(struct buf *b, const struct moderation *m)
{
    bool any = false;

    buf_add_byte(b, '[');
    for (uint32_t i = 0; m != NULL && i < m->decision.fired_count; i++) {
        const struct fired_rule *f = &m->decision.fired[i];

        if (f->shadow)
            continue;
        buf_add(b, any ? SPAN(",{\"rule\":") : SPAN("{\"rule\":"));
        buf_add_json(b, f->id);
        add_hash(b, record_rule_hash(f));
        buf_add(b, SPAN(",\"action\":\""));
        buf_add_text(b, verdict_name(f->action));
        buf_add(b, SPAN("\"}"));
        any = true;
    }
    buf_add_byte(b, ']');
}

static void add_place(struct buf *b, const struct hit *h)
{
    buf_add(b, SPAN(",\"in\":"));
    buf_add_u64(b, h->text);
    buf_add(b, SPAN(",\"from\":"));
    buf_add_u64(b, h->at.from);
    buf_add(b, SPAN(",\"to\":"));
    buf_add_u64(b, h->at.to);
}

static void write_view_hit(struct buf *b, const struct decided_hit *h)
{
    const struct decide_side *side = h->side;
    bool placed = h->hit.condition != NULL && side != NULL &&
                  h->hit.text < side->text_count;

    buf_add(b, SPAN("{\"rule\":"));
    buf_add_json(b, h->hit.rule->id);
    buf_add(b, SPAN(",\"action\":\""));
    buf_add_text(b, verdict_name(h->action));
    buf_add(b, side != NULL && side->side == SIDE_TRANSLATION
                   ? SPAN("\",\"side\":\"translation\"")
                   : SPAN("\",\"side\":\"original\""));
    if (h->hit.rule->note.len > 0) {
        buf_add(b, SPAN(",\"note\":"));
        buf_add_json(b, h->hit.rule->note);
    }
    if (placed) {
        add_place(b, &h->hit);
        buf_add(b, SPAN(",\"text\":"));
        buf_add_json(b, span_slice(side->text[h->hit.text].text, h->hit.at.from,
                                   h->hit.at.to));
        buf_add(b, SPAN(",\"term\":"));
        buf_add_json(b, h->hit.term);
    }
    buf_add_byte(b, '}');
}

static void write_texts(struct buf *b, const struct queue_post *p)
{
    const struct moderation *m = p->moderation;

    buf_add(b, SPAN("{\"texts\":["));
    for (uint32_t i = 0; p->fields != NULL && i < p->fields->count; i++) {
        const struct field *f = &p->fields->field[i];

        buf_add(b, i > 0 ? SPAN(",{\"at\":") : SPAN("{\"at\":"));
        buf_add_json(b, f->pointer);
        buf_add(b, SPAN(",\"text\":"));
        buf_add_json(b, f->text);
        if (m != NULL && i < m->text_count && m->text[i].change_count > 0) {
            buf_add(b, SPAN(",\"masked\":"));
            buf_add_json(b, m->text[i].masked);
        }
        buf_add_byte(b, '}');
    }
    buf_add_byte(b, ']');
}

static void write_view(struct buf *b, const struct queue_post *p)
{
    const struct moderation *m = p->moderation;
    bool any = false;

    write_texts(b, p);
    if (m != NULL) {
        buf_add(b, SPAN(",\"language\":\""));
        buf_add_text(b, lang_tag(m->language));
        buf_add(b, SPAN("\",\"hits\":["));
        for (uint32_t i = 0; i < m->decision.hit_count; i++) {
            if (!m->decision.hit[i].live)
                continue;
            if (any)
                buf_add_byte(b, ',');
            write_view_hit(b, &m->decision.hit[i]);
            any = true;
        }
        buf_add_byte(b, ']');
    }
    if (p->translations.len > 0) {
        buf_add(b, SPAN(",\"translations\":"));
        buf_add(b, p->translations);
    }
    buf_add_byte(b, '}');
}

static bool keep(struct arena *a, struct buf *b, struct span *ret)
{
    *ret = arena_copy(a, buf_span(b));
    buf_reset(b);
    return ret->at != NULL;
}

/* Sealed for the post's own key: a row can't be given another's credentials. */
static bool seal_credentials(const struct queue_post *p, struct arena *a,
                             struct queue_row *row, struct err *e)
{
    struct buf plain = buf_make(SIZE_MAX / 2);
    struct buf sealed = buf_make(SIZE_MAX / 2);
    bool ok;

    write_headers(&plain, p->credential, p->credential_count);
    ok = seal_close(p->text_key,
                    (struct span){(const char *)row->key, sizeof(row->key)},
                    buf_span(&plain), &sealed, e) &&
         (keep(a, &sealed, &row->credentials) ||
          arena_err(a, "a held post's credentials", e));
    if (plain.at != NULL)
        memset(plain.at, 0, plain.len);
    buf_free(&plain);
    buf_free(&sealed);
    return ok;
}

static bool write_parts(const struct queue_post *p, struct arena *a,
                        struct queue_row *row, struct err *e)
{
    struct buf b = buf_make(SIZE_MAX / 2);
    bool ok = buf_reserve(&b, USUAL_VIEW) != NULL;

    write_headers(&b, p->header, p->header_count);
    ok = keep(a, &b, &row->headers) && ok;
    write_rules(&b, p->moderation);
    ok = keep(a, &b, &row->rules) && ok;
    write_view(&b, p);
    ok = keep(a, &b, &row->view) && ok;
    buf_free(&b);
    return ok || arena_err(a, "a held post", e);
}

bool queue_hold(const struct queue_post *p, struct arena *a,
                const struct queue_row **ret, struct err *e)
{
    struct queue_row *row = arena_alloc(a, sizeof(*row));
    const bool found = p->kind == QUEUE_KIND_HOLD; /* by the same post again */

    if (row == NULL)
        return arena_err(a, "a held post", e);
    *row = (struct queue_row){
        .kind = p->kind,
        .route = p->route,
        .method = p->send_method.at != NULL ? p->send_method : p->method,
        .target = p->send_target.at != NULL ? p->send_target : p->target,
        .body = p->body,
        .body_as_is = p->body_as_is,
        .filter = found ? hash_fast(p->received) : 0,
        .author = p->author,
        .held_per_author = p->held_per_author,
        .held = p->held};
    if (found)
        queue_key(p->route, p->method, p->target, p->received, row->key);
    if (!write_parts(p, a, row, e))
        return false;
    if (p->credential_count > 0 && !seal_credentials(p, a, row, e))
        return false;
    *ret = row;
    return true;
}
