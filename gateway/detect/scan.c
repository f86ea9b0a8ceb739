#include "detect/scan.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "detect/chars.h"
#include "detect/entity.h"
#include "detect/latin.h"
#include "detect/pinyin.h"

/* The reader's place. `lead` is where a run of opening quotes or brackets
 * began right before `at`, or NO_LEAD. */
struct reader {
    struct span text;
    const struct scan_rule *rule;
    struct scan *out;
    size_t at;
    size_t lead;
    unsigned depth; /* of brackets that set text aside */
};

#define NO_LEAD SIZE_MAX

enum { DEEPEST = 8, FOREIGN_LEAST = -2 * LATIN_UNIT };

bool scan_is_english_clause(const struct zone *z)
{
    const struct scan_count *c = &z->count;

    bool name = c->capitals > 1 && c->capitals + c->functions >= c->words;

    return c->words >= CLAUSE_WORDS && c->functions > 0 && !name &&
           c->score > FOREIGN_LEAST * (int32_t)c->words &&
           !(z->title && c->words <= TITLE_WORDS);
}

/* English with a function word, or words that are clearly of some other
 * language. */
static bool is_clause(const struct zone *z)
{
    const struct scan_count *c = &z->count;

    return scan_is_english_clause(z) ||
           (c->words > CLAUSE_WORDS &&
            c->score < FOREIGN_LEAST * (int32_t)c->words);
}

static bool is_weak(const struct zone *z, const struct scan_rule *rule)
{
    switch (z->kind) {
    case ZONE_HAN:
        return z->count.han + z->count.kana < 2;
    case ZONE_LATIN:
        return rule->clause && !is_clause(z);
    case ZONE_OTHER:
        return z->count.syllables + z->count.letters < 2;
    }
    return false;
}

static struct zone *last_zone(struct scan *s)
{
    return &s->zone[s->zone_count - 1];
}

static struct zone *start_zone(struct scan *s, enum zone_kind kind, size_t from)
{
    if (s->zone_count == SCAN_ZONES)
        return last_zone(s);
    s->zone_count++;
    *last_zone(s) = (struct zone){.from = (uint32_t)from, .kind = kind};
    return last_zone(s);
}

/* The zone that text of this kind at `at` belongs to. A weak zone before it
 * turns out to have been part of its neighbour. */
static struct zone *zone_for(struct reader *r, enum zone_kind kind)
{
    struct scan *s = r->out;
    size_t from = r->lead != NO_LEAD ? r->lead : r->at;

    if (s->zone_count == 0)
        return start_zone(s, kind, 0);
    if (last_zone(s)->kind == kind)
        return last_zone(s);
    if (is_weak(last_zone(s), r->rule)) {
        if (--s->zone_count == 0)
            return start_zone(s, kind, 0);
        if (last_zone(s)->kind == kind)
            return last_zone(s);
    }
    return start_zone(s, kind, from);
}

/* The four flags of Han characters are counted together, 16 bits each:
 * what each combination of HANS, HANT, JAPANESE, HINT adds. */
enum { LANE = 16, RUN_MOST = 0xFFFF };

#define LANES(f)                                                               \
    ((uint64_t)((f)&1) | (uint64_t)((f) >> 1 & 1) << LANE |                    \
     (uint64_t)((f) >> 2 & 1) << 2 * LANE |                                    \
     (uint64_t)((f) >> 3 & 1) << 3 * LANE)
static const uint64_t lanes[16] = {LANES(0),  LANES(1),  LANES(2),  LANES(3),
                                   LANES(4),  LANES(5),  LANES(6),  LANES(7),
                                   LANES(8),  LANES(9),  LANES(10), LANES(11),
                                   LANES(12), LANES(13), LANES(14), LANES(15)};

static void add_run(struct scan_count *to, uint32_t han, uint32_t kana,
                    uint64_t flags)
{
    to->han += han;
    to->kana += kana;
    to->hans += (uint16_t)flags;
    to->hant += (uint16_t)(flags >> LANE);
    to->japanese += (uint16_t)(flags >> (2U * LANE));
    to->hints += (uint16_t)(flags >> (3U * LANE));
}

/* A run of Han and kana: the hot path. A longer run goes on with the next
 * call. */
static void read_han(struct reader *r)
{
    struct zone *z = zone_for(r, ZONE_HAN);
    size_t next = r->at;
    uint64_t flags = 0;
    uint32_t han = 0;
    uint32_t kana = 0;
    uint32_t c;

    while (han < RUN_MOST && utf8_next(r->text, &next, &c)) {
        unsigned char class = chars_class(c);
        enum char_kind kind = chars_kind(class);

        if (kind == CHAR_HAN) {
            han++;
            flags += lanes[class >> 4U];
        } else if (kind == CHAR_KANA) {
            kana++;
        } else if (kind != CHAR_MARK) {
            break;
        }
        r->at = next;
    }
    add_run(&z->count, han, kana, flags);
    add_run(&r->out->total, han, kana, flags);
}

static void read_other(struct reader *r, enum char_kind kind, size_t next)
{
    struct zone *z = zone_for(r, ZONE_OTHER);
    uint32_t syllable = kind == CHAR_SYLLABLE;

    z->count.syllables += syllable;
    z->count.letters += !syllable;
    r->out->total.syllables += syllable;
    r->out->total.letters += !syllable;
    r->at = next;
}

static bool letter_at(struct span text, size_t at)
{
    uint32_t c;

    return utf8_next(text, &at, &c) && chars_kind(chars_class(c)) == CHAR_LATIN;
}

struct word {
    struct latin_word latin;
    unsigned accents;
    unsigned digits;
    unsigned digit; /* the last one */
    bool upper;     /* the first letter, and the second is not */
    bool joined;    /* by a hyphen to the word before it */
    bool function;
    int score;
    size_t end;
};

/* Letters, their marks, apostrophes between letters, digits: don't, u1s1. */
static void spell_word(const struct reader *r, struct word *w)
{
    size_t next = r->at;
    uint32_t c;

    w->latin.units[0] = 0;
    w->latin.letters = 0;
    w->accents = 0;
    w->digits = 0;
    w->end = r->at;
    while (utf8_next(r->text, &next, &c)) {
        enum char_kind kind = chars_kind(chars_class(c));

        if (kind == CHAR_LATIN) {
            uint16_t unit = chars_fold(c);

            latin_add(&w->latin, unit);
            if (w->latin.letters == 1)
                w->upper = unit != c;
            else if (w->latin.letters == 2 && unit != c)
                w->upper = false;
            w->accents += unit >= 0x80;
        } else if (kind == CHAR_DIGIT) {
            w->digits++;
            w->digit = c;
        } else if (kind == CHAR_APOSTROPHE && letter_at(r->text, next)) {
            latin_add(&w->latin, '\'');
        } else if (kind != CHAR_MARK) {
            break;
        }
        w->end = next;
    }
}

static void count_word(struct scan_count *c, const struct word *w)
{
    c->words += !w->joined;
    c->word_letters += w->latin.letters;
    c->accents += w->accents;
    c->score += w->score;
    c->functions += w->function && !w->joined;
    c->capitals += w->upper && !w->function && !w->joined;
}

static void try_pinyin(struct scan_count *c, const struct word *w)
{
    struct pinyin p;

    if (w->digits > 1 || !pinyin_parse(&w->latin, &p))
        return;
    c->pinyin++;
    c->pinyin_syllables += p.syllables;
    c->pinyin_points += p.points;
}

/* 新单曲i won't give up: what follows the word for its kind is a title. */
static bool names_title(struct span text, size_t from)
{
    static const char kinds[] = "曲单單歌版集首片剧劇听聽";
    uint32_t c;
    size_t at = from;

    while (utf8_prev(text, &at, &c) && c == ' ')
        ;
    return at < from && c >= 0x4E00 &&
           span_find(span_of(kinds), span_slice(text, at, at + 3), 0) <
               sizeof(kinds) - 1;
}

static void weigh_word(struct word *w)
{
    bool plain = w->digits == 0;

    w->score = plain && w->latin.letters > 1 ? latin_score(&w->latin) : 0;
    w->function = plain && latin_is_function_word(&w->latin);
}

/* The end of the link or address that starts here, or `at`. */
static size_t link_at(struct span text, size_t at, size_t word_end)
{
    size_t end = entity_link_at(text, at);

    if (end > at || word_end == text.len)
        return end;
    end = entity_after_word(text, word_end);
    return end > word_end ? end : at;
}

static void read_word(struct reader *r)
{
    struct word w = {.joined = r->at > 0 && r->text.at[r->at - 1] == '-'};
    struct zone *z;
    size_t link;

    spell_word(r, &w);
    link = link_at(r->text, r->at, w.end);
    if (link > r->at) {
        r->at = link;
        return;
    }
    weigh_word(&w);
    z = zone_for(r, ZONE_LATIN);
    if (z->count.words == 0 && z->from == r->at)
        z->title = names_title(r->text, r->at);
    count_word(&r->out->total, &w);
    /* "the coffee bean": an article at its head makes no clause of a name */
    if (z->count.words == 0 && latin_is_article(&w.latin))
        w.function = false;
    if (w.digits == 0 && (r->depth == 0 || !r->rule->clause))
        count_word(&z->count, &w);
    if (r->rule->pinyin)
        try_pinyin(&r->out->total, &w);
    r->at = w.end;
}

/* An ASCII quotation mark opens before a letter and after a space or Han. */
static bool opens(const struct reader *r, uint32_t c, size_t next)
{
    bool after_space = r->at == 0 || r->text.at[r->at - 1] == ' ' ||
                       (unsigned char)r->text.at[r->at - 1] >= 0x80;

    return c == '"' && after_space && letter_at(r->text, next);
}

/* A dash after a space parts a title from its artist; an enumeration comma
 * parts the items of a list, which make no clause together. */
static void part_words(struct reader *r, uint32_t c)
{
    struct zone *z;

    if (r->out->zone_count == 0 || last_zone(r->out)->kind != ZONE_LATIN)
        return;
    z = last_zone(r->out);
    if (c == 0x3001 && !is_clause(z))
        z->count = (struct scan_count){.words = 0};
    if (c == '-' && r->at > 0 && r->text.at[r->at - 1] == ' ')
        z->title = true;
}

static void read_neutral(struct reader *r, enum char_kind kind, uint32_t c,
                         size_t next)
{
    size_t lead = r->lead != NO_LEAD ? r->lead : r->at;

    r->lead = NO_LEAD;
    if (c == '-' || c == 0x3001)
        part_words(r, c);
    if (kind == CHAR_OPEN && r->depth < DEEPEST)
        r->depth++;
    else if (kind == CHAR_CLOSE && r->depth > 0)
        r->depth--;
    else if (kind == CHAR_NEWLINE)
        r->depth = 0;
    if (kind == CHAR_OPEN || kind == CHAR_QUOTE || opens(r, c, next))
        r->lead = lead;
    r->at = next;
}

static void read_entity(struct reader *r, uint32_t c, size_t next)
{
    enum entity_kind kind;
    size_t end = entity_at(r->text, r->at, &kind);

    if (end == r->at) {
        read_neutral(r, c == '[' ? CHAR_OPEN : CHAR_NEUTRAL, c, next);
        return;
    }
    r->lead = NO_LEAD;
    r->at = end;
    if (kind != ENTITY_TAG)
        return;
    r->out->tag_seen = true;
    if (r->rule->tags)
        r->at = next;
}

/* True when it was a letter of some script. */
static bool read_content(struct reader *r, enum char_kind kind, size_t next)
{
    switch (kind) {
    case CHAR_HAN:
    case CHAR_KANA:
        read_han(r);
        return true;
    case CHAR_LATIN:
        read_word(r);
        return true;
    case CHAR_SYLLABLE:
    case CHAR_LETTER:
        read_other(r, kind, next);
        return true;
    default:
        return false;
    }
}

void scan_text(struct span text, const struct scan_rule *rule, struct scan *ret)
{
    struct reader r = {text, rule, ret, 0, NO_LEAD, 0};
    size_t next = 0;
    uint32_t c;

    memset(&ret->total, 0, sizeof(ret->total));
    ret->tag_seen = false;
    ret->zone_count = 0;
    while (utf8_next(text, &next, &c)) {
        enum char_kind kind = chars_kind(chars_class(c));

        if (read_content(&r, kind, next)) {
            r.lead = NO_LEAD;
        } else if (kind == CHAR_ENTITY) {
            read_entity(&r, c, next);
        } else {
            read_neutral(&r, kind, c, next);
        }
        next = r.at;
    }
    if (ret->zone_count > 1 && is_weak(last_zone(ret), rule))
        ret->zone_count--;
}

uint32_t scan_letters(const struct scan *s)
{
    const struct scan_count *c = &s->total;

    return c->han + c->kana + c->syllables + c->letters + c->word_letters;
}
