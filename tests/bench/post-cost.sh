#!/bin/bash
# What a post costs: user+system CPU of the process, all threads, per 600-byte
# JSON post over kept connections, in front of the same app (nginx answering 201
# to everything), one worker each, side by side in every round:
#   nginx  plain proxy_pass
#   pass   paifang, a route that nothing names
#   post   paifang, a publish route: 10,000 words, durable audit, no translation
#   waf    nginx + ModSecurity, the same words as one @pmFromFile
# Prints each round, then medians, ranges and ratios to nginx.
# usage: post-cost.sh [SECONDS] [ROUNDS] [CONNECTIONS]
# WORDS=FILE POSTS=FILE (one a line) instead of made-up ones; SUBJECTS="nginx
# post" to leave some out; PAIFANG=BINARY; LIMITS=1 to fail over 1.1 and 2.2.
set -eu
seconds=${1:-4} rounds=${2:-5} connections=${3:-64}
here=$(dirname "$(realpath "$0")")
bin=$(realpath "${PAIFANG:-build/paifang}")
modsecurity=${MODSECURITY:-/usr/lib/nginx/modules/ngx_http_modsecurity_module.so}
subjects=${SUBJECTS:-nginx pass post waf}
dir=$(mktemp -d)
pids=
stop() {
    for p in $pids; do kill "$p" 2>/dev/null || :; done
    wait 2>/dev/null || :
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

data() { python3 "$here/data.py" "$@"; }
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# ---- data -------------------------------------------------------------------
mkdir -p "$dir/rules"
words=${WORDS:-$dir/words.txt} posts=${POSTS:-$dir/posts.txt}
[ -n "${WORDS:-}" ] || data words 10000 >"$words"
[ -n "${POSTS:-}" ] || data posts 4000 >"$posts"
data bodies "$posts" 2000 >"$dir/bodies.txt"
data pack "$words" >"$dir/rules/words.yaml"
cp "$words" "$dir/words.list"

# The number makes every post another one.
cat >"$dir/post.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
wrk.headers["Accept"] = "application/json, text/plain, */*"
wrk.headers["Accept-Language"] = "en-US,en;q=0.5"
local bodies, n = {}, 0
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line:sub(1, -2) end
request = function()
    n = n + 1
    wrk.headers["Cookie"] = string.format("session=%032d", n % 5000)
    return wrk.format(nil, nil, nil, bodies[n % #bodies + 1] .. ',"n":' .. n .. "}")
end
LUA

# ---- who takes part ---------------------------------------------------------
declare -A port_of pid_of
app=$(port)
nginx_start() { # NAME MAIN-LINES HTTP-LINES
    mkdir -p "$dir/$1"
    cat >"$dir/$1/nginx.conf" <<CONF
$2
worker_processes 1; daemon off; master_process off; pid $dir/$1/pid; error_log /dev/null crit;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000; keepalive_timeout 300s; tcp_nodelay on;
  client_body_temp_path $dir/$1/body; proxy_temp_path $dir/$1/proxy; fastcgi_temp_path $dir/$1/f;
  uwsgi_temp_path $dir/$1/u; scgi_temp_path $dir/$1/s; client_body_buffer_size 64k;
  $3
}
CONF
    nginx -p "$dir/$1" -c "$dir/$1/nginx.conf" 2>"$dir/$1/err" &
    pids="$pids $!" pid_of[$1]=$!
}
nginx_proxy() { # NAME MAIN-LINES SERVER-LINES
    port_of[$1]=$(port)
    nginx_start "$1" "$2" "upstream app { server 127.0.0.1:$app; keepalive 128; keepalive_requests 100000000; }
  server { listen 127.0.0.1:${port_of[$1]}; $3
    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection \"\";
      proxy_set_header Host \$http_host; proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto \$scheme; } }"
}
start_nginx() { nginx_proxy nginx "" ""; }
start_waf() {
    [ -e "$modsecurity" ] || { echo "no ModSecurity here: left out" >&2; subjects=${subjects/waf/}; return; }
    cat >"$dir/waf.conf" <<CONF
SecRuleEngine On
SecRequestBodyAccess On
SecResponseBodyAccess Off
SecAuditEngine Off
SecRule REQUEST_HEADERS:Content-Type "application/json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule ARGS "@pmFromFile $dir/words.list" "id:2,phase:2,pass,nolog"
CONF
    nginx_proxy waf "load_module $modsecurity;" "modsecurity on; modsecurity_rules_file $dir/waf.conf;"
}
paifang_start() { # NAME
    port_of[$1]=$(port)
    mkdir -p "$dir/$1"
    cat >"$dir/$1/paifang.yaml" <<CONF
listen: { proxy: "127.0.0.1:${port_of[$1]}", admin: "127.0.0.1:$(port)" }
workers: 1
upstream: { url: "http://127.0.0.1:$app" }
rules: { packs: ["$dir/rules"] }
routing: { unmatched_writes: pass }
translate: { chain: [] }
routes:
  - { name: publish, kind: publish, match: { method: POST, path: /posts }, reads: [json], text: [/title, /body] }
audit: { store: "sqlite:paifang.db" }
log: { level: error }
CONF
    (cd "$dir/$1" && exec "$bin" serve -c paifang.yaml >log 2>&1) &
    pids="$pids $!" pid_of[$1]=$!
}
start_pass() { paifang_start pass; }
start_post() { paifang_start post; }

wait_for() { # PORT
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.05
    done
    echo "nobody listens on port $1" >&2
    cat "$dir"/*/log "$dir"/*/err >&2
    exit 1
}
answer=$(python3 -c 'print("{\\\"id\\\":1,\\\"title\\\":\\\"" + "x" * 280 + "\\\"}")')
nginx_start app "" "server { listen 127.0.0.1:$app; location / { default_type application/json; return 201 \"$answer\"; } }"
for s in $subjects; do start_"$s"; done
wait_for "$app"
for s in $subjects; do wait_for "${port_of[$s]}"; done

# ---- measuring --------------------------------------------------------------
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
measure() { # SUBJECT SECONDS: microseconds of CPU a post, posts a second
    local before after path=/posts
    [ "$1" != pass ] || path=/other
    before=$(ticks "${pid_of[$1]}")
    BODIES="$dir/bodies.txt" timeout $(($2 + 20)) wrk -t1 -c"$connections" -d"$2s" -s "$dir/post.lua" \
        "http://127.0.0.1:${port_of[$1]}$path" >"$dir/wrk.out"
    after=$(ticks "${pid_of[$1]}")
    awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" '/requests in/ { n = $1 } /Requests\/sec/ { rate = $2 }
        /Non-2xx|Socket errors/ { print "unclean: " $0 >"/dev/stderr"; exit 1 }
        END { if (n > 0) printf "%.2f %.0f\n", t / hz * 1e6 / n, rate }' "$dir/wrk.out"
}
for s in $subjects; do measure "$s" 1 >/dev/null; done # caches warm, connections made
for round in $(seq "$rounds"); do
    line="round $round:"
    for s in $subjects; do
        read -r cost rate < <(measure "$s" "$seconds")
        echo "$s $cost $rate" >>"$dir/result"
        line="$line $s $cost us"
    done
    echo "$line"
done

python3 - "$dir/result" "${LIMITS:-}" "$subjects" <<'PY'
import statistics, sys
rows = {}
for line in open(sys.argv[1]):
    name, cost, rate = line.split()
    rows.setdefault(name, []).append((float(cost), float(rate)))
limit = {"pass": 1.1, "post": 2.2}
bad = False
for name in sys.argv[3].split():
    costs = [c for c, _ in rows[name]]
    rates = [r for _, r in rows[name]]
    # The ratio of each round, so that a noisy minute hits both sides.
    ratios = [c / n for c, (n, _) in zip(costs, rows.get("nginx", []))]
    ratio = statistics.median(ratios) if ratios else 0
    print(f"{name:6} {statistics.median(costs):7.2f} us a post ({min(costs):.2f}-{max(costs):.2f})"
          f"  {ratio:5.2f} x nginx  {statistics.median(rates):7.0f} posts/s")
    bad = bad or ratio > limit.get(name, 1e9)
sys.exit(bool(sys.argv[2]) and bad)
PY
