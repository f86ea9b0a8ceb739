#!/usr/bin/env python3
"""Post labels and segment boundaries of `paifang detect` on hand-labelled code-mixed posts.

usage: mixed_eval.py PAIFANG code_mixed.tsv [--show]
The labels (code_mixed_labels.tsv beside this script) name rows of code_mixed.tsv by number and by the hash of their
text. A boundary is given as the offset of the first letter after it; the one that was found counts as right when no
letter lies between the two. Posts labelled zh have none.
"""
import hashlib, json, os, re, subprocess, sys

LETTER = re.compile(r'[^\W\d_]')
binary, path = sys.argv[1:3]
show = '--show' in sys.argv
here = os.path.dirname(os.path.abspath(__file__))
rows = [l.rstrip('\n').split('\t') for l in open(path, encoding='utf8')][1:]
labels = [l.rstrip('\n').split('\t') for l in open(os.path.join(here, 'code_mixed_labels.tsv'))][1:]
texts = [rows[int(row)][-1] for row, _, _, _ in labels]
for (row, digest, _, _), text in zip(labels, texts):
    if hashlib.sha256(text.encode()).hexdigest()[:16] != digest:
        sys.exit(f'row {row} is not the text that was labelled')
given = ''.join(json.dumps({'text': t}, ensure_ascii=False) + '\n' for t in texts)
run = subprocess.run([binary, 'detect', '--jsonl', '--json'], input=given.encode(), capture_output=True, check=True)
found = [json.loads(line) for line in run.stdout.decode().split('\n') if line]


def next_letter(text, at):
    rest = text.encode()[at:].decode()
    m = LETTER.search(rest)
    return at + len(rest[:m.start()].encode()) if m else at


right = tp = fp = fn = 0
for (row, _, label, offsets), text, got in zip(labels, texts, found):
    want = {next_letter(text, int(o)) for o in offsets.split(',') if o}
    have = {next_letter(text, s['from']) for s in got['segments'][1:]}
    language = 'zh' if got['language'].startswith('zh') else got['language']
    right += language == label
    tp, fp, fn = tp + len(want & have), fp + len(have - want), fn + len(want - have)
    if show and (language != label or want != have):
        print(row, label, '->', got['language'], sorted(want), sorted(have), text)
print(f'post label {right / len(labels):.2%} of {len(labels)}; boundaries: precision {tp / (tp + fp):.2%}, '
      f'recall {tp / (tp + fn):.2%}, F1 {2 * tp / (2 * tp + fp + fn):.2%} ({tp + fn} labelled)')
