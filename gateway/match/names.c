#include "match/rule.h"

static const char *const verdict_names[VERDICT_COUNT] = {
    [VERDICT_ALLOW] = "allow",   [VERDICT_ADVISE] = "advise",
    [VERDICT_FLAG] = "flag",     [VERDICT_MASK] = "mask",
    [VERDICT_BOUNCE] = "bounce", [VERDICT_HOLD] = "hold",
    [VERDICT_REJECT] = "reject",
};

static const char *const severity_names[] = {
    [SEVERITY_LOW] = "low",
    [SEVERITY_MEDIUM] = "medium",
    [SEVERITY_HIGH] = "high",
    [SEVERITY_CRITICAL] = "critical",
};

const char *const category_names[] = {"animal_welfare",
                                      "consumer_information",
                                      "cyber_violence",
                                      "cyber_violence_against_women",
                                      "privacy",
                                      "hate_or_illegal_speech",
                                      "intellectual_property",
                                      "civic_discourse",
                                      "minors",
                                      "public_security",
                                      "scams_and_fraud",
                                      "self_harm",
                                      "unsafe_products",
                                      "violence",
                                      "other_terms",
                                      NULL};

const char *const counted_names[COUNTED_KINDS + 1] = {
    [COUNTED_LINKS] = "links",       [COUNTED_MENTIONS] = "mentions",
    [COUNTED_HASHTAGS] = "hashtags", [COUNTED_EMOJI] = "emoji",
    [COUNTED_DIGITS] = "digits",     [COUNTED_UPPERCASE] = "uppercase",
    [COUNTED_REPEATS] = "repeats",   [COUNTED_LINES] = "lines",
};

const struct bilingual threshold_reason = {
    SPAN_INIT("Several doubtful things stand together in this post."),
    SPAN_INIT("这条内容同时出现了多处可疑之处。"),
    SPAN_INIT("這則內容同時出現了多處可疑之處。"),
};

const char *verdict_name(enum verdict v)
{
    return verdict_names[v];
}

bool verdict_find(struct span name, enum verdict *ret)
{
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        if (span_is(name, verdict_names[i])) {
            *ret = (enum verdict)i;
            return true;
        }
    return false;
}

const char *severity_name(enum severity s)
{
    return severity_names[s];
}

bool severity_find(struct span name, enum severity *ret)
{
    for (unsigned i = 0; i <= SEVERITY_CRITICAL; i++)
        if (span_is(name, severity_names[i])) {
            *ret = (enum severity)i;
            return true;
        }
    return false;
}
