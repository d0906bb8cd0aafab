// Where the sound comes out: nothing goes on through a loudspeaker by itself when what somebody
// listened through goes away.

import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

import { Choice } from '../../crates/renew/assets/js/media/choice.js';
import { Outlet } from '../../crates/renew/assets/js/media/outlet.js';
import { beginAnew, browser, mediaDevices } from './fake_devices.mjs';

beforeEach(beginAnew);

/** @param {string} deviceId @param {string} [groupId] @param {string} [label] */
const output = (deviceId, groupId = deviceId, label = deviceId) => ({ kind: 'audiooutput', deviceId, groupId, label });
const SPEAKER = output('speaker');
const HEADSET = output('headset');
/** @param {object} one that the device itself uses */
const usually = (one) => ({ ...one, deviceId: 'default' });

/** A page that notes what its sound does. @param {string} [chosen] */
function page(chosen = '') {
  const choice = new Choice(null);
  choice.keep('audiooutput', chosen);
  /** @type {string[]} */
  const told = [];
  const sound = { through: '', isHushed: false, refuses: '' };
  const outlet = new Outlet(choice, {
    through: async (id) => {
      if (id === sound.refuses && id !== '') return false;
      sound.through = id;
      return true;
    },
    hush: (is) => { sound.isHushed = is; },
    onAway: (is) => told.push(is ? 'away' : 'back'),
  });
  return { outlet, choice, sound, told };
}

/** Something was plugged in or out. @param {object[]} list */
async function becomes(...list) {
  browser.list = list;
  mediaDevices.dispatchEvent(new Event('devicechange'));
  await settle();
}

/** Lets promises that wait for nothing else come to their end. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test('headphones that were chosen and go away are not followed by the loudspeaker', async () => {
  browser.list = [usually(SPEAKER), SPEAKER, HEADSET];
  const { outlet, sound, told } = page('headset');
  await outlet.look();
  assert.deepEqual([sound, told], [{ through: 'headset', isHushed: false, refuses: '' }, []]);
  await becomes(usually(SPEAKER), SPEAKER);
  assert.deepEqual([sound.through, sound.isHushed, told], ['', true, ['away']]);
  await becomes(usually(SPEAKER), SPEAKER, HEADSET);
  assert.deepEqual([sound.through, sound.isHushed, told], ['headset', false, ['away', 'back']]);
});

test('nor are those that the device itself used', async () => {
  browser.list = [usually(HEADSET), SPEAKER, HEADSET];
  const { outlet, sound, told } = page();
  await outlet.look();
  await becomes(usually(SPEAKER), SPEAKER);
  assert.deepEqual([sound.isHushed, told], [true, ['away']]);
  await becomes(usually(HEADSET), SPEAKER, HEADSET);
  assert.deepEqual([sound.isHushed, told], [false, ['away', 'back']]);
});

test('nothing comes out until it is known what went', async () => {
  browser.list = [usually(HEADSET), SPEAKER, HEADSET];
  const { outlet, sound, told } = page();
  await outlet.look();
  browser.list = [usually(HEADSET), HEADSET];
  mediaDevices.dispatchEvent(new Event('devicechange'));
  assert.equal(sound.isHushed, true);
  await settle();
  assert.deepEqual([sound.isHushed, told], [false, []], 'another one went');
});

test('a device that uses another one first and then says that the headphones are gone is seen through', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    browser.list = [usually(HEADSET), SPEAKER, HEADSET];
    const { outlet, sound, told } = page();
    await outlet.look();
    await becomes(usually(SPEAKER), SPEAKER, HEADSET);
    await becomes(usually(SPEAKER), SPEAKER);
    assert.deepEqual([sound.isHushed, told], [true, ['away']]);
    outlet.goOn();
    // Whoever changed it by themselves, and has put the headphones down since, is asked nothing.
    await becomes(usually(HEADSET), SPEAKER, HEADSET);
    mock.timers.tick(2_000);
    await settle();
    await becomes(usually(SPEAKER), SPEAKER, HEADSET);
    mock.timers.tick(2_000);
    await settle();
    await becomes(usually(SPEAKER), SPEAKER);
    assert.deepEqual([sound.isHushed, told], [false, ['away', 'back']]);
  } finally {
    mock.timers.reset();
  }
});

test('whoever says so goes on, and hears by the chosen one again when that is back', async () => {
  browser.list = [usually(SPEAKER), SPEAKER, HEADSET];
  const { outlet, sound, told } = page('headset');
  await outlet.look();
  outlet.goOn();
  assert.equal(sound.through, 'headset', 'nothing was away');
  await becomes(usually(SPEAKER), SPEAKER);
  outlet.goOn();
  assert.deepEqual([sound.through, sound.isHushed, told], ['', false, ['away', 'back']]);
  // Something else that comes and goes asks nothing anew.
  await becomes(usually(SPEAKER), SPEAKER, output('screen'));
  assert.deepEqual([sound.through, sound.isHushed], ['', false]);
  await becomes(usually(SPEAKER), SPEAKER, HEADSET);
  assert.deepEqual([sound.through, sound.isHushed], ['headset', false]);
  await becomes(usually(SPEAKER), SPEAKER);
  assert.deepEqual([sound.isHushed, told.at(-1)], [true, 'away'], 'and is asked when it goes again');
});

test('headphones that stayed at home, or that the browser will not give, keep the sound off as well', async () => {
  browser.list = [usually(SPEAKER), SPEAKER];
  const one = page('headset');
  await one.outlet.look();
  assert.deepEqual([one.sound.isHushed, one.told], [true, ['away']]);
  // Before it was allowed a device, a browser names none.
  browser.list = [output('', '', '')];
  const other = page('headset');
  other.sound.refuses = 'headset';
  await other.outlet.look();
  assert.deepEqual([other.sound.isHushed, other.told], [true, ['away']]);
  other.sound.refuses = '';
  browser.list = [usually(SPEAKER), SPEAKER, HEADSET];
  await other.outlet.look();
  assert.deepEqual([other.sound.through, other.sound.isHushed], ['headset', false]);
});

test('a browser that says nothing of it is believed', async () => {
  for (const list of [[], [output('', '', '')]]) {
    browser.list = list;
    const { outlet, sound, told } = page();
    await outlet.look();
    await becomes(...list);
    assert.deepEqual([sound.isHushed, told], [false, []]);
  }
});

test('another choice is followed, and the one before is no more missed', async () => {
  browser.list = [usually(SPEAKER), SPEAKER, HEADSET];
  const { outlet, choice, sound, told } = page('headset');
  await outlet.look();
  choice.keep('audiooutput', '');
  window.dispatchEvent(Object.assign(new Event('storage'), { key: 'renew-speaker' }));
  await settle();
  assert.equal(sound.through, '');
  await becomes(usually(SPEAKER), SPEAKER);
  assert.deepEqual([sound.isHushed, told], [false, []]);
});

test('of several sockets of one thing, the usual one is known by its name', async () => {
  const [plug, inside] = [output('plug', 'card', 'Headphones'), output('inside', 'card', 'Speakers')];
  browser.list = [{ ...usually(plug), label: 'Default - Headphones' }, inside, plug];
  const { outlet, told } = page();
  await outlet.look();
  await becomes({ ...usually(inside), label: 'Default - Speakers' }, inside);
  assert.deepEqual(told, ['away']);
});

test('where nothing is left at all, what comes next is asked about', async () => {
  browser.list = [usually(HEADSET), HEADSET];
  const { outlet, sound, told } = page();
  await outlet.look();
  await becomes();
  assert.deepEqual([sound.isHushed, told], [true, ['away']]);
});

test('what an earlier look finds is over', async () => {
  browser.list = [usually(SPEAKER), SPEAKER, HEADSET];
  const { outlet, sound, told } = page('headset');
  await outlet.look();
  // The headset goes, and the browser was slow to say that it was there.
  let say = () => {};
  const slowly = () => new Promise((done) => { say = () => done([usually(SPEAKER), SPEAKER, HEADSET]); });
  mock.method(mediaDevices, 'enumerateDevices', slowly, { times: 1 });
  const early = outlet.look();
  await becomes(usually(SPEAKER), SPEAKER);
  say();
  await early;
  assert.deepEqual([sound.isHushed, told], [true, ['away']]);
});
