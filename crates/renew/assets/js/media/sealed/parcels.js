// @ts-check
// What is handed to other seats, gathered for a moment: a circle that comes in all at once then costs
// a page a few commands and not hundreds.

import { written } from './bytes.js';

/** Below the room's five commands a second, with room for a person's taps. */
const GATHER_MS = 400;
/** A command's frame has eight kilobytes, its envelope and numbers among them. */
const CHARS_MAX = 7_000;
/** As the room takes them: a greeting and a key for each seat. */
const COUNT_MAX = 120;

/** @typedef {[number, string]} Parcel */

export class Parcels {
  /**
   * @param {(to: Parcel[]) => void} send
   * @param {(ms: number, then: () => void) => void} later
   */
  constructor(send, later) {
    this.send = send;
    this.later = later;
    /** @type {Parcel[]} */
    this.waiting = [];
    this.isResting = false;
  }

  /**
   * @param {number} to
   * @param {Uint8Array} message
   */
  add(to, message) {
    this.waiting.push([to, written(message)]);
    if (this.isResting) return;
    this.isResting = true;
    // What is said in the same breath goes together.
    this.later(0, () => this.go());
  }

  go() {
    let chars = 0;
    const count = this.waiting.findIndex(([to, text], at) => {
      chars += text.length + String(to).length + 6;
      return chars > CHARS_MAX || at >= COUNT_MAX;
    });
    const now = this.waiting.splice(0, count < 0 ? this.waiting.length : count);
    if (now.length === 0) {
      this.isResting = false;
      return;
    }
    this.send(now);
    this.later(GATHER_MS, () => this.go());
  }
}
