/* paifang serve: the gateway. */
#include <signal.h>
#include <string.h>

#include "admin/admin.h"
#include "base/buf.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/serve.h"
#include "journey/journey.h"
#include "journey/reload.h"
#include "journey/shared.h"
#include "worker/worker.h"

/* Ports as they are: 0 in the file is any free one. */
static void address(struct buf *b, const struct endpoint *at, uint16_t port)
{
    if (at->path != NULL)
        buf_printf(b, "unix:%s", at->path);
    else
        buf_printf(b, "http://%s%s%s:%u", strchr(at->host, ':') ? "[" : "",
                   at->host, strchr(at->host, ':') ? "]" : "", port);
}

static void announce(const struct config *c, const struct workers *workers,
                     const struct admin *admin)
{
    struct buf proxy = buf_make(4096), own = buf_make(4096);

    address(&proxy, &c->listen.proxy, workers_port(workers));
    address(&own, &c->listen.admin, admin_port(admin));
    log_event(LOG_INFO, "serve",
              "listening on %s, for %s, %u workers; admin on %s",
              buf_text(&proxy), c->upstream.url.text, workers_count(workers),
              buf_text(&own));
    buf_free(&proxy);
    buf_free(&own);
}

/* Blocked in every thread that is started from here on; only we take them. */
static void block_signals(sigset_t *ret)
{
    (void)sigemptyset(ret);
    (void)sigaddset(ret, SIGTERM);
    (void)sigaddset(ret, SIGINT);
    (void)sigaddset(ret, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, ret, NULL);
}

static void wait_for_stop(const sigset_t *set, struct reload *reload)
{
    int got = 0;

    while (sigwait(set, &got) != 0 || got == SIGHUP)
        if (got == SIGHUP)
            reload_ask(reload, NULL, NULL);
    log_event(LOG_INFO, "serve", "stopping: %s",
              got == SIGINT ? "interrupted" : "terminated");
}

static bool run(struct shared *shared, const sigset_t *signals, struct err *e)
{
    const struct config *c = shared->boot;
    struct workers *workers;
    struct worker_hooks hooks = journey_hooks;
    struct admin *admin = NULL;
    bool ok;

    hooks.shared = shared;
    if (!workers_start(c, &hooks, &workers, e))
        return false;
    ok = reload_start(shared, workers, &shared->reload, e) &&
         admin_start(shared, &admin, e);
    if (ok) {
        announce(c, workers, admin);
        wait_for_stop(signals, shared->reload);
    }
    workers_stop(workers);
    workers_wait(workers);
    if (shared->reload != NULL)
        reload_stop(shared->reload);
    admin_stop(&admin);
    reload_free(&shared->reload);
    workers_free(&workers);
    return ok;
}

bool serve_run(const char *path, struct err *e)
{
    struct shared *shared;
    sigset_t signals;
    bool ok;

    block_signals(&signals);
    if (!shared_open(path, &shared, e))
        return false;
    log_setup(shared->boot->log.format == 1,
              (enum log_level)shared->boot->log.level);
    ok = run(shared, &signals, e);
    shared_close(&shared);
    if (ok)
        log_event(LOG_INFO, "serve", "stopped");
    return ok;
}

enum cli_exit cmd_serve(int argc, char **argv)
{
    const char *config = "paifang.yaml";
    const struct cli_option rows[] = {
        {'c', "config", "FILE", CLI_TEXT, &config,
         "the configuration (default: paifang.yaml)"},
    };
    const struct cli_usage usage = {
        "paifang serve [-c FILE]",
        "Run the gateway until SIGTERM or SIGINT; SIGHUP "
        "reloads.",
        rows, COUNT_OF(rows)};
    struct err e = {.kind = ERR_NONE};
    int first;
    enum cli_parsed p =
        cli_arguments(&usage, argc, argv, (struct cli_count){0, 0}, &first);

    if (p != CLI_PARSED)
        return cli_leave(p);
    return serve_run(config, &e) ? CLI_FINE : cli_error(&e);
}
