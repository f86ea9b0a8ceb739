#!/usr/bin/env node
// The gateway in front of json-server 0.17: create, read, list, update; held
// and refused posts never arrive.
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { freePort } from '../flow/lib/gateway.mjs';
import { start as startTranslator } from '../flow/fake-libretranslate.mjs';
import { Checks, here, gatewayFor, http, pause, start, waitForPort } from './lib.mjs';

const checks = new Checks('json-server');
const dir = mkdtempSync(join(tmpdir(), 'paifang-json-server-'));
writeFileSync(join(dir, 'db.json'), JSON.stringify({ posts: [{ id: 1, title: '你好，世界，这几天天气很好', body: 'first' }] }));
const port = await freePort();
const app = start(process.execPath, [join(here, 'node_modules/json-server/lib/cli/bin.js'), '--host', '127.0.0.1', '--port', String(port), '--quiet', join(dir, 'db.json')]);
const translator = await startTranslator({});
await waitForPort(port, 'json-server');
const gateway = gatewayFor('json-server.yaml', port, { translator: translator.url });
await gateway.start();
const at = `http://127.0.0.1:${gateway.port}`;
const app_ = `http://127.0.0.1:${port}`;

try {
  let r = await http(at, 'POST', '/posts', { json: { title: 'Hello there', body: 'What a lovely day for all of us.', tags: ['one', 'two'] } });
  checks.that('a post is created, with our headers and its Location', { status: 201, headers: { 'paifang-verdict': 'allow', location: `~:${gateway.port}/posts/2$~` }, json: { id: 2 } }, r);
  checks.that('it arrived with its translation', { json: { body: 'What a lovely day for all of us.', tags: ['one', 'two'], translations: [{ language: 'zh-Hans', source: 'en', provider: 'libretranslate', machine: true, fields: { '/body': '*' } }] } }, await http(app_, 'GET', '/posts/2'));
  r = await http(at, 'POST', '/posts', { form: { title: 'a form', body: 'as browsers send it' } });
  checks.that('a form is created', { status: 201, json: { id: 3, title: 'a form' } }, r);
  r = await http(at, 'POST', '/posts', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: gzipSync('{"title":"zipped","body":"hello hello"}') });
  checks.that('a gzipped body is created', { status: 201, json: { id: 4, title: 'zipped' } }, r);
  r = await http(at, 'GET', '/posts', { headers: { 'accept-language': 'en' } });
  checks.that('a reader of English gets the Chinese post translated', { status: 200, json: ['*', '*', '*', '*'] }, r);
  checks.that('in the app\'s own list', { id: 1, title: '你好，世界，这几天天气很好', translation: { language: 'en', source: 'zh-Hans', fields: { '/title': '*' } } }, r.json?.[0]);
  r = await http(at, 'GET', '/posts?_page=1&_limit=2');
  checks.that('paging passes, with its headers', { status: 200, headers: { 'x-total-count': '4', link: '*' }, json: ['*', '*'] }, r);
  for (const [whose, language] of [['the app\'s own', '*'], ['a translated answer\'s', 'en']]) {
    const headers = { 'accept-language': language, 'cache-control': 'max-age=0' }; // fetch would add no-cache, which Express obeys
    const etag = (await http(at, 'GET', '/posts/1', { headers })).headers.etag;
    checks.that(`${whose} ETag gives 304`, { status: 304, body: '' }, await http(at, 'GET', '/posts/1', { headers: { ...headers, 'if-none-match': etag } }));
  }
  r = await http(at, 'PATCH', '/posts/2', { json: { title: 'Hello again, 13800138000' } });
  checks.that('an update is masked', { status: 200, headers: { 'paifang-verdict': 'mask' }, json: { title: 'Hello again, ***********' } }, r);
  r = await http(at, 'POST', '/posts', { json: { title: 'x', body: '诚招刷.单' }, headers: { authorization: 'Bearer a' } });
  checks.that('a scam is held', { status: 202, json: { status: 'held' } }, r);
  const held = r.json.decision;
  checks.that('a forbidden one is refused', { status: 422 }, await http(at, 'POST', '/posts', { json: { body: 'rejectme' } }));
  for (const path of ['/posts/', '//posts', '/%70osts', '/posts?x=1'])
    checks.that(`it is refused at ${path} too`, { status: 422 }, await http(at, 'POST', path, { json: { body: 'rejectme' } }));
  checks.that('neither arrived', { json: ['*', '*', '*', '*'] }, await http(app_, 'GET', '/posts'));
  checks.that('the held one is approved', { code: 0 }, gateway.cli(['queue', 'approve', held, '-c', 'paifang.yaml']));
  for (let i = 0; i < 50 && (await http(app_, 'GET', '/posts')).json.length < 5; i++) await pause(100);
  checks.that('and arrives, once', { json: ['*', '*', '*', '*', { body: '诚招刷.单' }] }, await http(app_, 'GET', '/posts'));
  checks.that('a deletion passes', { status: 200 }, await http(at, 'DELETE', '/posts/3'));
} finally {
  await gateway.stop();
  await app.stop();
  await translator.stop();
  gateway.done();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(checks.end());
