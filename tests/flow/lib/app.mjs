// A small post API to stand behind the gateway. It keeps what it got, byte for
// byte, and answers from a list of scripted answers or by itself.
import { createServer } from 'node:http';

export class App {
  constructor(script = []) {
    this.script = [...script];
    this.got = [];
    this.posts = [];
    this.server = createServer((req, res) => this.#take(req, res));
    this.server.keepAliveTimeout = 60000;
    this.sockets = new Set();
    this.server.on('connection', (s) => { this.sockets.add(s); s.on('close', () => this.sockets.delete(s)); });
  }

  listen(port = 0) {
    return new Promise((done) => this.server.listen(port, '127.0.0.1', () => {
      this.port = this.server.address().port;
      done(this.port);
    }));
  }

  close() {
    for (const s of this.sockets) s.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }

  #take(req, res) {
    const parts = [];
    req.on('data', (c) => parts.push(c));
    req.on('end', async () => {
      const raw = Buffer.concat(parts);
      const seen = { method: req.method, path: req.url, headers: req.headers, rawHeaders: req.rawHeaders, raw, body: raw.toString('utf8') };
      try { seen.json = JSON.parse(seen.body); } catch { /* not JSON */ }
      this.got.push(seen);
      const next = this.script.findIndex((a) => (!a.on || a.on === `${req.method} ${req.url.split('?')[0]}`));
      const answer = next < 0 ? this.#own(seen) : this.script[next];
      if (next >= 0 && !answer.always) this.script.splice(next, 1);
      if (answer.delay) await new Promise((done) => setTimeout(done, answer.delay));
      if (answer.drop) { req.socket.destroy(); return; }
      const body = answer.json !== undefined ? JSON.stringify(answer.json) : answer.body ?? '';
      res.writeHead(answer.status ?? 200, {
        ...(answer.json !== undefined ? { 'content-type': 'application/json; charset=utf-8' } : {}), ...answer.headers,
      });
      res.end(body);
    });
  }

  // Left alone it is a tiny post API: POST appends, GET lists.
  #own({ method, path, json }) {
    if (method === 'POST' && path.startsWith('/posts') && json) {
      const post = { id: this.posts.length + 1, ...json };
      this.posts.push(post);
      return { status: 201, json: post, headers: { location: `/posts/${post.id}` } };
    }
    if (method === 'GET' && path.split('?')[0] === '/posts') return { status: 200, json: this.posts };
    return { status: 200, json: { ok: true } };
  }
}
