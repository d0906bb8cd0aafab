// Sound that is sealed from end to end, without a browser: the framing against figures that another
// implementation computed, and circles in which somebody bends, replays, leaves, or knows another
// secret.

import assert from 'node:assert/strict';
import { createCipheriv, hkdfSync } from 'node:crypto';
import { test } from 'node:test';

import { read, written } from '../../crates/renew/assets/js/media/sealed/bytes.js';
import { Carrier, REST_MS } from '../../crates/renew/assets/js/media/sealed/carrier.js';
import { FrameKey, openBytes } from '../../crates/renew/assets/js/media/sealed/frame.js';
import { HELLO, MESSAGE_BYTES_MAX } from '../../crates/renew/assets/js/media/sealed/handshake.js';
import { FORGET_MS, Keyring, SWITCH_MS } from '../../crates/renew/assets/js/media/sealed/keyring.js';
import { sealLine } from '../../crates/renew/assets/js/media/sealed/main.js';
import { Parcels } from '../../crates/renew/assets/js/media/sealed/parcels.js';
import {
  Secrets,
  fragment,
  fromFragment,
  phrase,
} from '../../crates/renew/assets/js/media/sealed/secret.js';

/** @param {number} first @param {number} length */
const counting = (first, length) => Uint8Array.from({ length }, (_, at) => (first + at) & 0xff);
/** @param {Uint8Array | null} bytes */
const hex = (bytes) => Buffer.from(bytes ?? []).toString('hex');
/** @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.from(text));
/** A piece of Opus, a whole picture and one that builds on it, by their first bytes. */
const VOICE = counting(0x78, 40);
const WHOLE = counting(0x10, 60);
const PICTURE = counting(0x11, 60);

/**
 * What we should get, by the library that Node.js brings.
 *
 * @param {{ seat: number, number: number, key: Uint8Array, counter: number, kind: number,
 *   open: Uint8Array, rest: Uint8Array }} piece
 */
function expected({ seat, number, key, counter, kind, open, rest }) {
  const info = Buffer.concat([
    bytes('renew sealed 1 frame'), Buffer.from([0, 0, 0, seat, 0, number]),
  ]);
  const raw = Buffer.from(hkdfSync('sha256', key, '', info, 28));
  const header = Buffer.from([0, number, 0, seat, 0, 0, 0, counter]);
  const iv = raw.subarray(16);
  iv[11] = (iv[11] ?? 0) ^ counter;
  const cipher = createCipheriv('aes-128-gcm', raw.subarray(0, 16), iv);
  cipher.setAAD(Buffer.concat([Buffer.from([kind]), open, header]));
  return Buffer.concat([open, header, cipher.update(rest), cipher.final(), cipher.getAuthTag()]);
}

test('a piece is sealed as its description says', async () => {
  const key = counting(0, 16);
  const one = await FrameKey.of(4, 7, key);
  const first = await one.seal('audio', VOICE);
  const none = new Uint8Array();
  const same = { seat: 4, number: 7, key };
  assert.equal(
    hex(first),
    hex(expected({ ...same, counter: 0, kind: 1, open: none, rest: VOICE })),
  );
  // Kept as it is: another sealing would part pages of two versions.
  assert.equal(hex(first).slice(0, 64), KNOWN);
  const whole = await one.seal('video', WHOLE);
  const [open, rest] = [WHOLE.subarray(0, 10), WHOLE.subarray(10)];
  assert.equal(hex(whole), hex(expected({ ...same, counter: 1, kind: 2, open, rest })));
  const picture = await one.seal('video', PICTURE);
  const [some, more] = [PICTURE.subarray(0, 3), PICTURE.subarray(3)];
  assert.equal(hex(picture), hex(expected({ ...same, counter: 2, kind: 2, open: some, rest: more })));
});
/** Of a key 00 01 02 ..., seat 4, its seventh, and a voice that begins 78 79 7a ... */
const KNOWN = '0007000400000000ce7ee46d9e7e2a7d1834bba3ad336919465d21441cf49842';

test('what stays in the open is what the program has to read, and no more', () => {
  assert.equal(openBytes('audio', VOICE), 0);
  assert.equal(openBytes('video', WHOLE), 10);
  assert.equal(openBytes('video', PICTURE), 3);
  assert.equal(openBytes('video', WHOLE.subarray(0, 4)), 4);
  assert.equal(openBytes('video', new Uint8Array()), 0);
});

test('a piece opens once, whole, and as what it was sealed', async () => {
  const [seals, opens] = await both();
  for (const [kind, plain] of /** @type {const} */ ([
    ['audio', VOICE], ['video', WHOLE], ['video', PICTURE], ['audio', new Uint8Array()],
  ])) {
    const sealed = await sealedBy(seals, kind, plain);
    for (let at = 0; at < sealed.length; at += 1) {
      const bent = sealed.slice();
      bent[at] = (bent[at] ?? 0) ^ 1;
      assert.equal(await opens.open(kind, bent), null, `${kind}, byte ${at}`);
      assert.equal(await opens.open(kind, sealed.subarray(0, at)), null);
    }
    assert.equal(await opens.open(kind === 'audio' ? 'video' : 'audio', sealed), null);
    assert.equal(hex(await opens.open(kind, sealed)), hex(plain));
    assert.equal(await opens.open(kind, sealed), null, 'a second time');
  }
});

/** @returns {Promise<[FrameKey, FrameKey]>} */
async function both() {
  const key = counting(9, 16);
  return [await FrameKey.of(2, 0, key), await FrameKey.of(2, 0, key)];
}

/** @param {FrameKey} key @param {'audio' | 'video'} kind @param {Uint8Array} plain */
async function sealedBy(key, kind, plain) {
  const sealed = await key.seal(kind, plain);
  assert.ok(sealed);
  return sealed;
}

test('two copies that come at once are one', async () => {
  const [seals, opens] = await both();
  const sealed = await sealedBy(seals, 'audio', VOICE);
  const opened = await Promise.all([opens.open('audio', sealed), opens.open('audio', sealed)]);
  assert.equal(opened.filter(Boolean).length, 1);
});

test('what is late comes through, and what is very late does not', async () => {
  const [seals, opens] = await both();
  /** @type {Uint8Array[]} */
  const sealed = [];
  for (let n = 0; n < 600; n += 1) sealed.push(await sealedBy(seals, 'audio', VOICE));
  /** @param {number} at */
  const piece = (at) => sealed[at] ?? VOICE;
  assert.ok(await opens.open('audio', piece(599)));
  assert.ok(await opens.open('audio', piece(100)));
  assert.equal(await opens.open('audio', piece(100)), null);
  assert.equal(await opens.open('audio', piece(50)), null);
  assert.ok(opens.came.audio.seen.size <= 512);
});

test('nothing is sealed twice with one number', async () => {
  const [seals] = await both();
  seals.counter = 2 ** 32 - 1;
  assert.ok(await seals.seal('audio', VOICE));
  assert.equal(await seals.seal('audio', VOICE), null);
});

/**
 * A circle of pages, with a room between them that hands on what they say, and time that passes when
 * the test says so.
 */
class Circle {
  constructor() {
    /** @type {Map<number, { keyring: Keyring, carrier: Carrier }>} */
    this.pages = new Map();
    /** @type {{ at: number, then: () => void }[]} */
    this.timers = [];
    /** @type {{ from: number, to: number, message: Uint8Array }[]} */
    this.heard = [];
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
    const carrier = new Carrier(() => this.now);
    carrier.hear({ is: 'me', seat });
    carrier.hear({ is: 'sealed', on: true });
    const keyring = new Keyring({ secret, session, me: seat }, {
      send: (to, message) => this.heard.push({ from: seat, to, message }),
      tell: (news) => void carrier.hear(news),
      later: (ms, then) => this.timers.push({ at: this.now + ms, then }),
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
      if (other !== seat && (await carrier.in('audio', data.slice(0)))) opened.push(other);
    }
    return opened;
  }
}

/** What a keyring knows of another page. @param {Keyring} keyring @param {number} seat */
function peer(keyring, seat) {
  const known = keyring.peers.get(seat);
  assert.ok(known);
  return known;
}

test('everybody hears everybody, and who comes later as well', async () => {
  const circle = new Circle();
  for (const seat of [1, 2, 3]) circle.come(seat);
  await circle.settle();
  for (const seat of [1, 2, 3]) {
    assert.deepEqual(await circle.hears(seat), [1, 2, 3].filter((other) => other !== seat));
  }
  const before = await circle.sealed(1);
  circle.come(4);
  await circle.settle();
  assert.deepEqual(await circle.hears(1), [2, 3, 4]);
  assert.deepEqual(await circle.hears(4), [1, 2, 3]);
  assert.notEqual(hex(new Uint8Array(before)), hex(VOICE));
});

test('who is removed opens nothing of what follows, with all their keys', async () => {
  const circle = new Circle();
  for (const seat of [1, 2, 3]) circle.come(seat);
  await circle.settle();
  const removed = circle.go(3);
  await circle.settle();
  // What is sealed until the others have the new key was meant for them too.
  await circle.pass(SWITCH_MS);
  const data = await circle.sealed(1);
  assert.ok(await circle.at(2).carrier.in('audio', data.slice(0)), 'who stays hears');
  assert.equal(await removed.carrier.in('audio', data.slice(0)), null);
  // Somebody shows them every message that the others sent each other.
  const wrapped = await (await peer(circle.at(1).keyring, 2)).wrap(2, counting(3, 16));
  await removed.keyring.hear(1, wrapped);
  await removed.carrier.done;
  assert.equal(await removed.carrier.in('audio', data.slice(0)), null);
  // And what they seal is opened by nobody.
  const theirs = await removed.carrier.out('audio', VOICE.slice().buffer);
  assert.ok(theirs);
  assert.equal(await circle.at(2).carrier.in('audio', theirs), null);
});

test('an old key is forgotten', async () => {
  const circle = new Circle();
  for (const seat of [1, 2, 3]) circle.come(seat);
  await circle.settle();
  const [soon, late] = [await circle.sealed(1), await circle.sealed(1)];
  circle.go(3);
  await circle.settle();
  assert.deepEqual(await circle.hears(1), [2], 'before the change');
  await circle.pass(SWITCH_MS);
  assert.deepEqual(await circle.hears(1), [2], 'after it');
  assert.ok(await circle.at(2).carrier.in('audio', soon), 'still under way');
  await circle.pass(FORGET_MS);
  assert.equal(await circle.at(2).carrier.in('audio', late), null);
  assert.deepEqual(await circle.hears(1), [2]);
});

test('another secret, another session and another seat are refused', async () => {
  const circle = new Circle();
  circle.come(1);
  circle.come(2);
  circle.come(3, counting(77, 16));
  circle.come(4, counting(1, 16), 'another evening');
  await circle.settle();
  assert.deepEqual(await circle.hears(1), [2]);
  assert.deepEqual(await circle.hears(3), []);
  assert.deepEqual(await circle.hears(4), []);
  // The room hands on somebody's hello as if another had said it.
  const [one, two] = [circle.at(1).keyring, circle.at(2).keyring];
  const hello = await (await two.side).hello(HELLO);
  await one.hear(4, hello);
  assert.equal(one.peers.has(4), false);
});

test('garbage changes nothing, and an old key never comes back', async () => {
  const circle = new Circle();
  circle.come(1);
  circle.come(2);
  await circle.settle();
  const [one, two] = [circle.at(1).keyring, circle.at(2).keyring];
  const old = await (await peer(two, 1)).wrap(0, counting(40, 16));
  for (const message of [new Uint8Array(), counting(0, 82), counting(1, 82), counting(3, 46), old]) {
    await one.hear(2, message.slice());
  }
  await circle.settle();
  assert.deepEqual(await circle.hears(2), [1]);
  assert.deepEqual(await circle.hears(1), [2]);
  const theirs = await peer(two, 1);
  const [newer, older] = [await theirs.wrap(5, counting(50, 16)), await theirs.wrap(3, counting(30, 16))];
  for (const message of [newer, older]) await one.hear(2, message);
  await circle.settle();
  /** @param {number} number @param {Uint8Array<ArrayBuffer>} key */
  const opens = async (number, key) => {
    const sealed = await sealedBy(await FrameKey.of(2, number, key), 'audio', VOICE);
    const opened = await circle.at(1).carrier.in('audio', new Uint8Array(sealed).buffer);
    return opened !== null;
  };
  assert.equal(await opens(5, counting(50, 16)), true);
  assert.equal(await opens(3, counting(30, 16)), false);
});

test('a page that was loaded again is heard, and hears', async () => {
  const circle = new Circle();
  circle.come(1);
  circle.come(2);
  await circle.settle();
  circle.come(2);
  await circle.settle();
  await circle.pass(FORGET_MS);
  assert.deepEqual(await circle.hears(1), [2]);
  assert.deepEqual(await circle.hears(2), [1]);
});

test('nothing goes out, and nothing is played, before the room has said how', async () => {
  const carrier = new Carrier(() => 0);
  assert.equal(await carrier.out('audio', VOICE.slice().buffer), null);
  assert.equal(await carrier.in('audio', VOICE.slice().buffer), null);
  // Sealed without a key: silence, and not the voice as it is.
  await carrier.hear({ is: 'sealed', on: true });
  assert.equal(await carrier.out('audio', VOICE.slice().buffer), null);
  assert.equal(await carrier.in('audio', VOICE.slice().buffer), null);
});

test('when a session is no longer sealed, what is under way is not played as noise', async () => {
  let now = 0;
  const carrier = new Carrier(() => now);
  await carrier.hear({ is: 'sealed', on: true });
  await carrier.hear({ is: 'sealed', on: false });
  assert.equal(await carrier.in('audio', VOICE.slice().buffer), null);
  now = REST_MS;
  assert.ok(await carrier.in('audio', VOICE.slice().buffer));
});

test('a secret travels in a link, and stays on the device', async () => {
  const secret = counting(200, 16);
  const link = fragment(secret);
  assert.match(link, /^#k=[\w-]{22}$/);
  assert.equal(hex(fromFragment(link)), hex(secret));
  for (const bad of ['', '#k=', '#k=short', `${link}x`, `#x${link.slice(2)}`, '#k=%%%%%%%%%%%%%%%%%%%%%%']) {
    assert.equal(fromFragment(bad), null, bad);
  }
  const stored = new Map();
  const storage = {
    /** @param {string} name @returns {string | null} */
    getItem: (name) => stored.get(name) ?? null,
    /** @param {string} name @param {string} value */
    setItem: (name, value) => void stored.set(name, value),
  };
  const secrets = new Secrets(storage);
  assert.equal(secrets.of('elm'), null);
  assert.equal(secrets.keep('elm', secret), true);
  assert.equal(hex(secrets.of('elm')), hex(secret));
  assert.equal(secrets.of('oak'), null);
  assert.equal(new Secrets(null).keep('elm', secret), false);
  stored.set([...stored.keys()][0], 'bent');
  assert.equal(secrets.of('elm'), null);
  assert.match(await phrase(secret), /^\d{4} \d{4} \d{4}$/);
  assert.notEqual(await phrase(secret), await phrase(counting(201, 16)));
});

test('bytes come back from their writing, and nothing longer than they may be', () => {
  for (let length = 0; length < 40; length += 1) {
    const some = counting(240, length);
    assert.equal(hex(read(written(some), length)), hex(some));
  }
  assert.equal(read(written(counting(0, 83)), 82), null);
  assert.equal(read('a', 82), null);
  assert.equal(read('a b', 82), null);
});

test('what is handed over is gathered, and stays within what the room takes', () => {
  /** @type {[number, string][][]} */
  const sent = [];
  /** @type {{ ms: number, then: () => void }[]} */
  const timers = [];
  const parcels = new Parcels((to) => sent.push(to), (ms, then) => timers.push({ ms, then }));
  for (let seat = 1; seat <= 60; seat += 1) {
    parcels.add(seat, counting(seat, 82));
    parcels.add(seat, counting(seat, 46));
  }
  assert.equal(sent.length, 0);
  const waits = [];
  for (let next = timers.shift(); next; next = timers.shift()) {
    waits.push(next.ms);
    next.then();
  }
  assert.deepEqual(waits, [0, 400, 400]);
  assert.equal(sent.flat().length, 120);
  assert.deepEqual(sent.flat().map(([seat]) => seat), Array.from({ length: 120 }, (_, n) => (n >> 1) + 1));
  for (const to of sent) assert.ok(JSON.stringify({ n: 9_999, do: 'keys', to }).length < 8_192);
  // At rest it begins anew.
  parcels.add(1, counting(1, 46));
  assert.equal(timers.shift()?.ms, 0);
});

test('the line says what is true, and what this device can do about it', () => {
  const words = new Proxy({}, { get: (_, name) => name });
  assert.equal(sealLine(true, '', 'ready', words), 'sealed_on');
  assert.equal(sealLine(false, 'browser', 'ready', words), 'sealed_browser');
  assert.equal(sealLine(false, 'secret', 'ready', words), 'sealed_secret');
  assert.equal(sealLine(false, 'browser', 'no_secret', words), 'sealed_my_secret');
  assert.equal(sealLine(false, 'secret', 'cannot', words), 'sealed_my_browser');
});
