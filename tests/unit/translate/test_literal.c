#include <string.h>

#include "../unit.h"
#include "base/attr.h"
#include "translate/literal.h"

static void finds_what_is_no_prose(void **state)
{
    static const struct {
        const char *name, *in, *want; /* want: the literal at its place */
        enum literal_kind kind;
    } cases[] = {
        {"a link ends where Chinese begins", "看https://t.cn/x吧",
         "https://t.cn/x", LITERAL_LINK},
        {"a link leaves the full stop alone", "see https://x.com/a.",
         "https://x.com/a", LITERAL_LINK},
        {"a bracket that the link opened belongs to it", "https://x.com/a_(b)",
         "https://x.com/a_(b)", LITERAL_LINK},
        {"a bare domain", "go to example.com/x now", "example.com/x",
         LITERAL_LINK},
        {"a mail address", "to a.b@example.org!", "a.b@example.org",
         LITERAL_LINK},
        {"a name in ASCII ends where Chinese begins", "@bob你好", "@bob",
         LITERAL_MENTION},
        {"a handle may have dots", "hi @alice.bsky.social.",
         "@alice.bsky.social", LITERAL_MENTION},
        {"a Chinese name", "@张三 你好", "@张三", LITERAL_MENTION},
        {"a tag closed by #", "#今天 天气#好", "#今天 天气#", LITERAL_TAG},
        {"a tag that is not closed", "I #love you", "#love", LITERAL_TAG},
        {"two open tags are not one closed tag", "#cats and #dogs", "#cats",
         LITERAL_TAG},
        {"a sticker in brackets", "好[doge]", "[doge]", LITERAL_STICKER},
        {"a Chinese sticker", "[笑哭R]", "[笑哭R]", LITERAL_STICKER},
        {"a sticker in colons", "ok :thumbs_up: ok",
         ":thumbs_up:", LITERAL_STICKER},
        {"a family is one emoji", "a👨‍👩‍👧b", "👨‍👩‍👧",
         LITERAL_EMOJI},
        {"a run of emoji is one", "好😂😂👍🏽！", "😂😂👍🏽",
         LITERAL_EMOJI},
        {"a keycap", "第1️⃣名", "1️⃣", LITERAL_EMOJI},
        {"code", "run `npm i` now", "`npm i`", LITERAL_CODE},
        {"a reference", "a &lt; b", "&lt;", LITERAL_REFERENCE},
        {"a masked run", "你这个＊＊＊", "＊＊＊", LITERAL_MASK},
        {"a masked run of blocks", "a ██ b", "██", LITERAL_MASK},
        {"what looks like a token", "a __E0__ b", "__E0__", LITERAL_TOKEN},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span in = span_of(cases[i].in);
        struct span want = span_of(cases[i].want);
        size_t at = span_find(in, want, 0);
        enum literal_kind kind = LITERAL_KEEP;
        size_t len = literal_at(in, at, &kind);

        if (len != want.len || kind != cases[i].kind)
            fail_msg("%s: %zu bytes of kind %d", cases[i].name, len, kind);
    }
}

static void leaves_prose_alone(void **state)
{
    static const struct {
        const char *name, *in;
    } cases[] = {
        {"a sentence", "It's fine, really. Well: yes (no)!"},
        {"Chinese", "今天天气很好，我们去公园。"},
        {"a number sign before digits is a rank", "we are #1 here"},
        {"one asterisk", "f*ck 5 * 3"},
        {"a price and a time", "$3.50 at 10:30:15"},
        {"an ampersand", "AT&T & co; fine"},
        {"a lone at sign", "me @ home"},
        {"a decimal is no domain", "version 2.5 and e.g. this"},
        {"brackets with a sentence", "[see the note, please]"},
        {"digits are no emoji", "0123456789 ©"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct span in = span_of(cases[i].in);

        for (size_t at = 0; at < in.len; at++) {
            enum literal_kind kind;

            if ((in.at[at] & 0xC0) == 0x80)
                continue;
            if (literal_at(in, at, &kind) > 0)
                fail_msg("%s: kind %d at %zu", cases[i].name, kind, at);
        }
    }
}

/* 1 MiB that is made to look like the start of everything. */
static void stays_linear(void **state)
{
    static const char *const hostile[] = {"a.", "a-", "@a.", "`a``", "#a ",
                                          "[a", "a%", ":a",  "&a",   "@-"};
    static char text[200000];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        size_t len = strlen(hostile[i]);
        struct span in = {text, sizeof(text)};
        enum literal_kind kind;

        for (size_t at = 0; at < sizeof(text); at++)
            text[at] = hostile[i][at % len];
        for (size_t at = 0; at < in.len;) {
            size_t n = literal_at(in, at, &kind);

            at += n > 0 ? n : 1;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_is_no_prose),
        cmocka_unit_test(leaves_prose_alone),
        cmocka_unit_test(stays_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
