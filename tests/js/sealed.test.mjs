// Sound that is sealed from end to end, without a browser: the framing against figures that another
// implementation computed, what passes in and out when, and how secrets and messages travel.

import assert from 'node:assert/strict';
import { createCipheriv, hkdfSync } from 'node:crypto';
import { test } from 'node:test';

import { read, written } from '../../crates/renew/assets/js/media/sealed/bytes.js';
import { Carrier, REST_MS } from '../../crates/renew/assets/js/media/sealed/carrier.js';
import { FrameKey, openBytes } from '../../crates/renew/assets/js/media/sealed/frame.js';
import { Parcels } from '../../crates/renew/assets/js/media/sealed/parcels.js';
import {
  Secrets,
  fragment,
  fromFragment,
  phrase,
} from '../../crates/renew/assets/js/media/sealed/secret.js';
import { LATE_MS, NEWS_MS } from '../../crates/renew/assets/js/media/sealed/whose.js';
import { fakeStorage } from './fake_storage.mjs';
import { PICTURE, VOICE, WHOLE, counting, hex } from './sealed_circle.mjs';

/** @param {string} text */
const bytes = (text) => new Uint8Array(Buffer.from(text));
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
      assert.equal(await opens.open(kind, bent, 0), null, `${kind}, byte ${at}`);
      assert.equal(await opens.open(kind, sealed.subarray(0, at), 0), null);
    }
    assert.equal(await opens.open(kind === 'audio' ? 'video' : 'audio', sealed, 0), null);
    assert.equal(hex(await opens.open(kind, sealed, 0)), hex(plain));
    assert.equal(await opens.open(kind, sealed, 0), null, 'a second time');
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
  const opened = await Promise.all([opens.open('audio', sealed, 0), opens.open('audio', sealed, 0)]);
  assert.equal(opened.filter(Boolean).length, 1);
});

test('what is late comes through, and what is very late does not', async () => {
  const [seals, opens] = await both();
  /** @type {Uint8Array[]} */
  const sealed = [];
  for (let n = 0; n < 600; n += 1) sealed.push(await sealedBy(seals, 'audio', VOICE));
  /** @param {number} at */
  const piece = (at) => sealed[at] ?? VOICE;
  assert.ok(await opens.open('audio', piece(599), 0));
  assert.ok(await opens.open('audio', piece(100), 0));
  assert.equal(await opens.open('audio', piece(100), 0), null);
  assert.equal(await opens.open('audio', piece(50), 0), null);
  assert.ok(opens.came.audio.seen.size <= 512);
});

test('nothing is sealed twice with one number', async () => {
  const [seals] = await both();
  seals.counter = 2 ** 32 - 1;
  assert.ok(await seals.seal('audio', VOICE));
  assert.equal(await seals.seal('audio', VOICE), null);
});

test('a number far ahead does not make what comes after look old', async () => {
  const [seals, opens] = await both();
  assert.ok(await opens.open('audio', await sealedBy(seals, 'audio', VOICE), 0));
  const [forges] = await both();
  forges.counter = 2 ** 32 - 1;
  assert.equal(await opens.open('audio', await sealedBy(forges, 'audio', VOICE), 0), null);
  forges.counter = 2 ** 20;
  assert.equal(await opens.open('audio', await sealedBy(forges, 'audio', VOICE), 1_000), null);
  assert.ok(await opens.open('audio', await sealedBy(seals, 'audio', VOICE), 1_000));
  // Nor do many numbers, each a little ahead.
  for (let n = 1; n <= 100; n += 1) {
    const piece = await sealedBy(forged(900 * n), 'audio', VOICE);
    assert.equal(await opens.open('audio', piece, 1_000) !== null, n === 1, `leap ${n}`);
  }
  seals.counter = 1_300;
  assert.ok(await opens.open('audio', await sealedBy(seals, 'audio', VOICE), 52_000));
  // Who was not heard for an hour has gone on counting.
  seals.counter = 60 * 60 * 100;
  assert.ok(await opens.open('audio', await sealedBy(seals, 'audio', VOICE), 60 * 60 * 1_000));
  // And who comes late hears them begin anywhere, but not at the end of all numbers.
  const [, late] = await both();
  assert.equal(await late.open('audio', await sealedBy(forged(2 ** 31), 'audio', VOICE), 0), null);
  assert.ok(await late.open('audio', await sealedBy(seals, 'audio', VOICE), 0));

  /** @param {number} counter */
  function forged(counter) {
    forges.counter = counter;
    return forges;
  }
});

/** A worker whose time the test moves, with the key of seat 2, whose voice is in the first lane. */
async function worker() {
  const clock = { now: 0, timers: /** @type {{ at: number, then: () => void }[]} */ ([]) };
  const later = (/** @type {number} */ ms, /** @type {() => void} */ then) => {
    clock.timers.push({ at: clock.now + ms, then });
  };
  const pass = (/** @type {number} */ ms) => {
    clock.now += ms;
    const due = clock.timers.filter(({ at }) => at <= clock.now);
    clock.timers = clock.timers.filter(({ at }) => at > clock.now);
    for (const { then } of due) then();
  };
  const carrier = new Carrier(() => clock.now, later);
  const key = counting(9, 16);
  const two = await FrameKey.of(2, 0, key);
  carrier.hear({ is: 'me', seat: 1 });
  carrier.hear({ is: 'own', number: 0, key: counting(5, 16) });
  carrier.hear({ is: 'theirs', seat: 2, number: 0, key });
  await carrier.hear({ is: 'slots', heard: [2, 0], seen: [0, 0] });
  const comes = (/** @type {Uint8Array} */ piece, slot = 0) => carrier.in('audio', slot, piece.slice().buffer);
  const goes = () => carrier.out('audio', VOICE.slice().buffer);
  return { carrier, two, pass, comes, goes };
}

test('nothing goes out, and nothing is played, before the room has said how', async () => {
  const { carrier, comes, goes } = await worker();
  assert.equal(await goes(), null);
  assert.equal(await comes(VOICE), null);
  await carrier.hear({ is: 'sealed', on: true });
  assert.ok(await goes());
  assert.equal(await comes(VOICE), null, 'nothing in clear while it is sealed');
  // Sealed without a key: silence, and not the voice as it is.
  await carrier.hear({ is: 'end' });
  assert.equal(await goes(), null);
});

test('a sealed piece is opened or dropped whatever the room says, and never played as noise', async () => {
  const { carrier, two, pass, comes } = await worker();
  const stranger = await FrameKey.of(2, 1, counting(30, 16));
  await carrier.hear({ is: 'sealed', on: false });
  assert.equal(hex(view(await comes(VOICE))), hex(VOICE), 'in clear as it is');
  assert.equal(hex(view(await comes(await sealedBy(two, 'audio', VOICE)))), hex(VOICE));
  const bent = await sealedBy(two, 'audio', VOICE);
  bent[20] = (bent[20] ?? 0) ^ 1;
  assert.equal(await comes(bent), null);
  assert.equal(await comes(await sealedBy(stranger, 'audio', VOICE)), null, 'with a key that I never got');
  await carrier.hear({ is: 'sealed', on: true });
  assert.ok(await comes(await sealedBy(two, 'audio', VOICE)));
  // What is under way when it is no longer sealed.
  await carrier.hear({ is: 'sealed', on: false });
  assert.ok(await comes(await sealedBy(two, 'audio', VOICE)));
  assert.equal(await comes(VOICE), null);
  pass(REST_MS);
  assert.ok(await comes(VOICE));
});

test('nothing goes out while some know of a change and others do not', async () => {
  const { carrier, pass, goes } = await worker();
  await carrier.hear({ is: 'sealed', on: false });
  assert.equal(hex(view(await goes())), hex(VOICE));
  for (const on of [true, false]) {
    await carrier.hear({ is: 'sealed', on });
    assert.equal(await goes(), null, `${on}`);
    pass(REST_MS - 1);
    assert.equal(await goes(), null, `${on}`);
    pass(1);
    assert.equal(hex(view(await goes())) === hex(VOICE), !on);
  }
});

/** @param {ArrayBuffer | null} data */
const view = (data) => new Uint8Array(data ?? new ArrayBuffer());

test('one voice is not played as another', async () => {
  const { carrier, two, pass, comes } = await worker();
  const three = await FrameKey.of(3, 0, counting(70, 16));
  carrier.hear({ is: 'theirs', seat: 3, number: 0, key: counting(70, 16) });
  await carrier.hear({ is: 'sealed', on: true });
  assert.ok(await comes(await sealedBy(two, 'audio', VOICE)));
  // 3 speaks where 2 is heard: it waits for the room to say so, which it doesn't.
  const waits = comes(await sealedBy(three, 'audio', VOICE));
  pass(NEWS_MS);
  assert.equal(await waits, null);
  assert.equal(await comes(await sealedBy(three, 'audio', VOICE)), null, 'and the next waits no more');
  assert.ok(await comes(await sealedBy(two, 'audio', VOICE)));
  // The room's word comes a moment after the first piece.
  const early = comes(await sealedBy(three, 'audio', VOICE), 1);
  pass(NEWS_MS - 1);
  await carrier.hear({ is: 'slots', heard: [2, 3], seen: [0, 0] });
  assert.ok(await early);
  // And what is under way of who was there before is theirs.
  await carrier.hear({ is: 'slots', heard: [3, 0], seen: [0, 0] });
  assert.ok(await comes(await sealedBy(two, 'audio', VOICE)));
  assert.ok(await comes(await sealedBy(three, 'audio', VOICE)));
  pass(LATE_MS);
  const late = comes(await sealedBy(two, 'audio', VOICE));
  pass(NEWS_MS);
  assert.equal(await late, null);
  // A lane for pictures knows nothing of who is heard.
  const picture = carrier.in('video', 0, (await sealedBy(three, 'video', WHOLE)).buffer);
  pass(NEWS_MS);
  assert.equal(await picture, null);
});

test('who goes while their piece waits is not heard', async () => {
  const { carrier, two, comes } = await worker();
  await carrier.hear({ is: 'sealed', on: true });
  const waits = comes(await sealedBy(two, 'audio', VOICE), 1);
  carrier.hear({ is: 'forget', seat: 2, below: Infinity });
  await carrier.hear({ is: 'slots', heard: [0, 2], seen: [0, 0] });
  assert.equal(await waits, null);
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
  const secrets = new Secrets(fakeStorage(stored));
  assert.equal(secrets.of('elm'), null);
  assert.equal(secrets.keep('elm', secret), true);
  assert.equal(hex(secrets.of('elm')), hex(secret));
  assert.equal(secrets.of('oak'), null);
  assert.equal(new Secrets(null).keep('elm', secret), false);
  stored.set([...stored.keys()][0], 'bent');
  assert.equal(secrets.of('elm'), null);
  assert.equal(secrets.keep('elm', secret), true);
  assert.equal(secrets.keep('oak', secret), true);
  stored.set('renew.microphone', 'the one on the desk');
  secrets.forget();
  assert.deepEqual([...stored.keys()], ['renew.microphone'], 'all groups, and nothing else');
  new Secrets(null).forget();
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
  const send = (/** @type {[number, string][]} */ to) => {
    sent.push(to);
    return Promise.resolve({ ok: true });
  };
  const parcels = new Parcels(send, (ms, then) => timers.push({ ms, then }));
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

test('what the room does not take is handed over again, but not for ever, and not after the end', async () => {
  /** @type {{ ms: number, then: () => void }[]} */
  const timers = [];
  let [sent, isOk] = [0, false];
  const send = () => {
    sent += 1;
    return Promise.resolve({ ok: isOk });
  };
  const parcels = new Parcels(send, (ms, then) => timers.push({ ms, then }));
  const run = async (limit = 100) => {
    for (let n = 0; n < limit && timers.length > 0; n += 1) {
      timers.shift()?.then();
      await new Promise((done) => { setImmediate(done); });
    }
  };
  parcels.add(1, counting(1, 46));
  await run();
  assert.equal(sent, 5);
  [sent, isOk] = [0, false];
  parcels.add(1, counting(1, 46));
  await run(1);
  isOk = true;
  await run();
  assert.equal(sent, 2);
  [sent, isOk] = [0, false];
  parcels.add(1, counting(1, 46));
  await run(1);
  parcels.end();
  await run();
  assert.equal(sent, 1);
});
