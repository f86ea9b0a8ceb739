#define PCRE2_CODE_UNIT_WIDTH 8
#include <curl/curl.h>
#include <hs.h>
#include <openssl/crypto.h>
#include <pcre2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unicode/uversion.h>
#include <uv.h>

#include "cli/command.h"
#include "cli/options.h"

static const char *icu_version(void)
{
    static char text[U_MAX_VERSION_STRING_LENGTH];
    UVersionInfo v;

    u_getVersion(v);
    u_versionToString(v, text);
    return text;
}

static const char *pcre2_version(void)
{
    static char text[64];

    (void)pcre2_config(PCRE2_CONFIG_VERSION, text);
    return text;
}

/* Without JIT every regex rule costs many times more; operators should see. */
static bool pcre2_jit(void)
{
    uint32_t on = 0;

    return pcre2_config(PCRE2_CONFIG_JIT, &on) == 0 && on != 0;
}

enum cli_exit cmd_version(int argc, char **argv)
{
    const struct cli_usage usage = {
        "paifang version", "Print the version and the libraries in use.", NULL,
        0};
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 0}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    (void)printf("paifang %s\n", PAIFANG_VERSION);
    (void)printf("icu %s\n", icu_version());
    (void)printf("vectorscan %s\n", hs_version());
    (void)printf("pcre2 %s (JIT %s)\n", pcre2_version(),
                 pcre2_jit() ? "on" : "off");
    (void)printf("libuv %s\n", uv_version_string());
    (void)printf("libcurl %s\n", curl_version_info(CURLVERSION_NOW)->version);
    (void)printf("sqlite %s\n", sqlite3_libversion());
    (void)printf("%s\n", OpenSSL_version(OPENSSL_VERSION));
    return CLI_FINE;
}
