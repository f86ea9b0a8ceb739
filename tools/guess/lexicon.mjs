// Makes gateway/guess/lexicon.bin: how common Chinese words are.
// usage: node tools/guess/lexicon.mjs OUT
// From the dictionary of @node-rs/jieba (MIT). See README.md for the layout.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const NAT = 12, LONGEST = 6, SLOT_BITS = 18, PAIR_BITS = 19, LEAST_COUNT = 3, MOST_WORDS = 190000;
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

const slots = 1 << SLOT_BITS, out = Buffer.alloc(slots * 3);
let longest = 0;
for (const { han, count } of kept) {
  const h = hash(han), print = Number(h & 0xffffn) || 1;
  let at = Number(h >> BigInt(64 - SLOT_BITS)), steps = 0;
  while (out.readUInt16LE(at * 3) !== 0) { at = (at + 1) % slots; steps++; }
  longest = Math.max(longest, steps);
  out.writeUInt16LE(print, at * 3);
  out[at * 3 + 2] = Math.min(254, Math.max(1, Math.round(-Math.log(count / total) * NAT)));
}
// A bit for each pair of characters that a word of two or more begins with.
const pairs = Buffer.alloc((1 << PAIR_BITS) / 8);
for (const { han } of kept.filter((w) => w.han.length > 1)) {
  const bit = Number(hash(han.slice(0, 2)) >> BigInt(64 - PAIR_BITS));
  pairs[bit >> 3] |= 1 << (bit & 7);
}
writeFileSync(process.argv[2], Buffer.concat([out, pairs]));
console.log(`${kept.length} words of ${words.length}, longest probe ${longest}`);
