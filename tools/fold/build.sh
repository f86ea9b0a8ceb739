#!/bin/sh
# Makes gateway/fold/english.bin anew. usage: tools/fold/build.sh [WORKDIR]
# Needs apt-get and python3. Takes half a minute.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
work=${1:-$(mktemp -d)}

cd "$work"
apt-get download -q scowl
dpkg -x scowl_*.deb .
cd "$root"
tools/fold/english.py "$work/usr/share/dict/scowl" gateway/fold/english.bin
