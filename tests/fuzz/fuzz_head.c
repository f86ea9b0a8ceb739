/* Heads of requests and answers and the bodies behind them: the scanner and
 * llhttp agree, and what was accepted holds no byte that could split it. */
#include <assert.h>
#include <string.h>

#include "base/heap.h"
#include "http/message.h"

enum { MOST = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t body_bytes;

static void on_data(struct message *m, struct span data)
{
    (void)m;
    body_bytes += data.len;
}

static void look_at(struct span all, size_t end, bool request)
{
    static struct header list[MOST];
    struct http_head h = {.headers = {list, 0}, .most = MOST};
    struct message m = {.on_data = on_data};
    struct span head = span_slice(all, 0, end);
    struct err e;
    size_t used;
    uint32_t i;

    if (!(request ? head_parse_request(&h, head, &e)
                  : head_parse_answer(&h, head, false, &e)))
        return;
    for (i = 0; i < h.headers.count; i++) {
        assert(header_name_valid(h.headers.at[i].name));
        assert(header_value_valid(h.headers.at[i].value));
    }
    if (h.status == 101 || !message_begin(&m, request, &h, head, &e))
        return;
    body_bytes = 0;
    if (message_feed(&m, span_from(all, end), &used, &e) == MESSAGE_WHOLE)
        assert(h.framing != HTTP_LENGTH || body_bytes == h.length);
    assert(used <= all.len - end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy;
    struct head_scan scan = {0};
    struct span all;

    if (size < 2)
        return 0;
    copy = heap_copy(data + 1, size - 1);
    all = (struct span){copy, size - 1};
    if (head_find_end(all, &scan) == HEAD_WHOLE)
        look_at(all, scan.end, data[0] & 1);
    heap_free(copy);
    return 0;
}
