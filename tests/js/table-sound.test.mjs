// What is said of a table's sound, and what an own phone beside it does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { micLine, news, plays, playsLine, speaks, toldOf } from '../../crates/renew/assets/js/in_room/sound_facts.js';
import { OwnPhone, ringed, tableNews } from '../../crates/renew/assets/js/media/tables.js';

/** Every text is its own key, with its places. */
const words = new Proxy({}, { get: (_, key) => `${String(key)} {names}` });

/** @param {object} [change] @returns {any} */
const facts = (change = {}) => ({
  where: 'here', told: toldOf({ around: ['Bea', 'Tomás'] }), hasLine: true, mic: 'on', interrupted: false,
  speaker: true, sound: 'on', sentence: '', ...change,
});

/** @param {object} told */
const told = (told) => ({ told: toldOf({ around: ['Bea', 'Tomás'], on: true, ...told }) });

test('what is said at a table goes out only while it is heard, and only from the page that has it', () => {
  assert.equal(speaks(facts()), false);
  assert.equal(speaks(facts(told({ may: true }))), true);
  for (const change of [{ mic: 'off' }, { mic: 'starting' }, { where: 'elsewhere' }, { where: 'away' }]) {
    assert.equal(speaks(facts({ ...told({ may: true }), ...change })), false);
  }
  assert.equal(plays(facts()), true);
  assert.equal(plays(facts({ speaker: false })), false);
  assert.equal(plays(facts({ where: 'elsewhere' })), false);
});

test('the line says whose the microphone is', () => {
  assert.equal(micLine(facts(told({ may: true, carries: ['Bea'] })), words), 'line_turn Bea');
  assert.match(micLine(facts(told({ may: true, carries: ['Bea', 'Tomás'] })), words), /^line_all/);
  assert.match(micLine(facts(told({})), words), /^line_nobody /);
  // The room wasn't told of it, and lets nothing through.
  assert.match(micLine(facts(told({ may: true, on: false, carries: ['Bea'] })), words), /^line_waits/);
  assert.match(micLine(facts({ mic: 'off' }), words), /^line_off/);
  assert.match(micLine(facts({ mic: 'off', told: toldOf({}) }), words), /^line_nobody_here/);
  assert.match(micLine(facts({ sound: 'lost' }), words), /^line_waits/);
  // The sound goes on for a while, but whose turn it is, nobody can say.
  assert.match(micLine(facts({ ...told({ may: true, carries: ['Bea'] }), hasLine: false }), words), /^line_no_answer/);
  assert.match(micLine(facts(told({ yields: true })), words), /^line_yields/);
  assert.match(micLine(facts(told({ ended: true })), words), /^line_ended/);
  assert.match(micLine(facts(told({ around: [] })), words), /^line_nobody_here/);
  assert.match(micLine(facts({ interrupted: true }), words), /^line_interrupted/);
  assert.match(micLine(facts({ where: 'sealed', mic: 'off' }), words), /^line_sealed/);
  assert.match(micLine(facts({ where: 'elsewhere', mic: 'off' }), words), /^line_elsewhere/);
});

test('everybody around a loudspeaker is told what it plays', () => {
  assert.match(playsLine(facts(), words), /^plays_all/);
  assert.equal(playsLine(facts(told({ waits: ['Tomás'] })), words), 'plays_lead Tomás');
  assert.equal(playsLine(facts(told({ waits: ['Bea', 'Tomás'] })), words), 'plays_lead_many Bea, Tomás');
  assert.match(playsLine(facts(told({ apart: true })), words), /^plays_none/);
  assert.match(playsLine(facts(told({ apart: true, ended: true })), words), /^plays_ended/);
  assert.match(playsLine(facts(told({ quiet: true })), words), /^plays_quiet /);
  // Who leads is in the room, or nobody does.
  assert.match(playsLine(facts(told({ quiet: true, still: true })), words), /^plays_quiet_still/);
  assert.match(playsLine(facts(told({ door: true })), words), /^plays_door /);
  assert.match(playsLine(facts(told({ still: true })), words), /^plays_all/);
  assert.equal(playsLine(facts(told({ waits: ['Tomás'], still: true })), words), 'plays_still Tomás');
  assert.match(playsLine(facts(told({ around: [] })), words), /^plays_nobody_here/);
  assert.match(playsLine(facts({ speaker: false }), words), /^plays_off/);
  assert.match(playsLine(facts({ sound: 'connecting' }), words), /^sound_connecting/);
  assert.equal(playsLine(facts({ sentence: 'Too often.' }), words), 'Too often.');
  assert.equal(playsLine(facts({ where: 'elsewhere' }), words), '');
});

test('what changes for the table is said once', () => {
  const before = facts(told({}));
  const after = facts(told({ may: true, carries: ['Bea'] }));
  assert.equal(news(before, after, words), 'line_turn Bea');
  assert.equal(news(after, after, words), '');
  assert.match(news(facts(), facts({ where: 'elsewhere', mic: 'off' }), words), /^line_elsewhere/);
  assert.match(news(facts({ mic: 'off' }), facts({ mic: 'off', sound: 'lost' }), words), /^sound_lost/);
  // Why the loudspeaker has become silent nobody sees; a tap on it says what it does itself.
  const off = { mic: 'off' };
  assert.match(news(facts(off), facts({ ...off, ...told({ quiet: true }) }), words), /^plays_quiet/);
  assert.equal(news(facts(off), facts({ ...off, speaker: false }), words), '');
  assert.equal(news(facts({ ...off, sound: 'connecting' }), facts(off), words), '');
  assert.match(news(facts({ ...off, sound: 'lost' }), facts({ ...off, sound: 'blocked' }), words), /^sound_blocked/);
  assert.match(news(facts({ ...off, sound: 'blocked' }), facts(off), words), /^said_sound_back/);
});

test('an answer that is none makes no facts', () => {
  assert.deepEqual(toldOf({ around: 7, carries: null, on: 'yes', may: 1 }), toldOf({}));
});

test('a microphone that is open for several lights the ring of all', () => {
  const tables = [{ seats: [3, 4, 5], on: true, carries: [3, 4] }];
  assert.deepEqual([...ringed(new Map([[3, 2], [7, 1]]), tables)].sort(), [[3, 2], [4, 2], [7, 1]]);
  const turn = [{ seats: [3, 4], on: true, carries: [4] }];
  assert.deepEqual([...ringed(new Map([[4, 3]]), turn)], [[4, 3]]);
});

test('those online are told when a table switches its microphone', () => {
  const room = { me: 1, name: (/** @type {number} */ who) => ['', 'Ada', 'Juniper', 'Bea', 'Tomás'][who] ?? '' };
  const off = [{ seats: [3, 4], on: false, carries: [] }];
  const on = [{ seats: [3, 4], on: true, carries: [] }];
  assert.deepEqual(tableNews([], off, room, words), []);
  assert.deepEqual(tableNews(off, on, room, words), ['table_mic_on Bea, Tomás']);
  assert.deepEqual(tableNews(on, off, room, words), ['table_mic_off Bea, Tomás']);
  assert.deepEqual(tableNews(on, [{ seats: [3], on: true, carries: [3] }], room, words), []);
  assert.deepEqual(tableNews(off, on, { ...room, me: 3 }, words), []);
});

test('an own phone beside a table is quiet until its owner says that they have headphones on', () => {
  const phone = new OwnPhone();
  assert.equal(phone.beside(false, true), undefined);
  assert.ok(phone.speaker && phone.mayOpen);
  assert.equal(phone.beside(true, true), 'phone');
  assert.equal(phone.beside(true, true), undefined);
  assert.ok(!phone.speaker && !phone.mayOpen && !phone.isAnswered);
  phone.answer(true);
  assert.ok(phone.speaker && phone.mayOpen && phone.isAnswered);
  assert.equal(phone.turns, 'phone_stop');
  // The table's phone goes: whoever has headphones on is no echo for anybody.
  assert.equal(phone.beside(true, false), '');
  assert.ok(phone.speaker);
  // It comes back, in the middle of a turn perhaps: they still have them on.
  assert.equal(phone.beside(true, true), '');
  assert.ok(phone.speaker && phone.mayOpen && phone.isAnswered);
  phone.answer(false);
  assert.equal(phone.turns, 'phone_on');
  assert.equal(phone.beside(true, false), 'table');
  assert.ok(!phone.speaker && phone.mayOpen);
  assert.equal(phone.beside(false, false), '');
  assert.ok(phone.speaker);
  // Who has gone home and comes again is asked anew.
  phone.beside(true, true);
  phone.answer(true);
  phone.beside(false, true);
  assert.equal(phone.beside(true, true), 'phone');
});
