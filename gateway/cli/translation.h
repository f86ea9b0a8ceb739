/*
 * translation - the translators of a configuration, for one command: an engine
 * on a loop of its own, asked and waited for.
 *
 * Example: struct cli_translation *t;
 *          if (cli_translation_open(path, &t, &e)) {
 *              struct translate_job *job = cli_translate(t, &request);
 *              ... translate_job_get(job, 0) ... translate_job_free(&job);
 *          }
 *          cli_translation_close(&t);
 *
 * In:      a configuration, or NULL: the phrasebook alone.
 * Memory:  jobs are freed by the caller, before the translation is closed.
 * Errors:  ERR_CONFIG, ERR_PROVIDER at opening; later, those of each result.
 * Threads: the main thread.
 */
#ifndef CLI_TRANSLATION_H
#define CLI_TRANSLATION_H

#include "base/err.h"
#include "decide/moderate.h"
#include "translate/engine.h"

struct cli_translation;

/* *ret is to be closed in any case. */
bool cli_translation_open(const char *config, struct cli_translation **ret,
                          struct err *e) MUST_USE;
void cli_translation_close(struct cli_translation **t); /* NULL is fine */

/* `done`, `arg` and `wait_ms` of the request are set here. The job has
 * finished when it is returned. */
struct translate_job *cli_translate(struct cli_translation *t,
                                    struct translate_request request) MUST_USE;

/* Judges the post again with its translations for the audiences of the
 * configuration, as the gateway does: a gloss counts only with publish_gloss.
 * m: in, what the texts came to by themselves; all in the arena. *ret_missing:
 * why one is missing, ERR_NONE if none is. */
bool cli_moderate_translated(struct cli_translation *t,
                             struct moderate_input *in, struct arena *a,
                             struct moderation *m, enum err_kind *ret_missing,
                             struct err *e) MUST_USE;

#endif
