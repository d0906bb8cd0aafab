// A weak link: two networks of our own with `cargo xtask link` between them, which loses, delays and
// renumbers packets as a test says. The program and most people are near, and somebody is far.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { ROOT } from './server.mjs';

/** Where the program is, as both ends see it: an address that belongs to nobody (RFC 5737). */
export const NEAR = '192.0.2.1';

/**
 * How the link is, in each direction; what isn't named stays as it was.
 * @typedef {object} Terms
 * @property {number} [loss_permille] of a thousand packets
 * @property {number} [delay_ms]
 * @property {number} [kbps] 0 for whatever comes
 * @property {0 | 1} [no_udp]
 * @property {number} [moved] added to the far address, as seen from here
 * @property {number} [shift] added to the far UDP ports, as seen from here
 *
 * @typedef {object} Counts packets of one direction so far
 * @property {number} carried
 * @property {number} lost
 * @property {number} full dropped since too many waited
 * @property {number} stopped not let through
 */

/** Where cargo put the project's own commands. */
function xtask() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const path = process.env.RENEW_XTASK ?? join(target, 'debug/xtask');
  if (!existsSync(path)) throw new Error(`${path} isn't there. Build it: cargo build --package xtask`);
  return path;
}

export class Link {
  /** @type {import('node:child_process').ChildProcessWithoutNullStreams} */
  #child;
  /** @type {AsyncIterator<string>} */
  #lines;
  #said = '';
  #spaces = { near: '', far: '' };

  /** @param {number} seed the same seed loses the same packets */
  constructor(seed) {
    this.#child = spawn(xtask(), ['link', '--seed', String(seed)]);
    // An order to a link that has ended is answered by the end of its output.
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (text) => { this.#said += text; });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @param {number} seed */
  static async start(seed) {
    const link = new Link(seed);
    const [, near = '', far = ''] = (await link.#line()).split(' ');
    link.#spaces = { near, far };
    return link;
  }

  async #line() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(this.#said.trim() || 'The link has ended.');
    return value;
  }

  /** What a command is to begin with, to run at the near end. */
  get near() {
    return enter(this.#spaces.near);
  }

  /** What a command is to begin with, to run at the far end. */
  get far() {
    return enter(this.#spaces.far);
  }

  /** @param {Terms} terms */
  async change(terms) {
    await this.#order(Object.entries(terms).map(([name, value]) => `${name}=${value}`).join(' '));
  }

  /** What became of the packets so far. @returns {Promise<{ near: Counts, far: Counts }>} */
  async counts() {
    const said = await this.#order('count');
    /** @param {string} way @returns {Counts} */
    const of = (way) => {
      const numbers = said.match(new RegExp(`to_${way}=([\\d,]+)`))?.[1]?.split(',').map(Number) ?? [];
      const [carried = 0, lost = 0, full = 0, stopped = 0] = numbers;
      return { carried, lost, full, stopped };
    };
    return { near: of('near'), far: of('far') };
  }

  /** @param {string} order */
  async #order(order) {
    this.#child.stdin.write(`${order}\n`);
    return this.#line();
  }

  /** Ends both networks. What runs in them has to be ended first. */
  async stop() {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => { this.#child.once('exit', resolve); });
    this.#child.stdin.end();
    await ended;
  }
}

/** @param {string} process */
function enter(process) {
  return ['nsenter', '--preserve-credentials', '--user', '--net', `--target=${process}`, '--'];
}
