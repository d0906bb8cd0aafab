// What the room's page says of cameras: whether others may not see mine, and whether pictures are
// missing here.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  LACKS_MS, Lasting, cameraLine, crowded, lacksSome,
} from '../../crates/renew/assets/js/media/cameras.js';
import { mayHold, noVoices } from '../../crates/renew/assets/js/media/facts.js';

const ME = 1;

/** @param {number[]} cameras @param {number[]} seen @param {boolean} [sound_only] */
const voices = (cameras, seen, sound_only = false) => ({ ...noVoices(), cameras, seen, sound_only });

test('more cameras than are shown at once are counted with mine', () => {
  assert.equal(crowded(voices([2, 3, 4], []), ME), false);
  assert.equal(crowded(voices([1, 2, 3, 4], []), ME), false);
  // The room has not said yet that mine is on.
  assert.equal(crowded(voices([2, 3, 4, 5], []), ME), true);
  assert.equal(crowded(voices([1, 2, 3, 4, 5], []), ME), true);
});

test('pictures are missing where some come, and fewer than there is room for', () => {
  /** @type {[number[], number[], boolean][]} */
  const cases = [
    [[2], [2, 0, 0, 0], false],
    [[2, 3], [0, 3, 2, 0], false],
    [[2, 3], [2, 0, 0, 0], true],
    // My own comes to nobody's slot here.
    [[1, 2], [2, 0, 0, 0], false],
    [[1, 2, 3], [2, 0, 0, 0], true],
    // Of five, one of them mine, three or four come, and nobody says which.
    [[1, 2, 3, 4, 5], [2, 3, 4, 0], false],
    [[1, 2, 3, 4, 5], [2, 3, 0, 0], true],
    [[2, 3, 4, 5, 6], [2, 3, 4, 5], false],
    [[2, 3, 4, 5, 6], [2, 3, 4, 0], true],
    // A slot still holds somebody whose camera is off.
    [[2, 3], [2, 7, 0, 0], true],
    // Nothing comes: that is said otherwise, or nobody is connected.
    [[2, 3], [0, 0, 0, 0], false],
  ];
  for (const [cameras, seen, lacks] of cases) {
    assert.equal(lacksSome(voices(cameras, seen), ME), lacks, `${cameras} / ${seen}`);
  }
  assert.equal(lacksSome(voices([2, 3], [2, 0, 0, 0], true), ME), false);
});

test('a picture that is only on its way is not called missing', () => {
  const lacking = new Lasting();
  const at = (/** @type {boolean} */ is, /** @type {number} */ now) => {
    lacking.follow(is, now);
    return lacking.is;
  };
  assert.equal(at(true, 0), false);
  assert.equal(at(true, LACKS_MS - 1), false);
  assert.equal(at(true, LACKS_MS), true);
  assert.equal(at(false, LACKS_MS + 1), false);
  assert.equal(at(true, LACKS_MS + 2), false, 'it begins anew');
});

test('the line says it only of a camera that is on, and of a connection that is there', () => {
  const words = { camera_crowded: 'Four.', pictures_some: 'Some.' };
  const facts = { camera: 'off', sound: 'on', isCrowded: true, lacks: false };
  const line = (/** @type {object} */ more) =>
    cameraLine(/** @type {any} */ ({ ...facts, ...more }), words);
  assert.equal(line({}), '');
  assert.equal(line({ camera: 'on' }), 'Four.');
  assert.equal(line({ camera: 'on', isCrowded: false }), '');
  assert.equal(line({ lacks: true }), 'Some.');
  assert.equal(line({ camera: 'on', lacks: true }), 'Four. Some.');
  assert.equal(line({ camera: 'on', lacks: true, sound: 'lost' }), '');
});

test('the space bar is offered only where it opens the microphone', () => {
  const may = (/** @type {object} */ more, /** @type {object} */ told = {}) =>
    mayHold(/** @type {any} */ ({ mic: 'off', isBeside: false, speaker: true, voices: told, ...more }));
  assert.equal(may({}), true);
  assert.equal(may({ mic: 'on' }), false);
  assert.equal(may({ mic: 'starting' }), false);
  assert.equal(may({}, { rested: true }), false);
  assert.equal(may({ speaker: false }), true);
  assert.equal(may({ isBeside: true, speaker: false }), false);
  assert.equal(may({ isBeside: true }), true);
});
