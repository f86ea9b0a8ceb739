#!/usr/bin/env python3
"""Makes gateway/guess/certainty.inc from labelled guesses: numbers only.

usage: calibrate.py [--keep OLD] [--share X] < GUESSES > certainty.inc

GUESSES, one a line: disguise, characters of the term, score, weight, label (1 = meant, 0 = not).
The rate of disguise D among posts is X (default 0.05): the labels 1 of (disguise, length) are
weighted so that they make up that share. For each score the precision is that of the places that
scored about as much, made to rise by pooling neighbours (isotonic regression). Rows of disguises
that are not in GUESSES are taken from OLD.
"""
import argparse, collections, re, sys

LEVELS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]
NEVER = 32767
NAMES = 'PINYIN INITIALS HOMOPHONES SPLIT EMOJI SHUFFLED HAN_LOOKALIKES'.split()
LONGEST = 4    # lengths from here on share a row


def rising(points):
    """points: [(score, weight of right, weight of all)] -> [(score, precision)], never falling."""
    pools = []
    for score, right, total in sorted(points):
        pools.append([score, right, total])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _, r, t = pools.pop()
            pools[-1][1] += r
            pools[-1][2] += t
    # One right place more than was seen keeps thin pools from certainty.
    return [(s, r / (t + 1)) for s, r, t in pools]


def steps(points):
    precision = rising(points)
    out = []
    for level in LEVELS:
        reached = [s for s, p in precision if p >= level]
        out.append(max(-NEVER, min(NEVER - 1, reached[0])) if reached else NEVER)
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--keep')
    a.add_argument('--share', type=float, default=0.05)
    o = a.parse_args()
    seen = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    for line in sys.stdin:
        disguise, length, score, weight, label = line.split()
        at = seen[disguise.upper(), min(int(length), LONGEST)][int(score)]
        at[int(label)] += float(weight)
    rows = {}
    for (disguise, length), scores in seen.items():
        points = [(s, right, right + wrong) for s, (wrong, right) in scores.items()]
        rows[disguise, length] = steps(points)
    if o.keep:
        for d, n, numbers in re.findall(r'\{DISGUISE_(\w+), (\d+), \{([^}]*)\}\}', open(o.keep, encoding='utf8').read()):
            if not any(d == x for x, _ in seen):
                rows[d, int(n)] = [int(x) for x in numbers.split(',')]
    print('/* Made by tools/guess/calibrate.py. */')
    for d, n in sorted(rows, key=lambda k: (NAMES.index(k[0]), -k[1])):
        print('{DISGUISE_%s, %d, {%s}},' % (d, n, ', '.join(map(str, rows[d, n]))))


main()
