// Makes gateway/guess/emoji.txt: the Han characters that an emoji is written for.
// usage: node tools/guess/emoji.mjs OUT
// From CLDR's names and keywords in zh and zh-Hant (npm cldr-annotations-full, Unicode-3.0), and emoji-own.txt.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const LONGEST = 3;   // characters of a name: those of longer ones say little
const SORT = /^(按键|按鍵|按钮|按鈕|日文|日语|日語|片假名|单选钮|單選鈕|几何|幾何)$/u;   // names of a sort of emoji: nobody writes 🆗 for 按
const MODIFIER = /[\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]/u;
const read = createRequire(import.meta.url);
const simple = new Map();
for (const line of execFileSync('bzcat', ['/usr/share/unicode/Unihan_Variants.txt.bz2'], { maxBuffer: 1 << 28 }).toString().split('\n')) {
  const [code, key, value] = line.split('\t');
  if (key === 'kSimplifiedVariant' && code.startsWith('U+') && !value.includes(code)) simple.set(String.fromCodePoint(parseInt(code.slice(2), 16)), String.fromCodePoint(parseInt(value.split(' ')[0].slice(2), 16)));
}

// emoji → character → length of the shortest name that it is from
const meant = new Map();
function add(emoji, name) {
  const han = [...name].map((c) => simple.get(c) ?? c);
  if (han.length > LONGEST || SORT.test(name) || (name === '日本' && /[\u3297\u3299\u{1F200}-\u{1F2FF}]/u.test(emoji)) || !han.every((c) => /\p{Script=Han}/u.test(c))) return;
  if (!meant.has(emoji)) meant.set(emoji, new Map());
  const of = meant.get(emoji);
  for (const c of han) of.set(c, Math.min(of.get(c) ?? LONGEST, han.length));
}

for (const locale of ['zh', 'zh-Hant']) {
  const { annotations } = read(`cldr-annotations-full/annotations/${locale}/annotations.json`).annotations;
  for (const [key, { default: names, tts }] of Object.entries(annotations)) {
    const emoji = key.replace(/\uFE0F/gu, '');
    if ([...emoji].length !== 1 || !/\p{Emoji}/u.test(emoji) || MODIFIER.test(emoji)) continue;
    for (const name of [...(names ?? []), ...(tts ?? [])]) add(emoji, name);
  }
}
for (const line of readFileSync(new URL('emoji-own.txt', import.meta.url), 'utf8').split('\n')) {
  if (line.startsWith('#') || line === '') continue;
  const [emoji, ...names] = line.split(' ');
  for (const name of names) add(emoji, name);
}
const lines = [...meant].sort((a, b) => a[0].codePointAt(0) - b[0].codePointAt(0)).map(([emoji, of]) =>
  emoji + [1, 2, 3].map((n) => ` ${[...of].filter(([, length]) => length === n).map(([c]) => c).join('')}`).join(''));
writeFileSync(process.argv[2], `${lines.join('\n')}\n`);
console.log(`${lines.length} emoji`);
