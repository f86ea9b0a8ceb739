#!/usr/bin/env python3
"""Makes gateway/fold/english.bin from SCOWL's word lists. usage: english.py SCOWL_DIR OUT

Three xor filters, one behind the other: the common words with 16 bits a fingerprint, every word with 8, and with 8 the
strings of 4 to 7 letters that stand inside more than 60 of them. Layout, little endian: magic "PFEX", then for every
word, the common ones and the insides the slots of one of the filter's three segments and the seed (u32 each); the slots.
english.c looks up what is made here and must hash alike."""
import collections
import glob
import os
import re
import struct
import sys

MASK = (1 << 64) - 1
COMMON = 60  # SCOWL's size of a middling dictionary
INSIDE = range(4, 8)
OFTEN = 60  # so many words hold a string that says nothing by itself
SPELLINGS = r'(english|american|british|british_z|canadian|australian|(?:\w+_)?variant_\d)-(words|upper|proper-names)\.(\d+)$'


def read_words(folder):
    """Each word in small ASCII letters, and the smallest list that has it."""
    size = {}
    for path in glob.glob(os.path.join(folder, '*')):
        found = re.match(SPELLINGS, os.path.basename(path))
        if not found:
            continue
        with open(path, encoding='latin-1') as lines:
            for word in lines.read().lower().split('\n'):
                if re.fullmatch('[a-z]{2,24}', word):
                    size[word] = min(size.get(word, 99), int(found.group(3)))
    return size


def read_insides(words):
    """What stands inside so many words that it is no sign of any."""
    count = collections.Counter()
    for word in words:
        count.update({word[i:i + n] for n in INSIDE for i in range(len(word) - n + 1)})
    return [s for s, n in count.items() if n > OFTEN]


def hash_of(word, seed):
    h = 0xCBF29CE484222325 ^ seed
    for c in word.encode():
        h = (h ^ c) * 0x100000001B3 & MASK
    h ^= h >> 33
    h = h * 0xFF51AFD7ED558CCD & MASK
    h ^= h >> 33
    h = h * 0xC4CEB9FE1A85EC53 & MASK
    return h ^ h >> 33


def places(h, segment):
    def reduce(x):
        return (x & 0xFFFFFFFF) * segment >> 32
    turned = (h << 21 | h >> 43) & MASK
    again = (h << 42 | h >> 22) & MASK
    return reduce(h), segment + reduce(turned), 2 * segment + reduce(again)


def peel(hashes, segment):
    """The order in which each key finds a slot of its own, or None."""
    count = [0] * (3 * segment)
    mixed = [0] * (3 * segment)
    for h in hashes:
        for p in places(h, segment):
            count[p] += 1
            mixed[p] ^= h
    alone = [p for p in range(3 * segment) if count[p] == 1]
    order = []
    while alone:
        p = alone.pop()
        if count[p] != 1:
            continue
        h = mixed[p]
        order.append((h, p))
        for q in places(h, segment):
            count[q] -= 1
            mixed[q] ^= h
            if count[q] == 1:
                alone.append(q)
    return order if len(order) == len(hashes) else None


def filter_of(words, bits):
    segment = (len(words) * 123 // 100 + 32) // 3 + 1
    for seed in range(1, 100):
        order = peel({hash_of(w, seed) for w in words}, segment)
        if order is None:
            continue
        slot = [0] * (3 * segment)
        for h, p in reversed(order):
            value = (h ^ h >> 32) & ((1 << bits) - 1)
            for q in places(h, segment):
                if q != p:
                    value ^= slot[q]
            slot[p] = value
        form = '<%d%s' % (3 * segment, 'B' if bits == 8 else 'H')
        return segment, seed, struct.pack(form, *slot)
    sys.exit('no seed works')


def main():
    size = read_words(sys.argv[1])
    common = [w for w, s in size.items() if s <= COMMON]
    insides = read_insides(size)
    every = filter_of(list(size), 8)
    often = filter_of(common, 16)
    inside = filter_of(insides, 8)
    with open(sys.argv[2], 'wb') as out:
        out.write(b'PFEX' + struct.pack('<IIIIII', *every[:2], *often[:2], *inside[:2]))
        out.write(often[2] + every[2] + inside[2])
    print(f'{len(size)} words, {len(common)} of them common, {len(insides)} strings inside many')


main()
