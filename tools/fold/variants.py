#!/usr/bin/env python3
"""Makes gateway/fold/variants.c: Han characters that are written for another one.
usage: variants.py > gateway/fold/variants.c      (Debian: unicode-data, python3)

From Unihan_Variants.txt (Unicode licence): characters outside GB 2312 that lead to exactly one character of GB 2312
through kSimplifiedVariant, kSemanticVariant and kZVariant, in at most three steps. ICU's Hant-Hans table goes first
where it knows better.
"""
import bz2, sys

SOURCE = '/usr/share/unicode/Unihan_Variants.txt.bz2'
# Variants in use that Unihan links to nothing in GB 2312, or to what nobody means: 妳 is an old form of 奶, and what
# Taiwan and Hong Kong write for a woman's 你.
MORE = {'寜': '宁', '寕': '宁', '妳': '你'}
KINDS = ('kSimplifiedVariant', 'kSemanticVariant', 'kZVariant')

def is_common(c):
    try:
        return len(c.encode('gb2312')) == 2
    except UnicodeEncodeError:
        return False

def read():
    variants = {kind: {} for kind in KINDS}
    for line in bz2.open(SOURCE, 'rt', encoding='utf8'):
        if line.startswith('U+'):
            c, kind, value = line.rstrip('\n').split('\t')
            if kind in variants:
                variants[kind][chr(int(c[2:], 16))] = [chr(int(v.split('<')[0][2:], 16)) for v in value.split()]
    return variants

def lead(variants, c, depth=3):
    """The characters of GB 2312 that c leads to, by the nearest kind of variant."""
    for kind in KINDS:
        found = set()
        for v in variants[kind].get(c, []):
            if v == c:
                continue
            found |= {v} if is_common(v) else lead(variants, v, depth - 1) if depth > 1 else set()
        if found:
            return found
    return set()

def main():
    variants = read()
    pairs = []
    for c in sorted({c for kind in KINDS for c in variants[kind]} | set(MORE)):
        to = {MORE[c]} if c in MORE else lead(variants, c)
        if not is_common(c) and len(to) == 1:
            pairs.append(c + to.pop())
    print('/* Made by tools/fold/variants.py. Not to be edited by hand. */')
    print('#include "fold/variants.h"\n\n/* clang-format off */\nconst char fold_variants[] =')
    for i in range(0, len(pairs), 12):
        print('    "' + ''.join(pairs[i:i + 12]) + '"' + (';' if i + 12 >= len(pairs) else ''))
    print('/* clang-format on */')
    print(len(pairs), 'pairs', file=sys.stderr)

main()
