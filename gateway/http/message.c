#include "http/message.h"

#include <string.h>

enum { MOST_TRAILER_BYTES = 8 << 10 };

static int on_headers_complete(llhttp_t *p)
{
    const struct message *m = p->data;

    /* An Upgrade that we do not follow: the message goes on as HTTP. */
    p->upgrade = 0;
    return m->framing == HTTP_NO_BODY && !m->request ? 1 : 0;
}

static int on_body(llhttp_t *p, const char *at, size_t len)
{
    struct message *m = p->data;

    m->on_data(m, (struct span){at, len});
    return 0;
}

static int on_message_complete(llhttp_t *p)
{
    struct message *m = p->data;

    m->whole = true;
    return HPE_PAUSED; /* stop right here: what follows is another message */
}

static int on_chunk_header(llhttp_t *p)
{
    struct message *m = p->data;

    if (p->content_length > 0)
        return 0;
    /* llhttp takes folded lines and a bare LF behind trailers: ours now. */
    m->in_trailers = true;
    return HPE_PAUSED;
}

static int on_extension(llhttp_t *p, const char *at, size_t len)
{
    (void)at;
    (void)len;
    llhttp_set_error_reason(p, "chunk extension");
    return HPE_USER;
}

static const llhttp_settings_t settings = {
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
    .on_chunk_header = on_chunk_header,
    .on_chunk_extension_name = on_extension,
    .on_chunk_extension_value = on_extension,
};

static bool refuse(const struct message *m, struct err *e)
{
    const char *why = m->parser.reason;

    return err_set(
        e, m->request ? ERR_INPUT : ERR_UPSTREAM, NULL, "%s%s",
        m->request ? "" : "answer: ",
        why != NULL ? why : llhttp_errno_name((llhttp_errno_t)m->parser.error));
}

bool message_begin(struct message *m, bool request, const struct http_head *h,
                   struct span bytes, struct err *e)
{
    llhttp_errno_t code;

    llhttp_init(&m->parser, request ? HTTP_REQUEST : HTTP_RESPONSE, &settings);
    m->parser.data = m;
    m->framing = h->framing;
    m->request = request;
    m->whole = m->in_trailers = false;
    m->trailer_state = 0;
    m->trailer_bytes = 0;
    code = llhttp_execute(&m->parser, bytes.at, bytes.len);
    if (code != HPE_OK && !(code == HPE_PAUSED && m->whole))
        return refuse(m, e);
    /* Both must have found the same end of the head and the same framing. */
    if (m->whole != (h->framing == HTTP_NO_BODY ||
                     (h->framing == HTTP_LENGTH && h->length == 0)))
        return err_set(e, request ? ERR_INPUT : ERR_UPSTREAM, NULL,
                       "ambiguous framing");
    return true;
}

/* ---- trailers: checked as strictly as headers, then dropped ---- */

enum { LINE, NAME, VALUE, LINE_CR, LAST_CR };

static bool token_byte(char c)
{
    return header_name_valid((struct span){&c, 1});
}

/* The state behind byte c, or -1. */
static int trailer_next(int state, char c)
{
    switch (state) {
    case LINE:
        if (c == '\r')
            return LAST_CR;
        return token_byte(c) ? NAME : -1;
    case NAME:
        if (c == ':')
            return VALUE;
        return token_byte(c) ? NAME : -1;
    case VALUE:
        if (c == '\r')
            return LINE_CR;
        return header_value_valid((struct span){&c, 1}) ? VALUE : -1;
    case LINE_CR:
        return c == '\n' ? LINE : -1;
    default:
        return -1;
    }
}

static enum message_state read_trailers(struct message *m, struct span bytes,
                                        size_t *ret_used, struct err *e)
{
    size_t i;

    for (i = 0; i < bytes.len; i++) {
        int next = trailer_next(m->trailer_state, bytes.at[i]);

        if (m->trailer_state == LAST_CR && bytes.at[i] == '\n') {
            m->whole = true;
            *ret_used = i + 1;
            return MESSAGE_WHOLE;
        }
        if (next < 0 || ++m->trailer_bytes > MOST_TRAILER_BYTES) {
            err_fill(e, m->request ? ERR_INPUT : ERR_UPSTREAM, NULL,
                     "malformed trailers");
            return MESSAGE_BAD;
        }
        m->trailer_state = (uint8_t)next;
    }
    *ret_used = bytes.len;
    return MESSAGE_MORE;
}

enum message_state message_feed(struct message *m, struct span bytes,
                                size_t *ret_used, struct err *e)
{
    llhttp_errno_t code;
    enum message_state state;
    size_t used;

    *ret_used = 0;
    if (m->whole)
        return MESSAGE_WHOLE;
    if (m->in_trailers)
        return read_trailers(m, bytes, ret_used, e);
    code = llhttp_execute(&m->parser, bytes.at, bytes.len);
    if (code == HPE_OK) {
        *ret_used = bytes.len;
        return MESSAGE_MORE;
    }
    if (code != HPE_PAUSED) {
        (void)refuse(m, e);
        return MESSAGE_BAD;
    }
    used = (size_t)(llhttp_get_error_pos(&m->parser) - bytes.at);
    if (m->whole) {
        *ret_used = used;
        return MESSAGE_WHOLE;
    }
    state = read_trailers(m, span_from(bytes, used), ret_used, e);
    *ret_used += used;
    return state;
}

bool message_end(struct message *m)
{
    return m->whole || m->framing == HTTP_UNTIL_CLOSE;
}
