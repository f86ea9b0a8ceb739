// Starts and stops the real binary for a flow: a folder of its own, free
// ports, a log that is shown when the flow fails.
import { spawn, spawnSync } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { mkdtempSync, mkdirSync, writeFileSync, readFileSync, renameSync, rmSync, openSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, dirname } from 'node:path';

export const binary = resolve(process.env.PAIFANG ?? 'build/paifang');

const given = new Set();

// Below those that the kernel gives to clients (32768 and above): until the
// gateway listens there, no connection of somebody else's takes it. None is
// given twice: a gateway's second port is not its first, nor is it that of
// a gateway which is about to listen, or to listen again.
export function freePort() {
  const port = 20000 + Math.floor(Math.random() * 12000);

  if (given.has(port)) return freePort();
  given.add(port);
  return new Promise((done, fail) => {
    const s = createServer();
    s.on('error', (e) => (e.code === 'EADDRINUSE' ? done(freePort()) : fail(e)));
    s.listen(port, '127.0.0.1', () => s.close(() => done(port)));
  });
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// A port, or the path of a socket file.
export const address = (at) => (typeof at === 'number' ? { host: '127.0.0.1', port: at } : { socketPath: at });

function answers(at) {
  return new Promise((done) => {
    const s = connect(typeof at === 'number' ? { host: '127.0.0.1', port: at } : { path: at }, () => { s.destroy(); done(true); });
    s.on('error', () => done(false));
  });
}

export class Gateway {
  constructor({ config, files = {}, env = {} }) {
    this.dir = mkdtempSync(join(tmpdir(), 'paifang-flow-'));
    this.config = config;
    this.env = env;
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, name)), { recursive: true });
      writeFileSync(join(this.dir, name), text);
    }
  }

  // Another suite on this machine may have taken a port since it was free;
  // a gateway that has listened before comes back to the ports it had.
  async start() {
    const mayMove = this.port === undefined;
    for (let left = 3; ; left--) {
      this.port ??= await freePort();
      this.adminPort ??= await freePort();
      if (await this.#boot()) return;
      if (!mayMove || !left || !/^paifang: listen.*: Address already in use$/m.test(this.log())) break;
      this.port = this.adminPort = undefined;
      rmSync(join(this.dir, 'log'));
    }
    throw new Error(`the gateway did not start:\n${this.log()}`);
  }

  async #boot() {
    writeFileSync(join(this.dir, 'paifang.yaml'), this.#fill(this.config));
    const before = this.log().length;
    const log = openSync(join(this.dir, 'log'), 'a');
    this.child = spawn(binary, ['serve', '-c', 'paifang.yaml'], {
      cwd: this.dir, stdio: ['ignore', log, log], env: { ...process.env, ...this.env },
    });
    this.exit = new Promise((done) => this.child.on('exit', (code, signal) => done({ code, signal })));
    let gone = null;
    this.exit.then((e) => { gone = e; });
    for (let i = 0; i < 600 && !gone; i++) {
      if (this.#listens(before) && await answers(this.port)) return true;
      await pause(25);
    }
    return false;
  }

  // The log tells that it is this gateway which listens, and where: a
  // configuration may name port 0 or socket files.
  #listens(since) {
    const said = /listening on (\S+), .*; admin on (\S+)$/m.exec(this.log().slice(since));
    if (!said) return false;
    const [port, adminPort] = said.slice(1).map((at) => (at.startsWith('unix:') ? join(this.dir, at.slice(5)) : Number(at.split(':').pop())));
    Object.assign(this, { port, adminPort });
    return true;
  }

  #fill(text) {
    return text.replaceAll('{proxy}', `127.0.0.1:${this.port}`)
      .replaceAll('{admin}', `127.0.0.1:${this.adminPort}`)
      .replaceAll('{dir}', this.dir);
  }

  // paifang.yaml is the configuration with some text in it replaced: {from: to}.
  save(name, text, how = 'rename') {
    const path = join(this.dir, name);
    if (how === 'delete') { rmSync(path); return; }
    if (typeof text !== 'string') {
      this.config = Object.entries(text).reduce((s, [from, to]) => s.replace(from, to), this.config);
      text = this.#fill(this.config);
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(how === 'rename' ? `${path}~` : path, text);
    if (how === 'rename') renameSync(`${path}~`, path);
  }

  has(name) { return existsSync(join(this.dir, name)); }

  log() { return existsSync(join(this.dir, 'log')) ? readFileSync(join(this.dir, 'log'), 'utf8') : ''; }

  async stop(signal = 'SIGTERM') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return null;
    this.child.kill(signal);
    return this.exit;
  }

  // Runs another command of the binary in the gateway's folder.
  cli(args, input) {
    const r = spawnSync(binary, args.map((a) => a.replaceAll('{dir}', this.dir)), {
      cwd: this.dir, input, encoding: 'utf8', env: { ...process.env, ...this.env }, timeout: 30000, maxBuffer: 256 << 20,
    });
    return { code: r.status, out: r.stdout, err: r.stderr };
  }

  done() { rmSync(this.dir, { recursive: true, force: true }); }
}
