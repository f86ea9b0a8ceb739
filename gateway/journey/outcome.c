#include "journey/outcome.h"

#include "audit/recorder.h"
#include "base/clock.h"
#include "journey/shared.h"

static const char *result_of(const struct err *e, bool maybe_sent)
{
    if (e == NULL)
        return "answered";
    if (maybe_sent)
        return "unknown"; /* the app may have it: never sent twice */
    return e->kind == ERR_UPSTREAM_LATE ? "late" : "unreachable";
}

void outcome_record(const struct post *p, int status, const struct err *e,
                    bool maybe_sent)
{
    const struct record_event event = {
        .kind = RECORD_OUTCOME,
        .decision = span_of(p->id),
        .result = result_of(e, maybe_sent),
        .status = status,
        .ms = (clock_mono_us() - p->began_us) / 1000,
    };

    recorder_event(p->lane->shared->recorder, &event);
}
