// The room's scripts against the room itself: the circle's own fold of events, and the scenes that
// the server draws, are in `fixture.json`, which a test of the program writes and compares.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { shows } from '../../crates/renew/assets/js/room/shows.js';
import { actOf, actsOf } from '../../crates/renew/assets/js/room/acts.js';
import { Memory } from '../../crates/renew/assets/js/room/announce.js';
import { DraftStore, draftFlags } from '../../crates/renew/assets/js/room/drafts.js';
import { newsOf } from '../../crates/renew/assets/js/room/news.js';
import { runSceneOf } from '../../crates/renew/assets/js/room/run_scene.js';
import { sceneOf } from '../../crates/renew/assets/js/room/scene.js';
import { waitMs } from '../../crates/renew/assets/js/room/socket.js';
import { apply, fold, keptMine } from '../../crates/renew/assets/js/room/state.js';
import { fill, pieces, plain } from '../../crates/renew/assets/js/room/text.js';
import { breathAt } from '../../crates/renew/assets/js/room/time.js';
import { fakeStorage } from './fake_storage.mjs';

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

/** The state of a moment in English. @param {string} name */
function stateOf(name) {
  const moment = fixture.moments.find((/** @type {any} */ one) => one.name === name);
  const state = fold(null, { is: 'view', ...moment.snapshot });
  assert.ok(state);
  return state;
}

test('a plan that was taken back leaves no empty line', () => {
  const told = { is: 'plan', who: 4, when: 'last', text: 'one' };
  const other = { is: 'plan', who: 4, when: 'this', text: 'two' };
  const frames = [told, other, { ...told, text: '' }];
  const state = frames.reduce(fold, /** @type {any} */ ({ ...stateOf('room'), plans: [] }));
  assert.ok(state);
  assert.deepEqual(state.plans, [{ who: 4, when: 'this', text: 'two' }]);
});

test('a turn is said when it begins, whatever then changes behind it', () => {
  const memory = new Memory();
  const say = (/** @type {string} */ said, turn = 0) => memory.fresh({ said, turn });
  assert.equal(say('Now: Check-in.'), 'Now: Check-in.');
  assert.equal(say("Sol's turn. Then Ana.", 7), "Sol's turn. Then Ana.");
  assert.equal(say("Sol's turn. Then you.", 7), '');
  // The line was lost and is back in the same turn.
  assert.equal(say('', 7), '');
  assert.equal(say("Sol's turn. Then you.", 7), '');
  assert.equal(say('Now: Check-in.'), '', 'the same part after a turn is no news');
  assert.equal(say("It's your turn.", 8), "It's your turn.");
  assert.equal(say('', 9), '');
  assert.equal(say("Ana's turn.", 9), "Ana's turn.", 'a turn that began during the cut');
  assert.equal(say('Now: Closing.'), 'Now: Closing.');
});

test('who leads hears that a private word came, and nobody else does', () => {
  const words = fixture.words.en;
  const run = stateOf('run');
  const none = { ...run, view: { ...run.view, words: [] } };
  assert.deepEqual(newsOf(none, run, words), ['A private note has come.']);
  assert.deepEqual(newsOf(run, run, words), []);
  assert.deepEqual(newsOf(null, run, words), [], 'the page shows what was there before');
  const member = { ...run, view: { ...run.view, leads: false } };
  assert.deepEqual(newsOf({ ...none, view: { ...none.view, leads: false } }, member, words), []);
});

test('being asked aside is heard without a name, and who asked hears that the other came', () => {
  const words = fixture.words.en;
  const asked = stateOf('aside-asked');
  const before = { ...asked, view: { ...asked.view, mine: { ...asked.view.mine, asked_aside: null } } };
  const question = ['Somebody has a question for you, at the top of this page.'];
  assert.deepEqual(newsOf(before, asked, words), question);
  assert.deepEqual(newsOf(asked, asked, words), []);

  const host = stateOf('aside-host');
  const room = host.view.mine.room;
  assert.ok(room);
  const both = { ...room, places: [...room.places, { who: asked.view.me }] };
  const together = { ...host, view: { ...host.view, mine: { ...host.view.mine, room: both } } };
  assert.deepEqual(newsOf(host, together, words), ['You and Tomás can talk now.']);
  const alone = { ...host, view: { ...host.view, mine: { ...host.view.mine, room: null } } };
  assert.deepEqual(newsOf(alone, host, words), [], 'whoever goes in is brought there');
});

test('who leads hears once that a side room asks for help', () => {
  const words = fixture.words.en;
  const calls = stateOf('run-rooms');
  const quiet = {
    ...calls,
    view: { ...calls.view, rooms_run: calls.view.rooms_run.map((run) => ({ ...run, calls: false })) },
  };
  assert.deepEqual(newsOf(quiet, calls, words), ['A side room asks for help: Wren.']);
  assert.deepEqual(newsOf(calls, calls, words), []);
  assert.deepEqual(newsOf(calls, quiet, words), []);
  const member = (/** @type {typeof calls} */ state) => ({ ...state, view: { ...state.view, leads: false } });
  assert.deepEqual(newsOf(member(quiet), member(calls), words), []);
});

test('a sender hears what becomes of their word', () => {
  const words = fixture.words.en;
  const before = stateOf('room');
  const word = { word: 1, choice: /** @type {const} */ ('upset'), at: 1, seen_by: null, taken_by: null, replied: false };
  const after = (/** @type {object} */ change) => ({
    ...before,
    view: { ...before.view, mine: { ...before.view.mine, words: [{ ...word, ...change }] } },
  });
  assert.deepEqual(newsOf(before, after({}), words), ['Your note is on its way to Marlow.']);
  assert.deepEqual(newsOf(after({}), after({ seen_by: 2 }), words), ['Bea has seen your note.']);
  assert.deepEqual(newsOf(after({ seen_by: 2 }), after({ seen_by: 2 }), words), []);
  // Somebody else leads now, and nobody has looked at it: the line is another, the word is not.
  const led = { ...after({}), view: { ...after({}).view, lead: { who: 2, wanted: false } } };
  assert.deepEqual(newsOf(after({}), led, words), ['Bea is leading now.']);
});

test('a draft is given back to who wrote it, and to nobody else at the same device', () => {
  const kept = new Map([['theirs', 'x']]);
  const wren = new DraftStore(fakeStorage(kept), 's1', 5);
  wren.put('plan-text', 'walk');
  assert.equal(new DraftStore(fakeStorage(kept), 's1', 5).get('plan-text'), 'walk');
  wren.drop('plan-text');
  assert.equal(wren.get('plan-text'), null);
  wren.put('plan-text', 'walk');
  assert.equal(new DraftStore(fakeStorage(kept), 's1', 6).get('plan-text'), null);
  assert.deepEqual([...kept.keys()], ['theirs'], 'what is not a draft is not ours to take');
});

test('a draft that was wiped on the way out does not come back', () => {
  const kept = new Map();
  const drafts = new DraftStore(fakeStorage(kept), 's1', 5);
  drafts.put('plan-text', 'walk');
  drafts.close();
  drafts.put('plan-text', 'walk with');
  assert.equal(kept.size, 0);
});

test('a browser that keeps nothing does not stop anybody from typing', () => {
  const no = () => {
    throw new Error('refused');
  };
  const refusing = { length: 0, key: no, getItem: no, setItem: no, removeItem: no };
  for (const none of [null, refusing]) {
    const drafts = new DraftStore(none, 's1', 5);
    drafts.put('plan-text', 'walk');
    assert.equal(drafts.get('plan-text'), null);
  }
});

test('a form stays with its draft when its part is over, and with its «Kept» after that', () => {
  const flags = new Set(['as_list']);
  const at = (/** @type {string} */ screen, edited = false, text = true) => {
    draftFlags(flags, 'plan', screen, { edited, text });
    return [...flags].filter((flag) => flag !== 'as_list').sort();
  };
  assert.deepEqual(at('plan'), []);
  assert.deepEqual(at('plan', true, false), ['plan_edited'], 'only a choice was made');
  assert.deepEqual(at('plan', true), ['plan_edited', 'plan_unkept']);
  assert.deepEqual(at('reflection', true), ['plan_edited', 'plan_unkept']);
  assert.deepEqual(at('reflection', false), ['plan_unkept'], 'kept late, and still on the page');
  assert.deepEqual(at('ended', false), ['plan_unkept']);
  flags.delete('plan_unkept');
  at('plan', true);
  assert.deepEqual(at('plan', false), []);
  assert.deepEqual(at('ended', false), [], 'kept in time');
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

test('a sheet is each of its places, and what its button asks for', () => {
  const fields = /** @type {[string, string][]} */ ([
    ['do', 'sheet'], ['activity', '4'],
    ['slot', 'thought.0'], ['text.thought.0', 'They know'],
    ['slot', 'belief.0'], ['level.belief.0', '80'],
    ['slot', 'pattern.3'],
    ['slot', 'strength.0.5'], ['text.strength.0.5', 'You ask'], ['named.strength.0.5', 'true'],
    ['then', 'ready&is=true'],
  ]);
  assert.deepEqual(actsOf(fields), [
    { do: 'write', activity: 4, part: 'thought', nth: 0, text: 'They know' },
    { do: 'write', activity: 4, part: 'belief', nth: 0, level: 80 },
    { do: 'write', activity: 4, part: 'pattern', nth: 3 },
    { do: 'write', activity: 4, part: 'strength', nth: 0, to: 5, text: 'You ask', named: true },
    { do: 'ready', activity: 4, is: true },
  ]);
});

test('a card goes along with what its button asks for', () => {
  const fields = /** @type {[string, string][]} */ ([
    ['do', 'scene'], ['room', '2'], ['with', 'My brother'], ['then', 'next_room_step&step=scene'],
  ]);
  assert.deepEqual(actsOf(fields), [
    { do: 'scene', room: 2, with: 'My brother' },
    { room: 2, do: 'next_room_step', step: 'scene' },
  ]);
  assert.deepEqual(actsOf([['do', 'hand'], ['up', 'true']]), [{ do: 'hand', up: true }]);
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
