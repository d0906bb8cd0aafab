// @ts-check
// What happens to each piece of sound and picture on its way out and in. It runs beside the page, in
// a worker, which knows the keys of this session and nothing else.

import { FrameKey, askedKey } from './frame.js';
import { Whose } from './whose.js';

/** @typedef {import('./frame.js').Kind} Kind */

/**
 * Keys of one sender that may be in use at a time. When several people go within a moment, each going
 * makes a new one, and those before are used until their time is over.
 */
const KEYS_MAX = 8;
/**
 * When a session is sealed from now on, or no longer, some pages are told before others. So long
 * nothing goes out that they would take for something else; and when it is no longer sealed, nothing
 * is played that may be of before.
 */
export const REST_MS = 1_000;
/** A circle hardly changes its keys so often. Nothing in clear begins with so small a number. */
const NUMBER_LIKELY_MAX = 0xff;

/**
 * What the page tells.
 * @typedef {{ is: 'me', seat: number }
 *   | { is: 'sealed', on: boolean }
 *   | { is: 'slots', heard: number[], seen: number[] }
 *   | { is: 'end' }
 *   | import('./keyring.js').KeyNews} Told
 */

export class Carrier {
  /**
   * @param {() => number} now in milliseconds, of a clock that only goes forward
   * @param {(ms: number, then: () => void) => void} later
   */
  constructor(now, later) {
    this.now = now;
    this.me = 0;
    /** Nothing goes out, and nothing is played, before the room has said how. */
    /** @type {boolean | null} */
    this.isSealed = null;
    this.outRestsUntil = 0;
    this.inRestsUntil = 0;
    /** @type {FrameKey | null} */
    this.own = null;
    /** @type {Map<number, FrameKey[]>} */
    this.theirs = new Map();
    this.whose = new Whose(now, later);
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
    if (told.is === 'sealed') this.turn(told.on);
    if (told.is === 'slots') this.whose.hear(told);
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
    if (told.is === 'end') {
      this.own = null;
      this.theirs.clear();
    }
  }

  /** @param {boolean} isSealed */
  turn(isSealed) {
    const until = this.now() + REST_MS;
    if (this.isSealed === !isSealed) this.outRestsUntil = until;
    if (this.isSealed && !isSealed) this.inRestsUntil = until;
    this.isSealed = isSealed;
  }

  /**
   * What goes out for a piece of mine; null for nothing.
   * @param {Kind} kind
   * @param {ArrayBuffer} data
   * @returns {Promise<ArrayBuffer | null>}
   */
  async out(kind, data) {
    if (this.isSealed === null || this.now() < this.outRestsUntil) return null;
    if (!this.isSealed) return data;
    const sealed = await this.own?.seal(kind, new Uint8Array(data));
    return sealed?.buffer ?? null;
  }

  /**
   * What is played of a piece that came; null for nothing. A sealed one is opened, or dropped, also
   * when the session isn't sealed: its sender may not have been told yet, and it would be noise.
   * @param {Kind} kind
   * @param {number} slot of its lane
   * @param {ArrayBuffer} data
   * @returns {Promise<ArrayBuffer | null>}
   */
  async in(kind, slot, data) {
    if (this.isSealed === null) return null;
    const bytes = new Uint8Array(data);
    const asked = askedKey(kind, bytes);
    const key = asked && this.key(asked);
    if (key) {
      const isTheirs = await this.whose.is(kind, slot, asked.seat);
      // While it waited, its sender may have gone.
      if (!isTheirs || this.key(asked) !== key) return null;
      return (await key.open(kind, bytes, this.now()))?.buffer ?? null;
    }
    if (this.isSealed || this.now() < this.inRestsUntil) return null;
    const isOfLane = asked !== null && asked.seat === this.whose.seat(kind, slot);
    return isOfLane && asked.number <= NUMBER_LIKELY_MAX ? null : data;
  }

  /** @param {{ seat: number, number: number }} asked */
  key({ seat, number }) {
    return this.theirs.get(seat)?.find((key) => key.number === number);
  }
}
