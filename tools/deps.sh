#!/bin/sh
# Installs what debian-packages.txt and package-lock.json list and this machine
# lacks. usage: deps.sh [GROUP…]
set -eu
cd "$(dirname "$0")/.."

groups=" $* "

wanted() { # PACKAGE KEYWORD ARGUMENTS
    case "$2" in
    '') return 0 ;;
    unless) ! command -v "$3" >/dev/null 2>&1 ;;
    for)
        for group in $3; do
            case "$groups" in *" $group "*) return 0 ;; esac
        done
        return 1
        ;;
    *) echo "debian-packages.txt: $1 $2?" >&2; exit 2 ;;
    esac
}

missing=
while read -r package keyword arguments; do
    case "$package" in '' | '#'*) continue ;; esac
    wanted "$package" "${keyword:-}" "${arguments:-}" || continue
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

# A linked node_modules is somebody else's: npm ci would empty it.
node_modules() { # FOLDER
    [ ! -L "$1/node_modules" ] || return 0
    ! cmp -s "$1/package-lock.json" "$1/node_modules/.installed" || return 0
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

node_modules .
case "$groups" in *' apps '*) node_modules tests/apps ;; esac
