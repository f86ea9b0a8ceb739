#!/bin/sh
# Runs cmocka test programs; prints what failed and one closing line.
passed=0 failed=0
for t in "$@"; do
    if out=$("$t" 2>&1); then
        n=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
        passed=$((passed + n))
    else
        printf '%s\n' "$out" | grep -v '^\[ *\(RUN\|OK\) *\]'
        echo "FAILED: $t"
        n=$(printf '%s\n' "$out" | grep -c '^\[       OK \]')
        passed=$((passed + n))
        failed=$((failed + 1))
    fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
