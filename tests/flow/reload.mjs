#!/usr/bin/env node
// Changes the rules again and again under load, by every way there is. No
// request may be lost, none may see half a set, and the next post after a
// reload was answered must see the new one. usage: reload.mjs [ROUNDS] [WORDS]
//
// Each generation of the rules is two files, one of which rejects `left` and
// the other flags `right`, both with the generation's number in their ids:
// a decision in which the two numbers differ was made by half a set.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'node:http';
import { parse, stringify } from 'yaml';
import { App } from './lib/app.mjs';
import { Gateway } from './lib/gateway.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 12);
const words = Number(process.argv[3] ?? 2000);
const clients = 12;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const rule = (id, word, action) => `  - { id: ${id}, match: { words: [${word}] }, action: ${action}, reason: { en: "No.", zh-Hans: "不行。" } }\n`;
const side = (name, n) => `pack: ${name}\ncategory: other_terms\nrules:\n`
  + rule(`${name}.n${n}`, `word${name}`, 'flag') + rule(`${name}.only${n}`, `generation${n}`, 'reject');
const many = (n) => Array.from({ length: words }, (_, i) => `filler${n}x${i}`).join('\n');
const listPack = 'pack: list\ncategory: other_terms\nrules:\n  - { id: list.words, match: { words_from: list.txt }, action: reject, reason: { en: "No.", zh-Hans: "不行。" } }\n';

const app = new App();
const port = await app.listen();
const base = parse(readFileSync(join(here, 'base.yaml'), 'utf8'));
const gateway = new Gateway({
  config: stringify({ ...base, workers: 2, upstream: { url: `http://127.0.0.1:${port}` } }),
  files: { 'rules/left.yaml': side('left', 0), 'rules/right.yaml': side('right', 0), 'rules/list.yaml': listPack, 'rules/list.txt': many(0) },
});

function call(agent, where, method, path, json) {
  const payload = json === undefined ? '' : JSON.stringify(json);
  return new Promise((done) => {
    const req = request({ host: '127.0.0.1', port: where, method, path, agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } }, (res) => {
      const parts = [];
      res.on('data', (c) => parts.push(c));
      res.on('error', () => done(null));
      res.on('close', () => done(res.complete ? { status: res.statusCode, headers: res.headers, body: Buffer.concat(parts).toString() } : null));
    });
    req.on('error', () => done(null));
    req.end(payload);
  });
}

const wrong = [];
const fail = (text) => { if (wrong.length < 10) wrong.push(text); };
let stop = false, sent = 0, slowest = 0;
const marks = new Set();

async function client(n) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; !stop; i++) {
    const began = performance.now();
    const got = await call(agent, gateway.port, 'POST', '/posts', { body: `wordleft and wordright ${n} ${i}` });
    slowest = Math.max(slowest, performance.now() - began);
    sent++;
    if (got === null) fail(`client ${n}: request ${i} was lost`);
    else if (got.status !== 201 || got.headers['paifang-verdict'] !== 'flag') fail(`client ${n}: request ${i}: ${got.status} ${got.headers['paifang-verdict']}`);
    else marks.add(got.headers['paifang-rules']);
  }
  agent.destroy();
}

const agent = new Agent({ keepAlive: true });
const swaps = async () => Number(/reload_total\{result="swapped"\} (\d+)/.exec((await call(agent, gateway.adminPort, 'GET', '/metrics')).body)[1]);

// One generation after the other, by the API, by a signal, by saving alone.
async function change(n) {
  const before = await swaps();
  gateway.save('rules/left.yaml', side('left', n), n % 2 ? 'rename' : 'write');
  gateway.save('rules/right.yaml', side('right', n), n % 2 ? 'rename' : 'write');
  gateway.save('rules/list.txt', many(n));
  const began = performance.now();
  if (n % 3 === 0) {
    const got = await call(agent, gateway.adminPort, 'POST', '/v1/rules/reload');
    if (got?.status !== 200) fail(`reload ${n}: ${got?.status} ${got?.body}`);
  } else {
    if (n % 3 === 1) gateway.child.kill('SIGHUP');
    while (await swaps() === before && performance.now() - began < 20000) await pause(20);
  }
  const took = performance.now() - began;
  for (const [text, want] of [[`generation${n}`, 422], [`generation${n - 1}`, 201], [`filler${n}x${words - 1}`, 422]]) {
    const got = await call(agent, gateway.port, 'POST', '/posts', { body: `a ${text} here` });
    if (got?.status !== want) fail(`after reload ${n}: ${text} gave ${got?.status}, not ${want}`);
  }
  return took;
}

try {
  await gateway.start();
  const all = Array.from({ length: clients }, (_, n) => client(n));
  let longest = 0;
  for (let n = 1; n <= rounds; n++) {
    longest = Math.max(longest, await change(n));
    if (n % 4 === 0) {
      gateway.save('rules/left.yaml', 'pack: [');
      const got = await call(agent, gateway.adminPort, 'POST', '/v1/rules/reload');
      if (got?.status !== 422 || !/left\.yaml:[0-9]+:/.test(got.body)) fail(`a broken file gave ${got?.status} ${got?.body}`);
    }
  }
  stop = true;
  await Promise.all(all);
  const list = gateway.cli(['audit', 'list', '-c', 'paifang.yaml', '--json', '--limit', '10000000']).out.trim().split('\n').map((l) => JSON.parse(l));
  for (const d of list) {
    const numbers = new Set((d.hits ?? []).map((h) => /\.n(\d+)$/.exec(h.rule)?.[1]).filter(Boolean));
    if (numbers.size > 1) fail(`${d.id} was decided by halves: ${[...numbers]}`);
  }
  if (list.length < sent) fail(`${sent} posts were answered, ${list.length} have a record`);
  if (marks.size < rounds / 2) fail(`${rounds} reloads, but posts saw only ${marks.size} rule sets`);
  agent.destroy();
  const end = await gateway.stop();
  if (end?.code !== 0) fail(`the gateway ended with ${JSON.stringify(end)}`);
  if (/Sanitizer/.test(gateway.log())) fail(`a sanitizer spoke:\n${gateway.log().slice(0, 4000)}`);
  console.log(`${rounds} reloads of ${words} words, live after at most ${(longest / 1000).toFixed(2)} s; ${sent} posts, slowest answer ${slowest.toFixed(0)} ms`);
} catch (e) { fail(`${e.stack}\n${gateway.log().slice(-2000)}`); } finally {
  stop = true;
  await gateway.stop('SIGKILL');
  await app.close();
  gateway.done();
}
for (const w of wrong) console.log(`FAILED: ${w}`);
console.log(`reload: ${wrong.length ? 0 : 1} passed, ${wrong.length ? 1 : 0} failed`);
process.exit(wrong.length ? 1 : 0);
