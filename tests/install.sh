#!/bin/sh
# What `make install` puts in place works from elsewhere, without this tree.
# usage: install.sh MAKE BUILD
set -eu
make=$1 build=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$make" --no-print-directory BUILD="$build" PREFIX=/usr DESTDIR="$place" install >/dev/null
passed=0 failed=0

says() { # SENTENCE WANTED COMMAND…
    sentence=$1 wanted=$2
    shift 2
    have=$("$@" 2>&1 || true)
    case "$have" in
    *"$wanted"*) passed=$((passed + 1)) ;;
    *) failed=$((failed + 1)) && echo "FAILED install: $sentence: $have" ;;
    esac
}

cp -r "$place/usr/share/paifang/rules" "$place/rules"
cd "$place"
paifang=usr/bin/paifang
echo '我家猫交猫税' >zh
echo '诚招刷.单，日结300' >scam
says 'the program starts' 'paifang ' $paifang version
"$paifang" config example >paifang.yaml
says 'its example is a good configuration' good sh -c "$paifang config check -c paifang.yaml && echo good"
says 'the phrasebook and the glossary are found' 'cat tax' $paifang translate zh
says 'rules and languages are found' 'scams.brushing' $paifang check scam
says 'the demo is there' '牌坊' cat usr/share/paifang/demo/page.html
says 'so is the licence' 'Apache License' cat usr/share/doc/paifang/LICENSE
echo "install: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
