// The room's scripts against the room itself: the circle's own fold of events, and the scenes that
// the server draws, are in `fixture.json`, which a test of the program writes and compares.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { shows } from '../../crates/renew/assets/js/room/shows.js';
import { actOf } from '../../crates/renew/assets/js/room/acts.js';
import { runSceneOf } from '../../crates/renew/assets/js/room/run_scene.js';
import { sceneOf } from '../../crates/renew/assets/js/room/scene.js';
import { waitMs } from '../../crates/renew/assets/js/room/socket.js';
import { apply, fold, keptMine } from '../../crates/renew/assets/js/room/state.js';
import { fill, pieces, plain } from '../../crates/renew/assets/js/room/text.js';
import { breathAt } from '../../crates/renew/assets/js/room/time.js';

const fixture = JSON.parse(readFileSync(new URL('./fixture.json', import.meta.url), 'utf8'));

for (const moment of fixture.moments) {
  // The format's texts stand in the file once; suggested words are for who leads alone.
  const { leads } = moment.snapshot.view;
  moment.snapshot.phases = fixture.phases[moment.lang].map((/** @type {object} */ text) =>
    leads ? text : { ...text, say: [] },
  );

  test(`${moment.name} in ${moment.lang} is the scene that the server draws`, () => {
    const words = fixture.words[moment.lang];
    const state = fold(null, { is: 'view', ...moment.snapshot });
    assert.ok(state);
    const scene = sceneOf(state, words, moment.now, fixture.minute_ms);
    assert.deepEqual(scene, moment.scene);
    if (leads) {
      assert.deepEqual(runSceneOf(state, words, moment.now, fixture.minute_ms), moment.run);
    }
  });
}

test('an evening folded event by event is the view that the circle has at its end', () => {
  const { first, events, last } = fixture.evening;
  assert.ok(events.length > 30, String(events.length));
  const before = JSON.stringify(first);
  assert.deepEqual(events.reduce(apply, first), last);
  assert.equal(JSON.stringify(first), before, 'the first view was changed');
});

test('people, plans, milestones and words take the place of earlier ones', () => {
  const snapshot = { is: 'view', ...fixture.moments[0].snapshot };
  const frames = [
    snapshot,
    { is: 'people', people: { 9: { name: 'Noa', sign: 'sun' } } },
    { is: 'plan', who: 4, when: 'this', text: 'one' },
    { is: 'plan', who: 4, when: 'this', text: 'two' },
    { is: 'plan', who: 4, when: 'last', text: 'before', how: 'did_it' },
    { is: 'milestone', who: 4, text: '90 days' },
    { is: 'words', word: 1, text: 'hello', reply: '' },
    { is: 'words', word: 1, text: 'hello', reply: 'here' },
    { is: 'something new' },
  ];
  const state = frames.reduce(fold, /** @type {any} */ (null));
  assert.ok(state);
  assert.equal(state.people[9]?.name, 'Noa');
  assert.deepEqual(state.plans.map((/** @type {any} */ plan) => plan.text), ['two', 'before']);
  assert.equal(state.milestones.length, 1);
  assert.deepEqual(state.words, [{ word: 1, text: 'hello', reply: 'here' }]);
});

test('nothing is folded before there is a view', () => {
  assert.equal(fold(null, { is: 'ev', ev: [] }), null);
});

test('how my last plan went is shown once it is kept', () => {
  const moment = fixture.moments.find((/** @type {any} */ one) => one.name === 'room');
  const state = fold(null, { is: 'view', ...moment.snapshot });
  assert.ok(state);
  const said = keptMine(state, { do: 'how', how: 'not_yet' });
  assert.equal(said.mine.last_plan?.how, 'not_yet');
  assert.equal(state.mine.last_plan?.how, null);
});

test('a form is the command that the room reads', () => {
  assert.deepEqual(actOf([['do', 'done'], ['turn', '7']]), { do: 'done', turn: 7 });
  assert.deepEqual(actOf([['do', 'hand'], ['up', 'true']]), { do: 'hand', up: true });
  assert.deepEqual(actOf([['do', 'plan'], ['text', '12'], ['who', 'circle']]), {
    do: 'plan', text: '12', who: 'circle',
  });
  assert.deepEqual(actOf([['do', 'give'], ['who', '5'], ['turn', '7']]), {
    do: 'give', who: 5, turn: 7,
  });
  assert.deepEqual(actOf([['do', 'order'], ['seats', '3,5,2']]), { do: 'order', seats: [3, 5, 2] });
  assert.deepEqual(actOf([['do', 'reflection'], ['text', 'true']]), { do: 'reflection', text: 'true' });
});

test('what is shown reads alternatives, conditions and denials', () => {
  const flags = new Set(['live']);
  assert.ok(shows('@circle+live', 'circle', flags));
  assert.ok(shows('@plan|live', 'circle', flags));
  assert.ok(!shows('@circle+!live', 'circle', flags));
});

test('sentences keep what they have no value for, and values are not filled again', () => {
  assert.equal(fill('{a} and {b}', { a: '{b}', b: 'x' }), '{b} and x');
  assert.equal(fill('{constructor}', {}), '{constructor}');
  const made = pieces('After {name}: {a}{x}.', { name: 'Sol', a: 'you' });
  assert.equal(plain(made), 'After Sol: you{x}.');
  assert.deepEqual(made.filter((piece) => piece.b).map((piece) => piece.s), ['Sol', 'you']);
});

test('everyone breathes in step, before the start and long after it', () => {
  assert.deepEqual(breathAt(1_000, 1_000, 4_000, 6_000), { is: 'in', atMs: 0, nextMs: 4_000 });
  assert.equal(breathAt(15_500, 1_000, 4_000, 6_000).is, 'out');
  assert.equal(breathAt(0, 1_000, 4_000, 6_000).is, 'out');
});

test('waits grow, stay bounded, and differ from person to person', () => {
  assert.ok(waitMs(1, 1) <= 400);
  assert.ok(waitMs(40, 1) <= 15_000);
  assert.ok(waitMs(40, 0) >= 7_000);
  assert.notEqual(waitMs(5, 0.1), waitMs(5, 0.9));
});
