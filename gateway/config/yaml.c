#include "config/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/heap.h"
#include "base/utf8.h"

/*
 * libyaml's event API, not its document API: events carry the marks of keys
 * and values alike and show aliases, anchors and tags, which we refuse.
 */
enum { MAX_BYTES = 16 << 20, MAX_DEPTH = 64, MAX_KEYS = 10000 };

struct yaml {
    struct arena *arena;
    const char *path;
    struct span source;
    struct yaml_node root;
};

struct reader {
    yaml_parser_t parser;
    yaml_event_t event;
    bool have_event;
    struct yaml *y;
    struct err *e;
    unsigned depth;
};

/* A growing list of nodes on the heap, copied into the arena when complete. */
struct node_list {
    struct yaml_node *at;
    uint32_t count, room;
};

static bool err_at(const struct yaml *y, size_t line, size_t column,
                   struct err *e, const char *what)
{
    return err_set(e, ERR_CONFIG, NULL, "%s:%zu:%zu: %s", y->path, line + 1,
                   column + 1, what);
}

void yaml_fill_err(const struct yaml_node *at, struct err *e, const char *fmt,
                   ...)
{
    char what[384];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(what, sizeof(what), fmt, ap);
    va_end(ap);
    (void)err_at(at->file, at->line - 1, at->column - 1, e, what);
}

/* Where the byte stands: columns are characters, as libyaml's are. */
static bool err_at_byte(const struct yaml *y, size_t byte, struct err *e,
                        const char *what)
{
    size_t line = 0;
    size_t start = 0;

    byte = byte < y->source.len ? byte : y->source.len;
    for (size_t i = 0; i < byte; i++)
        if (y->source.at[i] == '\n') {
            line++;
            start = i + 1;
        }
    return err_at(y, line, utf8_count(span_slice(y->source, start, byte)), e,
                  what);
}

static bool next_event(struct reader *r)
{
    if (r->have_event)
        yaml_event_delete(&r->event);
    r->have_event = false;
    if (yaml_parser_parse(&r->parser, &r->event) == 0) {
        const char *problem =
            r->parser.problem != NULL ? r->parser.problem : "not YAML";

        if (r->parser.error == YAML_READER_ERROR)
            return err_at_byte(r->y, r->parser.problem_offset, r->e, problem);
        return err_at(r->y, r->parser.problem_mark.line,
                      r->parser.problem_mark.column, r->e, problem);
    }
    r->have_event = true;
    return true;
}

static bool refuse(struct reader *r, const char *what)
{
    return err_at(r->y, r->event.start_mark.line, r->event.start_mark.column,
                  r->e, what);
}

static void add_node(struct node_list *l, const struct yaml_node *n)
{
    if (l->count == l->room) {
        l->room = l->room > 0 ? l->room * 2 : 16;
        l->at = heap_grow(l->at, l->room, sizeof(*l->at));
    }
    l->at[l->count++] = *n;
}

static struct yaml_node *keep_nodes(struct reader *r, struct node_list *l)
{
    struct yaml_node *kept = arena_array(r->y->arena, l->count, sizeof(*kept));

    if (kept != NULL && l->count > 0)
        memcpy(kept, l->at, l->count * sizeof(*kept));
    heap_free(l->at);
    return kept;
}

static bool read_node(struct reader *r, struct yaml_node *ret);

static bool read_scalar(struct reader *r, struct yaml_node *ret)
{
    struct span raw = {(const char *)r->event.data.scalar.value,
                       r->event.data.scalar.length};

    if (r->event.data.scalar.anchor != NULL)
        return refuse(r, "anchors are not allowed");
    if (r->event.data.scalar.tag != NULL)
        return refuse(r, "tags are not allowed");
    ret->kind = YAML_TEXT;
    ret->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    ret->text = arena_copy(r->y->arena, raw);
    if (ret->text.at == NULL)
        return refuse(r, "the file is too large");
    return true;
}

static bool read_list(struct reader *r, struct yaml_node *ret)
{
    struct node_list items = {0};

    if (r->event.data.sequence_start.anchor != NULL)
        return refuse(r, "anchors are not allowed");
    if (r->event.data.sequence_start.tag != NULL)
        return refuse(r, "tags are not allowed");
    for (;;) {
        struct yaml_node item;

        if (!next_event(r))
            break;
        if (r->event.type == YAML_SEQUENCE_END_EVENT) {
            ret->kind = YAML_LIST;
            ret->count = items.count;
            ret->item = keep_nodes(r, &items);
            return ret->item != NULL || refuse(r, "the file is too large");
        }
        if (!read_node(r, &item))
            break;
        add_node(&items, &item);
    }
    heap_free(items.at);
    return false;
}

static bool key_is_new(struct reader *r, const struct node_list *keys,
                       const struct yaml_node *key)
{
    if (key->kind != YAML_TEXT)
        return yaml_err(key, r->e, "a key must be text");
    if (keys->count == MAX_KEYS)
        return yaml_err(key, r->e, "more than %d keys in one map", MAX_KEYS);
    for (uint32_t i = 0; i < keys->count; i++)
        if (span_equal(keys->at[i].text, key->text))
            return yaml_err(key, r->e,
                            "duplicate key '" SPAN_FMT "' (first on line %u)",
                            SPAN_ARG(key->text), keys->at[i].line);
    return true;
}

static bool read_pair(struct reader *r, struct node_list *keys,
                      struct node_list *items)
{
    struct yaml_node node;

    if (!read_node(r, &node) || !key_is_new(r, keys, &node))
        return false;
    add_node(keys, &node);
    if (!next_event(r) || !read_node(r, &node))
        return false;
    add_node(items, &node);
    return true;
}

static bool read_map(struct reader *r, struct yaml_node *ret)
{
    struct node_list keys = {0};
    struct node_list items = {0};

    if (r->event.data.mapping_start.anchor != NULL)
        return refuse(r, "anchors are not allowed");
    if (r->event.data.mapping_start.tag != NULL)
        return refuse(r, "tags are not allowed");
    while (next_event(r)) {
        if (r->event.type == YAML_MAPPING_END_EVENT) {
            ret->kind = YAML_MAP;
            ret->count = items.count;
            ret->key = keep_nodes(r, &keys);
            ret->item = keep_nodes(r, &items);
            return (ret->key != NULL && ret->item != NULL) ||
                   refuse(r, "the file is too large");
        }
        if (!read_pair(r, &keys, &items))
            break;
    }
    heap_free(keys.at);
    heap_free(items.at);
    return false;
}

static bool read_node(struct reader *r, struct yaml_node *ret)
{
    bool ok = false;

    *ret = (struct yaml_node){
        .line = (uint32_t)r->event.start_mark.line + 1,
        .column = (uint32_t)r->event.start_mark.column + 1,
        .file = r->y,
    };
    if (++r->depth > MAX_DEPTH)
        return refuse(r, "nested too deep");
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        ok = read_scalar(r, ret);
        break;
    case YAML_SEQUENCE_START_EVENT:
        ok = read_list(r, ret);
        break;
    case YAML_MAPPING_START_EVENT:
        ok = read_map(r, ret);
        break;
    case YAML_ALIAS_EVENT:
        ok = refuse(r, "aliases are not allowed");
        break;
    default:
        ok = refuse(r, "expected a value");
        break;
    }
    r->depth--;
    return ok;
}

static bool expect_event(struct reader *r, yaml_event_type_t type,
                         const char *otherwise)
{
    if (!next_event(r))
        return false;
    return r->event.type == type || refuse(r, otherwise);
}

static bool read_document(struct reader *r)
{
    if (!expect_event(r, YAML_STREAM_START_EVENT, "not YAML"))
        return false;
    if (!next_event(r))
        return false;
    if (r->event.type == YAML_STREAM_END_EVENT) { /* nothing but comments */
        r->y->root = (struct yaml_node){
            .kind = YAML_MAP, .line = 1, .column = 1, .file = r->y};
        return true;
    }
    return next_event(r) && read_node(r, &r->y->root) &&
           expect_event(r, YAML_DOCUMENT_END_EVENT, "expected the end") &&
           expect_event(r, YAML_STREAM_END_EVENT,
                        "only one document a file is allowed");
}

/* libyaml allows tabs in some places where readers disagree on the level. */
static bool no_tab_indent(struct yaml *y, struct err *e)
{
    size_t line = 0;
    size_t start = 0;

    while (start < y->source.len) {
        size_t at = start;

        while (at < y->source.len && y->source.at[at] == ' ')
            at++;
        if (at < y->source.len && y->source.at[at] == '\t')
            return err_at(y, line, at - start, e,
                          "a tab in the indentation; use spaces");
        start = span_find_byte(y->source, '\n', at) + 1;
        line++;
    }
    return true;
}

static bool check_utf8(struct yaml *y, struct err *e)
{
    size_t bad;

    return utf8_valid(y->source, &bad) || err_at_byte(y, bad, e, "not UTF-8");
}

bool yaml_parse(struct span text, const char *name, struct yaml **ret,
                struct err *e)
{
    /* A node costs far more than its text; 32 covers the densest list. */
    struct arena *arena = arena_new(text.len * 400 + 65536);
    struct yaml *y = arena_alloc(arena, sizeof(*y));
    struct reader r = {.y = y, .e = e};
    bool ok = false;

    if (y == NULL)
        abort();
    y->arena = arena;
    y->path = arena_text(arena, span_of(name));
    /* Editors on Windows begin a file with it; libyaml, told the encoding,
     * takes it for text. */
    if (span_starts(text, SPAN("\xEF\xBB\xBF")))
        text = span_from(text, 3);
    y->source = arena_copy(arena, text);
    if (yaml_parser_initialize(&r.parser) == 0)
        abort();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)y->source.at,
                                 y->source.len);
    if (text.len > MAX_BYTES)
        (void)err_set(e, ERR_CONFIG, NULL, "%s: larger than 16 MiB", name);
    else
        ok = check_utf8(y, e) && no_tab_indent(y, e) && read_document(&r);
    if (r.have_event)
        yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    if (ok)
        *ret = y;
    else
        arena_free(&arena);
    return ok;
}

static bool open_file(const char *path, enum file_sort sort, struct yaml **ret,
                      struct err *e)
{
    struct buf text = buf_make(MAX_BYTES);
    bool ok = file_read(path, sort, &text, e) &&
              yaml_parse(buf_span(&text), path, ret, e);

    buf_free(&text);
    return ok;
}

bool yaml_open(const char *path, struct yaml **ret, struct err *e)
{
    return open_file(path, FILE_REGULAR, ret, e);
}

bool yaml_open_given(const char *path, struct yaml **ret, struct err *e)
{
    return open_file(path, FILE_OR_PIPE, ret, e);
}

void yaml_close(struct yaml **y)
{
    struct arena *arena;

    if (*y == NULL)
        return;
    arena = (*y)->arena;
    *y = NULL;
    arena_free(&arena);
}

const struct yaml_node *yaml_root(const struct yaml *y)
{
    return &y->root;
}

const char *yaml_path(const struct yaml *y)
{
    return y->path;
}

struct span yaml_source(const struct yaml *y)
{
    return y->source;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != YAML_MAP)
        return NULL;
    for (uint32_t i = 0; i < map->count; i++)
        if (span_is(map->key[i].text, key))
            return &map->item[i];
    return NULL;
}
