#!/usr/bin/env node
// The demo as a visitor sees it, in Debian's Chromium: what one phone posts is
// on the other, translated and with notes; a scam is held, a phone number is
// masked, each with the reason in the author's language; nothing is out of place.
// usage: demo.mjs [FOLDER] (screenshots go there)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Gateway } from '../flow/lib/gateway.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.argv[2];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
let passed = 0, failed = 0;

function check(sentence, good, have = '') {
  if (good) { passed++; return; }
  failed++;
  console.log(`FAILED demo: ${sentence}: ${JSON.stringify(have)}`);
}

async function startApp() {
  const app = spawn(process.execPath, [join(root, 'demo/app.mjs'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(createInterface(app.stdout), 'line');
  return { app, url };
}

// The demo's own configuration, on free ports and with a store of its own.
function startGateway(url) {
  const config = readFileSync(join(root, 'demo/paifang.yaml'), 'utf8')
    .replaceAll('127.0.0.1:8080', '{proxy}').replaceAll('127.0.0.1:8081', '{admin}')
    .replace('http://127.0.0.1:9000', url).replace('[rules]', `[${join(root, 'rules')}]`).replaceAll('build/demo/', '');
  return new Gateway({ config });
}

const { app, url } = await startApp();
const gateway = startGateway(url);
await gateway.start();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
page.setDefaultTimeout(10000);
const complaints = [];
page.on('pageerror', (e) => complaints.push(e.message));
page.on('console', (m) => { if (m.type() === 'error') complaints.push(m.text()); });

const first = (id) => page.locator(`#${id} .feed li`).first();
const picture = (name) => folder && page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });

// Presses the n-th example and "Post"; what the author is told comes back.
async function post(id, n) {
  const notice = page.locator(`#${id} .notice`);
  await notice.evaluate((e) => { e.hidden = true; });
  await page.locator(`#${id} .tries button`).nth(n).click();
  const text = await page.locator(`#${id} textarea`).inputValue();
  await page.locator(`#${id} .row > button`).click();
  await notice.waitFor();
  return { text, told: (await notice.innerText()).replace(/\s+/g, ' ') };
}

const waitForFirst = (id, part) => page.waitForFunction(([i, p]) => document.querySelector(`#${i} .feed li`)?.innerText.includes(p), [id, part]);

async function greetings() {
  for (const [from, to, by, note] of [['us', 'cn', '逐词释义', /^no cap/m], ['cn', 'us', 'word-by-word gloss', /^yyds/m]]) {
    const { text } = await post(from, 0);
    for (const id of [from, to]) await waitForFirst(id, text);
    const seen = await first(to).innerText();
    const translation = await first(to).locator('.text').innerText();
    check(`what ${from} posts is on ${to}, in its language`, to === 'cn' ? !/[A-Za-z]{3}/.test(translation) : !/\p{Script=Han}/u.test(translation), translation);
    check(`${to} is told how it was translated`, seen.includes(by), seen);
    check(`${to} reads a note on the slang`, note.test(await first(to).locator('.notes').innerText()), seen);
    check(`${from} sees it as it was written`, await first(from).locator('.text').innerText() === text);
    await picture(`greeting-${from}`);
  }
}

async function phoneNumbers() {
  for (const [from, to, number, why] of [['us', 'cn', '555', /asterisks.*phone number/], ['cn', 'us', '8000', /星号.*手机号/]]) {
    const { told } = await post(from, 2);
    check(`the author on ${from} is told why a number is masked`, why.test(told), told);
    for (const id of [from, to]) await waitForFirst(id, '****');
    for (const id of [from, to]) check(`the number is not on ${id}`, !(await page.locator(`#${id} .feed`).innerText()).includes(number));
    await picture(`phone-number-${from}`);
  }
}

async function scams() {
  for (const [from, to, part, why] of [['us', 'cn', 'WhatsApp', /moderator.*money/], ['cn', 'us', '日结300', /审核.*刷单/]]) {
    const { told } = await post(from, 1);
    check(`the author on ${from} is told why a scam is held`, why.test(told), told);
    for (const id of [from, to]) check(`the scam is not on ${id}`, !(await page.locator(`#${id} .feed`).innerText()).includes(part));
    await picture(`scam-${from}`);
  }
}

async function release() {
  const [held] = gateway.cli(['queue', 'list', '-c', 'paifang.yaml', '--json']).out.trim().split('\n').map((l) => JSON.parse(l));
  check('a moderator releases it', gateway.cli(['queue', 'approve', held?.decision ?? '', '-c', 'paifang.yaml']).code === 0, held);
  await page.waitForFunction(() => /WhatsApp|日结/.test(document.querySelector('#us .feed').innerText + document.querySelector('#cn .feed').innerText));
  check('and then both see it', true);
}

async function looks() {
  for (const width of [1100, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline').map((e) => e.tagName + e.className));
    check(`nothing sticks out at ${width} pixels`, wide.length === 0, wide);
  }
  const texts = (id) => page.locator(`#${id} .text, #${id} .notice, #${id} .notes dd`).allInnerTexts();
  const odd = (await texts('cn')).filter((t) => /\p{Script=Han}[ ]\p{Script=Han}|\p{Script=Han}[,!?;]/u.test(t));
  check('Chinese has no spaces between characters, and its own punctuation', odd.length === 0, odd);
  const loose = (await texts('us')).filter((t) => /[，。！？；：]| [,.!?;:]|  /.test(t));
  check('English has no Chinese punctuation, and no space before its own', loose.length === 0, loose);
  const tags = await page.evaluate(() => [...document.querySelectorAll('.text[lang], .original [lang]')].every((e) => (e.lang === 'en') !== /\p{Script=Han}{2}/u.test(e.innerText)));
  check('each text is marked with its language', tags);
}

try {
  await page.goto(`http://127.0.0.1:${gateway.port}/`);
  await page.waitForFunction(() => document.querySelectorAll('.feed .notes').length >= 2);
  check('both phones open with a translated post and its notes', true);
  await picture('open');
  await greetings();
  await phoneNumbers();
  await scams();
  await release();
  await looks();
  check('the browser has nothing to complain about', complaints.length === 0, complaints);
} catch (e) {
  check('the demo can be walked through', false, `${e.message}\n${gateway.log()}`);
  await picture('failed');
} finally {
  await browser.close();
  await gateway.stop();
  app.kill();
  gateway.done();
}
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
