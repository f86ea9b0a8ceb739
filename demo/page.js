// Two phones on one page: each speaks to the same API through the gateway, one
// asking for English, one for Chinese.
const phones = {
  us: {
    language: 'en', user: 'emma', author: 'Emma', place: 'Austin, Texas',
    words: {
      post: 'Post', placeholder: 'What would you like to share?', shown: 'Posted.', held: 'Held for review', refused: 'Not posted', changed: 'Posted, with changes',
      translated: (by, gloss) => (gloss ? `word-by-word gloss (${by}), not a full translation` : `machine translation (${by})`), original: 'Original: ', failed: 'The gateway did not answer.',
    },
    tries: {
      'Say hi': 'Hi everyone! My dog ate my homework lol. He is so cute, no cap.',
      'Scam': 'Work from home and earn $500 per day, no experience needed! Guaranteed returns, message me on WhatsApp now.',
      'Phone number': 'I am selling two concert tickets. Please call me at (512) 555-0142.',
    },
  },
  cn: {
    language: 'zh-Hans', user: 'xiaoyu', author: '小雨', place: '四川成都',
    words: {
      post: '发布', placeholder: '想分享点什么？', shown: '已发布。', held: '等待审核', refused: '未能发布', changed: '已发布，内容有改动',
      translated: (by, gloss) => (gloss ? `逐词释义（${by}），并非完整翻译` : `机器翻译（${by}）`), original: '原文：', failed: '网关没有响应。',
    },
    tries: {
      '打个招呼': '大家好！今天我和朋友吃火锅，太辣了，哈哈哈，真的yyds。',
      '诈骗': '诚招刷.单兼职，日结300元，动动手指就能躺赚，名额有限！',
      '手机号': '大家好！转让两张演唱会门票，有意请打 138 0013 8000。',
    },
  },
};

const make = (tag, className, text, lang) => {
  const e = document.createElement(tag);
  if (lang) e.lang = lang;
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
};

function notes(list, source) {
  const dl = make('dl', 'notes');
  const seen = new Set();
  for (const n of list) {
    if (seen.has(n.term)) continue;
    seen.add(n.term);
    const row = make('div');
    row.append(make('dt', '', n.term, source), make('dd', '', n.note));
    dl.append(row);
  }
  return dl;
}

function item(post, phone) {
  const li = make('li');
  li.append(make('div', 'who', [post.author, post.place].filter(Boolean).join(' · ')));
  const translated = post.translation?.fields?.['/body'];
  li.append(make('div', 'text', translated ?? post.body, translated === undefined ? undefined : post.translation.language));
  if (translated !== undefined) {
    const original = make('div', 'original', phone.words.original);
    original.append(make('span', '', post.body, post.translation.source));
    li.append(make('div', 'by', phone.words.translated(post.translation.provider, post.translation.quality === 'gloss')), original);
  }
  if (post.translation?.notes?.length) li.append(notes(post.translation.notes, post.translation.source));
  return li;
}

async function load(phone) {
  const answer = await fetch('/posts', { headers: { 'Accept-Language': phone.language }, cache: 'no-store' });
  const posts = await answer.json();
  phone.feed.replaceChildren(...posts.map((p) => item(p, phone)));
}

function notice(phone, kind, title, reasons = [], detail = '') {
  phone.notice.className = `notice ${kind}`;
  phone.notice.replaceChildren(make('b', '', title));
  if (detail) phone.notice.append(make('p', '', detail));
  if (reasons.length) {
    const ul = make('ul');
    ul.append(...reasons.map((r) => make('li', '', r)));
    phone.notice.append(ul);
  }
  phone.notice.hidden = false;
}

async function advice(answer, phone) {
  const at = answer.headers.get('Paifang-Advice');
  const page = at && await fetch(at, { headers: { 'Accept-Language': phone.language, Accept: 'application/json' } });
  return page?.ok ? page.json() : { message: '', rules: [] };
}

const reasons = (said) => (said.rules ?? []).map((r) => r.reason);

async function send(phone, text) {
  const answer = await fetch('/posts', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': phone.language, Authorization: `Bearer demo-${phone.user}` },
    body: JSON.stringify({ author: phone.author, place: phone.place, body: text }),
  });
  const said = await answer.json().catch(() => ({}));
  const verdict = answer.headers.get('Paifang-Verdict');
  if (answer.status === 202) notice(phone, 'warn', phone.words.held, [], said.message);
  else if (!answer.ok) notice(phone, 'stop', said.title ?? phone.words.refused, reasons(said), said.detail);
  else if (verdict === 'mask' || verdict === 'advise') {
    const why = await advice(answer, phone);
    notice(phone, 'warn', phone.words.changed, reasons(why), why.message);
  }
  else notice(phone, '', phone.words.shown);
}

function open(id) {
  const phone = phones[id];
  const root = document.getElementById(id);
  root.append(document.getElementById('phone').content.cloneNode(true));
  root.querySelector('.bar b').textContent = phone.author;
  root.querySelector('.bar span').textContent = phone.place;
  const form = root.querySelector('form');
  const text = root.querySelector('textarea');
  const button = root.querySelector('.row > button');
  text.placeholder = phone.words.placeholder;
  text.setAttribute('aria-label', phone.words.placeholder);
  button.textContent = phone.words.post;
  phone.feed = root.querySelector('.feed');
  phone.notice = root.querySelector('.notice');
  for (const [name, sample] of Object.entries(phone.tries)) {
    const b = make('button', '', name);
    b.type = 'button';
    b.addEventListener('click', () => { text.value = sample; text.focus(); });
    root.querySelector('.tries').append(b);
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await send(phone, text.value);
      text.value = '';
      await refresh();
    } catch { notice(phone, 'stop', phone.words.failed); }
    button.disabled = false;
  });
}

const refresh = () => Promise.all(Object.values(phones).map(load));

for (const id of Object.keys(phones)) open(id);
await refresh().catch(() => {});
setInterval(() => refresh().catch(() => {}), 3000);
