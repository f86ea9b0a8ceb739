#!/bin/bash
# Every bench, one after the other; docs/performance.md says what the figures
# mean. usage: run.sh BUILD-FOLDER
# WORDS=FILE POSTS=FILE (one a line) instead of made-up ones.
set -eu
build=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if [ -z "${WORDS:-}" ]; then
    WORDS=$dir/words.txt
    python3 "$here/data.py" words 10000 >"$WORDS"
fi
if [ -z "${POSTS:-}" ]; then
    POSTS=$dir/posts.txt
    python3 "$here/data.py" posts 10000 >"$POSTS"
fi
export WORDS POSTS PAIFANG=$build/paifang

echo "== detection, one core"
"$build/tests/bench/bench_detect" "$POSTS"
echo "== matching, one core, hits and offsets collected, detection left out"
mkdir "$dir/rules"
python3 "$here/data.py" pack "$WORDS" >"$dir/rules/words.yaml"
"$PAIFANG" rules bench --posts "$POSTS" "$dir/rules"
echo "== recorder"
"$build/tests/bench/bench_recorder" 3 256
echo "== start of a command"
echo hello >"$dir/one.txt"
TIMEFORMAT='%U s user, %S s system, %R s'
time "$PAIFANG" check --rules rules "$dir/one.txt" >/dev/null
echo "== a post, beside nginx and ModSecurity"
"$here/post-cost.sh" 4 5
echo "== 1 GB through an unnamed route, slow on either side"
"$here/memory.py"
