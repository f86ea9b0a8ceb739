#!/bin/sh
# Installs what debian-packages.txt and package-lock.json list and this machine
# lacks. usage: deps.sh [GROUP…]
set -eu
cd "$(dirname "$0")/.."

wanted() { # PACKAGE KEYWORD ARGUMENT GROUPS…
    case "$2" in
    '') return 0 ;;
    unless) ! command -v "$3" >/dev/null 2>&1 ;;
    for) case " $4 " in *" $3 "*) return 0 ;; *) return 1 ;; esac ;;
    *) echo "debian-packages.txt: $1 $2?" >&2; exit 2 ;;
    esac
}

missing=
while read -r package keyword argument; do
    case "$package" in '' | '#'*) continue ;; esac
    wanted "$package" "${keyword:-}" "${argument:-}" "$*" || continue
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = 'install ok installed' ] || missing="$missing $package"
done <debian-packages.txt

if [ -n "$missing" ]; then
    root=
    [ "$(id -u)" -eq 0 ] || root=sudo
    echo "installing:$missing"
    $root apt-get update -qq
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
