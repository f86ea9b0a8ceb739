/* Terms: lists in the pack, and files of one term a line beside it. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "match/pack.h"

enum { LONGEST_TERM = 256, MOST_FILE_BYTES = 16 << 20 };

/* "***" is a term, not a wildcard: people write it for what they don't say. */
static bool is_mask(struct span text)
{
    size_t stars = 0;

    while (stars < text.len && text.at[stars] == '*')
        stars++;
    return stars == text.len && stars >= 3;
}

/* NULL, or what is wrong with the term. */
static const char *make_term(struct pack_loader *l, struct span text,
                             struct term *ret)
{
    bool wild = text.len > 1 && !is_mask(text);

    ret->open_left = wild && text.at[0] == '*';
    ret->open_right = wild && text.at[text.len - 1] == '*';
    text = span_slice(text, ret->open_left ? 1 : 0,
                      text.len - (ret->open_right ? 1 : 0));
    if (span_trim(text).len == 0 || span_is(text, "*"))
        return "an empty term";
    if (text.len > LONGEST_TERM)
        return "a term of more than 256 bytes";
    ret->text = arena_copy(l->arena, text);
    ret->id = l->term_count++;
    return NULL;
}

bool pack_words(struct pack_loader *l, const struct yaml_node *n,
                const struct term **ret, uint32_t *ret_count)
{
    uint32_t count;
    const struct yaml_node *item = pack_items(n, &count);
    struct term *terms = arena_array(l->arena, count, sizeof(*terms));

    if (!pack_list_fits(l, n, count, PACK_MOST_TERMS, "words"))
        return false;
    if (terms == NULL)
        return arena_err(l->arena, "rules", l->e);
    for (uint32_t i = 0; i < count; i++) {
        struct span text;
        const char *wrong;

        if (!yaml_text(&item[i], &text, l->e))
            return false;
        wrong = make_term(l, text, &terms[i]);
        if (wrong != NULL)
            return yaml_err(&item[i], l->e, "%s", wrong);
        terms[i].place = pack_place(l, &item[i]);
    }
    *ret = terms;
    *ret_count = count;
    return true;
}

/* The path beside the pack, if it stays in the pack's folder. Symbolic links
 * are followed first: where they lead is what counts. */
static bool beside(struct pack_loader *l, const struct yaml_node *n,
                   struct span name, char ret[PATH_MAX])
{
    const char *slash = strrchr(l->path, '/');
    size_t folder_len = slash != NULL ? (size_t)(slash - l->path) + 1 : 0;
    char path[PATH_MAX];
    char folder[PATH_MAX];
    char real[PATH_MAX];
    size_t real_len;

    if (name.at[0] == '/' || memchr(name.at, '\0', name.len) != NULL ||
        folder_len + name.len >= sizeof(path))
        return yaml_err(n, l->e,
                        "expected the name of a file in the pack's "
                        "folder");
    (void)snprintf(path, sizeof(path), "%.*s", (int)folder_len, l->path);
    if (realpath(folder_len > 0 ? path : ".", folder) == NULL)
        return yaml_err(n, l->e, "%s: %s", path, strerrordesc_np(errno));
    (void)snprintf(path + folder_len, sizeof(path) - folder_len, SPAN_FMT,
                   SPAN_ARG(name));
    if (realpath(path, real) == NULL)
        return yaml_err(n, l->e, "%s: %s", path, strerrordesc_np(errno));
    real_len = strlen(folder);
    if (strncmp(real, folder, real_len) != 0 ||
        (real[real_len] != '/' && real_len > 1))
        return yaml_err(n, l->e, "%s: outside the pack's folder", path);
    (void)snprintf(ret, PATH_MAX, "%s", path);
    return true;
}

static bool line_err(struct pack_loader *l, const char *path, uint32_t line,
                     size_t column, const char *what)
{
    return err_set(l->e, ERR_CONFIG, NULL, "%s:%u:%zu: %s", path, line,
                   column + 1, what);
}

static bool skipped(struct span line)
{
    return span_trim(line).len == 0 || span_starts(line, SPAN("# "));
}

static struct span next_line(struct span *rest)
{
    struct span line = {0};

    (void)span_cut(rest, '\n', &line);
    if (span_ends(line, SPAN("\r")))
        line.len--;
    return line;
}

static bool read_lines(struct pack_loader *l, struct span text,
                       const char *path, struct term *terms,
                       uint32_t *ret_count)
{
    struct span rest = text;
    uint32_t count = 0;

    for (uint32_t number = 1; rest.at != NULL; number++) {
        struct span line = next_line(&rest);
        const char *wrong = NULL;
        size_t bad;

        if (!utf8_valid(line, &bad))
            return line_err(l, path, number,
                            utf8_count(span_slice(line, 0, bad)), "not UTF-8");
        if (skipped(line))
            continue;
        wrong = make_term(l, span_trim(line), &terms[count]);
        if (wrong != NULL)
            return line_err(l, path, number, 0, wrong);
        terms[count++].place = (struct place){path, number, 1};
    }
    *ret_count = count;
    return true;
}

static uint32_t count_lines(struct span text)
{
    uint32_t count = 1;

    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == '\n';
    return count;
}

static bool words_of_file(struct pack_loader *l, const struct yaml_node *n,
                          const char *path, struct span text,
                          const struct term **ret, uint32_t *ret_count)
{
    struct span body =
        span_starts(text, SPAN("\xEF\xBB\xBF")) ? span_from(text, 3) : text;
    struct term *terms =
        arena_array(l->arena, count_lines(body), sizeof(*terms));
    const char *kept = arena_text(l->arena, span_of(path));
    uint32_t count = 0;

    if (terms == NULL || kept == NULL)
        return arena_err(l->arena, "rules", l->e);
    if (!pack_keep_file(l, path, text) ||
        !read_lines(l, body, kept, terms, &count))
        return false;
    if (count == 0)
        return yaml_err(n, l->e, "%s: no words in it", path);
    if (count > PACK_MOST_TERMS)
        return yaml_err(n, l->e, "%s: more than %d words", path,
                        PACK_MOST_TERMS);
    *ret = terms;
    *ret_count = count;
    return true;
}

bool pack_words_from(struct pack_loader *l, const struct yaml_node *n,
                     const struct term **ret, uint32_t *ret_count)
{
    char path[PATH_MAX];
    struct span name;
    struct buf bytes = buf_make(MOST_FILE_BYTES);
    struct err why;
    bool ok;

    if (!yaml_text(n, &name, l->e))
        return false;
    if (name.len == 0)
        return yaml_err(n, l->e, "expected the name of a file");
    if (!beside(l, n, name, path))
        return false;
    if (file_read(path, FILE_REGULAR, &bytes, &why))
        ok = words_of_file(l, n, path, buf_span(&bytes), ret, ret_count);
    else
        ok = yaml_err(n, l->e, "%s", why.text);
    buf_free(&bytes);
    return ok;
}
