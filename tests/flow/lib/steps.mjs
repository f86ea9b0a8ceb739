// What a flow's steps can do: one function a kind of step.
import { request, Agent } from 'node:http';
import { gzipSync, deflateSync } from 'node:zlib';
import { connect } from 'node:net';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { differs } from './match.mjs';
import { breaks } from './schema.mjs';
import { address } from './gateway.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function bodyOf(s) {
  const text = s.json !== undefined ? JSON.stringify(s.repeat ? Object.fromEntries(Object.entries(s.json).map(([k, v]) => [k, v.repeat(s.repeat)])) : s.json)
    : s.form !== undefined ? new URLSearchParams(s.form).toString()
      : s.base64 !== undefined ? Buffer.from(s.base64, 'base64') : s.body;
  if (text === undefined) return undefined;
  const raw = Buffer.concat([Buffer.from(text), Buffer.alloc(s.pad ?? 0, ' ')]);
  return s.gzip ? gzipSync(raw) : s.deflate ? deflateSync(raw) : raw;
}

export function send(port, s) {
  const body = bodyOf(s);
  const headers = { ...(s.json !== undefined ? { 'content-type': 'application/json' } : {}),
    ...(s.form !== undefined ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...(s.gzip ? { 'content-encoding': 'gzip' } : {}), ...(s.deflate ? { 'content-encoding': 'deflate' } : {}),
    ...(body !== undefined ? { 'content-length': body.length } : {}), ...s.headers };
  return new Promise((done, fail) => {
    const req = request({ ...address(port), method: s.method ?? (body ? 'POST' : 'GET'), path: s.path, headers, agent: new Agent({ keepAlive: false }) }, (res) => {
      const parts = [];
      res.on('data', (c) => parts.push(c));
      res.on('error', fail);
      res.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        let json;
        try { json = JSON.parse(text); } catch { /* not JSON */ }
        done({ status: res.statusCode, headers: res.headers, body: text, json });
      });
    });
    req.on('error', fail);
    req.setTimeout(20000, () => req.destroy(new Error('no answer in 20 s')));
    req.end(body);
  });
}

// Raw bytes, for what no HTTP client would send; the answer's bytes come back.
export function sendRaw(port, text, wait = 3000) {
  return new Promise((done) => {
    const parts = [];
    const s = connect(port, '127.0.0.1', () => s.write(Buffer.from(text, 'latin1')));
    const end = () => done(Buffer.concat(parts).toString('latin1'));
    s.on('data', (c) => parts.push(c));
    s.on('error', end);
    s.on('close', end);
    setTimeout(() => s.destroy(), wait).unref();
  });
}

const lines = (text) => text.trim().split('\n').filter(Boolean).map((l) => JSON.parse(l));

async function eventually(step, look) {
  let wrong;
  for (let i = 0; i < (step.within ?? 5000) / 50; i++) {
    wrong = await look();
    if (!wrong) return null;
    await pause(50);
  }
  return wrong;
}

export const kinds = {
  async send(step, ctx) {
    const answers = await Promise.all(Array.from({ length: step.times ?? 1 }, () => send(ctx.gateway.port, ctx.fill(step.send))));
    for (const got of answers) {
      const wrong = differs(ctx.fill(step.expect ?? {}), got);
      if (wrong) return `${wrong}\n    answer: ${got.status} ${JSON.stringify(got.headers)} ${got.body.slice(0, 800)}`;
    }
    if (step.keep) for (const [name, path] of Object.entries(step.keep))
      ctx.kept[name] = path.split('/').slice(1).reduce((v, k) => v?.[k], answers[0]);
    return null;
  },
  // Sent now, looked at by a later `answered`.
  send_later(step, ctx) { ctx.later = send(ctx.gateway.port, ctx.fill(step.send_later)).catch((e) => ({ error: e.message })); return null; },
  async answered(step, ctx) {
    const got = await ctx.later;
    const wrong = differs(ctx.fill(step.answered), got);
    return wrong && `${wrong}\n    answer: ${got.status} ${JSON.stringify(got.headers)} ${(got.body ?? got.error).slice(0, 800)}`;
  },
  // The same, sent to the admin listener.
  async admin(step, ctx) {
    return eventually({ within: 50, ...step }, async () => {
      const got = await send(ctx.gateway.adminPort, ctx.fill(step.admin));
      const wrong = differs(ctx.fill(step.expect ?? {}), got);
      return wrong && `${wrong}\n    answer: ${got.status} ${got.body.slice(0, 3000)}`;
    });
  },
  // Files of the gateway's folder, as an editor saves them: another file that
  // takes the name; with `how: write` the file itself, with `how: delete` none.
  save(step, ctx) {
    for (const [name, text] of Object.entries(step.save)) ctx.gateway.save(name, text, step.how);
    return null;
  },
  // What is in the gateway's folder: {name: true or false}.
  there(step, ctx) {
    const wrong = Object.entries(step.there).find(([name, want]) => ctx.gateway.has(name) !== want);
    return wrong ? `${wrong[0]} ${wrong[1] ? 'is not there' : 'is there'}` : null;
  },
  // Somebody else's transaction keeps the store from being written, from now on
  // for so many milliseconds.
  store_busy(step, ctx) {
    const other = spawn('sqlite3', [join(ctx.gateway.dir, 'paifang.db'), 'BEGIN IMMEDIATE', `.shell echo taken; sleep ${step.store_busy / 1000}`, 'COMMIT']);
    return new Promise((done) => {
      other.on('error', (e) => done(`sqlite3: ${e.message}`));
      other.on('exit', (code) => done(`sqlite3 ended at once with ${code}`));
      other.stdout.once('data', () => done(null));
    });
  },
  signal(step, ctx) { ctx.gateway.child.kill(step.signal); return null; },
  async raw(step, ctx) {
    const got = await sendRaw(ctx.gateway.port, step.raw, step.wait);
    return differs(step.expect, got, 'raw answer');
  },
  app_received(step, ctx) {
    return eventually(step, () => {
      const wrong = differs(ctx.fill(step.app_received), ctx.app.got);
      return wrong && `${wrong}\n    app got: ${JSON.stringify(ctx.app.got.map(({ method, path, body }) => ({ method, path, body }))).slice(0, 1500)}`;
    });
  },
  audit(step, ctx) {
    return eventually(step, () => {
      const r = ctx.gateway.cli(['audit', 'list', '-c', 'paifang.yaml', '--json']);
      if (r.code === 2) return `audit list: ${r.err}`;
      const wrong = differs(ctx.fill(step.audit), lines(r.out));
      return wrong && `${wrong}\n    audit: ${r.out.slice(0, 1500)}`;
    });
  },
  queue(step, ctx) {
    return eventually(step, () => {
      const r = ctx.gateway.cli(['queue', 'list', '-c', 'paifang.yaml', '--json']);
      if (r.code === 2) return `queue list: ${r.err}`;
      const have = lines(r.out);
      const wrong = have.map((v) => breaks('queue-list', v)).find(Boolean) ?? differs(ctx.fill(step.queue), have);
      return wrong && `${wrong}\n    queue: ${r.out.slice(0, 1500)}`;
    });
  },
  // Tried again for as long as `within` says: outcomes are recorded after the answer.
  cli(step, ctx) {
    return eventually({ within: 50, ...step }, () => {
      const r = ctx.gateway.cli(ctx.fill(step.cli), step.input);
      const have = { code: r.code, out: r.out, err: r.err };
      try { have.json = lines(r.out); } catch { /* not JSON lines */ }
      const wrong = differs(ctx.fill(step.expect ?? { code: 0 }), have)
        ?? (step.schema ? (have.json ?? [undefined]).map((v) => breaks(step.schema, v)).find(Boolean) : null);
      return wrong && `${wrong}\n    out: ${r.out.slice(0, 600)} err: ${r.err.slice(0, 600)}`;
    });
  },
  async gateway(step, ctx) {
    const what = step.gateway;
    if (what === 'start') { await ctx.gateway.start(); return null; }
    const e = await ctx.gateway.stop(what === 'kill' ? 'SIGKILL' : 'SIGTERM');
    return what === 'stop' && e.code !== 0 ? `the gateway stopped with ${JSON.stringify(e)}` : null;
  },
  async app(step, ctx) {
    if (step.app === 'stop') { await ctx.app.close(); return null; }
    if (step.app === 'start') { await ctx.restartApp(); return null; }
    ctx.app.script.push(...ctx.fill(step.app));
    return null;
  },
  forget(step, ctx) { ctx.app.got.length = 0; return null; },
  async pause(step) { await pause(step.pause); return null; },
  log(step, ctx) {
    return eventually(step, () => differs(step.log, ctx.gateway.log(), 'log'));
  },
  log_lacks(step, ctx) {
    const bad = step.log_lacks.find((t) => ctx.gateway.log().includes(t));
    return bad ? `the log holds ${JSON.stringify(bad)}` : null;
  },
};
