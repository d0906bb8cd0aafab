// The line to the room, with a socket that the test closes by itself.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Line } from '../../crates/renew/assets/js/room/socket.js';

/** @type {FakeSocket[]} */
const opened = [];

class FakeSocket {
  static OPEN = 1;
  readyState = 1;
  /** @type {string[]} */
  sent = [];
  /** @type {Record<string, (event: any) => void>} */
  on = {};

  constructor() {
    opened.push(this);
  }

  /** @param {string} name @param {(event: any) => void} heard */
  addEventListener(name, heard) {
    this.on[name] = heard;
  }

  /** @param {string} frame */
  send(frame) {
    this.sent.push(frame);
  }
}

test('what is said to a line that was closed for good is answered at once', async () => {
  mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  Object.assign(globalThis, { WebSocket: FakeSocket, addEventListener: () => undefined });
  /** @type {string[]} */
  const states = [];
  const line = new Line('wss://here', () => undefined, (status) => states.push(status.is));
  line.open();
  const [socket] = opened;
  assert.ok(socket);
  socket.on.message?.({ data: '{"is":"view"}' });
  const before = line.say({ do: 'pass' });
  socket.on.close?.({ code: 4001 });
  assert.deepEqual(states, ['opening', 'on', 'closed']);
  const no = { ok: false, sentence: '' };
  assert.deepEqual(await before, no);
  const waits = new Promise((done) => setImmediate(done, 'waits'));
  assert.deepEqual(await Promise.race([line.say({ do: 'pass' }), waits]), no);
  assert.equal(socket.sent.length, 1);
  mock.timers.reset();
});
