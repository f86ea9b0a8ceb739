/*
 * reads - the body formats that a route can read (`reads:` in a route).
 *
 * Example: if ((route->reads & READS_JSON) != 0) ...
 *
 * Threads: constants. Source: docs/configuration.md.
 */
#ifndef CONFIG_READS_H
#define CONFIG_READS_H

#define READS_JSON      1U
#define READS_FORM      2U
#define READS_MULTIPART 4U

#endif
