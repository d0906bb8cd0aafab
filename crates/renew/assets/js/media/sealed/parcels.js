// @ts-check
// What is handed to other seats, gathered for a moment: a circle that comes in all at once then costs
// a page a few commands and not hundreds. What the room doesn't take is handed over again.

import { written } from './bytes.js';

/** Below the room's five commands a second, with room for a person's taps. */
const GATHER_MS = 400;
/** A command's frame has eight kilobytes, its envelope and numbers among them. */
const CHARS_MAX = 7_000;
/** As the room takes them: a greeting and a key for each seat. */
const COUNT_MAX = 120;
/** The room counts over ten seconds what a seat hands over; these together are longer. */
const AGAIN_MS = 3_000;
const TRIES_MAX = 5;

/** @typedef {[number, string]} Parcel */

export class Parcels {
  /**
   * @param {(to: Parcel[]) => Promise<{ ok: boolean }>} send
   * @param {(ms: number, then: () => void) => void} later
   */
  constructor(send, later) {
    this.send = send;
    this.later = later;
    /** @type {{ parcel: Parcel, tries: number }[]} */
    this.waiting = [];
    this.isResting = false;
    this.isOver = false;
  }

  /**
   * @param {number} to
   * @param {Uint8Array} message
   */
  add(to, message) {
    this.put([{ parcel: [to, written(message)], tries: 0 }]);
  }

  /** Nothing of it is handed over any more. */
  end() {
    this.isOver = true;
    this.waiting = [];
  }

  /** @param {{ parcel: Parcel, tries: number }[]} more */
  put(more) {
    if (this.isOver) return;
    this.waiting.push(...more);
    if (this.isResting) return;
    this.isResting = true;
    // What is said in the same breath goes together.
    this.later(0, () => this.go());
  }

  go() {
    let chars = 0;
    const count = this.waiting.findIndex(({ parcel: [to, text] }, at) => {
      chars += text.length + String(to).length + 6;
      return chars > CHARS_MAX || at >= COUNT_MAX;
    });
    const now = this.waiting.splice(0, count < 0 ? this.waiting.length : count);
    if (now.length === 0) {
      this.isResting = false;
      return;
    }
    void this.send(now.map(({ parcel }) => parcel)).then(({ ok }) => {
      if (!ok) this.again(now);
    });
    this.later(GATHER_MS, () => this.go());
  }

  /** @param {{ parcel: Parcel, tries: number }[]} refused */
  again(refused) {
    const more = refused.map(({ parcel, tries }) => ({ parcel, tries: tries + 1 }));
    this.later(AGAIN_MS, () => this.put(more.filter(({ tries }) => tries < TRIES_MAX)));
  }
}
