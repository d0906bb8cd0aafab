// @ts-check
// Who has which key of whom. A page that is ready says hello to everybody who is here; who proves to
// be of the group gets my sender's key; and when somebody goes, the key goes with them: I draw
// another, for those who are left.

import { HELLO, HELLO_BACK, SENDER_KEY, Side } from './handshake.js';
import { KEY_BYTES } from './frame.js';

/** A new key is used when those who are to hear me have had time to get it. */
export const SWITCH_MS = 500;
/** What is still under way is opened with the old one, and nothing later. */
export const FORGET_MS = 2_000;
/** A sender's keys are counted in sixteen bits; at one a minute they last for six weeks. */
const NUMBER_MAX = 0xffff;

/**
 * What the frames are sealed and opened with, from now on.
 * @typedef {{ is: 'own', number: number, key: Uint8Array<ArrayBuffer> }
 *   | { is: 'theirs', seat: number, number: number, key: Uint8Array<ArrayBuffer> }
 *   | { is: 'forget', seat: number, below: number }} KeyNews
 *
 * @typedef {object} Means
 * @property {(to: number, message: Uint8Array) => void} send
 * @property {(news: KeyNews) => void} tell
 * @property {(ms: number, then: () => void) => void} later
 */

export class Keyring {
  /**
   * @param {{ secret: Uint8Array<ArrayBuffer>, session: string, me: number }} who
   * @param {Means} means
   */
  constructor({ secret, session, me }, means) {
    this.me = me;
    this.means = means;
    this.side = Side.of(secret, session, me);
    /** @type {Map<number, import('./handshake.js').Peer>} */
    this.peers = new Map();
    /** Everybody with a seat. @type {Set<number>} */
    this.seats = new Set();
    this.number = 0;
    this.key = drawnKey();
    means.tell({ is: 'own', number: this.number, key: this.key });
    /** One thing after the other: what came first is done first. @type {Promise<void>} */
    this.done = Promise.resolve();
  }

  /** @param {() => Promise<void>} what */
  next(what) {
    this.done = this.done.then(what);
    return this.done;
  }

  /**
   * This page's line is there, for the first time or again: whoever came meanwhile is met.
   * @param {number[]} seats
   */
  arrive(seats) {
    void this.sit(seats);
    return this.next(async () => {
      const hello = await (await this.side).hello(HELLO);
      for (const seat of this.seats) this.means.send(seat, hello);
    });
  }

  /**
   * Who has a seat now. Who has none any more is forgotten, and can't open what follows.
   * @param {number[]} seats
   */
  sit(seats) {
    const now = new Set(seats.filter((seat) => seat !== this.me));
    const gone = [...this.seats].filter((seat) => !now.has(seat));
    this.seats = now;
    if (gone.length === 0) return this.done;
    return this.next(async () => {
      const hadMine = gone.filter((seat) => this.peers.delete(seat));
      for (const seat of gone) this.means.tell({ is: 'forget', seat, below: Infinity });
      if (hadMine.length > 0) await this.renew();
    });
  }

  async renew() {
    if (this.number >= NUMBER_MAX) return;
    this.number += 1;
    this.key = drawnKey();
    const { number, key } = this;
    for (const peer of this.peers.values()) this.means.send(peer.seat, await peer.wrap(number, key));
    this.means.later(SWITCH_MS, () => this.means.tell({ is: 'own', number, key }));
  }

  /**
   * What another page said. What isn't of the group changes nothing.
   * @param {number} from
   * @param {Uint8Array<ArrayBuffer>} message
   */
  hear(from, message) {
    return this.next(async () => {
      if (!this.seats.has(from)) return;
      const [kind] = message;
      if (kind === HELLO || kind === HELLO_BACK) await this.meet(from, kind, message);
      else if (kind === SENDER_KEY) await this.take(from, message);
    });
  }

  /**
   * @param {number} from
   * @param {number} kind
   * @param {Uint8Array<ArrayBuffer>} message
   */
  async meet(from, kind, message) {
    const side = await this.side;
    const met = await side.meet(from, message);
    if (!met) return;
    const known = this.peers.get(from);
    const isNew = !known || known.key.some((byte, at) => byte !== met.key[at]);
    const peer = isNew ? met : known;
    if (isNew) {
      // Another page of theirs, whose keys are counted anew.
      this.peers.set(from, peer);
      this.means.tell({ is: 'forget', seat: from, below: Infinity });
    }
    if (kind === HELLO) this.means.send(from, await side.hello(HELLO_BACK));
    // Also to who answers: they may have met an earlier page of mine when I gave it last.
    this.means.send(from, await peer.wrap(this.number, this.key));
  }

  /**
   * @param {number} from
   * @param {Uint8Array<ArrayBuffer>} message
   */
  async take(from, message) {
    const peer = this.peers.get(from);
    const given = await peer?.unwrap(message);
    if (!peer || !given) return;
    const { number, key } = given;
    this.means.tell({ is: 'theirs', seat: from, number, key });
    this.means.later(FORGET_MS, () => {
      if (this.peers.get(from) === peer) this.means.tell({ is: 'forget', seat: from, below: number });
    });
  }
}

function drawnKey() {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}
