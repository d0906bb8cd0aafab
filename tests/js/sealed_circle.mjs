// Pages of a sealed session without a browser, for tests: a room between them that hands on what they
// say, and time that passes when the test says so.

import assert from 'node:assert/strict';

import { Carrier } from '../../crates/renew/assets/js/media/sealed/carrier.js';
import { MESSAGE_BYTES_MAX } from '../../crates/renew/assets/js/media/sealed/handshake.js';
import { Keyring } from '../../crates/renew/assets/js/media/sealed/keyring.js';

/** @param {number} first @param {number} length */
export const counting = (first, length) => Uint8Array.from({ length }, (_, at) => (first + at) & 0xff);
/** @param {Uint8Array | null} bytes */
export const hex = (bytes) => Buffer.from(bytes ?? []).toString('hex');
/** A piece of Opus, a whole picture and one that builds on it, by their first bytes. */
export const VOICE = counting(0x78, 40);
export const WHOLE = counting(0x10, 60);
export const PICTURE = counting(0x11, 60);

export class Circle {
  constructor() {
    /** @type {Map<number, { keyring: Keyring, carrier: Carrier }>} */
    this.pages = new Map();
    /** @type {{ at: number, then: () => void }[]} */
    this.timers = [];
    /** @type {{ from: number, to: number, message: Uint8Array }[]} */
    this.heard = [];
    /** All that was ever said, as whoever carries it could keep it. */
    /** @type {{ from: number, to: number, message: Uint8Array<ArrayBuffer> }[]} */
    this.said = [];
    /** @type {number[]} */
    this.usedUp = [];
    this.count = 0;
    this.now = 0;
  }

  /** @param {number} seat */
  at(seat) {
    const page = this.pages.get(seat);
    assert.ok(page);
    return page;
  }

  /** @param {number} seat */
  come(seat, secret = counting(1, 16), session = 'evening') {
    /** @param {number} ms @param {() => void} then */
    const later = (ms, then) => void this.timers.push({ at: this.now + ms, then });
    const carrier = new Carrier(() => this.now, later);
    carrier.hear({ is: 'me', seat });
    carrier.hear({ is: 'sealed', on: true });
    // Each seat has the lane of its number, in every page.
    carrier.hear({ is: 'slots', heard: Array.from({ length: 64 }, (_, slot) => slot), seen: [] });
    const keyring = new Keyring({ secret, session, me: seat }, {
      send: (to, message) => {
        this.heard.push({ from: seat, to, message });
        this.said.push({ from: seat, to, message: message.slice() });
      },
      tell: (news) => void carrier.hear(news),
      later,
      onOthers: () => {},
      onUsedUp: () => this.usedUp.push(seat),
    });
    this.pages.set(seat, { keyring, carrier });
    for (const page of this.pages.values()) page.keyring.sit([...this.pages.keys()]);
    return keyring.arrive([...this.pages.keys()]);
  }

  /** @param {number} seat */
  go(seat) {
    const gone = this.at(seat);
    this.pages.delete(seat);
    for (const page of this.pages.values()) page.keyring.sit([...this.pages.keys()]);
    return gone;
  }

  async settle() {
    let before = -1;
    while (this.heard.length > 0 || before !== this.count) {
      before = this.count;
      for (const { keyring } of this.pages.values()) await keyring.done;
      for (const { from, to, message } of this.heard.splice(0)) {
        this.count += 1;
        assert.ok(message.length <= MESSAGE_BYTES_MAX);
        await this.pages.get(to)?.keyring.hear(from, message.slice());
      }
      for (const { carrier } of this.pages.values()) await carrier.done;
    }
  }

  /** @param {number} ms */
  async pass(ms) {
    this.now += ms;
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    for (const { then } of due) then();
    await this.settle();
  }

  /** @param {number} seat */
  async sealed(seat, plain = VOICE) {
    const sealed = await this.at(seat).carrier.out('audio', plain.slice().buffer);
    assert.ok(sealed);
    return sealed;
  }

  /** Who can open what a page seals now. @param {number} seat */
  async hears(seat) {
    const data = await this.sealed(seat);
    const opened = [];
    for (const [other, { carrier }] of this.pages) {
      if (other !== seat && (await carrier.in('audio', seat, data.slice(0)))) opened.push(other);
    }
    return opened;
  }
}

/** What a keyring knows of another page. @param {Keyring} keyring @param {number} seat */
export function peer(keyring, seat) {
  const known = keyring.peers.get(seat);
  assert.ok(known);
  return known;
}
