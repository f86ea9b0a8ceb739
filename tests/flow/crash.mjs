#!/usr/bin/env node
// Kills the gateway with SIGKILL under load and starts it again, several times.
// Then: every post that the app received has its record, and every post that
// was answered as held is in the queue.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'node:http';
import { parse, stringify } from 'yaml';
import { App } from './lib/app.mjs';
import { Gateway } from './lib/gateway.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const rounds = Number(process.argv[2] ?? 4);
const clients = 16;
const app = new App();
const port = await app.listen();
const base = parse(readFileSync(join(here, 'base.yaml'), 'utf8'));
const config = stringify({ ...base, workers: 2, upstream: { url: `http://127.0.0.1:${port}` }, limits: { held_per_author: 'off', held: 'off' } });
const gateway = new Gateway({ config, files: { 'rules/test.yaml': readFileSync(join(here, 'rules/test.yaml'), 'utf8') } });
const held = new Set();
const answered = new Set();
let stop = false;
let sent = 0;

function post(agent, body) {
  const payload = JSON.stringify({ body });
  return new Promise((done) => {
    const req = request({ host: '127.0.0.1', port: gateway.port, method: 'POST', path: '/posts', agent,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } }, (res) => {
      const parts = [];
      res.on('data', (c) => parts.push(c));
      res.on('error', () => done(null));
      res.on('close', () => done(res.complete ? { status: res.statusCode, id: res.headers['paifang-decision'], body: Buffer.concat(parts).toString() } : null));
    });
    req.on('error', () => done(null));
    req.end(payload);
  });
}

async function client(n) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; !stop; i++) {
    const hold = i % 3 === 0;
    sent++;
    const got = await post(agent, `${hold ? 'holdme' : 'hello there'} ${n} ${i} ${Math.random()}`);
    if (!got) { await new Promise((done) => setTimeout(done, 5)); continue; }
    if (got.status === 202) held.add(JSON.parse(got.body).decision);
    if (got.status === 201) answered.add(got.id);
  }
  agent.destroy();
}

const wrong = [];
try {
  for (let round = 0; round < rounds; round++) {
    await gateway.start();
    stop = false;
    const all = Array.from({ length: clients }, (_, n) => client(`${round}.${n}`));
    await new Promise((done) => setTimeout(done, 400 + Math.random() * 800));
    await gateway.stop('SIGKILL');
    stop = true;
    await Promise.all(all);
  }
  await gateway.start();
  const list = (args) => new Set(gateway.cli([...args, '-c', 'paifang.yaml', '--json', '--limit', '1000000']).out.trim().split('\n').filter(Boolean)
    .map((l) => JSON.parse(l)).map((r) => r.decision ?? r.id));
  const recorded = list(['audit', 'list']);
  const queue = list(['queue', 'list']);
  const received = app.got.map((g) => g.headers['paifang-decision']);
  const unrecorded = received.filter((id) => !recorded.has(id));
  const unqueued = [...held].filter((id) => !queue.has(id));
  const twice = received.length - new Set(received).size;
  if (unrecorded.length) wrong.push(`${unrecorded.length} posts reached the app without a record: ${unrecorded.slice(0, 3)}`);
  if (unqueued.length) wrong.push(`${unqueued.length} posts were answered as held and are not in the queue`);
  if (twice) wrong.push(`${twice} posts reached the app twice`);
  if ([...answered].some((id) => !recorded.has(id))) wrong.push('an answered post has no record');
  if (received.length < 20 || held.size < 10) wrong.push(`too little load to tell: ${received.length} received, ${held.size} held`);
  console.log(`${rounds} kills, ${sent} sent, ${received.length} received by the app, ${held.size} answered as held, ${recorded.size} records, ${queue.size} queued`);
} catch (e) { wrong.push(`${e.stack}\n${gateway.log().slice(-2000)}`); } finally {
  await gateway.stop('SIGKILL');
  await app.close();
  gateway.done();
}
for (const w of wrong) console.log(`FAILED: ${w}`);
console.log(`crash: ${wrong.length ? 0 : 1} passed, ${wrong.length ? 1 : 0} failed`);
process.exit(wrong.length ? 1 : 0);
