// What both app tests share: a process that is waited for, checks that are
// counted, and the gateway of one YAML file.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Gateway } from '../flow/lib/gateway.mjs';
import { differs } from '../flow/lib/match.mjs';

export const here = dirname(fileURLToPath(import.meta.url));
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export async function waitForPort(port, what, ms = 30000) {
  for (let i = 0; i < ms / 100; i++) {
    const up = await new Promise((done) => {
      const s = connect(port, '127.0.0.1', () => { s.destroy(); done(true); });
      s.on('error', () => done(false));
    });
    if (up) return;
    await pause(100);
  }
  throw new Error(`${what} did not start`);
}

// A group of its own, so that stop() ends its workers, too.
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true, ...options });
  return { child, stop: () => new Promise((done) => { child.on('exit', done); process.kill(-child.pid); }) };
}

export class Checks {
  constructor(name) { this.name = name; this.passed = 0; this.failed = 0; }

  that(sentence, want, have) {
    const wrong = differs(want, have);
    if (wrong) { this.failed++; console.log(`FAILED ${this.name}: ${sentence}: ${wrong}`); } else { this.passed++; console.log(`ok ${this.name}: ${sentence}`); }
  }

  end() {
    console.log(`apps: ${this.passed} passed, ${this.failed} failed`);
    return this.failed ? 1 : 0;
  }
}

export function gatewayFor(yaml, upstreamPort, extra = {}) {
  const config = readFileSync(join(here, yaml), 'utf8').replaceAll('{upstream}', `127.0.0.1:${upstreamPort}`)
    .replaceAll('{translator}', extra.translator ?? '');
  const rules = readFileSync(join(here, '../flow/rules/test.yaml'), 'utf8');
  return new Gateway({ config, files: { 'rules/test.yaml': rules } });
}

export async function http(base, method, path, { headers = {}, json, form, body } = {}) {
  const payload = json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form).toString() : body;
  const type = json !== undefined ? { 'content-type': 'application/json' }
    : form !== undefined ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const answer = await fetch(base + path, { method, headers: { ...type, ...headers }, body: payload, redirect: 'manual' });
  const raw = Buffer.from(await answer.arrayBuffer());
  const text = raw.toString('utf8');
  let parsed;
  try { parsed = JSON.parse(text); } catch { /* not JSON */ }
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: text, raw, json: parsed };
}
