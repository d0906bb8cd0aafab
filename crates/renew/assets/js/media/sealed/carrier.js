// @ts-check
// What happens to each piece of sound and picture on its way out and in. It runs beside the page, in
// a worker, which knows the keys of this session and nothing else.

import { FrameKey, askedKey } from './frame.js';

/** @typedef {import('./frame.js').Kind} Kind */

/** Keys of one sender that may be in use at a time: the new one, and the old one while it lasts. */
const KEYS_MAX = 2;
/**
 * When a session is no longer sealed, sealed pieces may still be under way, and played as they are
 * they would be noise in somebody's ear. Nor does what was said for a sealed session go out in clear.
 */
export const REST_MS = 1_000;

/**
 * What the page tells.
 * @typedef {{ is: 'me', seat: number }
 *   | { is: 'sealed', on: boolean }
 *   | import('./keyring.js').KeyNews} Told
 */

export class Carrier {
  /** @param {() => number} now in milliseconds, of a clock that only goes forward */
  constructor(now) {
    this.now = now;
    this.me = 0;
    /** Nothing goes out, and nothing is played, before the room has said how. */
    /** @type {boolean | null} */
    this.isSealed = null;
    this.restsUntil = 0;
    /** @type {FrameKey | null} */
    this.own = null;
    /** @type {Map<number, FrameKey[]>} */
    this.theirs = new Map();
    /** @type {Promise<void>} */
    this.done = Promise.resolve();
  }

  /** @param {Told} told */
  hear(told) {
    this.done = this.done.then(() => this.take(told));
    return this.done;
  }

  /** @param {Told} told */
  async take(told) {
    if (told.is === 'me') this.me = told.seat;
    if (told.is === 'sealed') {
      if (this.isSealed && !told.on) this.restsUntil = this.now() + REST_MS;
      this.isSealed = told.on;
    }
    if (told.is === 'own') this.own = await FrameKey.of(this.me, told.number, told.key);
    if (told.is === 'theirs') {
      const key = await FrameKey.of(told.seat, told.number, told.key);
      const keys = [...(this.theirs.get(told.seat) ?? []), key];
      this.theirs.set(told.seat, keys.slice(-KEYS_MAX));
    }
    if (told.is === 'forget') {
      const left = (this.theirs.get(told.seat) ?? []).filter((key) => key.number >= told.below);
      if (left.length > 0) this.theirs.set(told.seat, left);
      else this.theirs.delete(told.seat);
    }
  }

  /**
   * What goes out for a piece of mine; null for nothing.
   * @param {Kind} kind
   * @param {ArrayBuffer} data
   * @returns {Promise<ArrayBuffer | null>}
   */
  async out(kind, data) {
    if (this.isSealed === null || this.now() < this.restsUntil) return null;
    if (!this.isSealed) return data;
    const sealed = await this.own?.seal(kind, new Uint8Array(data));
    return sealed?.buffer ?? null;
  }

  /**
   * What is played of a piece that came; null for nothing.
   * @param {Kind} kind
   * @param {ArrayBuffer} data
   * @returns {Promise<ArrayBuffer | null>}
   */
  async in(kind, data) {
    if (this.isSealed === null || this.now() < this.restsUntil) return null;
    if (!this.isSealed) return data;
    const bytes = new Uint8Array(data);
    const asked = askedKey(kind, bytes);
    const keys = asked ? this.theirs.get(asked.seat) : undefined;
    const key = keys?.find((key) => key.number === asked?.number);
    return (await key?.open(kind, bytes))?.buffer ?? null;
  }
}
