#!/usr/bin/env python3
"""Makes gateway/guess/readings.bin, syllables.inc and readings_far.inc: how Han characters sound.

usage: readings.py OUT_BIN OUT_SYLLABLES OUT_FAR
From Debian's unicode-data. See README.md for the layout.
"""
import bz2, collections, re, struct, sys, unicodedata

FIRST, LAST = 0x3400, 0x9FFF
MANY, END, SELDOM_BIT = 0x8000, 0x8000, 0x4000
OFTEN = 0.05    # a reading with this share of a character's uses is no rare one
FIELDS = ('kMandarin', 'kHanyuPinlu', 'kXHC1983', 'kTGHZ2013', 'kHanyuPinyin')


def plain(reading):
    """xíng -> xing, nǚ -> nv; None for what no letters are typed for (m̄, ng)."""
    text = unicodedata.normalize('NFD', reading).replace('u\u0308', 'v')
    text = ''.join(c for c in text if not unicodedata.combining(c))
    if text in ('ng', 'n'):
        return 'en'
    return text if re.fullmatch('[a-z]*[aeiouv][a-z]*', text) else None


def spoken(field, value):
    if field == 'kHanyuPinlu':
        return [(plain(r), int(n)) for r, n in re.findall(r'(\S+?)\((\d+)\)', value)]
    names = []
    for part in value.split():
        names += part.split(':')[-1].split(',')
    return [(plain(r), 1) for r in names]


def gather(lines):
    seen = collections.defaultdict(dict)
    for line in lines:
        parts = line.rstrip('\n').split('\t')
        if len(parts) == 3 and parts[1] in FIELDS:
            code = int(parts[0][2:], 16)
            if FIRST <= code <= LAST or code > 0xFFFF:
                seen[code][parts[1]] = [(r, n) for r, n in spoken(parts[1], parts[2]) if r]
    return seen


def readings(fields):
    """[(syllable, seldom)], the commonest first."""
    counts = collections.Counter()
    for syllable, n in fields.get('kHanyuPinlu', []):
        counts[syllable] += n
    first = next((r for r, _ in fields.get('kMandarin', [])), None)
    if first and not counts:
        counts[first] = 1
    for field in ('kXHC1983', 'kTGHZ2013') if len(fields) > 1 else ():
        for syllable, _ in fields.get(field, []):
            counts[syllable] += 0
    if not counts:
        counts.update(r for r, _ in fields.get('kHanyuPinyin', [])[:1])
    total = sum(counts.values())
    order = sorted(counts, key=lambda s: (-counts[s], s))
    return [(s, counts[s] < OFTEN * total and s != first) for s in order]


def main():
    with bz2.open('/usr/share/unicode/Unihan_Readings.txt.bz2', 'rt', encoding='utf8') as f:
        seen = gather(f)
    table = {code: readings(fields) for code, fields in seen.items() if code <= LAST}
    # Of the rest those that today's standard list of characters has.
    far = {code: readings(fields) for code, fields in seen.items() if code > LAST and 'kTGHZ2013' in fields}
    names = sorted({s for row in table.values() for s, _ in row})
    number = {s: i + 1 for i, s in enumerate(names)}
    direct, lists = [0] * (LAST - FIRST + 1), []
    places = {}
    for code, row in sorted(table.items()):
        units = [number[s] | (SELDOM_BIT if seldom else 0) for s, seldom in row]
        if len(units) == 1:
            direct[code - FIRST] = units[0]
        elif units:
            units[-1] |= END
            key = tuple(units)
            if key not in places:
                places[key] = len(lists)
                lists += units
            direct[code - FIRST] = MANY | places[key]
    with open(sys.argv[1], 'wb') as out:
        out.write(struct.pack('<%dH' % (len(direct) + len(lists)), *direct, *lists))
    with open(sys.argv[2], 'w', encoding='utf8') as out:
        out.write('/* Made by tools/guess/readings.py. */\n')
        for at in range(0, len(names), 10):
            out.write(' '.join('"%s",' % n for n in names[at:at + 10]) + '\n')
    with open(sys.argv[3], 'w', encoding='utf8') as out:
        out.write('/* Made by tools/guess/readings.py. */\n')
        for code, row in sorted(far.items()):
            out.write('{0x%X, %d}, /* %s */\n' % (code, number[row[0][0]], row[0][0]))
    print('%d characters, %d syllables, %d lists in %d' % (sum(map(bool, direct)), len(names), len(places), len(lists)))


main()
