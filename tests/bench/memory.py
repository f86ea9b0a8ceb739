#!/usr/bin/env python3
"""Memory while bodies of any size pass: 1 GB up, 1 GB down, a reader and an
app that are slow. Prints the peak of resident memory (VmHWM) after each.

usage: memory.py [MEGABYTES]; PAIFANG=BINARY
"""
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

BINARY = os.path.realpath(os.environ.get("PAIFANG", "build/paifang"))
SIZE = int(sys.argv[1] if len(sys.argv) > 1 else 1024) << 20
CHUNK = bytes(range(256)) * 1024
SLOW_S = 3


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def head_of(s):
    got = b""
    while b"\r\n\r\n" not in got:
        more = s.recv(65536)
        if not more:
            return got, b""
        got += more
    head, rest = got.split(b"\r\n\r\n", 1)
    return head, rest


def length_of(head):
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def send(s, size):
    try:
        while size > 0:
            size -= s.send(CHUNK[:min(size, len(CHUNK))])
    except OSError:
        pass


def take(s, size, slow=False):
    end = time.time() + SLOW_S if slow else None
    while size > 0:
        if end is not None:
            if time.time() > end:
                return size
            time.sleep(0.05)
        got = s.recv(min(size, 1 << 12 if slow else 1 << 18))
        if not got:
            return size
        size -= len(got)
    return 0


def app(s):
    """Takes any upload, slowly at /slow; answers a GET with SIZE bytes."""
    head, rest = head_of(s)
    if head.startswith(b"GET"):
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % SIZE)
        send(s, SIZE)
    elif take(s, length_of(head) - len(rest), slow=b"/slow" in head[:64]) == 0:
        s.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    s.close()


def serve_app():
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def loop():
        while True:
            s, _ = listener.accept()
            threading.Thread(target=app, args=(s,), daemon=True).start()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[1]


def start(folder, upstream):
    proxy = free_port()
    with open(os.path.join(folder, "paifang.yaml"), "w", encoding="utf-8") as f:
        f.write(f"""listen: {{ proxy: "127.0.0.1:{proxy}", admin: "127.0.0.1:{free_port()}" }}
workers: 1
upstream: {{ url: "http://127.0.0.1:{upstream}" }}
rules: {{ packs: [] }}
routing: {{ unmatched_writes: pass }}
translate: {{ chain: [] }}
audit: {{ store: "sqlite:paifang.db" }}
log: {{ level: error }}
""")
    process = subprocess.Popen([BINARY, "serve", "-c", "paifang.yaml"], cwd=folder)
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", proxy)).close()
            return process, proxy
        except OSError:
            time.sleep(0.025)
    raise SystemExit("the gateway did not start")


def ask(proxy, method, path, size):
    s = socket.create_connection(("127.0.0.1", proxy))
    s.sendall(b"%s %s HTTP/1.1\r\nHost: app.test\r\nContent-Length: %d\r\n\r\n" % (method, path, size))
    return s


def upload(proxy):
    s = ask(proxy, b"POST", b"/files", SIZE)
    send(s, SIZE)
    head, _ = head_of(s)
    assert head.startswith(b"HTTP/1.1 200"), head[:60]


def download(proxy):
    s = ask(proxy, b"GET", b"/files", 0)
    head, rest = head_of(s)
    assert head.startswith(b"HTTP/1.1 200") and take(s, SIZE - len(rest)) == 0, head[:60]


def slow_app(proxy):
    s = ask(proxy, b"POST", b"/slow", SIZE)
    s.settimeout(SLOW_S)
    send(s, SIZE)
    s.close()


def slow_readers(proxy):
    readers = [ask(proxy, b"GET", b"/files", 0) for _ in range(32)]
    time.sleep(SLOW_S)
    assert take(readers[0], SIZE, slow=True) > 0
    for s in readers:
        s.close()


def peak(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))


def main():
    with tempfile.TemporaryDirectory() as folder:
        process, proxy = start(folder, serve_app())
        try:
            print(f"at start: {peak(process.pid) / 1024:.1f} MiB")
            for what, step in ((f"{SIZE >> 20} MiB up", upload), (f"{SIZE >> 20} MiB down", download),
                               ("an app that reads slowly", slow_app),
                               ("32 readers that read slowly", slow_readers)):
                step(proxy)
                print(f"{what}: {peak(process.pid) / 1024:.1f} MiB")
        finally:
            process.terminate()
            process.wait(30)


main()
