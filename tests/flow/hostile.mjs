#!/usr/bin/env node
// Hostile requests and answers, told to the real binary over raw sockets. Every
// request of tests/data/hostile-requests.yaml gets the status that stands
// there, and the app behind has not seen a byte of it; no answer of
// tests/data/hostile-answers.yaml reaches the client after.
import { createServer, connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { Gateway } from './lib/gateway.mjs';

const data = join(dirname(fileURLToPath(import.meta.url)), '..', 'data');
const read = (name) => parse(readFileSync(join(data, name), 'utf8'));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const only = process.argv[2];

const config = (port) => `
listen: { proxy: "{proxy}", admin: "{admin}" }
workers: 1
upstream: { url: "http://127.0.0.1:${port}" }
rules: { packs: [] }
routing: { unmatched_writes: refuse }
limits: { header_time: 1s }
audit: { store: "sqlite:paifang.db" }
translate: { chain: [] }
routes:
  - name: publish
    kind: publish
    match: { method: POST, path: /posts }
    reads: [json]
    text: [/title]
    author: header:X-User-Id
`;

// A list of texts, {repeat, times} and {pause} as bytes and waits.
const pieces = (send) => [send].flat().map((p) => (
  typeof p === 'string' ? Buffer.from(p, 'latin1')
    : p.repeat ? Buffer.from(p.repeat.repeat(p.times), 'latin1') : p));

// An app that notes every byte and answers by `answer(socket, bytes)`.
async function rawApp(answer) {
  const app = { bytes: 0, connections: 0 };
  app.server = createServer((s) => {
    app.connections++;
    s.on('error', () => {});
    s.on('data', (d) => { app.bytes += d.length; answer(s, d, app); });
  });
  await new Promise((done) => app.server.listen(0, '127.0.0.1', done));
  app.port = app.server.address().port;
  return app;
}

// Sends and reads until the other side ends or nothing more comes.
function talk(port, send, { patience = 400, needs = () => false } = {}) {
  return new Promise((done) => {
    const got = { text: '', ended: false };
    const s = connect(port, '127.0.0.1');
    let timer;
    const finish = () => { clearTimeout(timer); s.destroy(); done(got); };
    const wait = (ms) => { clearTimeout(timer); timer = setTimeout(finish, ms); };
    s.on('error', () => { got.ended = true; finish(); });
    s.on('close', () => { got.ended = true; finish(); });
    s.on('end', () => { got.ended = true; finish(); });
    s.on('data', (d) => { got.text += d.toString('latin1'); if (needs(got.text)) wait(patience); });
    s.on('connect', async () => {
      wait(12000);
      for (const p of pieces(send)) {
        if (got.ended) return;
        if (p.pause) await pause(p.pause); else s.write(p);
      }
      if (!needs(got.text)) wait(8000);
    });
  });
}

const statusOf = (text) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]);
const whole = (text) => text.includes('\r\n\r\n');

function complete(text) {
  const [head, ...rest] = text.split('\r\n\r\n');
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : rest.join('\r\n\r\n').length >= Number(length);
}

async function request(gateway, app, c) {
  const before = app.bytes;
  const got = await talk(gateway.port, c.send, { needs: whole, patience: c.close === false ? 50 : 3000 });
  if (app.bytes !== before) return `the app saw ${app.bytes - before} bytes`;
  if (statusOf(got.text) !== c.status) return `expected ${c.status}, got ${JSON.stringify(got.text.slice(0, 200))}`;
  if (c.close !== false && !got.ended) return 'the connection stayed open';
  if (got.text.split('HTTP/1.1 ').length > 2) return `more than one answer: ${JSON.stringify(got.text)}`;
  return null;
}

async function answer(gateway, app, c) {
  const ask = (path, method = 'GET') => talk(gateway.port,
    `${method} ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, { needs: () => false });
  app.case = c;
  const first = await ask('/first', c.method);
  if (c.then) await pause(120);
  const second = await ask('/second');
  const status = statusOf(first.text);
  if (second.text.includes('evil') || !second.text.endsWith('second')) return `the second client got ${JSON.stringify(second.text)}`;
  if (first.text.includes('evil')) return `the first client got ${JSON.stringify(first.text)}`;
  if (c.lacks && first.text.includes(c.lacks)) return `the answer holds ${c.lacks}`;
  if (c.first === 'cut') return status === 200 && !complete(first.text) ? null : `expected a cut answer, got ${JSON.stringify(first.text)}`;
  if (c.first === 'whole') return status === 200 && first.text.endsWith('first') ? null : `got ${JSON.stringify(first.text)}`;
  return status === c.first ? null : `expected ${c.first}, got ${JSON.stringify(first.text.slice(0, 200))}`;
}

async function hostileApp() {
  return rawApp((s, d, app) => {
    if (!d.toString('latin1').includes(' /first ')) {
      s.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond');
      return;
    }
    const c = app.case;
    for (const p of pieces(c.answer)) if (p.length) s.write(p);
    if (c.end) s.end();
    if (c.then) setTimeout(() => s.writable && s.write(c.then), 50);
  });
}

// `at_once` cases run side by side: the slow ones spend their time waiting.
async function suite(name, cases, app, run, atOnce) {
  const gateway = new Gateway({ config: config(app.port) });
  let passed = 0, failed = 0;
  const todo = cases.filter((c) => !only || c.name.includes(only));
  const worker = async () => {
    for (let c = todo.shift(); c; c = todo.shift()) {
      const wrong = await run(gateway, app, c);
      if (wrong) { failed++; console.log(`FAILED ${name}: ${c.name}: ${wrong}`); } else passed++;
    }
  };
  try {
    await gateway.start();
    await Promise.all(Array.from({ length: atOnce }, worker));
    const e = await gateway.stop();
    if (e.code !== 0) { failed++; console.log(`FAILED ${name}: the gateway ended with ${JSON.stringify(e)}\n${gateway.log().slice(-2000)}`); }
  } finally {
    await gateway.stop('SIGKILL');
    gateway.done();
    app.server.close();
    app.server.unref();
  }
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  return failed;
}

let failed = await suite('hostile', read('hostile-requests.yaml'), await rawApp((s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')), request, 8);
failed += await suite('answers', read('hostile-answers.yaml'), await hostileApp(), answer, 1);
process.exit(failed ? 1 : 0);
