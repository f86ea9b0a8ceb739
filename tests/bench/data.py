#!/usr/bin/env python3
"""Data for the benches.

data.py words COUNT           made-up terms, one a line, for a word list
data.py posts COUNT           made-up ordinary posts in Chinese and English
data.py bodies POSTS COUNT    JSON bodies of about 600 bytes from the posts of
                              a file, joined until they are that long
data.py pack WORDS            a rule pack of one rule with the words of a file
"""
import json
import random
import sys

random.seed(20250113)
BODY = 600

SYLLABLES = "ba ko ri mu ten sal dor vin pel gra tho zim nur fex qua lop".split()
RARE = "犇骉淼焱垚鑫嚞淇珩瑀玥翊昀宥霏彧祎莜筠岚霁翀垣璟甯瀞"
ZH = ("今天的天气真好|我们一起去公园散步吧|这家店的牛肉面很香|刚下班，地铁上人好多|"
      "周末打算带孩子去看展览|昨晚的比赛你们看了吗|新买的书终于到了|晚安，明天见|"
      "求推荐好听的歌|第一次自己做饭，味道还不错|猫又把杯子打翻了|考试结束，终于放假了").split("|")
EN = ("what a lovely morning|my cat just knocked over the cup again|we went hiking by the lake|"
      "does anyone know a good noodle place|finally finished the book I was reading|"
      "the train was late but I got a seat|happy birthday to my best friend|"
      "learning to cook dumplings this weekend|see you all tomorrow|"
      "that game last night was something else").split("|")


def word():
    if random.random() < 0.8:
        return "".join(random.choice(RARE) for _ in range(random.randint(2, 5)))
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 4)))


def words(count):
    seen = set()
    while len(seen) < count:
        seen.add(word())
    return sorted(seen)


def post():
    source, mark = random.choice([(ZH, "，"), (EN, ", ")])
    text = mark.join(random.choice(source) for _ in range(random.randint(2, 7)))
    return text + random.choice(["", "。", "!", " #日常", " 😂", " https://example.org/p/%d" % random.randint(1, 9999)])


def lines(path):
    with open(path, encoding="utf-8", errors="ignore") as f:
        return [line.strip() for line in f if line.strip()]


def bodies(posts, count):
    random.shuffle(posts)
    at = 0
    for _ in range(count):
        text = ""
        while True:
            more = posts[at % len(posts)]
            at += 1
            if text and len((text + " " + more).encode()) > BODY - 40:
                break
            text = (text + " " + more).strip()
        title = text[:12]
        yield json.dumps({"title": title, "body": text}, ensure_ascii=False)


def pack(path):
    yield "pack: bench\ncategory: other_terms\nrules:\n  - id: bench.words\n    action: flag"
    yield "    reason: { en: listed, zh-Hans: 名单 }\n    match:\n      words:"
    for w in lines(path):
        yield "        - '" + w.replace("'", "''") + "'"


def main(what, *args):
    made = {"words": lambda n: words(int(n)),
            "posts": lambda n: (post() for _ in range(int(n))),
            "bodies": lambda path, n: bodies(lines(path), int(n)),
            "pack": pack}[what](*args)
    for line in made:
        print(line)


main(*sys.argv[1:])
