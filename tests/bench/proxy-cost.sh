#!/bin/bash
# CPU of a forwarded request: `paifang serve` on an unnamed route against nginx
# proxy_pass, both in front of the same app (nginx with a fixed answer), one
# worker each, keep-alive on both legs, load by wrk with 600-byte posts.
# Prints user+system microseconds a request and the ratio (limit: 1.10).
# usage: proxy-cost.sh [SECONDS] [ROUNDS]
set -eu
seconds=${1:-5} rounds=${2:-3}
bin=${PAIFANG:-build/paifang}
dir=$(mktemp -d)
pids=
stop() {
    for p in $pids; do kill "$p" 2>/dev/null || :; done
    wait 2>/dev/null || :
    rm -rf "$dir"
}
trap stop EXIT

port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
app=$(port) peer=$(port) ours=$(port) admin=$(port)

nginx_conf() { # NAME SERVER-BLOCK
    mkdir -p "$dir/$1"
    cat >"$dir/$1/nginx.conf" <<EOF
worker_processes 1; daemon off; master_process off; pid $dir/$1/pid; error_log /dev/null crit;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
  client_body_temp_path $dir/$1/body; proxy_temp_path $dir/$1/proxy; fastcgi_temp_path $dir/$1/f;
  uwsgi_temp_path $dir/$1/u; scgi_temp_path $dir/$1/s; client_body_buffer_size 64k; tcp_nodelay on;
  $2
}
EOF
    nginx -p "$dir/$1" -c "$dir/$1/nginx.conf" 2>/dev/null &
    pids="$pids $!"
    last=$!
}
answer=$(python3 -c 'print("{\\\"id\\\":1,\\\"title\\\":\\\"" + "x" * 280 + "\\\"}")')
nginx_conf app "server { listen 127.0.0.1:$app; location / { default_type application/json; return 200 \"$answer\"; } }"
nginx_conf peer "upstream app { server 127.0.0.1:$app; keepalive 128; keepalive_requests 100000000; }
  server { listen 127.0.0.1:$peer; location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection \"\";
    proxy_set_header Host \$http_host; proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto \$scheme; } }"
peer_pid=$last

cat >"$dir/paifang.yaml" <<EOF
listen: { proxy: "127.0.0.1:$ours", admin: "127.0.0.1:$admin" }
workers: 1
upstream: { url: "http://127.0.0.1:$app" }
rules: { packs: [] }
translate: { chain: [] }
audit: { store: "sqlite:$dir/paifang.db" }
log: { level: error }
EOF
(cd "$dir" && exec "$OLDPWD/$bin" serve -c paifang.yaml) &
ours_pid=$!
pids="$pids $ours_pid"

cat >"$dir/post.lua" <<'EOF'
wrk.method = "POST"
wrk.body = '{"title":"cat tax","body":"' .. string.rep("y", 565) .. '"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
wrk.headers["Accept"] = "application/json, text/plain, */*"
wrk.headers["Accept-Language"] = "en-US,en;q=0.5"
wrk.headers["Cookie"] = "session=0123456789abcdef0123456789abcdef"
EOF
for p in $app $peer $ours; do
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null && break
        sleep 0.05
    done
done

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
measure() { # PID PORT: microseconds of CPU a request
    local before after requests
    before=$(ticks "$1")
    requests=$(wrk -t1 -c32 -d"${seconds}s" -s "$dir/post.lua" "http://127.0.0.1:$2/x" |
        awk '/requests in/ { n = $1 } /Non-2xx/ { bad = 1 } END { print bad ? 0 : n }')
    after=$(ticks "$1")
    [ "$requests" -gt 0 ] || { echo "no clean answers from port $2" >&2; exit 1; }
    awk -v t=$((after - before)) -v n="$requests" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f\n", t / hz * 1e6 / n }'
}
for round in $(seq "$rounds"); do
    a=$(measure "$peer_pid" "$peer")
    b=$(measure "$ours_pid" "$ours")
    echo "$a $b" >>"$dir/result"
    awk -v r="$round" -v a="$a" -v b="$b" 'BEGIN { printf "round %d: nginx %.2f us, paifang %.2f us a request\n", r, a, b }'
done
awk '{ a += $1; b += $2 } END { printf "proxy cost: %.2f x nginx proxy_pass\n", b / a; exit b / a > 1.10 }' "$dir/result"
