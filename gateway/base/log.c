#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

static struct {
    _Atomic bool json;
    _Atomic enum log_level least;
} setup = {false, LOG_INFO};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

void log_setup(bool json, enum log_level least)
{
    setup.json = json;
    setup.least = least;
}

/* Control bytes in a message could forge a second log line. */
static void scrub(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = ' ';
}

void log_event(enum log_level level, const char *area, const char *fmt, ...)
{
    char message[1024];
    char time[CLOCK_TEXT];
    struct buf line = buf_make(8192);
    va_list ap;

    if (level < setup.least)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(message, sizeof(message), fmt, ap);
    va_end(ap);
    scrub(message);
    (void)clock_text(clock_wall_ms(), time);
    if (setup.json) {
        buf_printf(&line, "{\"time\":\"%s\",\"level\":\"%s\",\"area\":\"%s\",",
                   time, level_names[level], area);
        buf_add_text(&line, "\"message\":");
        buf_add_json(&line, span_of(message));
        buf_add_text(&line, "}\n");
    } else {
        buf_printf(&line, "%s %s %s: %s\n", time, level_names[level], area,
                   message);
    }
    if (write(STDERR_FILENO, line.at, line.len) < 0) {
        /* nowhere left to say it */
    }
    buf_free(&line);
}
