/*
 * steps - the journey of one post, in order. Read this file first.
 *
 * Each name is a folder in gateway/ (or a file in journey/ that leads into
 * one) and a function step_<name>(). The table is executed from top to
 * bottom; a step may wait, and the worker's event loop resumes the post there.
 * A step that fails yields the outcome configured for its failure class
 * (journey/failure.h), never a silent allow.
 */
#ifndef JOURNEY_STEPS_H
#define JOURNEY_STEPS_H

#include "base/err.h"

/* clang-format off */
#define POST_STEPS(STEP)                                                       \
    STEP(intake,    "decode the body, check its type, find who the author is") \
    STEP(fields,    "find the text fields in JSON, form or multipart")         \
    STEP(author,    "who it is; what they did lately, if a rule asks")         \
    STEP(moderate,  "detect/ languages, fold/ disguises away, match/ every "   \
                    "word and regex, decide/ the verdict and the masks")       \
    STEP(past,      "what a person decided on this very post before")          \
    STEP(translate, "translate for the other side; judge the translation too") \
    STEP(bounce,    "the second try at a rule that asked for a change is held")\
    STEP(compose,   "write masks, translations and settings into the body")    \
    STEP(record,    "make the decision durable (audit/, review/)")             \
    STEP(upstream,  "hand the post to the app, if it may be published")        \
    STEP(reply,     "answer the author in their own language")                 \
    STEP(review,    "translate a held post for those who will look at it")

#define READ_STEPS(STEP)                                                       \
    STEP(fetch,     "ask the app for its answer")                              \
    STEP(items,     "find the posts in it and their languages")                \
    STEP(enrich,    "translate them for this reader; judge the translations")  \
    STEP(splice,    "add the translations, fix the headers, answer")
/* clang-format on */

enum step_result {
    STEP_DONE,
    STEP_WAIT, /* an answer is on its way; the event loop resumes the post */
    STEP_FAILED
};

struct post;
struct reading;

#define STEP(name, why)                                                        \
    enum step_result step_##name(struct post *, struct err *);
POST_STEPS(STEP)
#undef STEP

#define STEP(name, why)                                                        \
    enum step_result read_##name(struct reading *, struct err *);
READ_STEPS(STEP)
#undef STEP

#endif
