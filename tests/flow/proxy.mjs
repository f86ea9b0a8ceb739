#!/usr/bin/env node
// What a proxy owes both sides, told to the real binary over raw sockets:
// bodies of any size in bounded memory, order, framing, retries, time limits.
import { createServer, connect } from 'node:net';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Gateway } from './lib/gateway.mjs';

const only = process.argv[2];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const MiB = 1 << 20;

const config = (port, more = '') => `
listen: { proxy: "{proxy}", admin: "{admin}" }
${more.includes('workers:') ? '' : 'workers: 1'}
upstream: { url: "http://127.0.0.1:${port}", timeout: 1500ms, idle: 4s }
rules: { packs: [] }
audit: { store: "sqlite:paifang.db" }
translate: { chain: [] }
${more}`;

// An app that hands every connection's requests to `serve(request, socket)`,
// where request = {head, method, target, body} once it is whole.
async function startApp(serve, onData) {
  const app = { requests: [], connections: 0, ends: 0, bytes: 0 };
  app.server = createServer((s) => {
    app.connections++;
    let text = Buffer.alloc(0);
    s.on('error', () => {});
    s.on('close', () => { app.ends++; });
    s.on('data', (d) => {
      app.bytes += d.length;
      if (onData) { onData(s, d, app); return; }
      text = Buffer.concat([text, d]);
      for (;;) {
        const end = text.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = text.subarray(0, end).toString('latin1');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        const chunked = /transfer-encoding: chunked/i.test(head);
        let size = end + 4 + length;
        if (chunked) {
          const last = text.indexOf('0\r\n\r\n', end + 4);
          if (last < 0) return;
          size = last + 5;
        }
        if (text.length < size) return;
        const [method, target] = head.split(' ');
        const r = { head, method, target, body: text.subarray(end + 4, size).toString('latin1') };
        text = text.subarray(size);
        app.requests.push(r);
        serve(r, s, app);
      }
    });
  });
  await new Promise((done) => app.server.listen(0, '127.0.0.1', done));
  app.port = app.server.address().port;
  return app;
}

const reply = (body, more = '') => `HTTP/1.1 200 OK\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

// Sends text; resolves when `enough(text)` or the end, or after `ms`.
function talk(port, send, { ms = 4000, enough = () => false, end = false } = {}) {
  return new Promise((done) => {
    const got = { text: '', ended: false };
    const s = connect(port, '127.0.0.1');
    const timer = setTimeout(() => finish(), ms);
    const finish = () => { clearTimeout(timer); s.destroy(); done(got); };
    s.on('error', () => { got.ended = true; finish(); });
    s.on('end', () => { got.ended = true; finish(); });
    s.on('data', (d) => { got.text += d.toString('latin1'); if (enough(got.text)) finish(); });
    s.on('connect', async () => {
      for (const p of [send].flat()) if (typeof p === 'number') await pause(p); else s.write(Buffer.from(p, 'latin1'));
      if (end) s.end();
    });
  });
}

const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: me.example\r\n${more}\r\n`;
const post = (path, body, more = '') => `POST ${path} HTTP/1.1\r\nHost: me.example\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;
const close = 'Connection: close\r\n';
const resident = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;

function check(condition, text) {
  if (!condition) throw new Error(text);
}
const shows = (v) => JSON.stringify(v).slice(0, 600);

const tests = [
  {
    name: 'headers between neighbours stay there, the rest passes in order',
    serve: (r, s) => s.write(reply('ok', 'Set-Cookie: a=1\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\nConnection: X-Hop\r\nSet-Cookie: b=2\r\nX-Limit: 7\r\nPaifang-Verdict: allow\r\n')),
    async run({ port, app }) {
      const got = await talk(port, get('/a?b=%20c', `${close}Keep-Alive: 3\r\nTE: trailers\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nX-Mine: 1\r\nConnection: x-secret\r\nX-Secret: 2\r\nPaifang-Decision: forged\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nVia: 1.1 first\r\n`));
      const head = app.requests[0].head;
      for (const gone of ['Keep-Alive', 'TE:', 'Proxy-Connection', 'Upgrade', 'Secret', 'Paifang-', '6.6.6.6', 'Connection'])
        check(!head.includes(gone), `the app saw ${gone}: ${head}`);
      for (const there of ['GET /a?b=%20c HTTP/1.1', 'Host: me.example', 'X-Mine: 1', 'X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Proto: http', 'X-Forwarded-Host: me.example', 'Forwarded: for=127.0.0.1;proto=http;host="me.example"', 'Via: 1.1 first\r\n', 'Via: 1.1 paifang'])
        check(head.includes(there), `the app missed ${there}: ${head}`);
      check(/Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Limit: 7\r\n/.test(got.text), shows(got));
      for (const gone of ['Keep-Alive', 'X-Hop', 'Paifang-']) check(!got.text.includes(gone), `the client saw ${gone}: ${got.text}`);
      check(/\r\nDate: .* GMT\r\n/.test(got.text) && got.text.includes('Via: 1.1 paifang'), shows(got));
    },
  },
  {
    name: 'a trusted proxy is believed',
    config: 'trusted_proxies: [127.0.0.0/8]',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      await talk(port, get('/', `${close}X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\n`));
      for (const there of ['X-Forwarded-For: 192.0.2.7, 127.0.0.1', 'X-Forwarded-Proto: https', 'X-Forwarded-Host: public.example', 'Host: me.example'])
        check(app.requests[0].head.includes(there), app.requests[0].head);
    },
  },
  {
    name: 'a Location at the app itself points at us',
    serve: (r, s, app) => s.write(`HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${app.port}/there?x\r\nContent-Length: 0\r\n\r\n`),
    async run({ port }) {
      const got = await talk(port, get('/', close));
      check(got.text.includes('Location: http://me.example/there?x\r\n'), shows(got));
    },
  },
  {
    name: 'a Location elsewhere stays, and so does a longer port',
    serve: (r, s, app) => s.write(`HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:${app.port}0/there\r\nContent-Length: 0\r\n\r\n`),
    async run({ port, app }) {
      const got = await talk(port, get('/', close));
      check(got.text.includes(`Location: http://127.0.0.1:${app.port}0/there\r\n`), shows(got));
    },
  },
  {
    name: 'targets: absolute-form is rewritten, high bytes are encoded, OPTIONS * stays',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      await talk(port, get('http://me.example/x?y', close));
      await talk(port, get('http://me.example?y', close));
      await talk(port, get('/\xE4\xB8\xAD?q=\xFF', close));
      await talk(port, `OPTIONS * HTTP/1.1\r\nHost: me.example\r\n${close}\r\n`);
      check(shows(app.requests.map((r) => r.target)) === '["/x?y","/?y","/%E4%B8%AD?q=%FF","*"]', shows(app.requests.map((r) => r.target)));
    },
  },
  {
    name: 'pipelined requests are answered in order',
    serve: (r, s) => setTimeout(() => s.write(reply(`[${r.target}]`)), r.target === '/1' ? 150 : 0),
    async run({ port }) {
      const got = await talk(port, get('/1') + post('/2', 'abc') + get('/3') + get('/4', close));
      check(/\[\/1\].*\[\/2\].*\[\/3\].*\[\/4\]$/s.test(got.text), shows(got));
    },
  },
  {
    name: 'HEAD has the length and no body, and the connection goes on',
    serve: (r, s) => s.write(r.method === 'HEAD' ? 'HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n' : reply('next')),
    async run({ port }) {
      const got = await talk(port, `HEAD / HTTP/1.1\r\nHost: a\r\n\r\n${get('/', close)}`);
      check(/Content-Length: 1234\r\n\r\nHTTP\/1.1 200 OK.*next$/s.test(got.text), shows(got));
    },
  },
  {
    name: '204 and 304 have no body, 206 and its range pass',
    serve: (r, s) => s.write({ '/204': 'HTTP/1.1 204 No Content\r\n\r\n', '/304': 'HTTP/1.1 304 Not Modified\r\nETag: W/"x"\r\n\r\n', '/206': 'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-4/10\r\nContent-Length: 3\r\n\r\ncde' }[r.target]),
    async run({ port, app }) {
      const got = await talk(port, get('/204') + get('/304', 'If-None-Match: W/"x"\r\n') + get('/206', `Range: bytes=2-4\r\n${close}`));
      check(/204 No Content\r\n.*304 Not Modified\r\nETag: W\/"x"\r\n.*206 Partial.*Content-Range: bytes 2-4\/10\r\n.*cde$/s.test(got.text), shows(got));
      check(!/204[^]*Content-Length[^]*304/.test(got.text), shows(got));
      check(app.requests[2].head.includes('Range: bytes=2-4'), app.requests[2].head);
    },
  },
  {
    name: 'an HTTP/1.0 client gets no chunks and the end of the connection',
    serve: (r, s) => s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
    async run({ port }) {
      const got = await talk(port, 'GET / HTTP/1.0\r\n\r\n');
      check(got.ended && got.text.endsWith('\r\n\r\nabcde') && !/chunked/i.test(got.text), shows(got));
    },
  },
  {
    name: 'an HTTP/1.0 client may keep its connection',
    serve: (r, s) => s.write(reply(r.target)),
    async run({ port }) {
      const got = await talk(port, ['GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 100, 'GET /2 HTTP/1.0\r\n\r\n']);
      check(/Connection: keep-alive\r\n.*\/1HTTP.*\/2$/s.test(got.text), shows(got));
    },
  },
  {
    name: 'an answer that ends with the connection is whole for the client',
    serve: (r, s) => s.end('HTTP/1.0 200 OK\r\n\r\nall of it'),
    async run({ port }) {
      const got = await talk(port, get('/', close));
      check(got.text.endsWith('\r\n\r\n9\r\nall of it\r\n0\r\n\r\n'), shows(got));
    },
  },
  {
    name: 'interim answers are not passed on',
    serve: (r, s) => s.write(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${reply('ok')}`),
    async run({ port }) {
      const got = await talk(port, get('/', close));
      check(got.text.startsWith('HTTP/1.1 200') && got.text.endsWith('ok'), shows(got));
    },
  },
  {
    name: 'Expect: 100-continue is answered by us',
    serve: (r, s) => s.write(reply(r.body)),
    async run({ port, app }) {
      const got = await talk(port, [`POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n${close}\r\n`, 200, 'abc']);
      check(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK.*abc$/s.test(got.text), shows(got));
      check(!/Expect/i.test(app.requests[0].head), app.requests[0].head);
    },
  },
  {
    name: 'chunks of a request arrive as a body, trailers do not',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      await talk(port, [`POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n${close}\r\n3\r\nab`, 50, 'c\r\n0', 50, '02\r\nde\r\n0\r\nX-Trailer: 1\r\n', 50, '\r\n']);
      const body = app.requests[0].body.replace(/[0-9a-f]+\r\n([^\r]*)\r\n/g, '$1');
      check(body === 'abcde' && !app.requests[0].body.includes('X-Trailer'), shows(app.requests[0]));
    },
  },
  {
    name: 'a head may come in any pieces',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      const text = post('/x', 'hello', close);
      const got = await talk(port, [...text].flatMap((c, i) => (i % 7 ? [c] : [c, 2])));
      check(got.text.endsWith('ok') && app.requests[0].body === 'hello', shows(got));
    },
  },
  {
    name: 'a POST is never sent twice, though the app dies on it',
    serve: (r, s) => (r.method === 'GET' ? s.write(reply('ok')) : s.destroy()),
    async run({ port, app }) {
      const got = await talk(port, [get('/'), 100, post('/x', 'abc', close)]);
      check(got.text.includes(' 502 '), shows(got));
      await pause(100);
      check(app.requests.filter((r) => r.method === 'POST').length === 1, shows(app.requests));
    },
  },
  {
    name: 'a GET is sent again when a used connection dies under it',
    serve: (r, s, app) => (app.requests.length === 2 ? s.destroy() : s.write(reply('ok'))),
    async run({ port, app }) {
      const got = await talk(port, [get('/1'), 100, get('/2', close)]);
      check(/ok.*200 OK.*ok$/s.test(got.text) && app.requests.length === 3, shows(got));
    },
  },
  {
    name: 'a POST goes through after the app has ended an idle connection',
    serve: (r, s) => { s.write(reply('ok')); setTimeout(() => s.end(), 30); },
    async run({ port, app }) {
      const got = await talk(port, [get('/1'), 150, post('/2', 'abc', close)]);
      check(/ok.*200 OK.*ok$/s.test(got.text) && app.requests.length === 2, shows(got));
    },
  },
  {
    name: 'connections to the app are used again',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      await talk(port, get('/1') + get('/2') + post('/3', 'abc') + get('/4', close));
      check(app.connections === 1 && app.requests.length === 4, `${app.connections} connections`);
    },
  },
  {
    name: 'an early answer reaches a client that is still sending',
    onData: (s, d, app) => { if (!app.told) { app.told = true; s.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig'); } },
    async run({ port }) {
      const got = await talk(port, ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n', 'x'.repeat(100000), 300, 'x'.repeat(100000)], { ms: 3000 });
      check(got.text.startsWith('HTTP/1.1 413') && got.text.endsWith('big') && /Connection: close/.test(got.text), shows(got));
    },
  },
  {
    name: 'an app that does not answer is 504, one that is not there 502',
    serve: () => {},
    async run({ port, app }) {
      const late = await talk(port, get('/', close), { ms: 5000 });
      check(late.text.startsWith('HTTP/1.1 504'), shows(late));
      app.server.close();
      await pause(50);
      const none = await talk(port, get('/', close));
      check(none.text.startsWith('HTTP/1.1 502'), shows(none));
    },
  },
  {
    name: 'a client that leaves within the body cuts the connection to the app',
    onData: () => {},
    async run({ port, app }) {
      await talk(port, 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc', { ms: 300 });
      await pause(200);
      check(app.ends === 1 && app.bytes > 0, `${app.ends} ends, ${app.bytes} bytes`);
    },
  },
  {
    name: 'a client that has only ended its side gets its answer',
    serve: (r, s) => setTimeout(() => s.write(reply('late')), 200),
    async run({ port }) {
      const got = await talk(port, get('/'), { end: true });
      check(got.text.endsWith('late') && got.ended, shows(got));
    },
  },
  {
    name: 'an upload to a slow app stays out of memory',
    async run({ gateway, port, app }) {
      const piece = Buffer.alloc(64 << 10, 'u');
      const s = connect(port, '127.0.0.1');
      s.write(`POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: ${48 * MiB}\r\n${close}\r\n`);
      const before = resident(gateway.child.pid);
      let sent = 0, most = 0, text = '';
      s.on('data', (d) => { text += d; });
      const pump = () => { while (sent < 48 * MiB && s.write(piece)) sent += piece.length; };
      sent = 0;
      s.on('drain', () => { sent += piece.length; pump(); });
      pump();
      for (let i = 0; i < 200 && !text.includes('done'); i++) { await pause(25); most = Math.max(most, resident(gateway.child.pid)); }
      s.destroy();
      check(text.includes('done'), `${app.bytes} bytes arrived: ${text}`);
      check(most - before < 8 * MiB, `memory grew by ${(most - before) / MiB} MiB`);
    },
    onData: (s, d, app) => {
      if (app.bytes > 48 * MiB) { s.write(reply('done')); return; }
      s.pause();
      setTimeout(() => s.resume(), 1);
    },
  },
  {
    name: 'a download by a slow client stays out of memory and arrives whole',
    serve: (r, s) => {
      const piece = Buffer.alloc(64 << 10, 'd');
      let left = 48 * MiB / piece.length;
      s.write(`HTTP/1.1 200 OK\r\nContent-Length: ${48 * MiB}\r\n\r\n`);
      const pump = () => { while (left > 0) { left--; if (!s.write(piece)) return; } };
      s.on('drain', pump);
      pump();
    },
    async run({ gateway, port }) {
      const before = resident(gateway.child.pid);
      const s = connect(port, '127.0.0.1');
      s.write(get('/', close));
      let size = 0, most = 0;
      s.on('data', (d) => { size += d.length; if (size < 4 * MiB) { s.pause(); setTimeout(() => s.resume(), 5); } });
      for (let i = 0; i < 400 && size < 48 * MiB; i++) { await pause(10); most = Math.max(most, resident(gateway.child.pid)); }
      await pause(50);
      s.destroy();
      check(size > 48 * MiB && size < 48 * MiB + 1000, `${size} bytes came`);
      check(most - before < 8 * MiB, `memory grew by ${(most - before) / MiB} MiB`);
    },
  },
  {
    name: 'chunks of any size arrive unchanged',
    serve: (r, s) => {
      s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let i = 1; i < 200000; i = i * 3 + 1) s.write(`${i.toString(16)}\r\n${'0123456789abcdef'.repeat(i / 16 + 1).slice(0, i)}\r\n`);
      s.write('0\r\n\r\n');
    },
    async run({ port }) {
      const got = await talk(port, 'GET / HTTP/1.0\r\n\r\n');
      let want = '';
      for (let i = 1; i < 200000; i = i * 3 + 1) want += '0123456789abcdef'.repeat(i / 16 + 1).slice(0, i);
      const body = got.text.slice(got.text.indexOf('\r\n\r\n') + 4);
      check(createHash('md5').update(body).digest('hex') === createHash('md5').update(want).digest('hex'), `${body.length} of ${want.length}`);
    },
  },
  {
    name: 'every reading of a publish route is that route',
    config: 'routing: { unmatched_writes: refuse }\nroutes: [{ name: p, kind: publish, match: { method: POST, path: /api/posts }, reads: [json], text: [/title], hold: { by: gateway } }]',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port }) {
      const statuses = [];
      for (const path of ['/api/posts', '/api/posts/', '/API/Posts', '/api//posts', '/api/%70osts', '/api/./posts', '/api/x/../posts', '/api;v=1/posts;x', '/api/posts?x=1', '/api/other', '/apiposts', '/api/posts/1']) {
        const got = await talk(port, post(path, '{"title":"hello"}', `Content-Type: application/json\r\n${close}`));
        statuses.push(got.text.slice(9, 12));
      }
      check(statuses.join() === '200,200,200,200,200,200,200,200,200,403,403,403', statuses.join());
    },
  },
  {
    name: 'a client that asks too often is 429, with a time to come back',
    config: 'limits: { per_client: 2/s }',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port, app }) {
      const got = await talk(port, Array.from({ length: 9 }, () => get('/')).join('') + get('/', close));
      const statuses = [...got.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1]);
      check(statuses.filter((x) => x === '200').length === app.requests.length && app.requests.length >= 4 && app.requests.length <= 6 && statuses.at(-1) === '429' && got.text.includes('Retry-After'), statuses.join());
    },
  },
  {
    name: 'no more connections than allowed, and room when one leaves',
    config: 'limits: { connections: 2 }',
    serve: (r, s) => s.write(reply('ok')),
    async run({ port }) {
      const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
      await pause(100);
      const third = talk(port, get('/', close), { ms: 2500 });
      await pause(300);
      held[0].destroy();
      const got = await third;
      held[1].destroy();
      check(got.text.endsWith('ok'), shows(got));
    },
  },
  {
    name: 'several workers answer all of many connections',
    config: 'workers: 3',
    serve: (r, s) => s.write(reply(r.target)),
    async run({ port }) {
      const all = await Promise.all(Array.from({ length: 60 }, (_, i) => talk(port, get(`/${i}`, close))));
      check(all.every((got, i) => got.text.endsWith(`/${i}`)), shows(all.find((got, i) => !got.text.endsWith(`/${i}`)) ?? ''));
    },
  },
  {
    name: 'SIGTERM finishes what is in flight and ends with 0',
    serve: (r, s) => setTimeout(() => s.write(reply('finished')), 400),
    async run({ gateway, port }) {
      const idle = connect(port, '127.0.0.1');
      idle.on('error', () => {});
      const slow = talk(port, get('/'), { ms: 5000 });
      await pause(150);
      const ended = gateway.stop('SIGTERM');
      const got = await slow;
      check(got.text.endsWith('finished') && got.text.includes('Connection: close'), shows(got));
      const e = await ended;
      check(e.code === 0, shows(e));
      idle.destroy();
    },
  },
  {
    name: 'a request that crosses SIGTERM on an idle connection is answered',
    serve: (r, s) => s.write(reply('crossed')),
    async run({ gateway, port }) {
      const held = connect(port, '127.0.0.1');
      let text = '';
      held.on('data', (d) => { text += d.toString(); });
      held.write('GET /1 HTTP/1.1\r\nHost: x\r\n\r\n');
      await pause(200);
      check(text.endsWith('crossed'), text);
      text = '';
      const ended = gateway.stop('SIGTERM');
      await pause(60);
      held.write('GET /2 HTTP/1.1\r\nHost: x\r\n\r\n');
      const e = await ended;
      check(text.endsWith('crossed') && text.includes('Connection: close'), text);
      check(e.code === 0, shows(e));
      held.destroy();
    },
  },
];

async function run(t) {
  const app = await startApp(t.serve, t.onData);
  const gateway = new Gateway({ config: config(app.port, t.config) });
  try {
    await gateway.start();
    await t.run({ gateway, port: gateway.port, app });
    const e = await gateway.stop();
    if (e) check(e.code === 0, `the gateway ended with ${JSON.stringify(e)}`);
    check(!/Sanitizer|assert/i.test(gateway.log()), gateway.log().slice(0, 3000));
    return null;
  } catch (e) {
    return `${e.message}\n    log: ${gateway.log().slice(-1500)}`;
  } finally {
    await gateway.stop('SIGKILL');
    gateway.done();
    app.server.close();
    app.server.unref();
  }
}

let passed = 0, failed = 0;
const todo = tests.filter((t) => !only || t.name.includes(only));
async function worker() {
  for (let t = todo.shift(); t; t = todo.shift()) {
    const wrong = await run(t);
    if (wrong) { failed++; console.log(`FAILED proxy: ${t.name}: ${wrong}`); } else passed++;
  }
}
await Promise.all([worker(), worker(), worker()]);
console.log(`proxy: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
