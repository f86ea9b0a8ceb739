/* paifang demo: the little app of demo/ and the gateway in front of it. */
#include <errno.h>
#include <fcntl.h>
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

static const char config_name[] = "demo/paifang.yaml";
static const char app_port[] = "9000"; /* as in demo/paifang.yaml */

static bool failed(const char *what, struct err *e)
{
    return err_set(e, ERR_CONFIG, NULL, "%s: %s", what, strerrordesc_np(errno));
}

/* The app dies with us, however we die. */
static void run_app(const char *script, int out)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)dup2(out, STDOUT_FILENO);
    (void)execlp("node", "node", script, app_port, (char *)NULL);
    perror("paifang: node");
    _exit(127);
}

/* The app prints its URL when it listens, and nothing else. */
static bool start_app(const char *script, pid_t *ret, struct err *e)
{
    int pipe_to_us[2];
    char first;
    bool up;

    if (pipe2(pipe_to_us, O_CLOEXEC) != 0 || (*ret = fork()) < 0)
        return failed("node", e);
    if (*ret == 0)
        run_app(script, pipe_to_us[1]);
    (void)close(pipe_to_us[1]);
    up = read(pipe_to_us[0], &first, 1) == 1;
    (void)close(pipe_to_us[0]);
    return up || err_set(e, ERR_CONFIG, NULL,
                         "the demo's app did not start on port %s", app_port);
}

static bool make_folder(const char *path, struct err *e)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST || failed(path, e);
}

static bool make_link(const char *root, const char *name, struct err *e)
{
    char target[PATH_MAX];

    (void)snprintf(target, sizeof(target), "%s%s", root, name);
    return symlink(target, name) == 0 || errno == EEXIST || failed(name, e);
}

/* An installed demo gets a folder that looks like the source tree. */
static bool go_to_copy(const char *root, struct err *e)
{
    const char *folder = "paifang-demo";

    if (!make_folder(folder, e))
        return false;
    if (chdir(folder) != 0)
        return failed(folder, e);
    return make_link(root, "demo", e) && make_link(root, "rules", e);
}

/* The demo's paths are relative to the folder that holds demo/. */
static bool go_home(const char *config, bool *ret_in_tree, struct err *e)
{
    char root[PATH_MAX];
    char mark[PATH_MAX + sizeof("gateway/main.c")];
    size_t keep = strlen(config) - strlen(config_name);

    (void)snprintf(root, sizeof(root), "%.*s", (int)keep, config);
    (void)snprintf(mark, sizeof(mark), "%sgateway/main.c", root);
    *ret_in_tree = access(mark, R_OK) == 0;
    if (*ret_in_tree && chdir(root) != 0)
        return failed(root, e);
    if (!*ret_in_tree && !go_to_copy(root, e))
        return false;
    return make_folder("build", e) && make_folder("build/demo", e);
}

static void welcome(bool in_tree)
{
    const char *program = in_tree ? "build/paifang" : "paifang";
    char here[PATH_MAX];

    (void)printf("\n  Two phones, one app / 两部手机，同一个应用:\n"
                 "      http://127.0.0.1:8080/\n\n"
                 "  In the folder / 在此目录:  %s\n"
                 "  Held posts / 待审帖子:     %s queue list -c %s\n"
                 "  Publish one / 审核通过:    %s queue approve ID -c %s\n"
                 "  Decisions / 决定记录:      %s audit list -c %s\n"
                 "  Stop / 停止:               Ctrl-C\n\n",
                 getcwd(here, sizeof(here)) != NULL ? here : ".", program,
                 config_name, program, config_name, program, config_name);
    (void)fflush(stdout);
}

static bool demo(struct err *e)
{
    char config[PATH_MAX];
    bool in_tree = false;
    pid_t app = 0;
    bool ok;

    if (!place_find(config_name, config, sizeof(config)))
        return err_set(e, ERR_CONFIG, NULL,
                       "the demo's files are not here (%s)", config_name);
    if (!go_home(config, &in_tree, e) || !start_app("demo/app.mjs", &app, e))
        return false;
    welcome(in_tree);
    ok = serve_run(config_name, e);
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
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 0}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return demo(&e) ? CLI_FINE : cli_error(&e);
}
