// @ts-check
// Who has which key of whom. A page that is ready says hello to everybody who is here; who proves to
// be of the group gets my sender's key; and when somebody goes, the key goes with them: I draw
// another, for those who are left.

import { same, written } from './bytes.js';
import { HELLO, HELLO_BACK, MESSAGE_BYTES_MAX, SENDER_KEY, Side } from './handshake.js';
import { KEY_BYTES } from './frame.js';

/** A new key is used when those who are to hear me have had time to get it. */
export const SWITCH_MS = 500;
/** What is still under way is opened with the old one, and nothing later. */
export const FORGET_MS = 2_000;
/** A hello that got lost is said again, less and less often: not every seat has a page behind it. */
export const REPEAT_MS = 5_000;
const REPEAT_MS_MAX = 60_000;
/** However often somebody says hello, they are answered once in this time. */
export const ANSWER_MS = 1_000;
/** A sender's keys are counted in sixteen bits; at one a minute they last for six weeks. */
const NUMBER_MAX = 0xffff;
/**
 * Public keys that a seat has used and laid down: pages that were loaded again. More than anybody
 * loads in an evening; a seat that has used so many is not met any more.
 */
const RETIRED_MAX = 256;

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
 * @property {() => void} onOthers somebody turned out to have another secret than I, or the same
 * @property {() => void} onUsedUp there are no numbers left: only another keyring can go on
 */

export class Keyring {
  /**
   * @param {{ secret: Uint8Array<ArrayBuffer>, session: string, me: number }} who
   * @param {Means} means
   */
  constructor({ secret, session, me }, means) {
    this.me = me;
    this.means = means;
    this.isOver = false;
    this.side = Side.of(secret, session, me);
    /** @type {Map<number, import('./handshake.js').Peer>} */
    this.peers = new Map();
    /** Everybody with a seat. @type {Set<number>} */
    this.seats = new Set();
    /** Whose sender's key I have. @type {Set<number>} */
    this.given = new Set();
    /** Who greets with another secret than mine. @type {Set<number>} */
    this.others = new Set();
    /**
     * Public keys that were laid down. Whoever carries messages has kept what was said with them, and
     * could play it again to somebody who met them anew.
     * @type {Map<number, Set<string>>}
     */
    this.retired = new Map();
    /** Who was answered a moment ago, and whether they are owed a hello when that is over. */
    /** @type {Map<number, 'nothing' | 'key' | 'hello'>} */
    this.answered = new Map();
    this.rounds = 0;
    this.number = 0;
    this.key = drawnKey();
    this.tell({ is: 'own', number: this.number, key: this.key });
    /** One thing after the other: what came first is done first. @type {Promise<void>} */
    this.done = Promise.resolve();
  }

  /** Another takes its place, or none: what it still has to do is left undone. */
  end() {
    this.isOver = true;
  }

  /** @param {KeyNews} news */
  tell(news) {
    if (!this.isOver) this.means.tell(news);
  }

  /** @param {number} to @param {Uint8Array} message */
  send(to, message) {
    if (!this.isOver) this.means.send(to, message);
  }

  /** @param {number} ms @param {() => void} then */
  later(ms, then) {
    this.means.later(ms, () => {
      if (!this.isOver) then();
    });
  }

  /** @param {() => Promise<void>} what */
  next(what) {
    this.done = this.done.then(() => (this.isOver ? undefined : what()));
    return this.done;
  }

  /**
   * This page's line is there, for the first time or again: whoever came meanwhile is met.
   * @param {number[]} seats
   */
  arrive(seats) {
    void this.sit(seats);
    this.repeat(REPEAT_MS);
    return this.greet(() => true);
  }

  /** @param {(seat: number) => boolean} which */
  greet(which) {
    return this.next(async () => {
      const hello = await (await this.side).hello(HELLO);
      for (const seat of this.seats) if (which(seat)) this.send(seat, hello);
    });
  }

  /** Who has given me no key yet may not have heard me. @param {number} ms */
  repeat(ms) {
    this.rounds += 1;
    const round = this.rounds;
    this.later(ms, () => {
      if (round !== this.rounds) return;
      void this.greet((seat) => !this.given.has(seat));
      this.repeat(Math.min(2 * ms, REPEAT_MS_MAX));
    });
  }

  /**
   * Who has a seat now. Who has none any more is forgotten, and can't open what follows.
   * @param {number[]} seats
   */
  sit(seats) {
    const now = new Set(seats.filter((seat) => seat !== this.me));
    const gone = [...this.seats].filter((seat) => !now.has(seat));
    if ([...now].some((seat) => !this.seats.has(seat))) this.repeat(REPEAT_MS);
    this.seats = now;
    if (gone.length === 0) return this.done;
    return this.next(async () => {
      const hadMine = gone.filter((seat) => this.part(seat));
      for (const seat of gone) this.note(seat, false);
      if (hadMine.length > 0) await this.renew();
    });
  }

  /**
   * The page behind a seat is there no more: nothing that was said with its keys is taken again.
   * @param {number} seat
   * @returns {boolean} whether it was known
   */
  part(seat) {
    this.tell({ is: 'forget', seat, below: Infinity });
    this.given.delete(seat);
    const peer = this.peers.get(seat);
    if (!peer) return false;
    this.peers.delete(seat);
    const retired = this.retired.get(seat) ?? new Set();
    this.retired.set(seat, retired.add(written(peer.key)));
    return true;
  }

  /** @param {number} seat @param {boolean} isOther whether it has another secret */
  note(seat, isOther) {
    if (this.others.has(seat) === isOther) return;
    if (isOther) this.others.add(seat);
    else this.others.delete(seat);
    if (!this.isOver) this.means.onOthers();
  }

  async renew() {
    if (this.number >= NUMBER_MAX) {
      this.means.onUsedUp();
      return;
    }
    this.number += 1;
    this.key = drawnKey();
    const { number, key } = this;
    for (const peer of this.peers.values()) this.send(peer.seat, await peer.wrap(number, key));
    this.later(SWITCH_MS, () => this.tell({ is: 'own', number, key }));
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
      const isHello = kind === HELLO || kind === HELLO_BACK;
      if (isHello && message.length === MESSAGE_BYTES_MAX) await this.meet(from, kind, message);
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
    const isOurs = await side.isOurs(from, message);
    this.note(from, !isOurs);
    if (isOurs) {
      const met = await side.meet(from, message);
      if (!met || !this.welcome(from, met)) return;
    }
    // Who has another secret is answered too: so they know it of me as well.
    if (kind === HELLO) await this.answer(from, 'hello');
    // Also to who answers: they may have met an earlier page of mine when I gave it last.
    else if (isOurs) await this.answer(from, 'key');
  }

  /**
   * @param {number} from
   * @param {import('./handshake.js').Peer} met
   * @returns {boolean} whether this is a page that may be met
   */
  welcome(from, met) {
    const known = this.peers.get(from);
    if (known && same(known.key, met.key)) return true;
    const retired = this.retired.get(from);
    if (retired && (retired.size >= RETIRED_MAX || retired.has(written(met.key)))) return false;
    // Another page of theirs, whose keys are counted anew.
    this.part(from);
    this.peers.set(from, met);
    return true;
  }

  /**
   * @param {number} to
   * @param {'key' | 'hello'} what a hello goes with the key
   */
  async answer(to, what) {
    const owed = this.answered.get(to);
    if (owed) {
      if (owed !== 'hello') this.answered.set(to, what);
      return;
    }
    this.answered.set(to, 'nothing');
    this.later(ANSWER_MS, () => {
      const more = this.answered.get(to);
      this.answered.delete(to);
      if (more === 'key' || more === 'hello') void this.next(() => this.answer(to, more));
    });
    if (what === 'hello') this.send(to, await (await this.side).hello(HELLO_BACK));
    const peer = this.peers.get(to);
    if (peer) this.send(to, await peer.wrap(this.number, this.key));
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
    this.given.add(from);
    this.tell({ is: 'theirs', seat: from, number, key });
    this.later(FORGET_MS, () => {
      if (this.peers.get(from) === peer) this.tell({ is: 'forget', seat: from, below: number });
    });
  }
}

function drawnKey() {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}
