// A phone on a table: what it makes of the server's answers, and how it goes on without a line.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { meaning } from '../../crates/renew/assets/js/in_room/answer.js';

test('what a table did is said again until a room has taken it', () => {
  const of = (/** @type {number} */ status, isAway = false, redirected = false) =>
    meaning({ status, redirected, isAway });
  assert.equal(of(200), 'taken');
  assert.equal(of(200, true), 'later', 'the room is being rebuilt');
  for (const status of [500, 502, 503, 429, 408, 404]) assert.equal(of(status), 'later', String(status));
  for (const status of [400, 409]) assert.equal(of(status), 'taken', String(status));
  assert.equal(of(200, false, true), 'gone');
});
