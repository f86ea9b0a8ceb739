#!/usr/bin/env python3
"""Banned functions, include direction, sizes of files and functions: the house rules of CONTRIBUTING.md."""
import os, re, statistics, subprocess, sys

BANNED = re.compile(r'\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|strncpy|alloca|gets)\s*\(')
HEAP = re.compile(r'(?<![\w.>])(malloc|calloc|realloc|free|strdup)\s*\(')
# Each folder may include those of its own level and of the levels before it.
LEVELS = [['base'], ['config', 'catalog'],
          ['fields', 'detect', 'fold', 'guess', 'match', 'decide'],
          ['http', 'worker', 'intake', 'translate', 'audit', 'upstream', 'reply', 'review'],
          ['journey'], ['admin', 'cli']]
RANK = {name: rank for rank, names in enumerate(LEVELS) for name in names}
# Library adapters that must hand memory to a library or free the library's.
HEAP_ALLOWED = re.compile(r'gateway/(base/|match/(regex|scratch|compile)|translate/script)')
LOGGERS = ('base', 'journey', 'worker', 'cli', 'admin')
WARN_LINES, FAIL_LINES, FAIL_FILE, FAIL_HEADER = 40, 60, 600, 150

problems, notes = [], []


def strip(text):
    text = re.sub(r'/\*.*?\*/', lambda m: re.sub(r'[^\n]', ' ', m[0]), text, flags=re.S)
    text = re.sub(r'//[^\n]*', '', text)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def check_includes(path, text):
    parts = path.split('/')
    if parts[0] != 'gateway' or len(parts) < 3:
        return
    for number, line in enumerate(text.split('\n'), 1):
        m = re.match(r'#include "(\w+)/', line)
        if m and m[1] in RANK and RANK[m[1]] > RANK.get(parts[1], 99):
            problems.append(f'{path}:{number}: {parts[1]}/ may not include {m[1]}/')


def check_calls(path, text):
    code = strip(text)
    for number, line in enumerate(code.split('\n'), 1):
        m = BANNED.search(line)
        if m:
            problems.append(f'{path}:{number}: {m[1]} is banned')
        m = HEAP.search(line)
        if m and path.startswith('gateway/') and not HEAP_ALLOWED.match(path):
            problems.append(f'{path}:{number}: {m[1]} outside base/heap.h')
        if 'log_event(' in line and path.startswith('gateway/') and path.count('/') > 1 \
                and path.split('/')[1] not in LOGGERS:
            problems.append(f'{path}:{number}: only {", ".join(LOGGERS[1:])} and main log')


def check_file(path, text):
    lines = text.count('\n')
    limit = FAIL_HEADER if path.endswith('.h') else FAIL_FILE
    if '/data/' in path or text.startswith('/* Generated'):
        return
    if lines > limit:
        problems.append(f'{path}: {lines} lines (at most {limit})')
    if path.startswith('gateway/') and path.endswith('.h') and not text.startswith('/*'):
        problems.append(f'{path}: a header opens with its contract comment')


def functions(files):
    out = subprocess.run(['ctags', '-x', '--c-kinds=f', '--_xformat=%{end} %n %N %F'] + files,
                         capture_output=True, text=True, check=True).stdout
    for line in out.split('\n'):
        m = re.match(r'(\d+) (\d+) (\S+) (\S+)$', line)
        if m:
            yield int(m[1]) - int(m[2]) + 1, m[3], m[4], int(m[2])


def main():
    files = [f for f in sys.argv[1:] if os.path.exists(f)]
    for path in files:
        with open(path, encoding='utf8') as f:
            text = f.read()
        check_includes(path, text)
        check_calls(path, text)
        check_file(path, text)
    sizes = []
    for lines, name, path, number in functions([f for f in files if f.endswith('.c')]):
        if path.startswith('gateway/'):
            sizes.append(lines)
        if lines > FAIL_LINES:
            problems.append(f'{path}:{number}: {name} has {lines} lines (at most {FAIL_LINES})')
        elif lines > WARN_LINES:
            notes.append(f'{path}:{number}: {name} has {lines} lines (aim: {WARN_LINES})')
    if sizes and statistics.median(sizes) > 20:
        problems.append(f'the median function has {statistics.median(sizes)} lines (at most 20)')
    for n in notes:
        print('note:', n)
    for p in problems:
        print(p)
    if sizes:
        print(f'{len(files)} files, {len(sizes)} functions, median {statistics.median(sizes)} lines')
    return 1 if problems else 0


sys.exit(main())
