// @ts-check
// One piece of sound or picture, sealed by who sends it and opened by who hears it, in the manner of
// RFC 9605: what stays in the open, a header (which key of whom, and a number that never comes
// twice), and the rest under AES-128-GCM. What is in the open can't be changed unseen either.

import { bytesOf, derived, joined, numberOf, numbered } from './bytes.js';

/** @typedef {'audio' | 'video'} Kind */

export const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const COUNTER_BYTES = 4;
/** The key's number, the seat, the counter. */
export const HEADER_BYTES = 2 + 2 + COUNTER_BYTES;
const TAG_BYTES = 16;
const COUNTER_MAX = 2 ** 32 - 1;
/**
 * The program reads of a picture whether it is a whole one, and a browser its size (RFC 6386 section
 * 9.1: ten bytes of a whole one, three of others).
 */
const WHOLE_PICTURE_BYTES = 10;
const PICTURE_BYTES = 3;
/** Sound and pictures share a counter, so this is some five seconds of both. */
const WINDOW = 512;
/**
 * Everybody in the circle has everybody's key, so one of them could name numbers far ahead and make
 * all that its owner says after look old. A number is taken only as far ahead as its owner may have
 * come since: sound and two sizes of pictures are some ninety pieces a second, and here are twice as
 * many. What goes beyond that is taken off ten seconds in hand, which come back with time, so that
 * many small leaps go no further than one: a voice is missed for less than a minute.
 */
const PER_SECOND_MAX = 200;
const AHEAD_MAX = 1_000;
/** Who comes late hears somebody begin anywhere: after more than a day of talking, if need be. */
const FIRST_MAX = 2 ** 24;

/**
 * How much stays in the open: nothing of a voice.
 * @param {Kind} kind
 * @param {Uint8Array} bytes
 */
export function openBytes(kind, bytes) {
  if (kind === 'audio') return 0;
  const isWhole = ((bytes[0] ?? 1) & 1) === 0;
  return Math.min(isWhole ? WHOLE_PICTURE_BYTES : PICTURE_BYTES, bytes.length);
}

/** A sender's key, as frames are sealed with it. */
export class FrameKey {
  /**
   * @param {number} seat
   * @param {number} number which of this sender's keys
   * @param {CryptoKey} key
   * @param {Uint8Array} salt
   */
  constructor(seat, number, key, salt) {
    this.seat = seat;
    this.number = number;
    this.key = key;
    this.salt = salt;
    this.counter = 0;
    this.came = { audio: new Came(), video: new Came() };
  }

  /**
   * @param {number} seat
   * @param {number} number
   * @param {Uint8Array<ArrayBuffer>} secret as the sender drew it
   */
  static async of(seat, number, secret) {
    const purpose = joined(bytesOf('renew sealed 1 frame'), numbered(seat, 4), numbered(number, 2));
    const bytes = await derived(secret, '', purpose, KEY_BYTES + NONCE_BYTES);
    const raw = bytes.slice(0, KEY_BYTES);
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new FrameKey(seat, number, key, bytes.slice(KEY_BYTES));
  }

  /**
   * @param {Kind} kind
   * @param {Uint8Array} open
   * @param {Uint8Array} header
   */
  how(kind, open, header) {
    const iv = joined(this.salt);
    const counter = header.subarray(HEADER_BYTES - COUNTER_BYTES);
    const at = NONCE_BYTES - COUNTER_BYTES;
    counter.forEach((byte, nth) => (iv[at + nth] = (iv[at + nth] ?? 0) ^ byte));
    const additionalData = joined(numbered(kind === 'audio' ? 1 : 2, 1), open, header);
    return { name: 'AES-GCM', iv, additionalData };
  }

  /**
   * @param {Kind} kind
   * @param {Uint8Array} bytes
   * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null when this key has sealed all that it may
   */
  async seal(kind, bytes) {
    if (this.counter > COUNTER_MAX) return null;
    const count = numbered(this.counter, COUNTER_BYTES);
    this.counter += 1;
    const header = joined(numbered(this.number, 2), numbered(this.seat, 2), count);
    const at = openBytes(kind, bytes);
    const open = bytes.subarray(0, at);
    const how = this.how(kind, open, header);
    const sealed = await crypto.subtle.encrypt(how, this.key, joined(bytes.subarray(at)));
    return joined(open, header, new Uint8Array(sealed));
  }

  /**
   * @param {Kind} kind
   * @param {Uint8Array} bytes
   * @param {number} now in milliseconds, of a clock that only goes forward
   * @returns {Promise<Uint8Array<ArrayBuffer> | null>} null for what isn't genuine, or came before
   */
  async open(kind, bytes, now) {
    const at = openBytes(kind, bytes);
    const header = bytes.subarray(at, at + HEADER_BYTES);
    const counter = numberOf(header.subarray(HEADER_BYTES - COUNTER_BYTES));
    const came = this.came[kind];
    if (!came.isNew(counter, now)) return null;
    const [open, sealed] = [bytes.subarray(0, at), joined(bytes.subarray(at + HEADER_BYTES))];
    try {
      const opened = await crypto.subtle.decrypt(this.how(kind, open, header), this.key, sealed);
      // Asked again: another copy of it may have been opened meanwhile.
      return came.note(counter, now) ? joined(open, new Uint8Array(opened)) : null;
    } catch {
      return null;
    }
  }
}

/**
 * Which key a sealed piece asks for; null for what is too short to be one.
 * @param {Kind} kind
 * @param {Uint8Array} bytes
 */
export function askedKey(kind, bytes) {
  const at = openBytes(kind, bytes);
  if (bytes.length < at + HEADER_BYTES + TAG_BYTES) return null;
  return {
    number: numberOf(bytes.subarray(at, at + 2)),
    seat: numberOf(bytes.subarray(at + 2, at + 4)),
  };
}

/**
 * Which numbers have come: none comes twice, and what is far behind or far ahead doesn't come at all.
 */
class Came {
  constructor() {
    this.newest = -1;
    /** When the newest came, and how far ahead the next could have been then. */
    this.at = 0;
    this.ahead = AHEAD_MAX;
    /** @type {Set<number>} */
    this.seen = new Set();
  }

  /** @param {number} counter @param {number} now */
  isNew(counter, now) {
    if (this.newest < 0) return counter < FIRST_MAX;
    const isNear = counter > this.newest - WINDOW && counter - this.newest <= this.aheadMax(now);
    return isNear && !this.seen.has(counter);
  }

  /** @param {number} now */
  aheadMax(now) {
    return this.ahead + ((now - this.at) * PER_SECOND_MAX) / 1000;
  }

  /** @param {number} counter @param {number} now */
  note(counter, now) {
    if (!this.isNew(counter, now)) return false;
    this.seen.add(counter);
    if (counter > this.newest) {
      const isFirst = this.newest < 0;
      if (!isFirst) this.ahead = Math.min(AHEAD_MAX, this.aheadMax(now) - (counter - this.newest));
      [this.newest, this.at] = [counter, now];
    }
    // They were added about in order, so few are looked at.
    for (const old of this.seen) {
      if (old > this.newest - WINDOW) break;
      this.seen.delete(old);
    }
    return true;
  }
}
