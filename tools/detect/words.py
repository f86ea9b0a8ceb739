#!/usr/bin/env python3
"""How often words are met in English and in other languages, for train_latin.

usage: words.py DIR > WORDS     (DIR as tools/detect/build.sh fills it)
A line is "word e o": the weight in English and in the mean of the other languages. DIR holds
  dawg/LANG.txt      Tesseract's word lists: no counts, but a word that is listed in lower case, capitalised and in
                     capitals is a frequent one
  scowl/SIZE.txt     SCOWL's English lists by size: the smaller, the commoner the word
  common/NAME.txt    the 10,000 commonest words of subtitles, in order
  stopwords-iso.json function words
"""
import collections, json, os, re, sys

MAIN = 'fra deu spa ita por nld swe pol tur ind msa fil lat vie ces dan fin nor ron'.split()
OTHERS = ('cat glg eus est lav lit hun slk slv hrv sqi isl gle cym mlt afr swa epo bos srp_latn aze uzb jav').split()
OTHER_SHARE = 0.3       # languages that fewer people post in count less
COMMON_SHARE = 0.4      # of a language's weight that the list of common words gets
TIERS = {35: 14, 60: 6, 70: 3, 80: 0.6}
VARIANTS = {1: 1, 2: 2.5, 3: 6}
COMMON = dict(eng='english', fra='french', deu='german', spa='spanish', ita='italian', por='portuguese', nld='dutch',
              swe='swedish', pol='polish', tur='turkish', ind='indonesian', msa='indonesian', vie='vietnamese',
              ces='czech', dan='danish', fin='finnish', nor='norwegian', ron='romanian', hun='hungarian',
              cat='catalan', afr='afrikaans', hrv='serbian', slk='slovak', slv='slovenian', est='estonian',
              lav='latvian', lit='lithuanian', sqi='albanian', epo='esperanto')
STOP = dict(eng='en', fra='fr', deu='de', spa='es', ita='it', por='pt', nld='nl', swe='sv', pol='pl', tur='tr',
            ind='id', msa='ms', fil='tl', lat='la', vie='vi', ces='cs', dan='da', fin='fi', nor='no', ron='ro',
            hun='hu', cat='ca', glg='gl', eus='eu', est='et', lav='lv', lit='lt', slk='sk', slv='sl', hrv='hr',
            gle='ga', afr='af', swa='sw', epo='eo')
WORD = re.compile(r"^[^\W\d_]+(?:'[^\W\d_]+)*$")
here = sys.argv[1]


def read(*path):
    with open(os.path.join(here, *path), encoding='utf8', errors='replace') as f:
        return [line.strip().replace('’', "'") for line in f]


def listed(lang):
    """Weights from Tesseract's list: by the number of ways in which the word is written."""
    forms = collections.defaultdict(int)
    for line in read('dawg', lang + '.txt'):
        for part in re.split(r'[-/.,:;()=+&@#]+', line):
            if 2 <= len(part) <= 30 and WORD.match(part):
                forms[part.lower()] |= 1 if part.islower() else 2 if part.isupper() else 4
    return {w: VARIANTS[bin(f).count('1')] * (1 if f & 1 else 0.4) for w, f in forms.items()}


def english(weights):
    tiers, names = {}, set()
    for size in sorted(TIERS, reverse=True):
        for w in read('scowl', f'{size}.txt'):
            if w[:1].isupper():
                names.add(w.lower())
            elif WORD.match(w):
                tiers[w.lower()] = size
    for w in weights:
        if w not in tiers:
            weights[w] *= 0.5 if w in names else 0.25
    for w, size in tiers.items():
        weights[w] = weights.get(w, 0) * 0.5 + TIERS[size]


def weigh(lang, stopwords):
    weights = listed(lang)
    if lang == 'eng':
        english(weights)
    for w in map(str.lower, stopwords.get(STOP.get(lang), [])):
        if WORD.match(w):
            weights[w] = weights.get(w, 0) + (60 if len(w) > 1 else 20)
    total = sum(weights.values())
    common = {}
    if lang in COMMON:
        for rank, w in enumerate(read('common', COMMON[lang] + '.txt')):
            if WORD.match(w.lower()):
                common.setdefault(w.lower(), (100 / (rank + 100)) ** 0.6)
    share = COMMON_SHARE if common else 0
    out = {w: x / total * (1 - share) * 1e5 for w, x in weights.items()}
    whole = sum(common.values())
    for w, x in common.items():
        out[w] = out.get(w, 0) + x / whole * share * 1e5
    return out


def main():
    with open(os.path.join(here, 'stopwords-iso.json'), encoding='utf8') as f:
        stopwords = json.load(f)
    other = collections.defaultdict(float)
    for lang in MAIN + OTHERS:
        scale = (1 if lang in MAIN else OTHER_SHARE) / len(MAIN)
        for w, x in weigh(lang, stopwords).items():
            other[w] += x * scale
    ours = weigh('eng', stopwords)
    for w in sorted(set(ours) | set(other)):
        print(w, f'{ours.get(w, 0):.4f} {other.get(w, 0):.4f}')


main()
