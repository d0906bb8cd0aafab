// What a page says of a sealed session, and when it lets anything out: with a worker, a connection and
// a room that the test makes, which may fail, or lie.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { evenly } from '../../crates/renew/assets/js/media/sealed/lanes.js';
import { COMES_BACK_MS, Sealing, OTHERS_MS, SETTLE_MS } from '../../crates/renew/assets/js/media/sealed/main.js';
import { Secrets } from '../../crates/renew/assets/js/media/sealed/secret.js';
import { isOpen, sealLine, truthOf } from '../../crates/renew/assets/js/media/sealed/truth.js';
import { fakeStorage } from './fake_storage.mjs';
import { counting } from './sealed_circle.mjs';

/** Every text is its own name. @type {Record<string, string>} */
const words = new Proxy({}, { get: (_, name) => `${String(name)} {names}{number}` });
const SECRET = counting(1, 16);

/** Listens at once, or can't be loaded. */
class FakeWorker extends EventTarget {
  /** @param {boolean} loads */
  constructor(loads) {
    super();
    /** @type {any[]} */
    this.told = [];
    this.isOver = false;
    const data = { is: 'ready' };
    const event = loads ? new MessageEvent('message', { data }) : new Event('error');
    setImmediate(() => this.dispatchEvent(event));
  }

  /** @param {any} told */
  postMessage(told) {
    this.told.push(told);
  }

  terminate() {
    this.isOver = true;
  }

  /** @param {string} is */
  last(is) {
    return this.told.filter((one) => one.is === is).at(-1);
  }
}

/** A page, in a room that says what the test lets it say. */
class Page {
  /** @param {{ secret?: Uint8Array | null, can?: boolean, loads?: boolean[], me?: number }} [how] */
  constructor({ secret = SECRET, can = true, loads = [], me = 1 } = {}) {
    this.storage = fakeStorage();
    this.me = me;
    if (secret) this.keep(secret);
    /** @type {FakeWorker[]} */
    this.workers = [];
    /** @type {any[]} */
    this.lanes = [];
    /** @type {{ at: number, then: () => void }[]} */
    this.timers = [];
    this.now = 0;
    /** @type {any[]} */
    this.said = [];
    this.takes = true;
    /** @type {(to: [number, string][]) => void} */
    this.hands = () => {};
    this.fallen = 0;
    /** @type {string[]} */
    this.announced = [];
    this.shown = '';
    this.broken = 0;
    /** @type {(key: string | null) => void} */
    this.stored = () => {};
    this.sealing = new Sealing(this.room(), this.browser(can, loads));
  }

  /** @returns {import('../../crates/renew/assets/js/media/sealed/main.js').Room} */
  room() {
    return {
      session: 'evening', group: 'elm', words,
      say: (act) => {
        this.said.push(act);
        if (this.takes && act.do === 'keys') this.hands(/** @type {any} */ (act).to);
        return Promise.resolve(this.takes ? { ok: true } : { ok: false, sentence: 'Too much.' });
      },
      announce: (sentence) => void this.announced.push(sentence.split(' ')[0] ?? ''),
      onFallen: () => void (this.fallen += 1),
      onBroken: () => void (this.broken += 1),
    };
  }

  /**
   * @param {boolean} can
   * @param {boolean[]} loads whether each next worker does
   * @returns {import('../../crates/renew/assets/js/media/sealed/main.js').Browser}
   */
  browser(can, loads) {
    return {
      storage: this.storage,
      onStored: (then) => void (this.stored = then),
      canSeal: () => can,
      isLocked: () => true,
      worker: () => {
        this.workers.push(new FakeWorker(loads.shift() ?? true));
        return /** @type {any} */ (this.workers.at(-1));
      },
      put: (worker, _end, lane) => void this.lanes.push({ worker, lane }),
      later: (ms, then) => void this.timers.push({ at: this.now + ms, then }),
      show: (line) => void (this.shown = line.split(' ')[0] ?? ''),
    };
  }

  /** @param {Uint8Array} secret */
  keep(secret) {
    new Secrets(this.storage).keep('elm', secret);
  }

  /** @param {string | null} seal @param {number[]} seats */
  view(seal, seats = [1, 2]) {
    const view = { me: this.me, seats: seats.map((who) => ({ who })) };
    return { media: { seal }, view };
  }

  /** @param {boolean} sealed @param {string} [unsealed] */
  told(sealed, unsealed) {
    this.sealing.frame({ is: 'voices', heard: [2, 0, 0, 0], seen: [0, 0, 0, 0], sealed, unsealed });
  }

  /** A connection like that of the page. */
  connect() {
    const one = (/** @type {string} */ kind, direction = 'recvonly') => ({
      direction, sender: {}, receiver: { track: { kind } },
    });
    const lines = [one('audio', 'sendonly'), one('video', 'sendonly'), one('audio'), one('audio'), one('video')];
    const peer = /** @type {any} */ ({ getTransceivers: () => lines });
    this.sealing.attach(peer);
    return peer;
  }

  /** @param {number} [ms] */
  async pass(ms = 0) {
    for (let turn = 0; turn < 12; turn += 1) await new Promise((done) => { setImmediate(done); });
    this.now += ms;
    for (let round = 0; round < 8; round += 1) {
      const due = this.timers.filter(({ at }) => at <= this.now);
      this.timers = this.timers.filter(({ at }) => at > this.now);
      for (const { then } of due) then();
      await this.sealing.keyring?.done;
      for (let turn = 0; turn < 12; turn += 1) await new Promise((done) => { setImmediate(done); });
    }
  }

  /** Comes in to a sealed room, which takes what it says. */
  async arrives(seats = [1, 2]) {
    const arrival = this.sealing.arrive(this.view('elm', seats));
    await this.pass();
    return arrival;
  }

  seals() {
    return this.said.filter((act) => act.do === 'seals').map((act) => act.is);
  }

  worker() {
    const worker = this.workers.at(-1);
    assert.ok(worker);
    return worker;
  }
}

test('it is sealed when the room says so and this page seals, and not before', async () => {
  const page = new Page();
  const arrival = page.sealing.arrive(page.view('elm'));
  assert.equal(page.sealing.mayConnect(), false);
  page.told(true);
  assert.equal(page.shown, 'sealed_making');
  await page.pass();
  assert.equal(await arrival, true);
  assert.deepEqual(page.seals(), ['ready']);
  assert.equal(page.sealing.mayConnect(), true);
  assert.equal(page.shown, 'sealed_making', 'there is no connection yet');
  assert.equal(page.sealing.mayPass(), false);
  page.connect();
  assert.equal(page.shown, 'sealed_on');
  assert.equal(page.sealing.mayPass(), true);
  assert.equal(page.sealing.reaches(), true);
  assert.deepEqual(page.worker().last('sealed'), { is: 'sealed', on: true });
  assert.deepEqual(page.worker().last('slots').heard, [2, 0, 0, 0]);
  const lanes = page.lanes.map(({ lane }) => `${lane.way} ${lane.kind} ${lane.slot}`);
  const told = page.worker().told.map((one) => one.is);
  assert.ok(told.indexOf('me') >= 0 && told.indexOf('me') < told.indexOf('own'));
  assert.equal(page.worker().last('me').seat, 1);
  assert.deepEqual(lanes, ['out audio 0', 'out video 0', 'in audio 0', 'in audio 1', 'in video 0']);
  assert.deepEqual(page.announced, ['sealed_on']);
  assert.equal(page.fallen, 0);
});

test('a connection that was made without a worker carries nothing in a sealed room, and is made anew', async () => {
  const page = new Page({ secret: null });
  page.sealing.without();
  page.told(false);
  page.connect();
  assert.equal(page.sealing.mayPass(), true);
  page.keep(SECRET);
  // The line is cut, and the room that comes back is sealed.
  page.sealing.cut();
  const arrival = page.sealing.arrive(page.view('elm'));
  assert.equal(page.sealing.mayConnect(), false, 'no connection is made in between');
  page.told(true);
  await page.pass();
  assert.equal(await arrival, true);
  assert.equal(page.shown, 'sealed_making');
  assert.equal(page.sealing.mayPass(), false);
  assert.equal(page.sealing.isBehind(), true);
  page.connect();
  assert.equal(page.sealing.isBehind(), false);
  assert.equal(page.shown, 'sealed_on');
});

test('a lane that could not be put is not called sealed', async () => {
  const page = new Page();
  page.sealing.browser.put = () => {
    throw new Error('too late');
  };
  await page.arrives();
  page.told(true);
  page.connect();
  assert.equal(page.shown, 'sealed_making');
  assert.equal(page.sealing.mayPass(), false);
  assert.equal(page.sealing.reaches(), false);
});

test('a room that leaves out the seal is called not sealed, whatever it says next', async () => {
  const page = new Page();
  await page.arrives();
  page.told(true);
  page.connect();
  // To the door, and in again.
  page.sealing.leave();
  assert.equal(page.worker().isOver, true);
  assert.equal(page.shown, '');
  page.sealing.without();
  assert.equal(page.shown, 'sealed_unoffered');
  assert.equal(page.fallen, 1);
  page.told(true);
  page.connect();
  assert.equal(page.shown, 'sealed_unoffered');
  // A page that has never seen it sealed, on a device that has the key.
  const fresh = new Page();
  fresh.sealing.without();
  assert.equal(fresh.shown, 'sealed_unoffered');
  assert.equal(fresh.fallen, 1);
  assert.deepEqual(fresh.announced, ['sealed_unoffered']);
  const stranger = new Page({ secret: null });
  stranger.sealing.without();
  assert.deepEqual([stranger.shown, stranger.fallen], ['', 0]);
});

test('a page that can not says so, and is never told that it is sealed', async () => {
  const page = new Page({ can: false });
  await page.arrives();
  page.told(true);
  page.connect();
  assert.deepEqual(page.seals(), ['cannot']);
  assert.equal(page.shown, 'sealed_my_browser');
  assert.equal(page.sealing.mayPass(), true, 'whoever has read that may choose to speak');
  const keyless = new Page({ secret: null });
  await keyless.arrives();
  keyless.told(true);
  keyless.connect();
  assert.deepEqual(keyless.seals(), ['no_secret']);
  assert.equal(keyless.shown, 'sealed_my_secret');
  assert.equal(keyless.worker().last('own'), undefined);
  // The link is opened in another tab.
  keyless.keep(SECRET);
  keyless.stored('renew.sealed.elm');
  await keyless.pass();
  assert.deepEqual(keyless.seals(), ['no_secret', 'ready']);
  assert.equal(keyless.shown, 'sealed_on');
});

test('a worker that does not load is tried three times before it unseals everybody', async () => {
  const page = new Page({ loads: [false, true] });
  const arrival = page.sealing.arrive(page.view('elm'));
  await page.pass();
  assert.deepEqual(page.seals(), []);
  await page.pass(1_000);
  assert.equal(await arrival, true);
  assert.deepEqual(page.seals(), ['ready']);
  assert.equal(page.workers[0]?.isOver, true);
  const bad = new Page({ loads: [false, false, false] });
  const tries = bad.sealing.arrive(bad.view('elm'));
  for (let seconds = 0; seconds < 5; seconds += 1) await bad.pass(1_000);
  assert.equal(await tries, true);
  assert.equal(bad.workers.length, 3);
  assert.deepEqual(bad.seals(), ['cannot']);
  bad.told(false, 'browser');
  assert.equal(bad.shown, 'sealed_my_load');
});

test('what the room said before it knew this page does not put its devices away', async () => {
  const page = new Page();
  await page.arrives();
  page.told(true);
  page.connect();
  page.sealing.cut();
  assert.equal(page.sealing.mayConnect(), false);
  const arrival = page.sealing.arrive(page.view('elm'));
  page.told(false);
  await page.pass();
  assert.equal(await arrival, true);
  assert.equal(page.shown, 'sealed_on');
  page.told(true);
  await page.pass(SETTLE_MS);
  assert.deepEqual([page.shown, page.fallen], ['sealed_on', 0]);
  // But if nothing newer comes, it counts.
  page.sealing.cut();
  const again = page.sealing.arrive(page.view('elm'));
  page.told(false, 'browser');
  await page.pass();
  await again;
  await page.pass(SETTLE_MS);
  assert.deepEqual([page.shown, page.fallen], ['sealed_browser', 1]);
  assert.deepEqual(page.worker().last('sealed'), { is: 'sealed', on: false });
});

test('what the room refuses is said again, and until it is taken the page does not connect', async () => {
  const page = new Page();
  page.takes = false;
  const arrival = page.sealing.arrive(page.view('elm'));
  await page.pass();
  assert.equal(page.sealing.mayConnect(), false);
  page.takes = true;
  await page.pass(1_000);
  assert.equal(await arrival, true);
  assert.deepEqual(page.seals(), ['ready', 'ready']);
});

/** Two pages in a room that hands on what they say. @param {Uint8Array} secret of the second */
async function two(secret) {
  const [one, other] = [new Page(), new Page({ secret, me: 2 })];
  for (const [from, to] of [[one, other], [other, one]]) {
    if (!from || !to) continue;
    from.hands = (list) => {
      for (const [seat, blob] of list) {
        if (seat === to.me) to.sealing.frame({ is: 'key', from: from.me, blob });
      }
    };
    const people = { 1: { name: 'Wren' }, 2: { name: 'Sol' } };
    from.sealing.state = /** @type {any} */ ({ people, view: from.view('elm').view });
  }
  for (const page of [one, other]) {
    await page.arrives();
    page.told(true);
    page.connect();
  }
  for (let n = 0; n < 4; n += 1) for (const page of [one, other]) await page.pass(500);
  return { one, other };
}

test('with two keys in one circle everybody is told, and nobody is told that they are heard', async () => {
  const { one, other } = await two(counting(50, 16));
  for (const page of [one, other]) {
    assert.equal(page.shown, 'sealed_apart');
    assert.equal(page.sealing.reaches(), false);
    await page.pass(OTHERS_MS);
    assert.deepEqual(page.seals(), ['ready', 'other_secret']);
    page.told(false, 'other_secret');
    assert.equal(page.shown, 'sealed_my_other');
    assert.equal(page.fallen, 1);
  }
  assert.equal(one.sealing.line, 'sealed_my_other Sol{number}');
  // The second opens the right link.
  other.keep(SECRET);
  other.stored('renew.sealed.elm');
  for (let n = 0; n < 8; n += 1) for (const page of [one, other]) await page.pass(500);
  assert.equal(one.seals().at(-1), 'ready');
  assert.equal(other.seals().at(-1), 'ready');
  for (const page of [one, other]) {
    page.told(true);
    assert.equal(page.shown, 'sealed_on');
  }
});

test('who has another key and goes for good leaves the others sealed', async () => {
  const { one } = await two(counting(50, 16));
  await one.pass(OTHERS_MS);
  assert.equal(one.seals().at(-1), 'other_secret');
  const people = { 1: { name: 'Wren' }, 2: { name: 'Sol' } };
  /** @param {string} presence */
  const sol = (presence) => {
    const { view } = one.view('elm');
    const seats = view.seats.map((seat) => ({ ...seat, presence: seat.who === 2 ? presence : 'here' }));
    one.sealing.draw(/** @type {any} */ ({ people, view: { ...view, seats } }));
  };
  sol('away');
  await one.pass(COMES_BACK_MS - 1);
  sol('here');
  sol('away');
  await one.pass(COMES_BACK_MS - 1);
  assert.equal(one.seals().at(-1), 'other_secret', 'they may come back');
  await one.pass(1);
  assert.equal(one.seals().at(-1), 'ready');
  assert.equal(one.sealing.names(), '');
  sol('here');
  assert.equal(one.sealing.standing(), 'other_secret');
});

test('another secret ends all that was made with the one before', async () => {
  const { one } = await two(SECRET);
  assert.equal(one.sealing.keyring?.given.size, 1);
  const was = one.sealing.keyring;
  one.sealing.draw(/** @type {any} */ ({ people: {}, view: one.view('elm', [1]).view }));
  await one.pass();
  one.keep(counting(50, 16));
  one.stored('renew.sealed.elm');
  await one.pass();
  const told = one.worker().told;
  const end = told.findLastIndex((news) => news.is === 'end');
  assert.ok(end > told.findIndex((news) => news.is === 'theirs'), 'the worker forgets all');
  await one.pass(1_000);
  const after = told.slice(end).filter((news) => news.is === 'own');
  assert.deepEqual(after.map((news) => news.number), [0], 'the key that was to come is not told');
  assert.notEqual(one.sealing.keyring, was);
});

test('a device that is signed out, perhaps because it was lost, keeps no key', async () => {
  const page = new Page();
  await page.arrives();
  page.sealing.forget();
  assert.equal(page.storage.length, 0);
  assert.equal(page.worker().isOver, true);
  assert.equal(page.sealing.keyring, null);
});

test('a lane that breaks is told of the connection that it belongs to', async () => {
  const page = new Page();
  await page.arrives();
  page.connect();
  const breaks = (/** @type {number} */ of) =>
    page.worker().dispatchEvent(new MessageEvent('message', { data: { is: 'broken', of } }));
  breaks(1);
  assert.equal(page.broken, 1);
  page.connect();
  breaks(1);
  assert.equal(page.broken, 1);
});

test('pieces of sound are asked for in one size', () => {
  const sdp = ['m=audio 9', 'a=fmtp:111 minptime=10;useinbandfec=1', 'a=fmtp:97 apt=96', ''].join('\r\n');
  const even = ['m=audio 9', 'a=fmtp:111 minptime=10;useinbandfec=1;cbr=1', 'a=fmtp:97 apt=96', ''].join('\r\n');
  assert.equal(evenly(sdp), even);
});

test('the line says what is true, and what this device can do about it', () => {
  const well = { isSealed: true, why: '', standing: /** @type {const} */ ('ready'), isLocked: true, isBroken: false, isWhole: true };
  assert.equal(truthOf(well), 'on');
  assert.equal(truthOf({ ...well, isWhole: false }), 'making');
  assert.equal(truthOf({ ...well, isSealed: null }), 'making');
  assert.equal(truthOf({ ...well, standing: 'no_secret' }), 'my_secret');
  assert.equal(truthOf({ ...well, standing: 'cannot' }), 'my_browser');
  assert.equal(truthOf({ ...well, standing: 'cannot', isBroken: true }), 'my_load');
  assert.equal(truthOf({ ...well, standing: 'cannot', isLocked: false }), 'my_lock');
  assert.equal(truthOf({ ...well, standing: 'other_secret' }), 'apart');
  const not = { ...well, isSealed: false };
  assert.equal(truthOf({ ...not, why: 'browser' }), 'browser');
  assert.equal(truthOf({ ...not, why: 'secret' }), 'secret');
  assert.equal(truthOf({ ...not, why: 'other_secret' }), 'other_secret');
  assert.equal(truthOf({ ...not, why: 'secret', standing: 'other_secret' }), 'my_other');
  assert.equal(truthOf(not), 'plain');
  for (const truth of /** @type {const} */ (['nothing', 'making', 'on', 'apart'])) assert.equal(isOpen(truth), false);
  for (const truth of /** @type {const} */ (['plain', 'browser', 'my_secret', 'unoffered'])) assert.ok(isOpen(truth));
  assert.equal(sealLine('nothing', '', words), '');
  assert.equal(sealLine('my_other', 'Sol', words), 'sealed_my_other Sol{number}');
});
