#!/usr/bin/env node
// The gateway in front of WordPress (Debian's package, MariaDB, php): posts and
// comments as JSON and form, updates, a 20 MB upload through an unnamed route.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../flow/lib/gateway.mjs';
import { start as startTranslator } from '../flow/fake-libretranslate.mjs';
import { Checks, here, gatewayFor, http, pause, start, waitForPort } from './lib.mjs';

const checks = new Checks('wordpress');
const dir = mkdtempSync(join(tmpdir(), 'paifang-wordpress-'));
const site = join(dir, 'site');
const socket = join(dir, 'db.sock');
const log = join(dir, 'seen');
const user = userInfo().username;
process.env.PATH += ':/usr/sbin'; // MariaDB's server is there, and users' PATHs may lack it

async function startDatabase() {
  execFileSync('mariadb-install-db', ['--no-defaults', `--datadir=${dir}/db`, `--user=${user}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--force'], { stdio: 'pipe', encoding: 'utf8' });
  const db = start('mariadbd', ['--no-defaults', `--datadir=${dir}/db`, `--socket=${socket}`, '--skip-networking', `--pid-file=${dir}/db.pid`, `--user=${user}`], { stdio: 'ignore' });
  for (let i = 0; i < 300; i++) {
    try { execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '-e', 'CREATE DATABASE IF NOT EXISTS wp'], { stdio: 'ignore' }); return db; } catch { await pause(100); }
  }
  throw new Error('MariaDB did not start');
}

function install(host) {
  cpSync('/usr/share/wordpress', site, { recursive: true, dereference: true, filter: (f) => !f.endsWith('wp-config.php') });
  mkdirSync(join(site, 'wp-content/uploads'), { recursive: true });
  mkdirSync(join(site, 'wp-content/mu-plugins'));
  copyFileSync(join(here, 'wordpress-seen.php'), join(site, 'wp-content/mu-plugins/seen.php'));
  writeFileSync(join(site, 'wp-config.php'), `<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); $table_prefix = 'wp_';
define('WP_ENVIRONMENT_TYPE', 'local'); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']); define('WP_SITEURL', 'http://' . $_SERVER['HTTP_HOST']);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`);
  writeFileSync(join(dir, 'router.php'), `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path !== '/' && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
`);
  return execFileSync('php', ['-d', 'sendmail_path=/bin/true', join(here, 'wordpress.php'), host, site], { encoding: 'utf8' }).trim().split('\n').pop();
}

const db = await startDatabase();
const port = await freePort();
const password = install(`127.0.0.1:${port}`);
const app = start('php', ['-d', 'upload_max_filesize=64M', '-d', 'post_max_size=64M', '-d', 'memory_limit=512M', '-d', 'sendmail_path=/bin/true', '-S', `127.0.0.1:${port}`, '-t', site, join(dir, 'router.php')],
  { stdio: 'ignore', env: { ...process.env, PHP_CLI_SERVER_WORKERS: '4', PAIFANG_SEEN: log } });
const translator = await startTranslator({});
await waitForPort(port, 'WordPress');
const gateway = gatewayFor('wordpress.yaml', port, { translator: translator.url });
await gateway.start();
const at = `http://127.0.0.1:${gateway.port}`;
const direct = `http://127.0.0.1:${port}`;
const auth = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}` };
const posts = '/wp-json/wp/v2/posts';
const comments = '/wp-json/wp/v2/comments';
// What WordPress understood of the requests that reached it, oldest first.
const seen = () => readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
// The most memory that the gateway ever held.
const peak = () => 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${gateway.child.pid}/status`, 'utf8'))[1]);
const inChinese = (fields) => [{ language: 'zh-Hans', source: 'en', provider: 'libretranslate', machine: true, fields }];

try {
  let r = await http(at, 'POST', posts, { headers: auth, json: { title: 'Hello there', content: '<p>First <b>post</b> of ours</p>', status: 'publish' } });
  checks.that('a post is created from JSON', { status: 201, headers: { 'paifang-verdict': 'allow', location: `~:${gateway.port}/~` }, json: { id: '*' } }, r);
  const id = r.json?.id;
  checks.that('it arrived with its translation, markup kept', { route: '/wp/v2/posts', params: { title: 'Hello there', content: '<p>First <b>post</b> of ours</p>', translations: inChinese({ '/title': '*', '/content': '~<b>~' }) } }, seen().at(-1));
  r = await http(at, 'POST', posts, { headers: auth, form: { title: 'from a form', content: 'tel 13800138000 now', status: 'publish' } });
  checks.that('a post is created from a form, masked', { status: 201, headers: { 'paifang-verdict': 'mask' }, json: { content: { raw: 'tel *********** now' } } }, r);
  checks.that('with the translation of what was published', inChinese({ '/title': '*', '/content': '~[*]{11}~' }), JSON.parse(seen().at(-1).params.translations ?? '[]'));
  const parts = new FormData();
  for (const [name, value] of Object.entries({ title: 'in parts', content: '今天天气真好，我们去公园吧', status: 'publish' })) parts.set(name, value);
  r = await http(at, 'POST', posts, { headers: auth, body: parts });
  checks.that('and from a multipart form', { status: 201, json: { content: { raw: '今天天气真好，我们去公园吧' } } }, r);
  r = await http(at, 'POST', posts, { headers: auth, json: { title: 'flagme', content: 'worth a second look', status: 'publish' } });
  checks.that('a flagged post is published', { status: 201, headers: { 'paifang-verdict': 'flag' } }, r);
  const before = seen().length;
  r = await http(at, 'POST', `${posts}?title=q&content=rejectme&status=publish`, { headers: auth });
  checks.that('fields in the query string are read too', { status: 422 }, r);
  r = await http(at, 'POST', '/?rest_route=/wp/v2/posts', { headers: auth, json: { title: 'x', content: 'rejectme', status: 'publish' } });
  checks.that('the plain-permalink alias is covered', { status: 422 }, r);
  r = await http(at, 'POST', posts, { headers: auth, json: { title: { raw: 'rejectme' }, status: 'publish' } });
  checks.that('the /raw spelling is covered', { status: 422 }, r);
  r = await http(at, 'POST', `${posts}/${id}`, { headers: { ...auth, 'x-http-method-override': 'DELETE' } });
  checks.that('a method override is refused', { status: 400 }, r);
  checks.that('none of these reached WordPress', before, seen().length);
  r = await http(at, 'POST', `${posts}/${id}`, { headers: auth, json: { title: 'Edited' } });
  checks.that('an update arrives', { status: 200, json: { title: { raw: 'Edited' } } }, r);
  r = await http(at, 'PUT', `${posts}/${id}`, { headers: auth, json: { title: 'Edited, rejectme' } });
  checks.that('a forbidden one does not', { status: 422 }, r);
  checks.that('what stands is the last good one', { json: { title: { rendered: 'Edited' } } }, await http(direct, 'GET', `${posts}/${id}`));
  r = await http(at, 'POST', comments, { headers: auth, json: { post: id, content: 'a kind comment' } });
  checks.that('a comment is created', { status: 201, json: { content: { raw: 'a kind comment' } } }, r);
  checks.that('with its translation', inChinese({ '/content': '*' }), seen().at(-1).params.translations);
  r = await http(at, 'POST', comments, { headers: auth, form: { post: id, content: '刷 单 日结' } });
  checks.that('a scam comment is held', { status: 202 }, r);
  const there = `${comments}?post=${id}&order=asc`;
  checks.that('and is not in the app', { json: [{ content: { rendered: '~kind~' } }] }, await http(direct, 'GET', there));
  checks.that('it is approved', { code: 0 }, gateway.cli(['queue', 'approve', r.json?.decision ?? '', '-c', 'paifang.yaml']));
  for (let i = 0; i < 50 && (await http(direct, 'GET', there)).json.length < 2; i++) await pause(100);
  checks.that('and arrives in its author\'s name', { json: [{}, { author: 1, content: { rendered: '~刷 单 日结~' } }] }, await http(direct, 'GET', there));
  const file = randomBytes(20 << 20);
  const atFirst = peak();
  r = await http(at, 'POST', '/wp-json/wp/v2/media', { headers: { ...auth, 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="big.zip"' }, body: file });
  checks.that('20 MB go up through an unnamed route', { status: 201, json: { source_url: '*' } }, r);
  if (r.json?.source_url) {
    const back = await http(at, 'GET', new URL(r.json.source_url).pathname);
    checks.that('and come back byte for byte', true, back.raw.equals(file));
    checks.that('in bounded memory', true, peak() - atFirst < 4 << 20);
    const part = await http(at, 'GET', new URL(r.json.source_url).pathname, { headers: { range: 'bytes=0-99' } });
    checks.that('a range request is passed on', true, part.status === 206 || part.status === 200);
  }
  r = await http(at, 'GET', posts, { headers: { 'accept-language': 'zh-CN' } });
  checks.that('the list is enriched for a reader of Chinese', { status: 200 }, r);
  checks.that('with a translation of a title', { translation: { language: 'zh-Hans', fields: '*' } }, r.json?.find((p) => p.translation));
  r = await http(at, 'GET', `${posts}/${id}`, { headers: { 'accept-language': 'zh-TW' } });
  checks.that('one post is read in Traditional Chinese', { status: 200, json: { id, translation: { language: 'zh-Hant', source: 'en' } } }, r);
  r = await http(at, 'DELETE', `${posts}/${id}`, { headers: auth });
  checks.that('a deletion passes', { status: 200, json: { status: 'trash' } }, r);
  r = await http(at, 'GET', '/');
  checks.that('the site itself is served', { status: 200, headers: { 'content-type': '~text/html~' } }, r);
  r = await http(at, 'POST', posts, { headers: { authorization: 'Basic d3Jvbmc6d3Jvbmc=' }, json: { title: 'no', content: 'no' } });
  checks.that('the app still refuses wrong credentials itself', { status: 401 }, r);
} finally {
  await gateway.stop();
  await app.stop();
  await translator.stop();
  await db.stop();
  gateway.done();
  rmSync(dir, { recursive: true, force: true });
}
process.exit(checks.end());
