// Makes gateway/guess/lexicon.bin: how common Chinese words are.
// usage: node tools/guess/lexicon.mjs OUT
// From the dictionary of @node-rs/jieba (MIT). See README.md for the layout.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const NAT = 12, LONGEST = 6, LEAST_COUNT = 3, MOST_WORDS = 190000;
const FIRST = 0x3400, LAST = 0xa000, RAREST = 226, NO_WORD = 255;
// As lexicon.c.
const ROOM = 1.5, ALONE = 0x8000, GAP = 0x1fff, SCATTER = 0x1a35, PAIR_HINTS = 11, LONGER_HINTS = 3, LONGER = 220000, FARTHEST = 64, MULTIPLIER = 0x9e3779b1;

const dict = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
const words = readFileSync(dict, 'utf8').trim().split('\n').map((line) => line.split(' '))
  .map(([word, count]) => ({ word, han: [...word], count: Number(count) }))
  .filter(({ han, count }) => han.length <= LONGEST && count >= LEAST_COUNT && han.every((c) => /\p{Script=Han}/u.test(c)));
const total = words.reduce((sum, w) => sum + w.count, 0);
words.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
const kept = words.filter((w, i) => w.han.length === 1 || i < MOST_WORDS);
const cost = (count, all) => Math.min(254, Math.max(1, Math.round(-Math.log(count / all) * NAT)));

// The characters of longer words are numbered from 0, the most used first: what common ones need lies close together.
const used = new Map();
for (const { han, count } of words) for (const c of han) used.set(c, (used.get(c) ?? 0) + count);
const order = [...new Set(kept.filter((w) => w.han.length > 1).flatMap((w) => w.han))];
order.sort((a, b) => used.get(b) - used.get(a) || (a < b ? -1 : 1));
const number = new Map(order.map((c, i) => [c, i]));
const inside = (c) => c.codePointAt(0) >= FIRST && c.codePointAt(0) < LAST;
if (!kept.every((w) => w.han.every(inside)) || order.length >= GAP) throw new Error('other characters than lexicon.c allows');

// Every beginning of a word, with its cost if it is one, and the numbers of the characters that continue it.
const nodes = new Map();
const node = (han) => {
  const key = han.join('');
  if (!nodes.has(key)) nodes.set(key, { han, cost: NO_WORD, next: [] });
  return nodes.get(key);
};
for (const { han, count } of kept) {
  for (let n = 1; n < han.length; n++) node(han.slice(0, n)).next.push(number.get(han[n]));
  node(han).cost = cost(count, total);
}
const hints = ({ next }, bits) => next.reduce((set, n) => set | 1 << (n % bits), 0);
const u32 = (x) => x >>> 0;

// Pairs: a row for each first character, in which the second ones stand in the order of their scattered numbers, each
// where its number lies in [0, 2^13) or a little behind that; a gap is the last of a row.
const scattered = (n) => n * SCATTER & GAP, pairs = [], heads = [], slot = new Map();
for (const c of order) {
  const first = nodes.get(c), next = [...new Set(first?.next)].map((n) => ({ n, key: scattered(n) })).sort((a, b) => a.key - b.key);
  const row = (size) => {
    const places = [];
    for (const { key } of next) places.push(Math.max((places.at(-1) ?? -1) + 1, Math.floor(key * (size - 1 - (size >> 4)) / 2 ** 13)));
    return (places.at(-1) ?? -1) < size - 1 ? places : null;
  };
  let size = Math.ceil(next.length * ROOM) + 1;
  while (!row(size)) size++;
  const base = pairs.length;
  heads.push(u32(base << 8 | (first ? first.cost === NO_WORD ? RAREST : first.cost : RAREST)));
  pairs.push(...Array(size).fill(u32(GAP << 19)));
  row(size).forEach((place, i) => {
    const pair = nodes.get(c + order[next[i].n]);
    slot.set(pair, base + place);
    pairs[base + place] = u32(next[i].key << 19 | hints(pair, PAIR_HINTS) << 8 | pair.cost);
  });
}
// The number of all that are in no longer word, and an end for its row.
pairs.push(u32(GAP << 19));
heads.push(u32((pairs.length - 1) << 8 | RAREST), pairs.length << 8);

// Longer beginnings: by the slot of all but the last character, and that. Open addressing, never far from home.
const longer = new Uint32Array(LONGER + FARTHEST);
let farthest = 0, held = 0;
for (let length = 3; length <= LONGEST; length++) {
  const level = [...nodes.values()].filter((n) => n.han.length === length).map((n) => {
    const x = u32(Math.imul(u32(slot.get(nodes.get(n.han.slice(0, -1).join(''))) << 13 | number.get(n.han.at(-1))), MULTIPLIER)) * LONGER;
    return { n, home: Math.floor(x / 2 ** 32), rest: Math.floor(x % 2 ** 32 / 2 ** 17) };
  });
  level.sort((a, b) => a.home - b.home || a.rest - b.rest);
  for (const { n, home, rest } of level) {
    let away = 0;
    while (longer[home + away] !== 0) away++;
    farthest = Math.max(farthest, away);
    longer[home + away] = u32((away << 15 | rest) << 11 | hints(n, LONGER_HINTS) << 8 | n.cost);
    slot.set(n, pairs.length + home + away);
    held++;
  }
}
if (farthest >= FARTHEST) throw new Error(`${farthest} slots from home`);

// By code point: the number of a character, or its cost if it is in no longer word; and its cost in running text, as a
// part of whatever word.
const numbers = new Uint16Array(LAST - FIRST).fill(ALONE | RAREST), uses = Buffer.alloc(LAST - FIRST, 254);
for (const { han, cost } of nodes.values()) if (han.length === 1) numbers[han[0].codePointAt(0) - FIRST] = ALONE | cost;
for (const [c, n] of number) numbers[c.codePointAt(0) - FIRST] = n;
const running = [...used.values()].reduce((sum, n) => sum + n, 0);
for (const [c, count] of used) if (inside(c)) uses[c.codePointAt(0) - FIRST] = cost(count, running);
const bytes = (table, width) => {
  const ret = Buffer.alloc(table.length * width);
  table.forEach((x, i) => ret.writeUIntLE(x, i * width, width));
  return ret;
};
const out = Buffer.concat([bytes(pairs, 4), bytes(longer, 4), bytes(heads, 4), bytes(numbers, 2), uses]);
writeFileSync(process.argv[2], out);
console.log(`${kept.length} words of ${words.length}; PAIRS = ${pairs.length}, HEADS = ${heads.length}; at most ${farthest} slots from home`);
