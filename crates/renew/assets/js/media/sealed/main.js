// @ts-check
// A room whose group is sealed: what this page says of itself, whom it gives its keys, and what it
// tells its worker. Without the group's secret, or in a browser that can't, it says so.

import { fill } from '../../room/text.js';
import { deviceStorage } from '../choice.js';
import { read } from './bytes.js';
import { MESSAGE_BYTES_MAX } from './handshake.js';
import { Keyring } from './keyring.js';
import { canSeal, connectionMore, evenly, put } from './lanes.js';
import { loaded } from './load.js';
import { Parcels } from './parcels.js';
import { Secrets, phrase } from './secret.js';
import { drawSeal, isOpen, sealLine, truthOf } from './truth.js';

/** Another secret is reported when it has lasted: somebody may be opening the new link just now. */
export const OTHERS_MS = 3_000;
/** A page whose line is cut has so long to come back before the others go on without it, as in the room. */
export const COMES_BACK_MS = 120_000;
/** After a page has said what it can, the room says anew how it is: an earlier word may be of before. */
export const SETTLE_MS = 1_000;
/** The room takes five commands a second, and is asked again for a while if it was too much. */
const SAY_AGAIN_MS = 1_000;
const SAY_TRIES_MAX = 5;

/**
 * @typedef {import('./truth.js').Standing} Standing
 * @typedef {import('./truth.js').Truth} Truth
 * @typedef {import('../../room/types.js').State} State
 *
 * @typedef {object} Room
 * @property {string} session
 * @property {string} group whose session it is
 * @property {(act: Record<string, unknown>) => Promise<import('../../room/socket.js').Answer>} say
 * @property {import('../../room/types.js').Words} words
 * @property {(sentence: string) => void} announce
 * @property {() => void} onFallen it isn't sealed: nobody goes on speaking without knowing
 * @property {(peer: RTCPeerConnection) => void} onBroken nothing passes through this connection
 *
 * What the browser gives; a test gives its own.
 * @typedef {object} Browser
 * @property {import('./secret.js').Kept | null} storage
 * @property {(then: (key: string | null) => void) => void} onStored another tab changed what is kept
 * @property {() => boolean} canSeal
 * @property {() => boolean} isLocked whether the page came by https
 * @property {() => Worker} worker
 * @property {typeof put} put
 * @property {(ms: number, then: () => void) => void} later
 * @property {(line: string, number: string) => void} show
 */

/** @returns {Browser} */
function thisBrowser() {
  return {
    storage: deviceStorage(),
    onStored: (then) => window.addEventListener('storage', ({ key }) => then(key)),
    canSeal,
    isLocked: () => globalThis.isSecureContext,
    worker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
    put,
    later: (ms, then) => void setTimeout(then, ms),
    show: drawSeal,
  };
}

export class Sealing {
  /** @param {Room} room @param {Browser} [browser] */
  constructor(room, browser = thisBrowser()) {
    this.room = room;
    this.browser = browser;
    this.secrets = new Secrets(browser.storage);
    /** The group, where it wants its sessions sealed. @type {string | null} */
    this.group = null;
    /** Whether this page is in the circle, and not before its door. */
    this.isInside = false;
    /** Whether the room knows what this page can: before, it must not connect. */
    this.hasArrived = false;
    /** The room isn't sealed, though this page has reason to think that it is. */
    this.isForgone = false;
    /** @type {Worker | null} */
    this.worker = null;
    this.isBroken = false;
    /** @type {Keyring | null} */
    this.keyring = null;
    /** @type {Parcels | null} */
    this.parcels = null;
    /** The connection of now, and whether all of it passes by which worker. */
    /** @type {{ peer: RTCPeerConnection, worker: Worker | null, isWhole: boolean } | null} */
    this.lanes = null;
    this.connections = 0;
    /** @type {boolean | null} whether the room says that it is sealed; null before it says */
    this.isSealed = null;
    /** Why it isn't. @type {string} */
    this.why = '';
    /** What the room said before it knew this page. @type {any} */
    this.early = null;
    /** Who is heard and seen in which slot. */
    this.slots = { heard: /** @type {number[]} */ ([]), seen: /** @type {number[]} */ ([]) };
    this.me = 0;
    /** @type {number[]} */
    this.seats = [];
    /** Whose page has gone, and whether for long. @type {Map<number, { isLong: boolean }>} */
    this.away = new Map();
    /** @type {State | null} */
    this.state = null;
    /** The number of this device's key. */
    this.number = '';
    this.line = '';
    this.announced = '';
    this.isOpen = false;
    /** @type {Standing | null} */
    this.reported = null;
    /** Counts the times that this page was let in: what was begun for an earlier one is over. */
    this.times = 0;
    browser.onStored((key) => {
      const isMine = this.group !== null && (key === null || this.secrets.isOf(key, this.group));
      if (isMine && this.isInside) this.changed();
    });
  }

  /** @returns {Standing} */
  standing() {
    if (!this.browser.canSeal() || this.isBroken) return 'cannot';
    if (!this.secrets.of(this.group ?? '')) return 'no_secret';
    return this.others().length > 0 ? 'other_secret' : 'ready';
  }

  /** @returns {Truth} */
  truth() {
    if (!this.isInside) return 'nothing';
    if (this.group === null) return this.isForgone ? 'unoffered' : 'nothing';
    const { isSealed, why, isBroken } = this;
    const isLocked = this.browser.isLocked();
    return truthOf({ isSealed, why, standing: this.standing(), isLocked, isBroken, isWhole: this.isWhole() });
  }

  /** Whether all that the connection carries is sealed by this page. */
  isWhole() {
    const { lanes, worker } = this;
    return worker !== null && this.keyring !== null && lanes?.worker === worker && lanes.isWhole;
  }

  /** Whether the connection was made with another worker than that of now, or without. */
  isBehind() {
    return this.lanes !== null && this.lanes.worker !== this.worker;
  }

  /** Whether the page may connect now. */
  mayConnect() {
    return this.group === null || this.hasArrived;
  }

  /**
   * Whether voice and camera may go into the connection: their worker holds them back if need be, or
   * the page says that it isn't sealed.
   */
  mayPass() {
    const { lanes } = this;
    const isHeld = lanes !== null && lanes.isWhole && lanes.worker === this.worker;
    return this.group === null || isHeld || isOpen(this.truth());
  }

  /** Whether those who hear this page can all open what it says. */
  reaches() {
    return this.group === null || this.isSealed === false || this.truth() === 'on';
  }

  /**
   * A new picture of a sealed room, from inside. Waits until the room knows what this page can: it
   * must not connect before.
   * @param {any} view
   * @returns {Promise<boolean>} whether it may now
   */
  async arrive(view) {
    const [group, me] = [String(view.media.seal), view.view.me];
    if (this.me !== me || this.group !== group) this.endKeyring();
    Object.assign(this, { group, me, seats: seatsOf(view.view), isInside: true, isForgone: false });
    if (this.hasArrived) {
      // Nothing was cut off: it is only another picture.
      void this.keyring?.sit(this.seats);
      return true;
    }
    this.times += 1;
    const { times } = this;
    this.draw();
    await this.load();
    if (times !== this.times || !(await this.report())) return false;
    this.hasArrived = true;
    this.begin();
    this.settle();
    this.draw();
    return true;
  }

  /**
   * A new picture of a room that isn't to be sealed. If it was a moment ago, or this device has the
   * group's key, that is said: whoever carries the words could have left it out.
   */
  without() {
    this.isForgone ||= this.group !== null || this.secrets.of(this.room.group) !== null;
    this.isInside = true;
    if (this.group !== null) this.end();
    this.group = null;
    this.draw();
  }

  async load() {
    if (this.worker || this.isBroken || !this.browser.canSeal()) return;
    const { times } = this;
    const worker = await loaded({
      make: this.browser.worker,
      later: this.browser.later,
      isWanted: () => times === this.times,
    });
    if (times !== this.times) {
      worker?.terminate();
      return;
    }
    this.worker = worker;
    this.isBroken = worker === null;
    worker?.addEventListener('message', ({ data }) => {
      const peer = this.lanes?.peer;
      if (data.is === 'broken' && data.of === this.connections && peer) this.room.onBroken(peer);
    });
    this.tell({ is: 'slots', ...this.slots });
  }

  /** Makes what is needed, and meets who is here. */
  begin() {
    const secret = this.secrets.of(this.group ?? '');
    if (!this.worker || !secret) return;
    this.keyring ??= this.makeKeyring(secret);
    void this.keyring.arrive(this.seats);
    this.draw();
  }

  /** @param {Uint8Array<ArrayBuffer>} secret */
  makeKeyring(secret) {
    const { later } = this.browser;
    const parcels = new Parcels((to) => this.room.say({ do: 'keys', to }), later);
    this.tell({ is: 'me', seat: this.me });
    const keyring = new Keyring({ secret, session: this.room.session, me: this.me }, {
      send: (to, message) => parcels.add(to, message),
      tell: (news) => this.tell(news),
      later,
      onOthers: () => {
        this.draw();
        later(OTHERS_MS, () => this.reportOthers(keyring));
      },
      onUsedUp: () => this.changed(),
    });
    this.parcels = parcels;
    void phrase(secret).then((number) => {
      if (this.keyring !== keyring) return;
      this.number = fill(this.room.words.sealed_number ?? '', { number });
      this.draw();
    });
    return keyring;
  }

  /** Its keys go, in the worker too. */
  endKeyring() {
    this.keyring?.end();
    this.parcels?.end();
    this.keyring = null;
    this.parcels = null;
    this.number = '';
    this.tell({ is: 'end' });
  }

  /** Somebody has another secret, and it has lasted; or nobody has any more. @param {Keyring} keyring */
  reportOthers(keyring) {
    if (keyring === this.keyring && this.hasArrived && this.reported !== this.standing()) void this.report();
  }

  /** @returns {Promise<boolean>} whether the room knows now what this page can */
  async report() {
    const { times } = this;
    for (let tries = 0; tries < SAY_TRIES_MAX; tries += 1) {
      const is = this.standing();
      const { ok } = await this.room.say({ do: 'seals', is });
      if (times !== this.times) return false;
      if (ok) {
        this.reported = is;
        return true;
      }
      await new Promise((done) => this.browser.later(SAY_AGAIN_MS, () => done(undefined)));
    }
    return false;
  }

  /** The line is cut: when it is back, the room may know nothing of this page. */
  cut() {
    this.times += 1;
    this.hasArrived = false;
  }

  /** The door is closed behind this page: its keys go, and a new round begins with others. */
  leave() {
    this.end();
    this.isInside = false;
    this.draw();
  }

  /** The sign-in has ended, perhaps from another device because this one was lost. */
  forget() {
    this.leave();
    this.secrets.forget();
  }

  end() {
    this.times += 1;
    this.endKeyring();
    Object.assign(this, { hasArrived: false, isSealed: null, early: null, isOpen: false, reported: null });
    this.worker?.terminate();
    this.worker = null;
  }

  /** The link was opened in another tab, or another link. */
  changed() {
    this.endKeyring();
    this.draw();
    if (!this.hasArrived) return;
    void this.report().then((isKnown) => {
      if (isKnown && this.hasArrived) this.begin();
    });
  }

  /** @param {object} told */
  tell(told) {
    this.worker?.postMessage(told);
  }

  /** @param {any} frame */
  frame(frame) {
    if (frame.is === 'key') {
      const message = read(String(frame.blob), MESSAGE_BYTES_MAX);
      if (message) void this.keyring?.hear(Number(frame.from), message);
    }
    if (frame.is !== 'voices') return;
    this.slots = { heard: numbers(frame.heard), seen: numbers(frame.seen) };
    this.tell({ is: 'slots', ...this.slots });
    if (this.group === null) return;
    if (this.hasArrived) this.hear(frame);
    else this.early = frame;
  }

  /** What the room said while it didn't know this page counts when nothing newer comes. */
  settle() {
    const { early } = this;
    if (early?.sealed === true) this.hear(early);
    else if (early) {
      this.browser.later(SETTLE_MS, () => {
        if (this.early === early && this.hasArrived) this.hear(early);
      });
    }
  }

  /** @param {any} voices */
  hear(voices) {
    this.early = null;
    const was = this.isSealed;
    this.isSealed = voices.sealed === true;
    this.why = String(voices.unsealed ?? '');
    // First the devices are put away, and then the worker lets pass what comes in clear.
    this.draw();
    if (was !== this.isSealed) this.tell({ is: 'sealed', on: this.isSealed });
  }

  /** Says what is true now, in words that stay on the page. @param {State | null} [state] */
  draw(state = this.state) {
    this.state = state;
    if (state && this.isInside) {
      this.sit(seatsOf(state.view));
      this.watch(state.view);
    }
    const truth = this.truth();
    const line = sealLine(truth, this.names(), this.room.words);
    const isNew = line !== this.line;
    this.line = line;
    this.browser.show(line, this.number);
    const wasOpen = this.isOpen;
    this.isOpen = isOpen(truth);
    if (this.isOpen && !wasOpen) this.room.onFallen();
    if (!isNew || truth === 'making' || line === this.announced) return;
    this.announced = line;
    if (line !== '') this.room.announce(line);
  }

  /** Whose key is another. Who doesn't come back decides nothing for those who are here. */
  others() {
    return [...(this.keyring?.others ?? [])].filter((who) => !this.away.get(who)?.isLong);
  }

  /** Notes who has gone without giving the seat up. @param {import('../../room/types.js').View} view */
  watch({ seats }) {
    for (const { who, presence } of seats) {
      if (presence !== 'away') this.away.delete(who);
      else if (!this.away.has(who)) this.goes(who);
    }
  }

  /** @param {number} who */
  goes(who) {
    const gone = { isLong: false };
    this.away.set(who, gone);
    this.browser.later(COMES_BACK_MS, () => {
      if (this.away.get(who) !== gone) return;
      gone.isLong = true;
      this.draw();
      if (this.keyring) this.reportOthers(this.keyring);
    });
  }

  /** Of those whose key is another. */
  names() {
    const names = this.others().map((who) => this.state?.people[who]?.name ?? '');
    return names.filter((name) => name !== '').join(', ');
  }

  /** @param {number[]} seats */
  sit(seats) {
    const isSame = seats.length === this.seats.length && seats.every((who, at) => who === this.seats[at]);
    if (isSame) return;
    this.seats = seats;
    void this.keyring?.sit(seats);
  }

  /** @returns {object} what a connection has to be made with */
  more() {
    return this.worker ? connectionMore() : {};
  }

  /** @param {string} sdp the other side's answer */
  takes(sdp) {
    return this.worker ? evenly(sdp) : sdp;
  }

  /**
   * A new connection: all that goes through it passes by the worker.
   * @param {RTCPeerConnection} peer
   */
  attach(peer) {
    const { worker } = this;
    this.connections += 1;
    const of = this.connections;
    const lanes = { peer, worker, isWhole: worker !== null };
    this.lanes = lanes;
    const slots = { audio: 0, video: 0 };
    for (const { direction, sender, receiver } of worker ? peer.getTransceivers() : []) {
      const kind = receiver.track.kind === 'audio' ? 'audio' : 'video';
      const isMine = direction === 'sendonly';
      /** @type {import('./worker.js').Lane} */
      const lane = { of, way: isMine ? 'out' : 'in', kind, slot: isMine ? 0 : slots[kind] };
      try {
        if (worker) this.browser.put(worker, isMine ? sender : receiver, lane);
      } catch {
        lanes.isWhole = false;
      }
      if (!isMine) slots[kind] += 1;
    }
    this.draw();
  }
}

/** @param {import('../../room/types.js').View} view */
function seatsOf(view) {
  return view.seats.map((seat) => seat.who);
}

/** @param {unknown} list @returns {number[]} */
function numbers(list) {
  return Array.isArray(list) ? list.map(Number) : [];
}
