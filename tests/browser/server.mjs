// Starts the built program with a data folder of its own, and ends it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A first start makes a database and a key; a crowded machine may need many times a second. */
const START_MS_MAX = 60_000;
/** A program that doesn't end when it is asked to has a defect worth knowing. */
const STOP_MS_MAX = 15_000;
/** What is kept of the program's log, to be shown when a test fails. */
const LOG_LINES_MAX = 200;

/** Where cargo put the program. @returns {string} */
export function programPath() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const path = process.env.RENEW_PROGRAM ?? join(target, 'debug/renew');
  if (!existsSync(path)) {
    throw new Error(`${path} isn't there. Build it: cargo build --package renew`);
  }
  return path;
}

/**
 * @typedef {object} ServerOptions
 * @property {string[]} [args] further arguments of `renew serve`
 * @property {string} [data] a data folder to go on with; by default a new one, removed at the end
 * @property {string} [host] the address to listen on; by default this machine's own
 * @property {number} [port] by default a free one
 * @property {string[]} [within] what the command is to begin with, to run in a network of its own
 * @property {string} [command] `serve`, or another command that serves
 */

/** A running `renew serve`. */
export class Server {
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;
  /** @type {string[]} */
  #log = [];
  /** @type {string[]} */
  #said = [];
  /** @type {ServerOptions} */
  #options;
  #ownsData = false;

  /** The address that people type. */
  origin = '';
  port = 0;
  data = '';

  /** @param {ServerOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** What the program printed for the operator, line by line. */
  get said() {
    return this.#said;
  }

  /** The end of the program's log. */
  get log() {
    return this.#log.join('\n');
  }

  /** The one-time link that makes the first coordinator, printed on a first start. */
  coordinatorLink() {
    return this.link(/\/begin\/\S+/);
  }

  /**
   * The first printed address that matches, as soon as it is printed.
   * @param {RegExp} pattern
   * @returns {Promise<string>}
   */
  async link(pattern) {
    const printed = () =>
      this.#said.flatMap((line) => line.match(/https?:\/\/\S+/g) ?? []).find((one) => pattern.test(one));
    const output = this.#child?.stdout;
    const late = AbortSignal.timeout(START_MS_MAX);
    for (let link = printed(); ; link = printed()) {
      if (link) return link;
      if (!output) break;
      try {
        await once(output, 'data', { signal: late });
      } catch {
        break;
      }
    }
    throw new Error(`No link like ${pattern} was printed:\n${this.#said.join('\n')}`);
  }

  /** Starts, and waits until it answers. */
  async start() {
    if (!this.data) {
      this.#ownsData = this.#options.data === undefined;
      this.data = this.#options.data ?? (await mkdtemp(join(tmpdir(), 'renew-browser-')));
    }
    const [first = '', ...rest] = [...(this.#options.within ?? []), programPath(), ...this.#arguments()];
    const child = spawn(first, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, RENEW_LOG: process.env.RENEW_LOG ?? 'warn' },
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', lines((line) => this.#said.push(line)));
    child.stderr.setEncoding('utf8').on('data', lines((line) => {
      this.#log.push(line);
      if (this.#log.length > LOG_LINES_MAX) this.#log.shift();
    }));
    const origin = await this.#listening(child);
    this.origin = origin;
    this.port = Number(new URL(origin).port);
  }

  #arguments() {
    const { command = 'serve', args = [], host = '127.0.0.1', port = this.port } = this.#options;
    // `renew demo` keeps its data to itself.
    const where =
      command === 'serve'
        ? ['--data', this.data, '--listen', `${host}:${port}`]
        : ['--port', String(port)];
    return [command, ...where, ...args];
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @returns {Promise<string>} the origin
   */
  #listening(child) {
    return new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ why) => {
        clearTimeout(late);
        child.stdout?.off('data', look);
        reject(new Error(`The program didn't start: ${why}\n${this.log}`));
      };
      const look = () => {
        // The first address that is printed is its own; `renew demo` has more to say before it.
        const origin = this.#said.join('\n').match(/https?:\/\/[\w.:-]+/)?.[0];
        if (!origin) return;
        clearTimeout(late);
        child.stdout?.off('data', look);
        child.off('exit', ended);
        resolve(origin);
      };
      const ended = (/** @type {number | null} */ code) => fail(`it ended with ${code}.`);
      const late = setTimeout(() => fail(`nothing after ${START_MS_MAX} ms.`), START_MS_MAX);
      child.once('error', (error) => fail(error.message));
      child.once('exit', ended);
      child.stdout?.on('data', look);
    });
  }

  /** Ends it at once, as a power cut would. The data stays; `start` goes on with it. */
  async kill() {
    await this.#end('SIGKILL');
    this.#said = [];
  }

  /** Asks it to end, and removes the data folder that was made for it. */
  async stop() {
    await this.#end('SIGTERM');
    if (this.#ownsData && this.data) await rm(this.data, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(late);
    if (signal === 'SIGTERM' && child.signalCode === 'SIGKILL') {
      throw new Error(`The program didn't end within ${STOP_MS_MAX} ms of being asked to.`);
    }
  }
}

/**
 * Starts the program.
 * @param {ServerOptions} [options]
 */
export async function startServer(options = {}) {
  const server = new Server(options);
  try {
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/**
 * Cuts chunks into lines.
 * @param {(line: string) => void} each
 * @returns {(chunk: string) => void}
 */
function lines(each) {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    parts.forEach(each);
  };
}
