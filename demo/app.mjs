#!/usr/bin/env node
// The demo's own little app: it knows nothing of Paifang. Posts live in memory.
// usage: app.mjs [PORT]; prints its URL.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { dirname, join, extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };
const pages = { '/': 'page.html', '/page.css': 'page.css', '/page.js': 'page.js' };
const mostPosts = 200;
const mostBytes = 64 * 1024;

const posts = [
  { id: 1, author: '小雨', place: '四川成都', body: '欢迎新朋友！先交猫税：这是我家的猫，真的绝绝子。' },
  { id: 2, author: 'Emma', place: 'Austin, Texas', body: 'Hello new friends! Here is my cat tax: this is Biscuit. He is the GOAT, no cap.' },
];

function say(res, status, value, headers = {}) {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  res.end(JSON.stringify(value));
}

function read(req) {
  return new Promise((done, fail) => {
    const parts = [];
    let size = 0;
    req.on('data', (c) => {
      size += c.length;
      if (size > mostBytes) { req.destroy(); fail(new Error('too large')); } else parts.push(c);
    });
    req.on('end', () => done(Buffer.concat(parts).toString('utf8')));
    req.on('error', fail);
  });
}

async function create(req, res) {
  let post;
  try { post = JSON.parse(await read(req)); } catch { return say(res, 400, { error: 'not JSON' }); }
  if (typeof post.body !== 'string' || !post.body.trim()) return say(res, 422, { error: 'body is empty' });
  const kept = { ...post, id: (posts.at(-1)?.id ?? 0) + 1 };
  posts.push(kept);
  if (posts.length > mostPosts) posts.shift();
  return say(res, 201, kept, { location: `/posts/${kept.id}` });
}

const server = createServer((req, res) => {
  const path = req.url.split('?')[0];
  if (req.method === 'POST' && path === '/posts') return void create(req, res).catch(() => res.destroy());
  if (req.method !== 'GET' && req.method !== 'HEAD') return say(res, 405, { error: 'not allowed' });
  if (path === '/posts') return say(res, 200, [...posts].reverse());
  if (pages[path]) {
    res.writeHead(200, { 'content-type': types[extname(pages[path])] });
    return res.end(readFileSync(join(here, pages[path])));
  }
  return say(res, 404, { error: 'not found' });
});

server.on('error', (e) => {
  console.error(`the demo's app: ${e.message}`);
  process.exit(1);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
