#include "base/jobs.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>

struct started {
    const struct job *job;
    struct err e;
    pthread_t thread;
    bool has_thread, done;
};

static void *work(void *context)
{
    struct started *s = context;

    s->done = s->job->work(s->job->context, &s->e);
    return NULL;
}

/* Signals are the business of the threads there were before. */
static void start(struct started *s, size_t count)
{
    sigset_t all, before;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    for (size_t i = 1; i < count; i++)
        s[i].has_thread = pthread_create(&s[i].thread, NULL, work, &s[i]) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

bool jobs_run(const struct job *job, size_t count, struct err *e)
{
    struct started s[JOBS_MOST] = {0};

    assert(count <= JOBS_MOST);
    for (size_t i = 0; i < count; i++)
        s[i].job = &job[i];
    start(s, count);
    for (size_t i = 0; i < count; i++)
        if (!s[i].has_thread)
            (void)work(&s[i]);
    for (size_t i = 0; i < count; i++)
        if (s[i].has_thread)
            (void)pthread_join(s[i].thread, NULL);
    for (size_t i = 0; i < count; i++) {
        if (s[i].done)
            continue;
        *e = s[i].e;
        return false;
    }
    return true;
}
