// @ts-check
// A room whose group is sealed: what this page says of itself, whom it gives its keys, and what it
// tells its worker. Without the group's secret, or in a browser that can't, it says so.

import { read } from './bytes.js';
import { MESSAGE_BYTES_MAX } from './handshake.js';
import { Keyring } from './keyring.js';
import { canSeal, connectionMore, put } from './lanes.js';
import { Parcels } from './parcels.js';
import { Secrets, deviceStorage } from './secret.js';

/**
 * @typedef {'ready' | 'no_secret' | 'cannot'} Standing
 *
 * @typedef {object} Room
 * @property {string} session
 * @property {(act: Record<string, unknown>) => Promise<import('../../room/socket.js').Answer>} say
 * @property {import('../../room/types.js').Words} words
 * @property {(sentence: string) => void} announce
 * @property {() => void} onFallen no longer sealed: nobody goes on speaking without knowing
 */

export class Sealing {
  /** @param {Room} room */
  constructor(room) {
    this.room = room;
    this.secrets = new Secrets(deviceStorage());
    /** The group, where it wants its sessions sealed. @type {string | null} */
    this.group = null;
    /** @type {Worker | null} */
    this.worker = null;
    /** Whether the worker listens: a connection that is made before passes nothing on. */
    this.ready = Promise.resolve();
    this.isBroken = false;
    /** @type {Keyring | null} */
    this.keyring = null;
    this.parcels = new Parcels(
      (to) => void this.room.say({ do: 'keys', to }),
      (ms, then) => void setTimeout(then, ms),
    );
    /** @type {boolean | null} whether the room says that it is sealed; null before it says */
    this.isSealed = null;
    /** Why it isn't. @type {string} */
    this.why = '';
    this.me = 0;
    /** @type {number[]} */
    this.seats = [];
    /** Counts the times that this page was let in: what was begun for an earlier one is over. */
    this.times = 0;
    window.addEventListener('storage', ({ key }) => {
      if (this.group !== null && this.secrets.isOf(key, this.group)) this.changed();
    });
  }

  /** @returns {Standing} */
  standing() {
    if (!canSeal() || this.isBroken) return 'cannot';
    return this.secrets.of(this.group ?? '') ? 'ready' : 'no_secret';
  }

  /**
   * A new picture of a sealed room, from inside. Waits until the room knows what this page can: it
   * must not connect before.
   * @param {any} view
   * @returns {Promise<boolean>} whether it may now
   */
  async arrive(view) {
    this.group = String(view.media.seal);
    this.me = view.view.me;
    this.seats = seatsOf(view.view);
    const { times } = this;
    await this.room.say({ do: 'seals', is: this.standing() });
    if (times !== this.times) return false;
    this.begin();
    await this.ready;
    return times === this.times;
  }

  /** Makes what is needed, and meets who is here. */
  begin() {
    if (!canSeal() || this.isBroken) return;
    if (!this.worker) {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
      this.worker = worker;
      this.ready = new Promise((done) => {
        worker.addEventListener('message', () => done(undefined), { once: true });
        worker.addEventListener('error', () => {
          this.fail(worker);
          done(undefined);
        });
      });
      this.tell({ is: 'me', seat: this.me });
      if (this.isSealed !== null) this.tell({ is: 'sealed', on: this.isSealed });
    }
    const secret = this.secrets.of(this.group ?? '');
    if (!secret) return;
    this.keyring ??= new Keyring(
      { secret, session: this.room.session, me: this.me },
      {
        send: (to, message) => this.parcels.add(to, message),
        tell: (news) => this.tell(news),
        later: (ms, then) => void setTimeout(then, ms),
      },
    );
    void this.keyring.arrive(this.seats);
  }

  /**
   * The worker could not be loaded: this page can't seal, which everybody is told.
   * @param {Worker} worker
   */
  fail(worker) {
    if (this.worker !== worker) return;
    this.isBroken = true;
    this.worker = null;
    this.keyring = null;
    void this.room.say({ do: 'seals', is: this.standing() });
  }

  /** The door is closed behind this page: its keys go, and a new round begins with others. */
  leave() {
    this.times += 1;
    this.keyring = null;
    this.isSealed = null;
    this.worker?.terminate();
    this.worker = null;
    this.write('');
  }

  /** The link was opened in another tab, or another link. */
  changed() {
    this.keyring = null;
    const { times } = this;
    void this.room.say({ do: 'seals', is: this.standing() }).then(() => {
      if (times === this.times) this.begin();
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
    if (frame.is === 'voices' && this.group !== null) this.say(frame);
  }

  /**
   * What the room says of it, in words that stay on the page.
   * @param {any} voices
   */
  say(voices) {
    const [was, before] = [this.isSealed, this.why];
    this.isSealed = voices.sealed === true;
    this.why = String(voices.unsealed ?? '');
    const line = sealLine(this.isSealed, this.why, this.standing(), this.room.words);
    this.write(line);
    // First the devices are put away, and then the worker lets pass what comes in clear.
    if (was === true && !this.isSealed) this.room.onFallen();
    if (was !== this.isSealed || before !== this.why) this.room.announce(line);
    if (was !== this.isSealed) this.tell({ is: 'sealed', on: this.isSealed });
  }

  /** @param {string} line */
  write(line) {
    const place = document.querySelector('.voice-line');
    let own = document.querySelector('[data-voice="sealed"]');
    if (!own && place && line !== '') {
      own = document.createElement('p');
      own.className = 'sm';
      own.setAttribute('data-voice', 'sealed');
      place.before(own);
    }
    if (own && own.textContent !== line) own.textContent = line;
    own?.toggleAttribute('hidden', line === '');
  }

  /** @param {import('../../room/types.js').View} view as the room is now */
  draw(view) {
    const seats = seatsOf(view);
    const isSame = seats.length === this.seats.length && seats.every((who, at) => who === this.seats[at]);
    if (isSame) return;
    this.seats = seats;
    void this.keyring?.sit(seats);
  }

  /** @returns {object} what a connection has to be made with */
  more() {
    return this.worker ? connectionMore() : {};
  }

  /**
   * A new connection: all that goes through it passes by the worker.
   * @param {RTCPeerConnection} peer
   */
  attach(peer) {
    const { worker } = this;
    if (!worker) return;
    for (const { direction, sender, receiver } of peer.getTransceivers()) {
      const kind = receiver.track.kind === 'audio' ? 'audio' : 'video';
      const way = direction === 'sendonly' ? 'out' : 'in';
      put(worker, way === 'out' ? sender : receiver, { way, kind });
    }
  }
}

/**
 * What is true of the session, said plainly; and what this device can do about it.
 * @param {boolean} isSealed
 * @param {string} why it isn't
 * @param {Standing} standing
 * @param {import('../../room/types.js').Words} words
 */
export function sealLine(isSealed, why, standing, words) {
  if (isSealed) return words.sealed_on ?? '';
  if (standing === 'cannot') return words.sealed_my_browser ?? '';
  if (standing === 'no_secret') return words.sealed_my_secret ?? '';
  return (why === 'browser' ? words.sealed_browser : words.sealed_secret) ?? '';
}

/** @param {import('../../room/types.js').View} view */
function seatsOf(view) {
  return view.seats.map((seat) => seat.who);
}
