// Who has which key of whom, in circles in which somebody leaves, comes back, replays, or knows another
// secret.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FrameKey } from '../../crates/renew/assets/js/media/sealed/frame.js';
import { HELLO, HELLO_BACK, SENDER_KEY } from '../../crates/renew/assets/js/media/sealed/handshake.js';
import {
  ANSWER_MS,
  FORGET_MS,
  REPEAT_MS,
  SWITCH_MS,
} from '../../crates/renew/assets/js/media/sealed/keyring.js';
import { Circle, VOICE, counting, hex, peer } from './sealed_circle.mjs';

/** A circle of these seats, that has met. @param {number[]} seats */
async function met(...seats) {
  const circle = new Circle();
  for (const seat of seats) circle.come(seat);
  await circle.settle();
  return circle;
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
  assert.ok(await circle.at(2).carrier.in('audio', 1, data.slice(0)), 'who stays hears');
  assert.equal(await removed.carrier.in('audio', 1, data.slice(0)), null);
  // Somebody shows them every message that the others sent each other.
  const wrapped = await (await peer(circle.at(1).keyring, 2)).wrap(2, counting(3, 16));
  await removed.keyring.hear(1, wrapped);
  await removed.carrier.done;
  assert.equal(await removed.carrier.in('audio', 1, data.slice(0)), null);
  // And what they seal is opened by nobody.
  const theirs = await removed.carrier.out('audio', VOICE.slice().buffer);
  assert.ok(theirs);
  assert.equal(await circle.at(2).carrier.in('audio', 3, theirs), null);
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
  assert.ok(await circle.at(2).carrier.in('audio', 1, soon), 'still under way');
  await circle.pass(FORGET_MS);
  assert.equal(await circle.at(2).carrier.in('audio', 1, late), null);
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
    const sealed = await (await FrameKey.of(2, number, key)).seal('audio', VOICE);
    assert.ok(sealed);
    const opened = await circle.at(1).carrier.in('audio', 2, new Uint8Array(sealed).buffer);
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

/** Plays to one page all that another seat said to it until now. @param {Circle} circle */
async function replay(circle, from = 2, to = 1) {
  for (const said of circle.said.filter((one) => one.from === from && one.to === to)) {
    await circle.at(to).keyring.hear(from, said.message.slice());
  }
  await circle.settle();
}

test('what somebody said before is not played again to who meets them anew', async () => {
  const circle = await met(1, 2);
  const kept = await circle.sealed(2);
  const { keyring, carrier } = circle.at(1);
  // The room says that 2 went, and that they are back: it has kept all that they said.
  keyring.sit([1]);
  await circle.settle();
  keyring.sit([1, 2]);
  await replay(circle);
  assert.equal(keyring.peers.has(2), false);
  assert.equal(await carrier.in('audio', 2, kept.slice(0)), null);
  // A page of theirs that was loaded again is met.
  await circle.come(2);
  await circle.settle();
  await circle.pass(ANSWER_MS);
  assert.deepEqual(await circle.hears(2), [1]);
  assert.deepEqual(await circle.hears(1), [2]);
});

test('nor is what a page said before it was loaded again', async () => {
  const circle = await met(1, 2);
  const kept = await circle.sealed(2);
  const before = circle.said.length;
  circle.come(2);
  await circle.settle();
  await circle.pass(ANSWER_MS);
  assert.deepEqual(await circle.hears(2), [1]);
  const present = hex(peer(circle.at(1).keyring, 2).key);
  circle.said.length = before;
  await replay(circle);
  assert.equal(hex(peer(circle.at(1).keyring, 2).key), present);
  assert.equal(await circle.at(1).carrier.in('audio', 2, kept.slice(0)), null);
  assert.deepEqual(await circle.hears(2), [1]);
});

test('a seat that has used too many keys is not met any more', async () => {
  const circle = await met(1, 2);
  const { keyring } = circle.at(1);
  keyring.sit([1]);
  await circle.settle();
  const laid = keyring.retired.get(2);
  for (let n = 0; n < 256; n += 1) laid?.add(`key ${n}`);
  keyring.sit([1, 2]);
  circle.come(2);
  await circle.settle();
  assert.equal(keyring.peers.has(2), false);
});

test('who has another secret is known to both, and so is that they have the same at last', async () => {
  const circle = await met(1, 2);
  circle.come(3, counting(77, 16));
  await circle.settle();
  assert.deepEqual([...circle.at(1).keyring.others], [3]);
  assert.deepEqual([...circle.at(2).keyring.others], [3]);
  assert.deepEqual([...circle.at(3).keyring.others].sort(), [1, 2]);
  // They open the right link.
  circle.at(3).keyring.end();
  circle.come(3);
  await circle.settle();
  await circle.pass(ANSWER_MS);
  for (const seat of [1, 2, 3]) assert.equal(circle.at(seat).keyring.others.size, 0, `seat ${seat}`);
  assert.deepEqual(await circle.hears(3), [1, 2]);
  // Who goes is nobody's worry.
  circle.come(4, counting(78, 16));
  await circle.settle();
  circle.go(4);
  await circle.settle();
  assert.equal(circle.at(1).keyring.others.size, 0);
});

test('a keyring that is over says nothing more, to nobody', async () => {
  const circle = await met(1, 2, 3);
  const { keyring, carrier } = circle.at(1);
  circle.go(3);
  await circle.settle();
  keyring.end();
  /** @type {string[]} */
  const told = [];
  carrier.hear = (news) => {
    told.push(news.is);
    return carrier.done;
  };
  const before = circle.said.length;
  const wrapped = await peer(circle.at(2).keyring, 1).wrap(9, counting(1, 16));
  await circle.pass(SWITCH_MS);
  await circle.pass(10 * REPEAT_MS);
  await keyring.hear(2, wrapped);
  await keyring.sit([1]);
  assert.deepEqual(told, []);
  assert.deepEqual(circle.said.slice(before).filter(({ from }) => from === 1), []);
});

test('nor does one that is in the middle of something when its end comes', async () => {
  const circle = await met(1, 2, 3);
  const [one, two] = [circle.at(1).keyring, circle.at(2).keyring];
  const taken = circle.at(1).carrier.theirs.get(2);
  peer(one, 2).unwrap = async () => {
    one.end();
    return { number: 9, key: counting(1, 16) };
  };
  await one.hear(2, await peer(two, 1).wrap(9, counting(1, 16)));
  await circle.at(1).carrier.done;
  assert.equal(circle.at(1).carrier.theirs.get(2), taken);
  peer(two, 1).wrap = async () => {
    two.end();
    return counting(3, 46);
  };
  const before = circle.said.length;
  circle.go(3);
  await circle.settle();
  assert.deepEqual(circle.said.slice(before).filter(({ from }) => from === 2), []);
});

test('a hello that got lost is said again, less and less often', async () => {
  const circle = new Circle();
  circle.come(1);
  circle.come(2);
  for (const seat of [1, 2]) await circle.at(seat).keyring.done;
  circle.heard.length = 0;
  await circle.settle();
  assert.deepEqual(await circle.hears(1), []);
  await circle.pass(REPEAT_MS);
  assert.deepEqual(await circle.hears(1), [2]);
  assert.deepEqual(await circle.hears(2), [1]);
  // A seat without a page behind it isn't called for ever.
  circle.at(1).keyring.sit([1, 2, 9]);
  const before = circle.said.length;
  for (let seconds = 0; seconds < 600; seconds += 1) await circle.pass(1_000);
  const hellos = circle.said.slice(before).filter(({ from, to }) => from === 1 && to === 9);
  assert.ok(hellos.length >= 8 && hellos.length <= 14, `${hellos.length}`);
  assert.equal(circle.said.slice(before).some(({ to, message }) => to !== 9 && message[0] === HELLO), false);
});

test('however often somebody says hello, they are answered once a second', async () => {
  const circle = await met(1, 2);
  await circle.pass(ANSWER_MS);
  await circle.pass(ANSWER_MS);
  const [one, two] = [circle.at(1).keyring, circle.at(2).keyring];
  const hello = await (await two.side).hello(HELLO);
  const before = circle.said.length;
  for (let n = 0; n < 20; n += 1) await one.hear(2, hello.slice());
  const answers = () => {
    const said = circle.said.slice(before).filter(({ from }) => from === 1);
    return said.map(({ message }) => message[0]);
  };
  assert.deepEqual(answers(), [HELLO_BACK, SENDER_KEY]);
  circle.heard.length = 0;
  await circle.pass(ANSWER_MS);
  assert.deepEqual(answers(), [HELLO_BACK, SENDER_KEY, HELLO_BACK, SENDER_KEY]);
  circle.heard.length = 0;
  await circle.pass(ANSWER_MS);
  assert.equal(answers().length, 4);
});

test('when several go within a moment, nobody is cut off', async () => {
  const circle = await met(1, 2, 3, 4, 5, 6, 7);
  for (const seat of [7, 6, 5, 4, 3]) {
    circle.go(seat);
    await circle.settle();
    assert.deepEqual(await circle.hears(1), [2, 3, 4, 5, 6].filter((other) => other < seat));
    await circle.pass(90);
  }
  for (let n = 0; n < 30; n += 1) {
    await circle.pass(100);
    assert.deepEqual(await circle.hears(1), [2], `${n}`);
  }
  assert.equal(circle.at(2).carrier.theirs.get(1)?.length, 1);
});

test('when the numbers are used up, another keyring is asked for, and none is used twice', async () => {
  const circle = await met(1, 2, 3);
  const { keyring } = circle.at(1);
  keyring.number = 0xffff;
  circle.go(3);
  await circle.settle();
  assert.deepEqual(circle.usedUp, [1]);
  assert.equal(keyring.number, 0xffff);
});

