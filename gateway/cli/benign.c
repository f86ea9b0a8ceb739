#include "cli/benign.h"

#include <stdlib.h>

#include "base/heap.h"
#include "cli/parts.h"

enum { FIRST_ROOM = 256, MOST_SHOWN = 80 };

void benign_init(struct benign *b, struct post_moderator *m)
{
    *b = (struct benign){.moderator = m, .room = FIRST_ROOM};
    b->fired = heap_array(m->rules->set->rule_count, sizeof(*b->fired));
    b->term = heap_array(FIRST_ROOM, sizeof(*b->term));
}

void benign_done(struct benign *b)
{
    heap_free(b->fired);
    heap_free(b->term);
    heap_free(b->file);
}

/* ---- the table of terms ---- */

static struct benign_term *place_of(const struct benign *b,
                                    const struct rule *rule, struct span term)
{
    uintptr_t mixed = (uintptr_t)rule * 31 + (uintptr_t)term.at;
    uint32_t at = (uint32_t)((mixed ^ (mixed >> 17U)) * 0x9E3779B1U);

    for (;; at++) {
        struct benign_term *t = &b->term[at & (b->room - 1)];

        if (t->rule == NULL || (t->rule == rule && t->term.at == term.at))
            return t;
    }
}

static void grow(struct benign *b)
{
    struct benign_term *old = b->term;
    uint32_t room = b->room;

    b->room = room * 2;
    b->term = heap_array(b->room, sizeof(*b->term));
    for (uint32_t i = 0; i < room; i++)
        if (old[i].rule != NULL)
            *place_of(b, old[i].rule, old[i].term) = old[i];
    heap_free(old);
}

static void count_term(struct benign *b, const struct hit *h,
                       const struct posts_post *post)
{
    struct benign_term *t = place_of(b, h->rule, h->term);

    if (t->rule == NULL) {
        if (b->term_count * 2 >= b->room) {
            grow(b);
            t = place_of(b, h->rule, h->term);
        }
        *t = (struct benign_term){.rule = h->rule,
                                  .term = h->term,
                                  .file = post->file,
                                  .line = post->line};
        b->term_count++;
    }
    if (t->last == b->all.posts)
        return; /* of this post already */
    t->last = b->all.posts;
    t->posts++;
}

/* ---- posts ---- */

static bool see(void *context, const struct posts_post *post,
                const struct moderation *m, struct err *e)
{
    struct benign *b = context;
    struct benign_file *file = &b->file[b->file_count - 1];
    const struct decision *d = &m->decision;

    if (m->regex_limit)
        return err_set(e, ERR_REGEX_LIMIT, NULL,
                       "%s:%llu: a regex ran into its limits", post->file,
                       (unsigned long long)post->line);
    b->all.posts++;
    b->all.verdict[d->verdict]++;
    file->posts++;
    file->verdict[d->verdict]++;
    for (uint32_t i = 0; i < d->fired_count; i++)
        if (d->fired[i].rule != NULL)
            b->fired[d->fired[i].rule->index]++;
    for (uint32_t i = 0; i < d->hit_count; i++)
        if (d->hit[i].hit.cancelled_by == NULL)
            count_term(b, &d->hit[i].hit, post);
    return true;
}

bool benign_count(struct benign *b, const char *name, struct err *e)
{
    b->file = heap_grow(b->file, b->file_count + 1U, sizeof(*b->file));
    b->file[b->file_count++] = (struct benign_file){.name = name};
    return moderate_file(b->moderator, name, see, b, e);
}

static uint64_t stopped(const struct benign_file *f)
{
    return f->verdict[VERDICT_BOUNCE] + f->verdict[VERDICT_HOLD] +
           f->verdict[VERDICT_REJECT];
}

uint64_t benign_wrong(const struct benign *b)
{
    return stopped(&b->all) + b->all.verdict[VERDICT_MASK];
}

/* ---- printing ---- */

static double share(const struct benign *b, uint64_t n)
{
    return b->all.posts > 0 ? (double)n / (double)b->all.posts : 0;
}

static void print_file(const struct benign_file *f, struct buf *out)
{
    double posts = f->posts > 0 ? (double)f->posts : 1;

    buf_printf(out,
               "%s: %llu posts: %llu stopped (%.3f%%), %llu masked (%.3f%%), "
               "%llu flagged (%.3f%%)\n",
               f->name, (unsigned long long)f->posts,
               (unsigned long long)stopped(f), 100 * (double)stopped(f) / posts,
               (unsigned long long)f->verdict[VERDICT_MASK],
               100 * (double)f->verdict[VERDICT_MASK] / posts,
               (unsigned long long)f->verdict[VERDICT_FLAG],
               100 * (double)f->verdict[VERDICT_FLAG] / posts);
}

/* By rule, then how often; the empty places of the table last. */
static int by_rule(const void *a, const void *b)
{
    const struct benign_term *x = a;
    const struct benign_term *y = b;
    uint32_t one = x->rule != NULL ? x->rule->index : UINT32_MAX;
    uint32_t two = y->rule != NULL ? y->rule->index : UINT32_MAX;

    if (one != two)
        return one > two ? 1 : -1;
    if (x->posts != y->posts)
        return x->posts > y->posts ? -1 : 1;
    return span_compare(x->term, y->term);
}

/* From here on the table is a list. */
static void sort_terms(struct benign *b)
{
    qsort(b->term, b->room, sizeof(*b->term), by_rule);
}

static void print_term(const struct benign *b, const struct benign_term *t,
                       struct buf *out)
{
    struct span shown = cli_cut(t->term, MOST_SHOWN);

    buf_printf(out, "        %llu (%.3f%%) '" SPAN_FMT "%s', first %s:%llu\n",
               (unsigned long long)t->posts, 100 * share(b, t->posts),
               SPAN_ARG(shown), shown.len < t->term.len ? "…" : "", t->file,
               (unsigned long long)t->line);
}

void benign_print(struct benign *b, struct buf *out)
{
    const struct ruleset *rs = b->moderator->rules->set;
    uint32_t next = 0;

    for (uint32_t i = 0; i < b->file_count; i++)
        print_file(&b->file[i], out);
    if (b->file_count > 1) {
        b->all.name = "all";
        print_file(&b->all, out);
    }
    sort_terms(b);
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        const struct rule *r = rs->rule[i];

        if (b->fired[i] > 0)
            buf_printf(out, "    " SPAN_FMT " (%s%s): %llu (%.3f%%)\n",
                       SPAN_ARG(r->id), verdict_name(r->action),
                       r->shadow ? ", shadow" : "",
                       (unsigned long long)b->fired[i],
                       100 * share(b, b->fired[i]));
        for (; next < b->term_count && b->term[next].rule == r; next++)
            print_term(b, &b->term[next], out);
    }
}

static void add_counts(const struct benign_file *f, struct buf *out)
{
    buf_printf(out, "\"posts\":%llu", (unsigned long long)f->posts);
    for (unsigned v = 0; v < VERDICT_COUNT; v++)
        buf_printf(out, ",\"%s\":%llu", verdict_name((enum verdict)v),
                   (unsigned long long)f->verdict[v]);
}

static void add_terms(struct benign *b, struct buf *out)
{
    sort_terms(b);
    for (uint32_t i = 0; i < b->term_count; i++) {
        const struct benign_term *t = &b->term[i];

        buf_add_text(out, i > 0 ? ",{\"rule\":" : "{\"rule\":");
        buf_add_json(out, t->rule->id);
        buf_add_text(out, ",\"term\":");
        buf_add_json(out, t->term);
        buf_printf(out, ",\"posts\":%llu,\"share\":%.6f,\"file\":",
                   (unsigned long long)t->posts, share(b, t->posts));
        buf_add_json(out, span_of(t->file));
        buf_printf(out, ",\"line\":%llu}", (unsigned long long)t->line);
    }
}

void benign_print_json(struct benign *b, struct buf *out)
{
    const struct ruleset *rs = b->moderator->rules->set;
    bool first = true;

    buf_add_byte(out, '{');
    add_counts(&b->all, out);
    buf_add_text(out, ",\"rules\":{");
    for (uint32_t i = 0; i < rs->rule_count; i++) {
        if (b->fired[i] == 0)
            continue;
        buf_add_text(out, first ? "" : ",");
        buf_add_json(out, rs->rule[i]->id);
        buf_printf(out, ":%llu", (unsigned long long)b->fired[i]);
        first = false;
    }
    buf_add_text(out, "},\"files\":[");
    for (uint32_t i = 0; i < b->file_count; i++) {
        buf_add_text(out, i > 0 ? ",{\"file\":" : "{\"file\":");
        buf_add_json(out, span_of(b->file[i].name));
        buf_add_byte(out, ',');
        add_counts(&b->file[i], out);
        buf_add_byte(out, '}');
    }
    buf_add_text(out, "],\"terms\":[");
    add_terms(b, out);
    buf_add_text(out, "]}");
}
