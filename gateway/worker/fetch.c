#include "worker/fetch.h"

#include <assert.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/heap.h"

enum { MOST_HOST_CONNECTIONS = 32, MOST_IDLE = 16 };

struct fetch {
    struct fetcher *owner;
    struct fetch *next, *before;
    CURL *easy;
    struct curl_slist *headers;
    char *body;
    struct buf answer;
    bool allow_link_local, refused_address;
    fetch_done *done;
    void *arg;
};

/* One descriptor that curl asked us to watch. */
struct watched {
    uv_poll_t poll;
    curl_socket_t fd;
    struct fetcher *owner;
};

struct fetcher {
    CURLM *multi;
    uv_loop_t *loop;
    uv_timer_t timer;
    struct fetch *first;
    bool closing;
};

/* ---- ends ---- */
static void unlink_fetch(struct fetch *f)
{
    *(f->before != NULL ? &f->before->next : &f->owner->first) = f->next;
    if (f->next != NULL)
        f->next->before = f->before;
}

static void free_fetch(struct fetch *f)
{
    unlink_fetch(f);
    (void)curl_multi_remove_handle(f->owner->multi, f->easy);
    curl_easy_cleanup(f->easy);
    curl_slist_free_all(f->headers);
    heap_free(f->body);
    buf_free(&f->answer);
    heap_free(f);
}

static void explain(struct fetch *f, CURLcode code, struct err *e)
{
    char *url = NULL;

    (void)curl_easy_getinfo(f->easy, CURLINFO_EFFECTIVE_URL, &url);
    if (f->refused_address)
        (void)err_set(e, ERR_PROVIDER, NULL,
                      "its address is link-local, which is not allowed");
    else if (f->answer.failed)
        (void)err_set(e, ERR_PROVIDER, NULL, "its answer is over %zu bytes",
                      f->answer.ceiling);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        (void)err_set(e, ERR_PROVIDER_LATE, NULL, "no answer in time");
    else
        (void)err_set(e, ERR_PROVIDER, NULL, "%s", curl_easy_strerror(code));
}

static void finish(struct fetch *f, CURLcode code)
{
    struct fetch_answer a = {.status = 0};
    fetch_done *done = f->done;
    void *arg = f->arg;
    curl_off_t wait = 0;
    long status = 0;

    if (code != CURLE_OK)
        explain(f, code, &a.err);
    (void)curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(f->easy, CURLINFO_RETRY_AFTER, &wait);
    a.status = (int)status;
    a.retry_after_ms = wait > 0 && wait < 86400 ? (uint64_t)wait * 1000 : 0;
    a.body = buf_span(&f->answer);
    f->done = NULL; /* a cancel from inside the callback finds nothing to do */
    done(&a, arg);
    free_fetch(f);
}

static void look_for_ends(struct fetcher *f)
{
    CURLMsg *m;
    int left;

    while ((m = curl_multi_info_read(f->multi, &left)) != NULL) {
        struct fetch *one = NULL;
        CURLcode code = m->data.result;

        if (m->msg != CURLMSG_DONE)
            continue;
        (void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &one);
        finish(one, code);
    }
}

/* ---- the loop and curl ---- */
static void act(struct fetcher *f, curl_socket_t fd, int events)
{
    int running;

    (void)curl_multi_socket_action(f->multi, fd, events, &running);
    look_for_ends(f);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watched *w = poll->data;
    int flags = 0;

    if (status < 0)
        flags = CURL_CSELECT_ERR;
    if ((events & UV_READABLE) != 0)
        flags |= CURL_CSELECT_IN;
    if ((events & UV_WRITABLE) != 0)
        flags |= CURL_CSELECT_OUT;
    act(w->owner, w->fd, flags);
}

static int set_timer(CURLM *multi, long ms, void *arg);

/* curl asks for a timer only when its first end changes: one that fired a
 * little before curl's own clock got there has to be set again here, or the
 * call would wait for ever. */
static void on_timer(uv_timer_t *timer)
{
    struct fetcher *f = timer->data;
    long ms = -1;

    act(f, CURL_SOCKET_TIMEOUT, 0);
    if (!f->closing && !uv_is_active((uv_handle_t *)timer) &&
        curl_multi_timeout(f->multi, &ms) == CURLM_OK)
        (void)set_timer(f->multi, ms, f);
}

static int set_timer(CURLM *multi, long ms, void *arg)
{
    struct fetcher *f = arg;

    (void)multi;
    if (f->closing)
        return 0;
    uv_update_time(f->loop); /* the loop's time may be long ago */
    if (ms < 0)
        (void)uv_timer_stop(&f->timer);
    else
        (void)uv_timer_start(&f->timer, on_timer, (uint64_t)ms, 0);
    return 0;
}

static void free_watched(uv_handle_t *h)
{
    heap_free(h->data);
}

static int watch(CURL *easy, curl_socket_t fd, int what, void *arg,
                 void *socket_arg)
{
    struct fetcher *f = arg;
    struct watched *w = socket_arg;
    int events = 0;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (w != NULL) {
            (void)uv_poll_stop(&w->poll);
            uv_close((uv_handle_t *)&w->poll, free_watched);
            (void)curl_multi_assign(f->multi, fd, NULL);
        }
        return 0;
    }
    if (w == NULL) {
        w = heap_new(sizeof(*w));
        *w = (struct watched){.fd = fd, .owner = f};
        if (uv_poll_init_socket(f->loop, &w->poll, fd) != 0) {
            heap_free(w);
            return -1;
        }
        w->poll.data = w;
        (void)curl_multi_assign(f->multi, fd, w);
    }
    events |= (what & CURL_POLL_IN) != 0 ? UV_READABLE : 0;
    events |= (what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0;
    return uv_poll_start(&w->poll, events, on_poll) == 0 ? 0 : -1;
}

bool fetcher_open(uv_loop_t *loop, struct fetcher **ret, struct err *e)
{
    struct fetcher *f;
    CURLM *multi;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (multi = curl_multi_init()) == NULL)
        return err_set(e, ERR_INTERNAL, NULL, "libcurl can't start");
    f = heap_new(sizeof(*f));
    f->multi = multi;
    f->loop = loop;
    if (uv_timer_init(loop, &f->timer) != 0)
        abort(); /* it can't: no descriptor is needed */
    f->timer.data = f;
    (void)curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
    (void)curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, f);
    (void)curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
    (void)curl_multi_setopt(multi, CURLMOPT_TIMERDATA, f);
    (void)curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                            (long)MOST_HOST_CONNECTIONS);
    (void)curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)MOST_IDLE);
    *ret = f;
    return true;
}

static void free_fetcher(uv_handle_t *h)
{
    heap_free(h->data);
}

void fetcher_close(struct fetcher **fetcher)
{
    struct fetcher *f = *fetcher;

    if (f == NULL)
        return;
    f->closing = true;
    while (f->first != NULL)
        free_fetch(f->first);
    (void)curl_multi_cleanup(f->multi);
    uv_close((uv_handle_t *)&f->timer, free_fetcher);
    *fetcher = NULL;
}

/* ---- requests ---- */
/* NOLINTNEXTLINE(readability-non-const-parameter): curl's type */
static size_t take(char *at, size_t one, size_t n, void *arg)
{
    struct fetch *f = arg;

    (void)one;
    buf_add(&f->answer, (struct span){at, n});
    return f->answer.failed ? 0 : n;
}

static bool is_link_local(const struct sockaddr *a)
{
    struct sockaddr_in6 v6;
    struct sockaddr_in v4;

    if (a->sa_family == AF_INET) {
        memcpy(&v4, a, sizeof(v4));
        return (ntohl(v4.sin_addr.s_addr) & 0xFFFF0000U) == 0xA9FE0000U;
    }
    if (a->sa_family != AF_INET6)
        return false;
    memcpy(&v6, a, sizeof(v6));
    return IN6_IS_ADDR_LINKLOCAL(&v6.sin6_addr) ||
           (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) &&
            v6.sin6_addr.s6_addr[12] == 169 && v6.sin6_addr.s6_addr[13] == 254);
}

/* Checked at the address itself, so no name or spelling gets around it. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose,
                                 struct curl_sockaddr *a)
{
    struct fetch *f = arg;

    (void)purpose;
    if (!f->allow_link_local && is_link_local(&a->addr)) {
        f->refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static void set_options(struct fetch *f, const struct fetch_request *r)
{
    CURL *c = f->easy;

    (void)curl_easy_setopt(c, CURLOPT_URL, r->url);
    (void)curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    (void)curl_easy_setopt(c, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(c, CURLOPT_USERAGENT, "paifang/" PAIFANG_VERSION);
    (void)curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
    (void)curl_easy_setopt(c, CURLOPT_HTTPHEADER, f->headers);
    (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
    (void)curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    (void)curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, f);
    (void)curl_easy_setopt(c, CURLOPT_PRIVATE, f);
    if (r->ca != NULL && r->ca[0] != '\0')
        (void)curl_easy_setopt(c, CURLOPT_CAINFO, r->ca);
    if (f->body != NULL) {
        (void)curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
                               (curl_off_t)r->body.len);
        (void)curl_easy_setopt(c, CURLOPT_POSTFIELDS, f->body);
    }
}

static struct curl_slist *header_list(const struct fetch_request *r)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");

    for (size_t i = 0; i < r->header_count; i++) {
        struct curl_slist *longer = curl_slist_append(list, r->header[i]);

        assert(longer != NULL);
        list = longer;
    }
    return list;
}

bool fetch_start(struct fetcher *owner, const struct fetch_request *r,
                 fetch_done *done, void *arg, struct fetch **ret, struct err *e)
{
    CURL *easy = curl_easy_init();
    struct fetch *f;

    assert(r->timeout_ms > 0 && r->timeout_ms < INT32_MAX);
    if (easy == NULL)
        return err_set(e, ERR_PROVIDER, NULL, "libcurl is out of memory");
    f = heap_new(sizeof(*f));
    *f = (struct fetch){.owner = owner,
                        .next = owner->first,
                        .easy = easy,
                        .headers = header_list(r),
                        .answer = buf_make(r->most),
                        .allow_link_local = r->allow_link_local,
                        .done = done,
                        .arg = arg};
    if (r->body.at != NULL)
        f->body = heap_copy(r->body.at, r->body.len);
    if (owner->first != NULL)
        owner->first->before = f;
    owner->first = f;
    set_options(f, r);
    *ret = f;
    /* This only arms the timer: nothing is called back before the loop runs. */
    (void)curl_multi_add_handle(owner->multi, easy);
    return true;
}

void fetch_cancel(struct fetch **fetch)
{
    if (*fetch != NULL && (*fetch)->done != NULL)
        free_fetch(*fetch);
    *fetch = NULL;
}
