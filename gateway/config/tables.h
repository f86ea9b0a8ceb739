/*
 * tables - what the files of config/ share among themselves.
 *
 * Nested maps (failure, routes, replies) have a type of their own here, so
 * that one row in config/rows.c stands for the whole of each.
 *
 * Threads: read-only tables.
 */
#ifndef CONFIG_TABLES_H
#define CONFIG_TABLES_H

#include "config/setting.h"

extern const struct setting failure_rows[];
extern const char *const outcome_names[]; /* by enum outcome */
extern const char *const mode_names[];    /* by enum config_mode */

/* In config/failure.c, config/route.c, config/rows.c. */
extern const struct setting_type setting_failures, setting_routes,
    setting_providers;

/* The values of a route's rows: config/route_match.c, route_text.c,
 * route_request.c, pattern.c. Those of lists write to their count too. */
extern const struct setting_type setting_matches, setting_reads,
    setting_route_texts, setting_request, setting_sets, setting_pointer,
    setting_header;

/* A JSON Pointer (RFC 6901; * is every element); "" is the whole. */
bool pointer_read(const char *key, const struct yaml_node *n,
                  const struct setting_ctx *ctx, struct span *ret) MUST_USE;

/* Statuses that can carry a body. map is for the error's place. */
bool replies_check(const struct yaml_node *map, const struct replies *r,
                   struct err *e) MUST_USE;

/* The keys of replies:, for the general one and for a route's. DEF(x) is x or,
 * where unset keys keep what they inherit, NULL. */
/* clang-format off */
#define REPLY_ROWS(ROW, DEF)                                                 \
    ROW(replies.cors, .def = DEF("mirror"),                                  \
        .en = "CORS headers of our own replies: mirror what the app says to "\
              "that origin, off, or a list of origins.",                     \
        .zh = "网关自己应答的 CORS 头：mirror（照应用对该来源的答复）、off 或来源列表。"), \
    ROW(replies.html, .def = DEF("true"),                                    \
        .en = "Answer forms of a browser with an HTML page.",                \
        .zh = "浏览器提交的表单以 HTML 页面应答。"),                            \
    ROW(replies.status.hold, .def = DEF("202"), .least = 200, .most = 599,   \
        .en = "Status of a held post.", .zh = "帖子待审时的状态码。"),         \
    ROW(replies.status.reject, .def = DEF("422"), .least = 200, .most = 599, \
        .en = "Status of a rejected post.", .zh = "帖子被拒时的状态码。"),      \
    ROW(replies.status.bounce, .def = DEF("422"), .least = 200, .most = 599, \
        .en = "Status of a post that its author is asked to change.",        \
        .zh = "请作者修改后重发时的状态码。"),                                 \
    ROW(replies.body.hold, .def = DEF("\"\""),                               \
        .en = "Template in the app's own shape, with {message} {decision} "  \
              "{appeal}; or {type: …, text: …}. Empty: our own shape.",      \
        .zh = "应用自身格式的模板，可用 {message} {decision} {appeal}；"       \
              "也可写 {type: …, text: …}。空：用网关自己的格式。"),                  \
    ROW(replies.body.reject, .def = DEF("\"\""),                             \
        .en = "The same for rejected posts.", .zh = "同上，用于被拒的帖子。"),  \
    ROW(replies.body.bounce, .def = DEF("\"\""),                             \
        .en = "The same for posts to be changed.",                           \
        .zh = "同上，用于请作者修改的帖子。")
/* clang-format on */

#endif
