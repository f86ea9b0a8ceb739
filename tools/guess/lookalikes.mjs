// Makes gateway/guess/lookalikes.bin: the Han characters that are likely to be written instead of one.
// usage: node tools/guess/lookalikes.mjs OUT
// Needs Debian's chromium, fonts-noto-cjk and unicode-data, and the packages of package.json. See README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const FIRST = 0x4e00, END = 0xa000, COUNT = END - FIRST;
const PIXELS = 48, SIDE = 12, DIMENSIONS = SIDE * SIDE;
const MOST = 48, LEAST_SCORE = 0.36, LEAST_USES = 100;
const COMMON = 3000, RARE_BONUS = 0.08;       // a rare character is more telling, and more often taken
const SAME_SOUND = 0.25, LEAST_SHARED = 0.15, LEAST_GLYPH = 0.5;

// ---- what the characters look like ----
async function draw() {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.setContent(`<canvas id=c width=${PIXELS} height=${PIXELS}></canvas>`);
  const rows = [];
  for (let from = FIRST; from < END; from += 512) {
    const text = await page.evaluate(([from, to, size]) => {
      const x = document.getElementById('c').getContext('2d', { willReadFrequently: true });
      x.font = `${size - 8}px "Noto Sans CJK SC"`;
      let out = '';
      for (let c = from; c < to; c++) {
        x.fillStyle = '#fff';
        x.fillRect(0, 0, size, size);
        x.fillStyle = '#000';
        x.fillText(String.fromCodePoint(c), 4, size - 9);
        const d = x.getImageData(0, 0, size, size).data;
        for (let i = 0; i < d.length; i += 4) out += String.fromCharCode(255 - d[i]);
      }
      return btoa(out);
    }, [from, Math.min(from + 512, END), PIXELS]);
    rows.push(Buffer.from(text, 'base64'));
  }
  await browser.close();
  return Buffer.concat(rows);
}

// A blurred picture of 12 x 12, less half of the mean of all, of length 1.
function vectors(glyphs) {
  const all = new Float32Array(COUNT * DIMENSIONS), mean = new Float32Array(DIMENSIONS);
  const step = PIXELS / SIDE, reach = step;
  for (let n = 0; n < COUNT; n++) {
    for (let r = 0; r < SIDE; r++) for (let c = 0; c < SIDE; c++) {
      let sum = 0;
      for (let y = r * step - reach / 2; y < (r + 1) * step + reach / 2; y++)
        for (let x = c * step - reach / 2; x < (c + 1) * step + reach / 2; x++)
          if (x >= 0 && y >= 0 && x < PIXELS && y < PIXELS) sum += glyphs[(n * PIXELS + y) * PIXELS + x];
      all[n * DIMENSIONS + r * SIDE + c] = sum;
      mean[r * SIDE + c] += sum / COUNT;
    }
  }
  for (let n = 0; n < COUNT; n++) {
    const v = all.subarray(n * DIMENSIONS, (n + 1) * DIMENSIONS);
    let length = 0;
    v.forEach((x, i) => { v[i] = x - mean[i] / 2; length += v[i] ** 2; });
    length = Math.sqrt(length) || 1;
    v.forEach((x, i) => { v[i] = x / length; });
  }
  return all;
}

// ---- what they are made of, how they sound, how common they are ----
function unihan(file, key) {
  const text = execFileSync('bzcat', [`/usr/share/unicode/Unihan_${file}.txt.bz2`], { maxBuffer: 1 << 30 }).toString();
  const map = new Map();
  for (const line of text.split('\n')) {
    const [code, name, value] = line.split('\t');
    if (name === key && code.startsWith('U+')) map.set(String.fromCodePoint(parseInt(code.slice(2), 16)), value);
  }
  return map;
}

const plain = (s) => s.normalize('NFD').replace(/u\u0308/g, 'v').replace(/[\u0300-\u036f]/g, '').toLowerCase();
function readings() {
  const map = new Map();
  const add = (c, s) => map.set(c, (map.get(c) ?? new Set()).add(plain(s)));
  for (const [c, v] of unihan('Readings', 'kMandarin')) v.split(' ').forEach((s) => add(c, s));
  for (const key of ['kHanyuPinyin', 'kXHC1983'])
    for (const [c, v] of unihan('Readings', key)) v.split(' ').forEach((x) => x.split(':')[1].split(',').forEach((s) => add(c, s)));
  return map;
}

const usual = new Map(), ways = new Map();
for (const line of readFileSync(new URL('../../gateway/guess/components.txt', import.meta.url), 'utf8').split('\n')) {
  if (line.startsWith('=')) [...line].slice(1).forEach((c) => usual.set(c, [...line][1]));
  else if (line) ways.set(line.split(' ')[0], line.split(' ').slice(1));
}
const strokes = unihan('IRGSources', 'kTotalStrokes');
const strokesOf = (c) => Number((strokes.get(c) ?? '2').split(' ')[0]);

// The character itself and its components, three levels deep, with their strokes.
function partsOf(c, depth = 3, into = new Map()) {
  const form = usual.get(c) ?? c;
  into.set(form, Math.max(into.get(form) ?? 0, strokesOf(c)));
  if (depth > 0) for (const way of (ways.get(c) ?? []).slice(-1)) for (const part of way) partsOf(part, depth - 1, into);
  return into;
}

function uses() {
  const dict = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');
  const map = new Map();
  for (const line of readFileSync(dict, 'utf8').trim().split('\n')) {
    const [word, count] = line.split(' ');
    for (const c of word) map.set(c, (map.get(c) ?? 0) + Number(count));
  }
  return map;
}

// ---- putting it together ----
const characters = Array.from({ length: COUNT }, (_, i) => String.fromCodePoint(FIRST + i));
const look = vectors(await draw());
const sound = readings(), used = uses();
const simpler = unihan('Variants', 'kSimplifiedVariant');
const traditional = (c) => simpler.has(c) && !simpler.get(c).includes(`U+${c.codePointAt(0).toString(16).toUpperCase()}`);
const common = new Set([...used].sort((a, b) => b[1] - a[1]).slice(0, COMMON).map(([c]) => c));
const parts = characters.map((c) => partsOf(c)), holders = new Map(), speakers = new Map();
const list = (map, key, i) => (map.get(key) ?? map.set(key, []).get(key)).push(i);
characters.forEach((c, i) => {
  for (const part of parts[i].keys()) list(holders, part, i);
  for (const s of sound.get(c) ?? []) list(speakers, s, i);
});

const counts = characters.map(strokesOf), rare = characters.map((c) => (common.has(c) ? 0 : RARE_BONUS));
const allowed = characters.flatMap((c, i) => (traditional(c) ? [] : [i]));

function glyphs(a, b) {
  let sum = 0;
  for (let k = 0, x = a * DIMENSIONS, y = b * DIMENSIONS; k < DIMENSIONS; k++) sum += look[x + k] * look[y + k];
  return Math.max(sum, 0);
}

// Characters with the same four-corner code have the same corners.
const corners = new Map();
for (const [c, v] of unihan('DictionaryLikeData', 'kFourCornerCode')) corners.set(c, new Set(v.split(' ').map((code) => code.split('.')[0])));
const mates = new Map();
for (const [c, codes] of corners)
  if ((used.get(c) ?? 0) >= LEAST_USES && !traditional(c)) codes.forEach((code) => list(mates, code, c.codePointAt(0)));

function matesOf(t, known) {
  const all = new Set([...(corners.get(t) ?? [])].flatMap((code) => mates.get(code) ?? []));
  return [...all].filter((c) => c !== t.codePointAt(0) && !known.has(c)).sort((a, b) => a - b);
}

function alike(t) {
  const at = t.codePointAt(0) - FIRST, shared = new Float32Array(COUNT), same = new Uint8Array(COUNT), out = [];
  for (const [part, n] of parts[at]) for (const i of holders.get(part)) shared[i] = Math.max(shared[i], n);
  for (const s of sound.get(t) ?? []) for (const i of speakers.get(s)) same[i] = 1;
  for (const i of allowed) {
    if (i === at) continue;
    const share = shared[i] / Math.max(counts[at], counts[i]), bonus = SAME_SOUND * same[i] + rare[i];
    if ((1 + share) / 2 + bonus < LEAST_SCORE) continue;
    const glyph = glyphs(at, i);
    const score = (glyph + share) / 2 + bonus;
    if (score >= LEAST_SCORE && (share >= LEAST_SHARED || glyph >= LEAST_GLYPH)) out.push([score, i + FIRST]);
  }
  return out.sort((a, b) => b[0] - a[0]).slice(0, MOST);
}

const wanted = characters.filter((c) => (used.get(c) ?? 0) >= LEAST_USES && !traditional(c));
const bytes = [];
const u16 = (n) => bytes.push(n & 255, n >> 8);
u16(wanted.length);
for (const t of wanted) {
  const found = alike(t).map(([, c]) => c);
  found.push(...matesOf(t, new Set(found)));
  u16(t.codePointAt(0));
  bytes.push(found.length);
  found.forEach(u16);
}
writeFileSync(process.argv[2], Buffer.from(bytes));
console.log(`${wanted.length} characters, ${bytes.length} bytes`);
