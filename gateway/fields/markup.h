/*
 * markup - what a text field is written in (per field in config).
 *
 * Example: text: [{at: /body, markup: html}] gives that field MARKUP_HTML
 *
 * Threads: plain data.
 */
#ifndef FIELDS_MARKUP_H
#define FIELDS_MARKUP_H

enum markup { MARKUP_PLAIN, MARKUP_HTML, MARKUP_MARKDOWN, MARKUP_WIKITEXT };

#endif
