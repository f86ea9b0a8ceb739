// A stand-in for LibreTranslate 1.6 on 127.0.0.1 that behaves as the real one
// was seen to: answers are HTML-unescaped, the source's last punctuation is
// copied, 429 comes without Retry-After, tokens keep but their spacing changes.
// It does not know any language: words become words of the other script.
//
//   node fake-libretranslate.mjs [PORT]        prints its URL; 0 = any port
//   import { start } …; const s = await start({ mode, delay, limit, key });
//   s.url, s.calls (bodies received), await s.stop()
//
// A mode is an option, or the first path segment: URL/cut/translate. Modes:
// echo cut empty wrong-script lose-token double-token forge-token markup kana
// malformed wrong-shape no-text huge slow drop 400 403 429 500 302 html-error
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const LANGUAGES = new Set(['en', 'zh-Hans', 'zh', 'zh-Hant', 'zt', 'auto']);
const HAN = [...'今天我们看见很多朋友在公园里说话走路喝茶写字唱歌'];
const WORDS = 'today we see many friends who talk and walk along the old park while tea and songs fill it'.split(' ');
const TOKEN = /__E\d+__/;

const unescape = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#0?39;/g, "'").replace(/&amp;/g, '&');

// Word for word (or character for word), always the same for the same text.
function translate(text, target) {
  if (!/\p{L}/u.test(text)) return text;
  const english = target === 'en';
  const units = text.match(/__E\d+__|\p{Script=Han}|[\p{Script=Latin}'’]+|\d+/gu) ?? [];
  let n = 0;
  const out = units.map((u) => {
    if (TOKEN.test(u) || /^\d/.test(u)) return u;
    const code = [...u].reduce((sum, c) => sum + c.codePointAt(0), n++);
    return english ? WORDS[code % WORDS.length] : HAN[code % HAN.length] + HAN[(code >> 2) % HAN.length];
  });
  const last = /[.!?。！？]$/u.exec(text.trim())?.[0] ?? '';
  return unescape((english ? out.join(' ') : out.join('').replace(/(__E\d+__)/g, ' $1 ').trim()) + last);
}

const spoil = {
  echo: (text) => text,
  cut: (_, good) => [...good].slice(0, 3).join(''),
  empty: () => '',
  'wrong-script': (text, _, target) => (target === 'en' ? '今天我们' : 'today we see').repeat(1 + text.length / 12),
  kana: (text) => 'ひらがなです'.repeat(1 + text.length / 8),
  'lose-token': (_, good) => good.replace(TOKEN, ''),
  'double-token': (_, good) => good.replace(TOKEN, '$& $&'),
  'forge-token': (_, good) => `${good} __E99__`,
  markup: (_, good) => `${good} <script>alert(1)</script>`,
};

function refusal(mode, options, { q, source, target, api_key }) {
  const texts = [q].flat();
  const limit = options.limit ?? Infinity;
  const long = texts.find((t) => [...t].length > limit);
  if (mode === '429') return [429, { error: 'Slowdown: 2 per 1 minute' }];
  if (mode === '500') return [500, { error: 'Cannot translate text: internal' }];
  if (mode === '403' || (options.key && api_key && api_key !== options.key)) return [403, { error: 'Invalid API key' }];
  if (mode === '400') return [400, { error: `${target} is not supported` }];
  if (options.key && !api_key) return [400, { error: 'Please contact the server operator to get an API key' }];
  if (q === undefined) return [400, { error: 'Invalid request: missing q parameter' }];
  for (const l of [source, target]) if (!LANGUAGES.has(l)) return [400, { error: `${l} is not supported` }];
  if (long) return [400, { error: `Invalid request: request (${[...long].length}) exceeds text limit (${limit})` }];
  return null;
}

function answer(res, mode, options, body) {
  const json = (status, value) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const refused = refusal(mode, options, body);
  if (refused) return json(...refused);
  if (mode === '302') { res.writeHead(302, { location: '/translate' }); return res.end(); }
  if (mode === 'html-error') { res.writeHead(502, { 'content-type': 'text/html' }); return res.end('<html>Bad gateway</html>'); }
  if (mode === 'malformed') return json(200, '{"translatedText": "今天');
  if (mode === 'huge') return json(200, { translatedText: '今天'.repeat(4 << 20) });
  if (mode === 'no-text') return json(200, { detectedLanguage: { confidence: 90, language: 'en' } });
  const one = (text) => {
    const good = translate(text, body.target);
    return (spoil[mode] ?? ((_, g) => g))(text, good, body.target);
  };
  const batch = Array.isArray(body.q);
  const texts = [body.q].flat().map(one);
  if (mode === 'wrong-shape') return json(200, { translatedText: [...texts, 'one too many'] });
  return json(200, { alternatives: [], translatedText: batch ? texts : texts[0] });
}

export function start(options = {}) {
  const calls = [];
  const sockets = new Set();
  const server = createServer((req, res) => {
    const parts = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', async () => {
      const [, mode, rest] = /^\/(?:([\w-]+)\/)?(translate)$/.exec(req.url) ?? [];
      let body;
      if (req.url === '/calls') return res.end(String(calls.length));
      if (!rest || req.method !== 'POST') { res.writeHead(404); return res.end(); }
      try { body = JSON.parse(Buffer.concat(parts).toString('utf8')); } catch { res.writeHead(400); return res.end('{"error":"Invalid JSON format"}'); }
      calls.push(body);
      const kind = mode ?? options.mode ?? '';
      const delay = options.delay ?? (kind === 'slow' ? 1000 : 0);
      if (kind === 'drop') return req.socket.destroy();
      if (delay) await new Promise((done) => setTimeout(done, delay));
      return answer(res, kind, options, body);
    });
  });
  server.on('connection', (s) => { sockets.add(s); s.on('close', () => sockets.delete(s)); });
  return new Promise((done) => server.listen(options.port ?? 0, '127.0.0.1', () => done({
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    stop: () => { for (const s of sockets) s.destroy(); return new Promise((end) => server.close(() => end())); },
  })));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await start({ port: Number(process.argv[2] ?? 0), limit: Number(process.env.LIMIT ?? Infinity), key: process.env.KEY });
  console.log(server.url);
  process.stdin.on('end', () => process.exit(0)).resume(); // ends with who started it
}
