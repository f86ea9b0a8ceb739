#include "audit/record.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/heap.h"
#include "base/random.h"
#include "config/config.h"
#include "fold/disguise.h"

/* Members in the order of the header; each says nothing when it has nothing
 * to say, so that the usual record stays below 800 bytes. */

#define MEMBER(name) SPAN(",\"" name "\":")

enum { USUAL_RECORD = 1500 /* bytes that a decision rarely passes */ };

static void add_text(struct buf *b, struct span name, struct span value)
{
    if (value.len == 0)
        return;
    buf_add(b, name);
    buf_add_json(b, value);
}

/* Ids, hashes and our own words: nothing in them needs an escape. */
static void add_word(struct buf *b, struct span name, struct span word)
{
    char *to;

    if (word.len == 0)
        return;
    buf_add(b, name);
    to = buf_reserve(b, word.len + 2);
    if (to == NULL)
        return;
    to[0] = '"';
    memcpy(to + 1, word.at, word.len);
    to[word.len + 1] = '"';
    b->len += word.len + 2;
}

static void add_number(struct buf *b, struct span name, uint64_t value)
{
    buf_add(b, name);
    buf_add_u64(b, value);
}

static void add_true(struct buf *b, struct span name, bool value)
{
    if (!value)
        return;
    buf_add(b, name);
    buf_add(b, SPAN("true"));
}

/* 0.97 for 0.97f: two digits are all that a confidence is worth. */
static void add_share(struct buf *b, struct span name, float share)
{
    unsigned hundredths = (unsigned)(share * 100 + 0.5F);

    buf_add(b, name);
    if (hundredths >= 100) {
        buf_add_byte(b, '1');
        return;
    }
    buf_add(b, SPAN("0."));
    buf_add_byte(b, (char)('0' + hundredths / 10));
    if (hundredths % 10 != 0)
        buf_add_byte(b, (char)('0' + hundredths % 10));
}

/* A second has many records; only the milliseconds differ. */
static void add_time(struct buf *b, uint64_t wall_ms)
{
    static _Thread_local char text[CLOCK_TEXT];
    static _Thread_local uint64_t second = UINT64_MAX;
    unsigned ms = (unsigned)(wall_ms % 1000);

    if (wall_ms / 1000 != second)
        (void)clock_text(wall_ms, text);
    second = wall_ms / 1000;
    text[CLOCK_TEXT - 5] = (char)('0' + ms / 100);
    text[CLOCK_TEXT - 4] = (char)('0' + ms / 10 % 10);
    text[CLOCK_TEXT - 3] = (char)('0' + ms % 10);
    add_word(b, MEMBER("time"), (struct span){text, CLOCK_TEXT - 1});
}

/* ---- hits ---- */

static void add_disguises(struct buf *b, uint32_t set)
{
    struct span comma = SPAN("");

    if (set == 0)
        return;
    buf_add(b, SPAN(",\"disguises\":["));
    for (unsigned i = 0; i < DISGUISE_COUNT; i++) {
        if ((set & DISGUISE_BIT(i)) == 0)
            continue;
        buf_add(b, comma);
        buf_add_json(b, span_of(disguise_name((enum disguise)i)));
        comma = SPAN(",");
    }
    buf_add_byte(b, ']');
}

static struct span field_of(const struct decided_hit *h)
{
    if (h->side == NULL || h->hit.text >= h->side->text_count)
        return (struct span){NULL, 0};
    return h->side->text[h->hit.text].field;
}

static struct span text_of(const struct decided_hit *h)
{
    if (h->side == NULL || h->hit.text >= h->side->text_count ||
        h->hit.condition == NULL)
        return (struct span){NULL, 0};
    return span_slice(h->side->text[h->hit.text].text, h->hit.at.from,
                      h->hit.at.to);
}

static void add_hit(struct buf *b, const struct decided_hit *h)
{
    bool original = h->side == NULL || h->side->side == SIDE_ORIGINAL;

    buf_add(b, SPAN("{\"rule\":"));
    buf_add_json(b, h->hit.rule->id);
    add_word(b, MEMBER("action"), span_of(verdict_name(h->action)));
    buf_add(b, SPAN(",\"field\":"));
    buf_add_json(b, field_of(h));
    add_word(b, MEMBER("side"),
             original ? SPAN("original") : SPAN("translation"));
    if (!original)
        add_text(b, MEMBER("to_language"), span_of(h->side->to_language));
    if (h->hit.condition != NULL) {
        add_number(b, MEMBER("from"), h->hit.at.from);
        add_number(b, MEMBER("to"), h->hit.at.to);
    } else {
        buf_add(b, SPAN(",\"from\":null,\"to\":null"));
    }
    add_disguises(b, h->hit.disguises);
    if (h->hit.certainty < 1)
        add_share(b, MEMBER("certainty"), h->hit.certainty);
    add_true(b, MEMBER("shadow"), h->hit.rule->shadow);
    add_true(b, MEMBER("cancelled"), h->hit.cancelled_by != NULL);
    buf_add_byte(b, '}');
}

static void add_hits(struct buf *b, const struct decision *d)
{
    buf_add(b, SPAN(",\"hits\":["));
    for (uint32_t i = 0; i < d->hit_count; i++) {
        if (i > 0)
            buf_add_byte(b, ',');
        add_hit(b, &d->hit[i]);
    }
    buf_add_byte(b, ']');
    add_true(b, MEMBER("hits_truncated"), d->hits_truncated);
}

/* Thresholds fire without a rule, so no hit names them. */
static void add_thresholds(struct buf *b, const struct decision *d)
{
    bool any = false;

    for (uint32_t i = 0; i < d->fired_count; i++) {
        if (d->fired[i].rule != NULL)
            continue;
        buf_add(b, any ? SPAN(",") : SPAN(",\"thresholds\":["));
        buf_add_json(b, d->fired[i].id);
        any = true;
    }
    if (any)
        buf_add_byte(b, ']');
}

/* ---- what was found out ---- */

static void add_languages(struct buf *b, const struct moderation *m)
{
    uint32_t seen = 0;
    struct span comma = SPAN("");

    add_word(b, MEMBER("language"), span_of(lang_tag(m->language)));
    add_share(b, MEMBER("confidence"), m->confidence);
    for (uint32_t i = 0; i < m->text_count; i++)
        seen |= m->text[i].detection.seen;
    if ((seen & (seen - 1)) == 0)
        return; /* one, and it was just named */
    buf_add(b, SPAN(",\"languages\":["));
    for (unsigned i = 0; i < LANG_COUNT; i++) {
        if ((seen & LANG_BIT(i)) == 0)
            continue;
        buf_add(b, comma);
        buf_add_json(b, span_of(lang_tag((enum lang)i)));
        comma = SPAN(",");
    }
    buf_add_byte(b, ']');
}

static void add_moderation(struct buf *b, const struct moderation *m)
{
    const struct decision *d = &m->decision;

    if (d->would != d->verdict)
        add_word(b, MEMBER("would"), span_of(verdict_name(d->would)));
    add_languages(b, m);
    if (d->score > 0)
        add_number(b, MEMBER("score"), d->score);
    add_hits(b, d);
    add_thresholds(b, d);
    if (d->not_evaluated_count > 0)
        add_number(b, MEMBER("not_evaluated"), d->not_evaluated_count);
}

/* What the rules went by, for whoever runs them again. */
static void add_author_counts(struct buf *b, const struct record_decision *d)
{
    const uint32_t count = d->answers != NULL ? d->questions->count : 0;

    for (uint32_t i = 0; i < count; i++) {
        buf_add(b, i == 0 ? SPAN(",\"author_counts\":{") : SPAN(","));
        buf_add_json(b, d->questions->at[i].name);
        buf_add_byte(b, ':');
        buf_add_u64(b, d->answers[i]);
    }
    if (count > 0)
        buf_add_byte(b, '}');
}

static void add_failures(struct buf *b, const struct record_decision *d)
{
    for (uint32_t i = 0; i < d->failure_count; i++) {
        buf_add(b, i == 0 ? SPAN(",\"failures\":{") : SPAN(","));
        buf_add_json(b, span_of(d->failure[i].failure));
        buf_add_byte(b, ':');
        buf_add_json(b, span_of(d->failure[i].outcome));
    }
    if (d->failure_count > 0)
        buf_add_byte(b, '}');
}

static void add_timings(struct buf *b, const struct record_decision *d)
{
    for (uint32_t i = 0; i < d->timing_count; i++) {
        buf_add(b, i == 0 ? SPAN(",\"timings\":{") : SPAN(","));
        buf_add_json(b, span_of(d->timing[i].step));
        buf_add_byte(b, ':');
        buf_add_u64(b, d->timing[i].us);
    }
    if (d->timing_count > 0)
        buf_add_byte(b, '}');
}

static void add_notes(struct buf *b, const struct record_decision *d)
{
    if (d->fields != NULL) {
        add_true(b, MEMBER("forged_attachment"), d->fields->forged_attachment);
        add_true(b, MEMBER("transcoded"), d->fields->transcoded);
    }
    for (uint32_t i = 0; i < d->note_count; i++) {
        buf_add(b, i == 0 ? SPAN(",\"notes\":[") : SPAN(","));
        buf_add_json(b, span_of(d->note[i]));
    }
    if (d->note_count > 0)
        buf_add_byte(b, ']');
}

/* ---- what can be erased ---- */

static bool keeps_text(const struct record_context *c,
                       const struct record_decision *d)
{
    if (c->keep_text == KEEP_TEXT_FLAGGED)
        return d->verdict != VERDICT_ALLOW ||
               (d->moderation != NULL &&
                d->moderation->decision.verdict != VERDICT_ALLOW);
    return c->keep_text == KEEP_TEXT_ALL;
}

static void add_side_hits(struct buf *b, const struct decision *d)
{
    for (uint32_t i = 0; i < d->hit_count; i++) {
        const struct decided_hit *h = &d->hit[i];

        buf_add(b, i == 0 ? SPAN(",\"hits\":[") : SPAN(","));
        buf_add(b, SPAN("{\"text\":"));
        buf_add_json(b, text_of(h));
        add_text(b, MEMBER("term"), h->hit.term);
        if (h->hit.cancelled_by != NULL)
            add_text(b, MEMBER("cancelled_by"), h->hit.cancelled_by->text);
        buf_add_byte(b, '}');
    }
    if (d->hit_count > 0)
        buf_add_byte(b, ']');
}

static void add_side_texts(struct buf *b, const struct record_decision *d)
{
    const struct moderation *m = d->moderation;

    buf_add(b, SPAN(",\"texts\":["));
    for (uint32_t i = 0; i < d->fields->count; i++) {
        const struct field *f = &d->fields->field[i];

        if (i > 0)
            buf_add_byte(b, ',');
        buf_add(b, SPAN("{\"at\":"));
        buf_add_json(b, f->pointer);
        add_text(b, MEMBER("field"), f->name);
        add_text(b, MEMBER("text"), f->text);
        if (m != NULL && i < m->text_count && m->text[i].change_count > 0)
            add_text(b, MEMBER("masked"), m->text[i].masked);
        buf_add_byte(b, '}');
    }
    buf_add_byte(b, ']');
}

static void write_side(struct buf *b, const struct record_context *c,
                       const struct record_decision *d)
{
    buf_add(b, SPAN("{\"method\":"));
    buf_add_json(b, d->method);
    add_text(b, MEMBER("target"), d->target);
    if (d->moderation != NULL && c->keep_text != KEEP_TEXT_NONE)
        add_side_hits(b, &d->moderation->decision);
    if (d->fields != NULL && keeps_text(c, d))
        add_side_texts(b, d);
    buf_add_byte(b, '}');
}

/* SHA-256(salt ‖ SHA-256(bytes)): the salt can be erased, and then nobody can
 * try out what the bytes may have been. */
static void add_salted(struct buf *b, struct span name,
                       const char salt[RECORD_SALT], struct span bytes)
{
    struct sha256 inner = sha256_of(bytes);
    char both[RECORD_SALT + sizeof(inner.raw)];
    struct sha256 outer;
    char hex[SHA256_TEXT];

    memcpy(both, salt, RECORD_SALT);
    memcpy(both + RECORD_SALT, inner.raw, sizeof(inner.raw));
    outer = sha256_of((struct span){both, sizeof(both)});
    add_word(b, name, span_of(sha256_hex(&outer, hex)));
}

/* ---- decisions ---- */

static void write_own(struct buf *b, const struct record_decision *d,
                      const struct record_leaf *leaf)
{
    buf_add(b, SPAN("{\"kind\":\"decision\""));
    add_word(b, MEMBER("id"), span_of(d->id));
    add_time(b, d->time_ms);
    if (d->author != NULL && d->author->ref[0] != '\0') {
        add_word(b, MEMBER("author"), span_of(d->author->ref));
        add_true(b, MEMBER("verified"), d->author->verified);
    }
    add_author_counts(b, d);
    if (d->observe)
        add_text(b, MEMBER("mode"), SPAN("observe"));
    add_word(b, MEMBER("verdict"), span_of(verdict_name(d->verdict)));
    if (d->moderation != NULL)
        add_moderation(b, d->moderation);
    else
        buf_add(b, SPAN(",\"language\":\"none\",\"hits\":[]"));
    add_text(b, MEMBER("human"), d->human);
    add_failures(b, d);
    add_notes(b, d);
    add_timings(b, d);
    add_salted(b, MEMBER("content"), leaf->salt, d->body);
    add_salted(b, MEMBER("side"), leaf->salt, leaf->side);
}

/* What all decisions on a route have in common until something is changed. */
static void write_common(struct buf *b, const struct record_context *c,
                         const struct record_decision *d)
{
    add_text(b, MEMBER("origin"), c->origin);
    add_text(b, MEMBER("route"), d->route);
    add_word(b, MEMBER("rules"), d->rules_hash);
    add_word(b, MEMBER("config"), d->config_hash);
    add_word(b, MEMBER("catalog"), d->catalog_hash);
    buf_add_byte(b, '}');
}

static void write_decision(struct buf *b, const struct record_context *c,
                           const struct record_decision *d,
                           struct record_leaf *leaf)
{
    size_t own;

    write_own(b, d, leaf);
    own = b->len;
    write_common(b, c, d);
    leaf->tail = b->len - own;
}

bool record_decision(const struct record_context *c,
                     const struct record_decision *d, struct arena *a,
                     struct record_item **ret, struct err *e)
{
    struct record_item *item = arena_alloc(a, sizeof(*item));
    const struct span id = span_of(d->id);
    struct buf b = buf_make(SIZE_MAX / 2);

    if (item == NULL || buf_reserve(&b, USUAL_RECORD) == NULL)
        return arena_err(a, "the record", e);
    item->leaf.kind = RECORD_DECISION;
    item->leaf.verdict = (int)d->verdict;
    item->author = d->author;
    assert(id.len < sizeof(item->leaf.id));
    memcpy(item->leaf.id, id.at, id.len);
    random_bytes(item->leaf.salt, RECORD_SALT);
    write_side(&b, c, d);
    item->leaf.side = arena_copy(a, buf_span(&b));
    buf_reset(&b);
    if (item->leaf.side.at != NULL)
        write_decision(&b, c, d, &item->leaf);
    item->leaf.json = arena_copy(a, buf_span(&b));
    buf_free(&b);
    if (item->leaf.side.at == NULL || item->leaf.json.at == NULL)
        return arena_err(a, "the record", e);
    *ret = item;
    return true;
}

/* ---- events ---- */

static void write_event(struct buf *b, const struct record_event *event,
                        const struct record_leaf *leaf)
{
    uint64_t now = event->time_ms > 0 ? event->time_ms : clock_wall_ms();

    buf_add(b, SPAN("{\"kind\":"));
    buf_add_json(b, span_of(record_kind_name(event->kind)));
    add_text(b, MEMBER("decision"), event->decision);
    add_time(b, now);
    add_text(b, MEMBER("route"), event->route);
    add_word(b, MEMBER("result"), span_of(event->result));
    if (event->status > 0)
        add_number(b, MEMBER("status"), (uint64_t)event->status);
    if (event->ms > 0)
        add_number(b, MEMBER("ms"), event->ms);
    if (event->count > 0)
        add_number(b, MEMBER("count"), event->count);
    add_word(b, MEMBER("language"), event->language);
    add_text(b, MEMBER("rule"), event->rule);
    add_text(b, MEMBER("rules"), event->rules);
    add_text(b, MEMBER("config"), event->config);
    if (event->side.len > 0)
        add_salted(b, MEMBER("side"), leaf->salt, event->side);
    buf_add_byte(b, '}');
}

struct record_item *record_event(const struct record_event *event)
{
    struct record_leaf leaf = {.kind = event->kind, .verdict = -1};
    struct buf b = buf_make(SIZE_MAX / 2);
    struct record_item *item;
    char *text;

    if (event->decision.len == ID_TEXT - 1)
        memcpy(leaf.id, event->decision.at, ID_TEXT - 1);
    else
        id_new(leaf.id); /* only says when */
    if (event->side.len > 0)
        random_bytes(leaf.salt, RECORD_SALT);
    write_event(&b, event, &leaf);
    item = heap_new(sizeof(*item) + b.len + event->side.len);
    text = (char *)(item + 1);
    memcpy(text, b.at, b.len);
    leaf.json = (struct span){text, b.len};
    if (event->side.len > 0)
        memcpy(text + b.len, event->side.at, event->side.len);
    leaf.side = (struct span){text + b.len, event->side.len};
    item->leaf = leaf;
    item->settles = event->kind == RECORD_OUTCOME;
    buf_free(&b);
    return item;
}

uint64_t record_rule_hash(const struct fired_rule *fired)
{
    uint64_t h = fired->rule != NULL ? fired->rule->hash : 0; /* threshold */

    for (size_t i = 0; i < fired->id.len; i++)
        h = hash_byte(h, (unsigned char)fired->id.at[i]);
    return hash_byte(h, (unsigned char)fired->action);
}
