/*
 * answer - from a rendered reply (reply/) to the client of a request.
 *
 * Example: struct reply_about about = answer_about(post);
 *          reply_verdict(&about, &decision, arena, &reply, e);
 *          answer_send(post, &reply);          // CORS added, sent
 *
 * Memory:  the reply is copied by the connection before the call returns.
 * Threads: the post's worker.
 */
#ifndef JOURNEY_ANSWER_H
#define JOURNEY_ANSWER_H

#include "journey/post.h"

struct reply_about answer_about(const struct post *p);
void answer_send(struct post *p, struct reply *reply);

/* The error's own status and words, in the author's language. */
void answer_refuse(struct post *p, const struct err *why);

/* Paifang-Decision, -Verdict, -Rules and -Advice; returns how many. */
enum { ANSWER_MOST_MARKS = 4 };
uint32_t answer_marks(const struct post *p,
                      struct header ret[ANSWER_MOST_MARKS]);

/* The app's answer as it came, with our two headers and the advice. */
void answer_pass(struct post *p, const struct http_head *a, struct span body);
/* The same of an answer that we wrote into: what vouched for its bytes goes. */
void answer_pass_changed(struct post *p, const struct http_head *a,
                         struct span body);

/* Remembers which CORS headers the app gives this origin. */
void answer_learn_cors(struct lane *lane, const struct intake_request *r,
                       const struct http_head *a);

/* Likewise, of a request of our own. */
void answer_learn_origin(struct lane *lane, struct span origin,
                         const struct http_head *a, bool preflight);

/* The same for requests that never became a post. */
struct reply_about answer_about_request(const struct intake_request *r);

/* The client's language, or that of the post if it names none we speak. */
enum locale answer_locale(const struct intake_request *r, enum lang post);
void answer_request(struct lane *lane, struct intake_request *r,
                    const struct replies *replies, struct reply *reply);
void answer_refuse_request(struct lane *lane, struct intake_request *r,
                           const struct err *why);

#endif
