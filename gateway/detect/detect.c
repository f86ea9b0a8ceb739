#include "detect/detect.h"

#include <pthread.h>

#include "base/utf8.h"
#include "detect/chars.h"
#include "detect/judge.h"
#include "detect/latin.h"
#include "detect/scan.h"
#include "detect/variant.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct err init_error;
static bool ready;

static void build_tables(void)
{
    chars_init();
    ready = latin_init(&init_error);
}

bool detect_init(struct err *e)
{
    (void)pthread_once(&once, build_tables);
    if (!ready)
        *e = init_error;
    return ready;
}

static bool add_segments(struct arena *a, struct span text,
                         const struct scan *s, const struct judgement *j,
                         struct detection *ret)
{
    uint32_t zones = s->zone_count > 0 ? s->zone_count : 1;
    struct segment *list = arena_array(a, zones, sizeof(*list));
    uint32_t n = 0;

    if (list == NULL)
        return false;
    for (uint32_t i = 0; i < zones && text.len > 0; i++) {
        uint32_t from = i < s->zone_count ? s->zone[i].from : 0;
        uint32_t to = i + 1 < zones ? s->zone[i + 1].from : (uint32_t)text.len;
        enum lang lang =
            i < s->zone_count ? judge_zone(s, &s->zone[i], j) : j->lang;

        if (n > 0 && list[n - 1].lang == lang)
            list[n - 1].at.to = to;
        else
            list[n++] = (struct segment){{from, to}, lang};
        ret->seen |= LANG_BIT(lang);
    }
    ret->segment = list;
    ret->segment_count = n;
    return true;
}

/* 第10条 alone is how Japanese laws head their articles; Chinese ones write
 * 第十条. With nothing else to go by, that is the likelier guess. */
static bool is_japanese_article(struct span text)
{
    struct span s = span_trim(text);
    uint32_t c;
    size_t digits = 0;
    size_t at = sizeof("第") - 1;

    if (!span_starts(s, SPAN("第")) || !span_ends(s, SPAN("条")))
        return false;
    while (utf8_next(s, &at, &c) && chars_kind(chars_class(c)) == CHAR_DIGIT)
        digits++;
    return digits > 0 && at == s.len;
}

/* Scans again where the first look asks for it: hashtags count when nothing
 * else is there; where Latin words prevail, each of them stands for itself;
 * words that don't look English may be pinyin. */
static void look(struct span text, struct scan *s, struct judgement *j)
{
    struct scan_rule rule = {.clause = true};

    scan_text(text, &rule, s);
    if (scan_letters(s) == 0 && s->tag_seen) {
        rule.tags = true;
        scan_text(text, &rule, s);
    }
    *j = judge_text(s, true);
    if (!j->latin || j->lang == LANG_MIXED)
        return;
    rule.pinyin = j->lang != LANG_EN || s->total.words < 8;
    rule.clause = s->total.han + s->total.syllables + s->total.letters == 0;
    if (rule.pinyin || !rule.clause) {
        scan_text(text, &rule, s);
        *j = judge_text(s, rule.clause);
    }
}

bool detect_text(struct arena *a, struct span text, struct detection *ret,
                 struct err *e)
{
    struct scan s;
    struct judgement j;
    struct detection d = {.lang = LANG_NONE};

    look(text, &s, &j);
    if (s.total.han == 2 && is_japanese_article(text)) {
        j.lang = j.zh = LANG_OTHER;
        j.confidence = 0.5F;
        j.seen |= LANG_BIT(LANG_OTHER);
    }
    d.lang = j.lang;
    d.confidence = j.confidence;
    d.letters = scan_letters(&s);
    d.seen = j.seen;
    if (s.total.hints > 0 && lang_is_zh(j.zh) && !j.latin)
        d.variant = variant_find(text, s.total.han);
    if (!add_segments(a, text, &s, &j, &d))
        return arena_err(a, "language segments", e);
    *ret = d;
    return true;
}
