// Makes gateway/guess/lexicon.bin: how common Chinese words are.
// usage: node tools/guess/lexicon.mjs OUT
// From the dictionary of @node-rs/jieba (MIT). See README.md for the layout.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const NAT = 12, LONGEST = 6, SLOT_BITS = 18, PAIR_BITS = 19, LEAST_COUNT = 3, MOST_WORDS = 190000;
const FIRST = 0x3400, LAST = 0xa000, RAREST = 226;
const dict = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
const words = readFileSync(dict, 'utf8').trim().split('\n').map((line) => line.split(' '))
  .map(([word, count]) => ({ word, han: [...word], count: Number(count) }))
  .filter(({ han, count }) => han.length <= LONGEST && count >= LEAST_COUNT && han.every((c) => /\p{Script=Han}/u.test(c)));
const total = words.reduce((sum, w) => sum + w.count, 0);
words.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
const kept = words.filter((w, i) => w.han.length === 1 || i < MOST_WORDS);

// As lexicon.c: FNV-1a over code points, 64 bits; slot from the top, fingerprint from below.
export function hash(han) {
  let h = 0xcbf29ce484222325n;
  for (const c of han) h = ((h ^ BigInt(c.codePointAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn;
  h ^= h >> 29n;
  h = (h * 0xbf58476d1ce4e5b9n) & 0xffffffffffffffffn;
  return h ^ (h >> 32n);
}

const slots = 1 << SLOT_BITS, prints = Buffer.alloc(slots * 2), costs = Buffer.alloc(slots);
const cost = (count, all) => Math.min(254, Math.max(1, Math.round(-Math.log(count / all) * NAT)));
let longest = 0;
for (const { han, count } of kept) {
  const h = hash(han), print = Number(h & 0xffffn) || 1;
  let at = Number(h >> BigInt(64 - SLOT_BITS)), steps = 0;
  while (prints.readUInt16LE(at * 2) !== 0) { at = (at + 1) % slots; steps++; }
  longest = Math.max(longest, steps);
  prints.writeUInt16LE(print, at * 2);
  costs[at] = cost(count, total);
}
// A byte for each pair of characters that a word begins with: bit n for words of n characters.
const pairs = Buffer.alloc(1 << PAIR_BITS);
for (const { han } of kept.filter((w) => w.han.length > 1))
  pairs[Number(hash(han.slice(0, 2)) >> BigInt(64 - PAIR_BITS))] |= 1 << han.length;
// A byte a character, twice: its cost as a word by itself, and its cost in running text, as a part of whatever word.
const ones = Buffer.alloc(LAST - FIRST, RAREST), uses = Buffer.alloc(LAST - FIRST, 254), used = new Map();
for (const { han, count } of words) for (const c of han) used.set(c, (used.get(c) ?? 0) + count);
const running = [...used.values()].reduce((sum, n) => sum + n, 0);
const inside = (c) => c.codePointAt(0) >= FIRST && c.codePointAt(0) < LAST;
for (const { han, count } of kept) if (han.length === 1 && inside(han[0])) ones[han[0].codePointAt(0) - FIRST] = cost(count, total);
for (const [c, count] of used) if (inside(c)) uses[c.codePointAt(0) - FIRST] = cost(count, running);
writeFileSync(process.argv[2], Buffer.concat([prints, costs, pairs, ones, uses]));
console.log(`${kept.length} words of ${words.length}, longest probe ${longest}`);
