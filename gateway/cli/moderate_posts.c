#include "cli/moderate_posts.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/heap.h"
#include "detect/detect.h"

static const size_t arena_cap = (size_t)256 << 20;

bool post_moderator_init(struct post_moderator *m,
                         const struct cli_rules *rules, struct err *e)
{
    *m = (struct post_moderator){.rules = rules, .now_ms = clock_wall_ms()};
    if (!detect_init(e) || !match_scratch_new(rules->set, &m->scratch, e))
        return false;
    m->arena = arena_new(arena_cap);
    return true;
}

void post_moderator_done(struct post_moderator *m)
{
    match_scratch_free(&m->scratch);
    arena_free(&m->arena);
}

static struct moderate_input input_of(const struct post_moderator *m)
{
    return (struct moderate_input){.rules = m->rules->set,
                                   .scratch = m->scratch,
                                   .regex_work = m->rules->regex_work,
                                   .translation_cap = m->rules->translation_cap,
                                   .now_ms = m->now_ms,
                                   .trace = m->trace};
}

bool moderate_text(struct post_moderator *m, const struct moderate_text *text,
                   const char *to, const struct author_example *author,
                   struct moderation *ret, struct err *e)
{
    uint32_t answers[AUTHOR_MOST_QUESTIONS];
    const struct moderate_rendition rendition = {to, text, 1};
    struct moderate_input in = input_of(m);

    if (author != NULL) {
        author_answers(&m->rules->set->author, author, answers);
        in.author = answers;
    }
    if (to != NULL) {
        in.rendition = &rendition;
        in.rendition_count = 1;
    } else {
        in.text = text;
        in.text_count = 1;
    }
    return moderate_run(&in, m->arena, ret, e);
}

bool moderate_post(struct post_moderator *m, const struct posts_post *post,
                   struct moderation *ret, struct err *e)
{
    struct moderate_input in = input_of(m);
    struct moderate_text *text =
        arena_array(m->arena, post->field_count, sizeof(*text));

    if (text == NULL)
        return arena_err(m->arena, "a post", e);
    for (size_t i = 0; i < post->field_count; i++)
        text[i] = (struct moderate_text){.text = post->field[i].text,
                                         .field = post->field[i].name};
    in.text = text;
    in.text_count = (uint32_t)post->field_count;
    return moderate_run(&in, m->arena, ret, e);
}

/* Lines that are no posts: never counted, and never passed over in silence. */
struct faults {
    uint64_t count, first; /* line of the first */
    enum post_fault kind;
};

static void add_fault(struct faults *f, const struct posts_post *post)
{
    if (f->count++ == 0) {
        f->first = post->line;
        f->kind = post->fault;
    }
}

static const char *fault_says(enum post_fault kind)
{
    static const char *const says[] = {
        [POST_FINE] = "fine",
        [POST_NOT_UTF8] = "not UTF-8",
        [POST_NOT_JSON] = "not JSON as check --jsonl takes it",
        [POST_NOT_SHAPE] = "not JSON as check --jsonl takes it",
        [POST_TOO_LONG] = "too long",
    };

    return says[kind];
}

/* False without a single post. */
static bool tell_faults(const char *file, uint64_t posts,
                        const struct faults *f, struct err *e)
{
    if (posts == 0)
        return f->count == 0
                   ? err_set(e, ERR_NOT_FOUND, NULL, "%s: no posts", file)
                   : err_set(e, ERR_NOT_FOUND, NULL,
                             "%s: no posts; line %llu is %s", file,
                             (unsigned long long)f->first, fault_says(f->kind));
    if (f->count > 0)
        (void)fprintf(stderr, "%s:%llu: %s; lines passed over: %llu\n", file,
                      (unsigned long long)f->first, fault_says(f->kind),
                      (unsigned long long)f->count);
    return true;
}

bool each_post(const char *file, struct arena *a, see_post see, void *context,
               struct err *e)
{
    char *name = heap_text(file);
    char *files[] = {name};
    bool objects = span_ends(span_of(file), SPAN(".jsonl"));
    struct posts_input *in =
        posts_open(objects ? POSTS_JSONL : POSTS_LINES, files, 1);
    enum posts_result r = POSTS_POST;
    struct faults faults = {0};
    uint64_t count = 0;
    bool ok = true;

    while (ok && r == POSTS_POST) {
        struct posts_post post;

        arena_reset(a);
        r = posts_next(in, a, &post, e);
        ok = r != POSTS_FAILED;
        if (r != POSTS_POST || post.blank)
            continue;
        if (post.fault != POST_FINE) {
            add_fault(&faults, &post);
            continue;
        }
        post.file = file;
        ok = see(context, a, &post, e);
        count++;
    }
    posts_close(&in);
    heap_free(name);
    return ok && tell_faults(file, count, &faults, e);
}

struct seen {
    struct post_moderator *moderator;
    see_moderation see;
    void *context;
};

static bool moderate_one(void *context, struct arena *a,
                         const struct posts_post *post, struct err *e)
{
    const struct seen *s = context;
    struct moderation m;

    (void)a; /* the moderator's own */
    return moderate_post(s->moderator, post, &m, e) &&
           s->see(s->context, post, &m, e);
}

bool moderate_file(struct post_moderator *m, const char *file,
                   see_moderation see, void *context, struct err *e)
{
    struct seen s = {m, see, context};

    return each_post(file, m->arena, moderate_one, &s, e);
}
