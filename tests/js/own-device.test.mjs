// A microphone as its owner has it on a page: off and on, and what the page and the room are told.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { Choice } from '../../crates/renew/assets/js/media/choice.js';
import { OwnDevice } from '../../crates/renew/assets/js/media/own_device.js';
import { Stream, Track, beginAnew, browser, fault } from './fake_devices.mjs';

beforeEach(beginAnew);

/** Every text is its own key. @type {Record<string, string>} */
const words = new Proxy({}, { get: (_, key) => String(key) });

/** A page that notes all it is told, and a room that answers as `room` says. */
function page() {
  /** @type {string[]} */
  const told = [];
  /** @type {{ answers: (on: boolean) => Promise<string> }} */
  const room = { answers: async () => '' };
  /** @type {OwnDevice} */
  const mic = new OwnDevice('mic', new Choice(null), words, {
    draw: () => told.push(mic.held ? `${mic.state}, held` : mic.state),
    onTrack: (track) => told.push(track ? `track ${track.id}` : 'no track'),
    onOpen: () => told.push('open'),
    tell: (on) => {
      told.push(`tell ${on}`);
      return room.answers(on);
    },
    trouble: (trouble) => told.push(trouble ? `trouble ${trouble.text}` : 'no trouble'),
    onOther: () => told.push('other'),
    onGone: (trouble) => told.push(`gone ${trouble.text}`),
  });
  /** What the page was told since it was asked last. */
  const news = () => told.splice(0);
  return { mic, news, room };
}

/** @param {OwnDevice} mic */
const idNow = ({ track }) => track?.id;

/** As when a headset goes out of reach. @param {OwnDevice} mic */
function goesAway({ track }) {
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}

/** Lets promises that wait for nothing else come to their end. */
const settle = () => new Promise((done) => { setImmediate(done); });

test('it is off at first, and on when its owner says so', async () => {
  const { mic, news } = page();
  assert.equal(mic.state, 'off');
  assert.equal(mic.track, null);
  await mic.open();
  assert.deepEqual(news(), ['no trouble', 'starting', 'track usual', 'on', 'open', 'tell true']);
  assert.equal(idNow(mic), 'usual');
});

test('nothing of it goes out from the moment in which it is off, whoever knows it already', async () => {
  const { mic, news } = page();
  await mic.open();
  const { track } = mic;
  news();
  assert.equal(mic.close(), true);
  assert.deepEqual(news(), ['no track', 'off', 'tell false']);
  assert.equal(track?.readyState, 'ended');
  assert.equal(mic.track, null);
  assert.equal(mic.close(), false);
  assert.deepEqual(news(), [], 'it was off');
});

test('a second tap while the browser still asks means no, and the room never hears of it', async () => {
  const { mic, news } = page();
  const late = new Track('late');
  let give = () => {};
  browser.gives = () => new Promise((done) => { give = () => done(new Stream([late])); });
  const asked = mic.open();
  assert.equal(mic.close(), true);
  give();
  await asked;
  assert.deepEqual(news(), ['no trouble', 'starting', 'no track', 'off']);
  assert.equal(late.readyState, 'ended');
});

test('a browser that refuses leaves it off, and the page says why', async () => {
  const { mic, news } = page();
  browser.gives = () => fault('NotAllowedError');
  await mic.open(true);
  assert.deepEqual(news(), ['no trouble', 'starting, held', 'off', 'trouble blocked']);
});

test('a room that will not have it switches it off, with its own words', async () => {
  const { mic, news, room } = page();
  room.answers = async () => 'Not now.';
  await mic.open();
  assert.deepEqual(news().slice(-4), ['no track', 'off', 'tell false', 'trouble Not now.']);
  // Who has switched it off meanwhile needs no reason any more.
  let answer = () => {};
  room.answers = (on) => new Promise((done) => {
    if (on) answer = () => done('Not now.');
  });
  const opened = mic.open();
  await settle();
  mic.close();
  news();
  answer();
  await opened;
  assert.deepEqual(news(), []);
});

test('another one in its place goes on, and one without another is off', async () => {
  const { mic, news } = page();
  await mic.open();
  news();
  const second = Object.assign(new Track('second'), { muted: true });
  browser.gives = async () => new Stream([second]);
  goesAway(mic);
  await settle();
  // Until there is another, the room counts on none.
  assert.deepEqual(news(), ['on', 'tell false', 'track second', 'on', 'other']);
  assert.equal(mic.interrupted, true);
  second.dispatchEvent(new Event('unmute'));
  assert.equal(mic.interrupted, false);
  assert.deepEqual(news(), ['on', 'tell true']);
  browser.gives = () => fault('NotFoundError');
  goesAway(mic);
  await settle();
  assert.deepEqual(news(), ['on', 'tell false', 'no track', 'off', 'tell false', 'gone none']);
});

test('it is put away where it is tried on another page', async () => {
  const { mic, news } = page();
  await mic.open();
  news();
  const other = new BroadcastChannel('renew-tried');
  try {
    other.postMessage('camera');
    other.postMessage('mic');
    while (mic.isOn) await settle();
    assert.deepEqual(news(), ['no track', 'off', 'tell false', 'trouble said_mic_tried']);
  } finally {
    other.close();
  }
});
