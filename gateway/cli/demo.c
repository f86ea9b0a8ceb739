/* paifang demo: the little app of demo/ and the gateway in front of it. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/serve.h"
#include "config/place.h"

static const char app_port[] = "9000"; /* as in demo/paifang.yaml */

/* The app dies with us, however we die. */
static pid_t start_app(const char *script, struct err *e)
{
    pid_t child = fork();

    if (child < 0)
        (void)err_set(e, ERR_INTERNAL, NULL, "fork: %s", strerror(errno));
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)execlp("node", "node", script, app_port, (char *)NULL);
        (void)fprintf(stderr, "paifang: node: %s\n", strerror(errno));
        _exit(127);
    }
    return child;
}

/* The demo's paths are relative to the folder that holds demo/. */
static bool go_home(const char *config, struct err *e)
{
    char root[PATH_MAX];
    size_t keep = strlen(config) - strlen("demo/paifang.yaml");

    (void)snprintf(root, sizeof(root), "%.*s", (int)keep, config);
    if (chdir(root) != 0)
        return err_set(e, ERR_CONFIG, NULL, "%s: %s", root, strerror(errno));
    if (mkdir("build", 0777) != 0 && errno != EEXIST)
        return err_set(e, ERR_CONFIG, NULL, "%sbuild: %s", root,
                       strerror(errno));
    if (mkdir("build/demo", 0777) != 0 && errno != EEXIST)
        return err_set(e, ERR_CONFIG, NULL, "%sbuild/demo: %s", root,
                       strerror(errno));
    return true;
}

static bool demo(struct err *e)
{
    char config[PATH_MAX];
    pid_t app;
    bool ok;

    if (!place_find("demo/paifang.yaml", config, sizeof(config)))
        return err_set(e, ERR_CONFIG, NULL,
                       "the demo's files are not here (demo/paifang.yaml)");
    if (!go_home(config, e))
        return false;
    app = start_app("demo/app.mjs", e);
    if (app < 0)
        return false;
    (void)printf("\n  Two phones, one app / 两部手机，同一个应用:\n"
                 "      http://127.0.0.1:8080/\n\n"
                 "  Held posts / 待审帖子:   build/paifang queue list -c "
                 "demo/paifang.yaml\n"
                 "  Decisions / 决定记录:    build/paifang audit list -c "
                 "demo/paifang.yaml\n"
                 "  Stop / 停止:             Ctrl-C\n\n");
    (void)fflush(stdout);
    ok = serve_run("demo/paifang.yaml", e);
    (void)kill(app, SIGTERM);
    (void)waitpid(app, NULL, 0);
    return ok;
}

enum cli_exit cmd_demo(int argc, char **argv)
{
    const struct cli_usage usage = {
        "paifang demo",
        "Start a small bilingual app with the gateway in front of it.", NULL,
        0};
    struct err e = {.kind = ERR_NONE};
    int first;

    switch (cli_options(&usage, argc, argv, &first)) {
    case CLI_HELPED:
        return CLI_FINE;
    case CLI_WRONG:
        return CLI_FAILED;
    case CLI_PARSED:
        break;
    }
    return demo(&e) ? CLI_FINE : cli_error(&e);
}
