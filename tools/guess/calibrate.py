#!/usr/bin/env python3
"""Makes gateway/guess/certainty.inc from labelled guesses: numbers only.

usage: calibrate.py [--keep OLD] [--share X] GUESSES... > certainty.inc

GUESSES, one guess a line, by tools/guess/guesses: disguise, characters of the term, score, weight, label.
The weights of label 1 add up to the share of the meant places that were found, those of label 0 to guesses a
benign post. Several files with the same disguise are averaged. A stream is assumed in which a post in 1 / X is
disguised: the certainty of a score is the share of meant places among all that scored about as much in such a
stream, made to rise by pooling neighbours (isotonic regression). Rows of disguises that are not in GUESSES are
taken from OLD.
"""
import argparse, collections, re

LEVELS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]
NEVER = 32767
NAMES = 'PINYIN INITIALS HOMOPHONES SPLIT EMOJI SHUFFLED HAN_LOOKALIKES'.split()
UNSEEN = 1e-4
LONGEST = 4    # lengths from here on share a row


def rising(points):
    """points: [(score, right, all)] -> [(score, precision)], never falling."""
    pools = []
    for score, right, total in sorted(points):
        pools.append([score, right, total])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _, r, t = pools.pop()
            pools[-1][1] += r
            pools[-1][2] += t
    # As if every pool had held one wrong place in 10,000 posts more: what was never seen is not impossible.
    return [(s, r / (t + UNSEEN)) for s, r, t in pools]


def steps(points):
    precision = rising(points)
    out = []
    for level in LEVELS:
        reached = [s for s, p in precision if p >= level]
        out.append(max(-NEVER, min(NEVER - 1, reached[0])) if reached else NEVER)
    return out


def read(paths, share):
    """{(disguise, length): {score: [wrong, right]}}, weighted as in the stream."""
    files = collections.Counter()
    seen = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    for path in paths:
        with open(path, encoding='utf8') as f:
            lines = [line.split() for line in f]
        files.update({line[0] for line in lines})
        for disguise, length, score, weight, label in lines:
            at = seen[disguise, min(int(length), LONGEST)][int(score)]
            at[int(label)] += float(weight) * (share if label == '1' else 1 - share)
    for (disguise, _), scores in seen.items():
        for at in scores.values():
            at[:] = [w / files[disguise] for w in at]
    return seen


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--keep')
    a.add_argument('--share', type=float, default=0.2)
    a.add_argument('guesses', nargs='+')
    o = a.parse_args()
    seen = {(d.upper(), n): scores for (d, n), scores in read(o.guesses, o.share).items()}
    rows = {}
    for (disguise, length), scores in seen.items():
        points = [(s, right, right + wrong) for s, (wrong, right) in scores.items()]
        rows[disguise, length] = steps(points)
    # With the same score a longer term is no less certain.
    for disguise, length in sorted(rows):
        shorter = rows.get((disguise, length - 1))
        if shorter:
            rows[disguise, length] = [min(a, b) for a, b in zip(rows[disguise, length], shorter)]
    if o.keep:
        for d, n, numbers in re.findall(r'\{DISGUISE_(\w+), (\d+), \{([^}]*)\}\}', open(o.keep, encoding='utf8').read()):
            if not any(d == x for x, _ in seen):
                rows[d, int(n)] = [int(x) for x in numbers.split(',')]
    print('/* Made by tools/guess/calibrate.py. */')
    for d, n in sorted(rows, key=lambda k: (NAMES.index(k[0]), -k[1])):
        print('{DISGUISE_%s, %d, {%s}},' % (d, n, ', '.join(map(str, rows[d, n]))))


main()
