/* paifang serve - the gateway itself, in the foreground. */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "base/log.h"
#include "cli/command.h"
#include "cli/options.h"
#include "config/config.h"
#include "worker/worker.h"

static void on_unmatched(void *user, const char *line)
{
    (void)user;
    log_event(LOG_WARN, "intake", "a write that no route names: %s", line);
}

/* The body is whole and within its limits: on to the app. */
static void on_publish(void *user, struct intake_request *r)
{
    (void)user;
    intake_send(r, &(struct intake_send){.calls = NULL});
}

static const struct intake_hooks hooks = {
    .on_publish = on_publish,
    .on_unmatched = on_unmatched,
};

/* Waits for the signal to stop; the workers have it blocked. */
static void wait_for_stop(const sigset_t *set)
{
    int got = 0;

    while (sigwait(set, &got) != 0 && errno == EINTR)
        ;
    log_event(LOG_INFO, "serve", "stopping: %s",
              got == SIGINT ? "interrupted" : "terminated");
}

static bool serve(const struct config *c, struct err *e)
{
    struct workers *w;
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (!workers_start(c, &(struct worker_hooks){.intake = &hooks}, &w, e))
        return false;
    log_event(LOG_INFO, "serve", "%u workers in front of %s", workers_count(w),
              c->upstream.url.text);
    wait_for_stop(&set);
    workers_stop(w);
    workers_free(&w);
    return true;
}

enum cli_exit cmd_serve(int argc, char **argv)
{
    const char *path = NULL;
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &path, "the configuration"},
    };
    const struct cli_usage usage = {"paifang serve -c FILE",
                                    "Run the gateway in the foreground.", rows,
                                    COUNT_OF(rows)};
    struct config *c = NULL;
    struct err e;
    int first;
    bool ok;

    switch (cli_options(&usage, argc, argv, &first)) {
    case CLI_HELPED:
        return CLI_FINE;
    case CLI_WRONG:
        return CLI_FAILED;
    case CLI_PARSED:
        break;
    }
    if (!config_load(path, NULL, &c, &e))
        return cli_error(&e);
    log_setup(c->log.format == 1, (enum log_level)c->log.level);
    ok = serve(c, &e);
    config_free(&c);
    return ok ? CLI_FINE : cli_error(&e);
}
