#!/bin/sh
# Every test of the default run, one closing line. usage: check.sh BUILD MAKE
# Each part prints "NAME: N passed, M failed"; the sum is printed last.
set -u
build=$1 make=$2
log=$build/check.log
: >"$log"
status=0
for part in check-unit check-rules check-flow check-install check-browser; do
    echo "== $part"
    "$make" --no-print-directory "$part" >"$build/$part.log" 2>&1 || status=1
    cat "$build/$part.log"
    cat "$build/$part.log" >>"$log"
done
sums=$(awk '/^[a-z]+: [0-9]+ passed, [0-9]+ failed/ { p += $2; f += $4 } END { print p + 0, f + 0 }' "$log")
passed=${sums% *} failed=${sums#* }
[ "$failed" -eq 0 ] && [ "$status" -ne 0 ] && failed=1
echo
echo "$passed passed, $failed failed"
exit $status
