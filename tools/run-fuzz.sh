#!/bin/sh
# usage: run-fuzz.sh PROGRAM SECONDS: one libFuzzer program over its seeds.
set -eu
program=$1 seconds=$2
name=$(basename "$program")
corpus="$(dirname "$program")/corpus-$name"
mkdir -p "$corpus"
seeds="tests/fuzz/seeds/${name#fuzz_}"
[ -d "$seeds" ] || seeds=
echo "fuzz $name: $seconds s"
# shellcheck disable=SC2086
"$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 -verbosity=0 \
    -artifact_prefix="$(dirname "$program")/" "$corpus" $seeds
