// A microphone or a camera as the page takes it, with a browser that does what a test tells it.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { Choice } from '../../crates/renew/assets/js/media/choice.js';
import { Device } from '../../crates/renew/assets/js/media/devices.js';
import { Stream, Track, beginAnew, browser, fault, idOf } from './fake_devices.mjs';

/** @param {'mic' | 'camera'} what @param {string} [chosen] */
function device(what, chosen = '') {
  const choice = new Choice(null);
  choice.keep(what === 'mic' ? 'audioinput' : 'videoinput', chosen);
  /** @type {string[]} */
  const told = [];
  const one = new Device(what, choice, {
    onOther: (track, isChosen) => told.push(`other ${/** @type {any} */ (track).id} ${isChosen}`),
    onGone: (problem) => told.push(`gone ${problem}`),
  });
  return { one, told, choice };
}

beforeEach(beginAnew);

test('where the chosen one can not be had, any will do, but a no is a no', async () => {
  for (const [name, gets] of [
    ['NotFoundError', 'usual'], ['OverconstrainedError', 'usual'], ['NotReadableError', 'usual'],
    ['NotAllowedError', 'refused'],
  ]) {
    const { one } = device('mic', 'headset');
    browser.gives = (wanted) =>
      idOf(wanted) === 'headset' ? fault(name ?? '') : Promise.resolve(new Stream([new Track('usual')]));
    const track = await one.take().catch(() => ({ id: 'refused' }));
    assert.equal(track?.id, gets, name);
  }
});

test('what an earlier asking comes to is nobody’s business any more', async () => {
  const { one } = device('mic');
  let refuse = () => {};
  browser.gives = () => new Promise((_, fail) => { refuse = () => fail(Object.assign(new Error(), { name: 'NotAllowedError' })); });
  const first = one.take();
  const late = refuse;
  browser.gives = async () => new Stream([new Track('second')]);
  const second = await one.take();
  late();
  assert.equal(await first, null, 'and not an error');
  assert.equal(one.track, second);
  assert.equal(second?.readyState, 'live');
});

test('a device that is put away while the browser still asks is not taken', async () => {
  const { one } = device('camera');
  const track = new Track('late');
  let give = () => {};
  browser.gives = () => new Promise((done) => { give = () => done(new Stream([track])); });
  const asked = one.take();
  one.put();
  give();
  assert.equal(await asked, null);
  assert.equal(track.readyState, 'ended');
});

test('a better one that can not be had yet is no reason to fall silent', async () => {
  const { one, told, choice } = device('mic');
  await one.take();
  choice.keep('audioinput', 'headset');
  browser.gives = () => fault('NotReadableError');
  await one.another();
  assert.equal(one.track?.readyState, 'live');
  assert.deepEqual(told, []);
});

test('a camera is given back before another one is asked for', async () => {
  const { one, choice } = device('camera');
  const first = await one.take();
  choice.keep('videoinput', 'back');
  browser.gives = async (wanted) => {
    assert.equal(first?.readyState, 'ended');
    return new Stream([new Track(idOf(wanted))]);
  };
  await one.chosen();
  assert.equal(/** @type {any} */ (one.track).id, 'back');
});

test('devices that end as soon as they are taken are not taken for ever', async () => {
  const { one, told } = device('mic');
  await one.take();
  for (let n = 0; n < 6; n += 1) {
    one.track?.stop();
    await one.another();
  }
  assert.deepEqual(told.slice(0, 4), ['other usual false', 'other usual false', 'other usual false', 'gone busy']);
  assert.equal(one.track, null);
});
