#!/usr/bin/env node
// Runs flow tests: each YAML file is one story told to the real binary.
// usage: run.mjs [-v] [FILE…]
import { readdirSync, readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { Gateway } from './lib/gateway.mjs';
import { App } from './lib/app.mjs';
import { kinds } from './lib/steps.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const base = parse(readFileSync(join(here, 'base.yaml'), 'utf8'));
const testRules = readFileSync(join(here, 'rules', 'test.yaml'), 'utf8');
const verbose = process.argv.includes('-v');
const named = process.argv.slice(2).filter((a) => a !== '-v');
const files = named.length ? named : readdirSync(here).filter((f) => /^\d.*\.yaml$/.test(f)).sort().map((f) => join(here, f));

const isMap = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const merge = (a, b) => (isMap(a) && isMap(b)
  ? Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((k) => [k, k in b ? merge(a[k], b[k]) : a[k]])) : b);

// "{name}" in a flow's strings stands for a kept value or a port.
function filler(values) {
  const fill = (v) => typeof v === 'string'
    ? Object.entries(values()).reduce((s, [k, x]) => s.replaceAll(`{${k}}`, String(x)), v)
    : Array.isArray(v) ? v.map(fill)
      : isMap(v) ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fill(x)])) : v;
  return fill;
}

async function startHelpers(flow) {
  const started = {};
  for (const [name, { module, ...options }] of Object.entries(flow.helpers ?? {})) {
    const { start } = await import(join(here, module));
    started[name] = await start(options);
  }
  return started;
}

async function run(file) {
  const flow = parse(readFileSync(file, 'utf8'));
  let app = new App(flow.app ?? []);
  const port = await app.listen();
  const helpers = await startHelpers(flow);
  const kept = {};
  const fill = filler(() => ({ ...kept, ...Object.fromEntries(Object.entries(helpers).map(([k, h]) => [k, h.url])) }));
  const config = stringify(fill(merge(merge(base, { upstream: { url: `http://127.0.0.1:${port}` } }), flow.config ?? {})));
  const gateway = new Gateway({ config, files: { 'rules/test.yaml': testRules, ...flow.files }, env: flow.env ?? {} });
  const ctx = {
    gateway, kept, fill, helpers,
    get app() { return app; },
    async restartApp() { const script = app.script, got = app.got, posts = app.posts; app = new App(script); app.got = got; app.posts = posts; await app.listen(port); },
  };
  try {
    if (flow.start !== false) await gateway.start();
    for (const [i, step] of flow.steps.entries()) {
      const kind = Object.keys(step).find((k) => k in kinds);
      if (!kind) throw new Error(`step ${i + 1}: unknown kind ${Object.keys(step)}`);
      const wrong = await kinds[kind](step, ctx);
      if (wrong) throw new Error(`step ${i + 1} (${step.why ?? kind}): ${wrong}`);
    }
    if (flow.start !== false) {
      const e = await gateway.stop();
      if (e && e.code !== 0) throw new Error(`the gateway ended with ${JSON.stringify(e)}`);
      if (/Sanitizer/.test(gateway.log())) throw new Error('a sanitizer spoke');
    }
    return null;
  } catch (e) {
    return `${e.message}\n    log: ${gateway.log().slice(-3000)}`;
  } finally {
    await gateway.stop('SIGKILL');
    await app.close().catch(() => {});
    for (const h of Object.values(helpers)) await h.stop();
    gateway.done();
  }
}

let passed = 0, failed = 0;
const pending = [...files];
async function worker() {
  for (let file = pending.shift(); file; file = pending.shift()) {
    const name = file.split('/').pop();
    const wrong = await run(file).catch((e) => e.stack);
    if (wrong) { failed++; console.log(`FAILED ${name}: ${wrong}`); } else { passed++; if (verbose) console.log(`ok ${name}`); }
  }
}
await Promise.all([worker(), worker()]);
console.log(`flow: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
