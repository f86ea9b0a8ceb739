#!/bin/sh
# House rules that a machine can check: format, banned functions, include
# direction, sizes, clang-tidy. usage: lint.sh [--fast] [FILE…]
set -u
cd "$(dirname "$0")/.."
fast=
[ "${1:-}" = --fast ] && { fast=1; shift; }
files=${*:-$(git ls-files 'gateway/*.c' 'gateway/*.h' 'tests/*.c' 'tests/*.h')}
failed=0

say() {
    printf '%s\n' "$*"
    failed=1
}

# shellcheck disable=SC2086
clang-format --dry-run -Werror $files || failed=1

tools/lint-source.py $files || failed=1

if [ -z "$fast" ]; then
    flags=$(make -s print-flags)
    # One file a process: clang-tidy 14 mixes up state between files.
    # shellcheck disable=SC2086
    printf '%s\n' $files | grep '\.c$' |
        xargs -P "$(nproc)" -I{} sh -c "clang-tidy --quiet {} -- $flags 2>/dev/null" || say "clang-tidy: see above"
fi
exit $failed
