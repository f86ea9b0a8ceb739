#include "cli/posts_input.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/utf8.h"

enum {
    CHUNK = 64 << 10,
    LONGEST = 16 << 20, /* of a line or whole file */
    MOST_FIELDS = 1000,
    LONGEST_FAULT = 80
};

struct posts_input {
    enum posts_form form;
    char *const *files;
    size_t count;
    size_t next; /* file to open next */

    const char *file; /* open now, or NULL */
    int fd;
    bool ended; /* fd gave its last byte */
    uint64_t line;

    char *at; /* bytes read: [done, len) not given out yet */
    size_t done;
    size_t len;
    size_t room;
};

static const size_t json_flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL;

static char *const only_stdin[] = {(char[]){"-"}};

struct posts_input *posts_open(enum posts_form form, char *const *files,
                               size_t count)
{
    struct posts_input *in = heap_new(sizeof(*in));

    in->form = form;
    in->files = count > 0 ? files : only_stdin;
    in->count = count > 0 ? count : 1;
    in->fd = -1;
    return in;
}

static void close_file(struct posts_input *in)
{
    if (in->fd > STDIN_FILENO)
        (void)close(in->fd);
    in->fd = -1;
    in->file = NULL;
}

void posts_close(struct posts_input **in)
{
    if (*in == NULL)
        return;
    close_file(*in);
    heap_free((*in)->at);
    heap_free(*in);
    *in = NULL;
}

static bool open_file(struct posts_input *in, struct err *e)
{
    const char *file = in->files[in->next++];

    in->fd = strcmp(file, "-") == 0 ? STDIN_FILENO
                                    : open(file, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0)
        return err_set(e, ERR_INPUT, NULL, "%s: %s", file,
                       strerrordesc_np(errno));
    in->file = file;
    in->ended = false;
    in->line = 0;
    in->done = in->len = 0;
    return true;
}

/* Reads one chunk more behind what is not given out yet. */
static bool read_more(struct posts_input *in, struct err *e)
{
    ssize_t n;

    if (in->done > 0) {
        in->len -= in->done;
        memmove(in->at, in->at + in->done, in->len);
        in->done = 0;
    }
    if (in->room - in->len < CHUNK) {
        in->room = in->room * 2 + CHUNK;
        in->at = heap_grow(in->at, in->room, 1);
    }
    do
        n = read(in->fd, in->at + in->len, in->room - in->len);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return err_set(e, ERR_INPUT, NULL, "%s: %s", in->file,
                       strerrordesc_np(errno));
    in->len += (size_t)n;
    in->ended = n == 0;
    return true;
}

/* Finds the end of the line that starts at done, reading as needed; what is
 * over the limit is read and thrown away, so that the next line is found. */
static bool find_line(struct posts_input *in, struct span *ret,
                      bool *ret_too_long, struct err *e)
{
    size_t looked = 0;
    const char *end;

    *ret_too_long = false;
    for (;;) {
        size_t from = in->done + looked;

        end = in->form == POSTS_WHOLE || from == in->len
                  ? NULL
                  : memchr(in->at + from, '\n', in->len - from);
        if (end != NULL || in->ended)
            break;
        looked = in->len - in->done;
        if (looked > LONGEST) {
            *ret_too_long = true;
            in->done = in->len;
            looked = 0;
        }
        if (!read_more(in, e))
            return false;
    }
    ret->at = in->at + in->done;
    ret->len = end != NULL ? (size_t)(end - ret->at) : in->len - in->done;
    *ret_too_long = *ret_too_long || ret->len > LONGEST;
    in->done += ret->len + (end != NULL ? 1 : 0);
    return true;
}

static bool one_field(struct arena *a, struct span text, struct posts_post *ret,
                      struct err *e)
{
    struct posts_field *f = arena_alloc(a, sizeof(*f));

    if (f == NULL)
        return arena_err(a, "a post", e);
    f->text = text;
    f->name = SPAN("");
    ret->field = f;
    ret->field_count = 1;
    return true;
}

static struct span copy_string(struct arena *a, const json_t *s)
{
    return arena_copy(
        a, (struct span){json_string_value(s), json_string_length(s)});
}

/* What is wrong with the fields, or NULL. */
static const char *fields_say(json_t *fields)
{
    if (!json_is_object(fields))
        return "\"fields\" is not an object";
    if (json_object_size(fields) > MOST_FIELDS)
        return "more than 1000 fields";
    for (void *i = json_object_iter(fields); i != NULL;
         i = json_object_iter_next(fields, i))
        if (!json_is_string(json_object_iter_value(i)))
            return "a field that is not a string";
    return NULL;
}

/* What is wrong with the shape of a line of JSON, or NULL. */
static const char *shape_says(const json_t *root)
{
    const json_t *text = json_object_get(root, "text");
    json_t *fields = json_object_get(root, "fields");

    if (!json_is_object(root))
        return "not an object";
    if (text != NULL && fields != NULL)
        return "both \"text\" and \"fields\"";
    if (text == NULL && fields == NULL)
        return "neither \"text\" nor \"fields\"";
    if (fields != NULL)
        return fields_say(fields);
    return json_is_string(text) ? NULL : "\"text\" is not a string";
}

static bool take_fields(struct arena *a, json_t *fields, struct posts_post *ret,
                        struct err *e)
{
    size_t n = json_object_size(fields);
    struct posts_field *f = arena_array(a, n + 1, sizeof(*f));

    if (f == NULL)
        return arena_err(a, "a post", e);
    ret->field = f;
    for (void *i = json_object_iter(fields); i != NULL;
         i = json_object_iter_next(fields, i), f++) {
        f->name = arena_copy(a, span_of(json_object_iter_key(i)));
        f->text = copy_string(a, json_object_iter_value(i));
    }
    ret->field_count = n;
    return !arena_full(a) || arena_err(a, "a post", e);
}

static bool take_json(struct arena *a, const json_t *root,
                      struct posts_post *ret, struct err *e)
{
    const json_t *text = json_object_get(root, "text");
    struct span copy;

    ret->fault_says = shape_says(root);
    if (ret->fault_says != NULL) {
        ret->fault = POST_NOT_SHAPE;
        return true;
    }
    if (text == NULL)
        return take_fields(a, json_object_get(root, "fields"), ret, e);
    copy = copy_string(a, text);
    return copy.at != NULL ? one_field(a, copy, ret, e)
                           : arena_err(a, "a post", e);
}

/* A number or a string by itself is JSON, and no post all the same. */
static void set_json_fault(struct span line, const json_error_t *je,
                           struct posts_post *ret)
{
    json_t *lone =
        json_loadb(line.at, line.len, json_flags | JSON_DECODE_ANY, NULL);

    ret->fault = lone != NULL ? POST_NOT_SHAPE : POST_NOT_JSON;
    ret->fault_at = je->position > 0 ? (size_t)je->position : 0;
    if (lone != NULL)
        ret->fault_says = "not an object";
    else if (json_error_code(je) == json_error_duplicate_key)
        ret->fault_says = "a key for the second time";
    json_decref(lone);
}

static bool read_json(struct arena *a, struct span line, struct posts_post *ret,
                      struct err *e)
{
    json_error_t je;
    json_t *root = json_loadb(line.at, line.len, json_flags, &je);
    bool ok;

    if (root == NULL) {
        set_json_fault(line, &je, ret);
        return true;
    }
    ok = take_json(a, root, ret, e);
    json_decref(root);
    return ok;
}

static bool is_blank(struct span text)
{
    size_t at = 0;
    uint32_t c;

    while (utf8_next(text, &at, &c))
        if (!u_isUWhiteSpace((UChar32)c))
            return false;
    return true;
}

static bool read_post(const struct posts_input *in, struct arena *a,
                      struct span text, struct posts_post *ret, struct err *e)
{
    if (in->form != POSTS_WHOLE && text.len > 0 &&
        text.at[text.len - 1] == '\r')
        text.len--;
    if (!utf8_valid(text, &ret->fault_at)) {
        ret->fault = POST_NOT_UTF8;
        return true;
    }
    ret->blank = in->form != POSTS_WHOLE && is_blank(text);
    return in->form == POSTS_JSONL ? read_json(a, text, ret, e)
                                   : one_field(a, text, ret, e);
}

enum posts_result posts_next(struct posts_input *in, struct arena *a,
                             struct posts_post *ret, struct err *e)
{
    struct span text;
    bool too_long;

    for (;;) {
        if (in->file == NULL) {
            if (in->next == in->count)
                return POSTS_END;
            if (!open_file(in, e))
                return POSTS_FAILED;
        }
        if (!find_line(in, &text, &too_long, e))
            return POSTS_FAILED;
        in->line++;
        /* Nothing behind the last line break is no line; an empty file as a
         * whole is an empty post. */
        if (!in->ended || text.len > 0 || in->done < in->len ||
            (in->form == POSTS_WHOLE && in->line == 1))
            break;
        close_file(in);
    }
    *ret = (struct posts_post){.file = in->file,
                               .line = in->form == POSTS_WHOLE ? 0 : in->line};
    if (too_long) {
        ret->fault = POST_TOO_LONG;
        ret->fault_at = LONGEST;
        return POSTS_POST;
    }
    return read_post(in, a, text, ret, e) ? POSTS_POST : POSTS_FAILED;
}

/* ---- what is wrong with a post ---- */

static const struct fault_name {
    const char *kind, *says;
    bool has_place; /* fault_at is where */
} faults[] = {
    [POST_FINE] = {"none", "nothing", false},
    [POST_NOT_UTF8] = {"utf8", "not UTF-8", true},
    [POST_NOT_JSON] = {"json", "not JSON", true},
    [POST_NOT_SHAPE] = {"json", "not a post", false},
    [POST_TOO_LONG] = {"limit", "longer than 16 MiB", false},
};

static void print_fault(const struct posts_post *post, char *ret, size_t room)
{
    const struct fault_name *f = &faults[post->fault];
    const char *says = post->fault_says != NULL ? post->fault_says : f->says;

    if (f->has_place)
        (void)snprintf(ret, room, "%s at byte %zu", says, post->fault_at);
    else
        (void)snprintf(ret, room, "%s", says);
}

void posts_add_fault(const struct posts_post *post, struct buf *out)
{
    char says[LONGEST_FAULT];

    print_fault(post, says, sizeof(says));
    buf_printf(out, "{\"error\":{\"kind\":\"%s\",\"at\":%zu,\"message\":",
               faults[post->fault].kind, post->fault_at);
    buf_add_json(out, span_of(says));
    buf_add_text(out, "}}");
}

void posts_tell(const struct posts_post *post, const char *what)
{
    (void)fflush(stdout);
    if (post->line > 0)
        (void)fprintf(stderr, "%s:%llu: %s\n", post->file,
                      (unsigned long long)post->line, what);
    else
        (void)fprintf(stderr, "%s: %s\n", post->file, what);
}

void posts_tell_fault(const struct posts_post *post)
{
    char says[LONGEST_FAULT];

    print_fault(post, says, sizeof(says));
    posts_tell(post, says);
}
