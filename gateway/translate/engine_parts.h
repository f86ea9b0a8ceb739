/*
 * engine_parts - what the files of the engine share: engine.c runs jobs and
 * their timer, job.c cuts texts and joins results, call.c asks providers.
 *
 * A job's texts are cut into lines (pieces). A piece goes down the chain: it
 * is answered from the cache, or waits in a flight, which is one line under
 * way to one provider; pieces with the same line share it. Flights to the same
 * provider that start together travel in one call.
 *
 *     job ── piece ──┐
 *     job ── piece ──┴── flight ──┐
 *     job ── piece ───── flight ──┴── call ── provider
 *
 * Memory:  a job has an arena; flights and calls are on the heap and outlive
 *          a job that gave up. Threads: the engine's loop.
 */
#ifndef TRANSLATE_ENGINE_PARTS_H
#define TRANSLATE_ENGINE_PARTS_H

#include "translate/breaker.h"
#include "translate/layout.h"
#include "translate/setup.h"

enum { FLIGHT_BUCKETS = 1024, PIECES_MOST = 4000 };

enum piece_state { PIECE_OPEN, PIECE_WAITING, PIECE_DONE, PIECE_FAILED };

struct piece {
    struct translate_job *job;
    uint32_t text;
    enum piece_state state;
    uint32_t provider; /* in the chain: whom to ask, or who answered */
    bool asked;        /* providers were: false when there was no need */
    bool changed;      /* by fixed terms, when nobody was asked */
    enum err_kind failure;
    struct protected_text sent;
    enum lang from, to; /* LANG_EN or LANG_ZH_HANS */
    struct span result;
    struct flight *flight;
    struct piece *next, *before; /* in the flight */
};

/* What is to be done with a text. */
enum task { TASK_SAME, TASK_SCRIPT, TASK_TRANSLATE };

struct text_work {
    struct translate_text given;
    enum task task;
    struct layout layout;
    struct piece *piece;   /* by line of the layout */
    enum err_kind failure; /* before anything could be asked */
    struct translated result;
};

struct translate_job {
    struct engine *engine;
    struct arena *arena;
    struct translate_request request;
    struct text_work *work;
    uint32_t pieces, open; /* lines in all, and those not settled yet */
    uint64_t deadline_ms;
    bool waiting, ready, told;           /* in those lists; done() was called */
    struct translate_job *next, *before; /* waiting */
    struct translate_job *next_ready;
};

struct provider_state {
    const struct translator *translator;
    void *self;
    struct breaker breaker;
    uint64_t calls, failures, implausible;
};

struct engine {
    const struct translate_setup *setup;
    uv_loop_t *loop;
    uv_timer_t timer;
    struct provider_state provider[CHAIN_MOST];
    uint32_t provider_count;
    struct flight *flight[FLIGHT_BUCKETS];
    struct call *first_call;
    struct translate_job *waiting, *ready;
    unsigned busy; /* inside run or dispatch: what is ready waits its turn */
};

/* job.c: cuts every text; what can't be cut fails. */
void job_cut(struct translate_job *job);
/* An answer (with tokens) for a piece; fails it when it can't be restored. */
void piece_answer(struct piece *p, struct span answer);
void piece_settle(struct piece *p, enum piece_state state);
/* Fills the results: what is not settled is late. */
void job_join(struct translate_job *job);

/* call.c: asks for every open piece, down the chain. */
void job_dispatch(struct translate_job *job);
void piece_leave(struct piece *p); /* its flight, if any */
void calls_drop(struct engine *engine);
struct sha256 piece_key(const struct engine *engine, const struct piece *p,
                        uint32_t provider);

/* engine.c: a job of which a piece moved, outside its own dispatch. */
void engine_touch(struct engine *engine, struct translate_job *job);
void engine_run(struct engine *engine);

#endif
