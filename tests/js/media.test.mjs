// What the room's page makes of voices and cameras, without a browser: who hears whom, what is said
// of it, and a connection that comes back.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Choice, kindOf } from '../../crates/renew/assets/js/media/choice.js';
import { Connection, againMs, thrifty } from '../../crates/renew/assets/js/media/connection.js';
import {
  audible,
  isOut,
  micLine,
  noVoices,
  pictured,
  ringStep,
  soundLine,
  speaks,
  voiceNews,
  voicesOf,
} from '../../crates/renew/assets/js/media/facts.js';
import { hindrance, problemOf, problemWords } from '../../crates/renew/assets/js/media/problem.js';
import { STILL_MS, Spoken } from '../../crates/renew/assets/js/media/rings.js';
import { fakeStorage } from './fake_storage.mjs';

/** Every text is its own name. @type {Record<string, string>} */
const words = new Proxy({}, { get: (_, name) => `${String(name)} {name}{what}` });

/**
 * @param {Partial<import('../../crates/renew/assets/js/media/types.js').Facts>} [more]
 * @param {object} [voices]
 * @returns {import('../../crates/renew/assets/js/media/types.js').Facts}
 */
function facts(more = {}, voices = {}) {
  return {
    mic: 'off', held: false, interrupted: false, camera: 'off', told: true,
    hasLine: true, sound: 'on', sentence: '', speaker: true, isAway: false, isBeside: false, apart: false, alone: false, listens: false,
    leads: false, lead: 'Marlow', reaches: true, isCrowded: false, lacks: false, ...more, voices: { ...noVoices(), ...voices },
  };
}

/** @param {ReturnType<typeof facts>} all */
const line = (all) => micLine(all, words).split(' ')[0];

test('the line says what is true of the microphone, and nothing kinder', () => {
  assert.equal(line(facts({}, { may: true })), 'line_off');
  assert.equal(line(facts({ mic: 'starting' }, { may: true })), 'line_starting');
  assert.equal(line(facts({ mic: 'on' }, { may: true })), 'line_heard');
  assert.equal(line(facts({ mic: 'on' })), 'line_turn');
  assert.equal(line(facts({ mic: 'on', alone: true })), 'line_alone');
  assert.equal(line(facts({ mic: 'on', listens: true })), 'line_listens');
  assert.equal(line(facts({ mic: 'on', apart: true }, { may: true })), 'line_heard_apart');
  assert.equal(line(facts({ mic: 'on', apart: true })), 'line_apart');
  assert.equal(line(facts({ mic: 'on', held: true }, { may: true })), 'line_held');
  assert.equal(line(facts({ mic: 'on', held: true })), 'line_turn');
  assert.equal(line(facts({ mic: 'on', sound: 'lost' }, { may: true })), 'line_waits');
  assert.equal(line(facts({ mic: 'on', told: false }, { may: true })), 'line_waits');
  assert.equal(line(facts({ mic: 'on', hasLine: false }, { may: true })), 'line_no_answer');
  // Beside a phone on the table: what it plays goes into an open microphone, or it is quiet.
  assert.equal(line(facts({ mic: 'on', leads: true }, { may: true, beside: true })), 'line_beside');
  assert.equal(line(facts({ mic: 'on' }, { may: true, beside: true })), 'line_beside_quiet');
  assert.equal(line(facts({ mic: 'on' }, { yields: true, beside: true })), 'line_yields');
  assert.equal(line(facts({ mic: 'on', told: false })), 'line_turn');
  assert.equal(line(facts({ mic: 'on', reaches: false }, { may: true })), 'line_sealing');
  assert.equal(line(facts({ mic: 'on', reaches: false })), 'line_turn');
  assert.equal(line(facts({ mic: 'on' }, { may: true, to_nobody: true })), 'line_nobody');
  assert.equal(line(facts({ mic: 'on', interrupted: true }, { may: true })), 'line_interrupted');
  assert.equal(micLine(facts({ mic: 'on' }, { rested: true }), words), 'line_rested Marlow{what}');
});

test('a voice goes out only where it is heard, and never while it rests', () => {
  assert.equal(speaks(facts({ mic: 'on' }, { may: true })), true);
  assert.equal(speaks(facts({ mic: 'on' })), false);
  assert.equal(speaks(facts({}, { may: true })), false);
  assert.equal(speaks(facts({ mic: 'starting' }, { may: true })), false);
  assert.equal(speaks(facts({ mic: 'on' }, { may: true, rested: true })), false);
});

test('what is wrong with the sound is said, the server first', () => {
  const said = (/** @type {ReturnType<typeof facts>} */ all) => soundLine(all, words).split(' ')[0];
  assert.equal(soundLine(facts(), words), '');
  assert.equal(soundLine(facts({ sound: 'lost', sentence: 'Full.' }), words), 'Full.');
  assert.equal(said(facts({ sound: 'connecting' })), 'sound_connecting');
  assert.equal(said(facts({ sound: 'lost' })), 'sound_lost');
  assert.equal(said(facts({ sound: 'refused' })), 'sound_refused');
  assert.equal(said(facts({ speaker: false })), 'speaker_off');
  assert.equal(said(facts({ isAway: true })), 'speaker_off');
  assert.equal(said(facts({}, { sound_only: true })), 'sound_only');
});

/** @param {number} who @param {boolean} in_room */
const seat = (who, in_room = false) => /** @type {any} */ ({ who, in_room });

test('who sits in the same room is not heard twice', () => {
  const voices = { ...noVoices(), heard: [2, 3, 0, 0] };
  const seats = [seat(1, true), seat(2, true), seat(3)];
  assert.deepEqual(audible(voices, { seats, me: 1, speaker: true }), [false, true, true, true]);
  assert.deepEqual(audible(voices, { seats, me: 3, speaker: true }), [true, true, true, true]);
  assert.deepEqual(audible(voices, { seats, me: 3, speaker: false }), [false, false, false, false]);
});

test('a picture stands in a seat only while its camera is on', () => {
  const voices = { ...noVoices(), seen: [4, 5, 1, 0], cameras: [4, 1] };
  assert.deepEqual([...pictured(voices, 1)], [[4, 0]]);
});

test('a frame that lacks something grants nothing', () => {
  assert.deepEqual(voicesOf({ is: 'voices' }), {
    may: false, yields: false, to_nobody: false, beside: false, rested: false, heard: [], seen: [], mics: [], cameras: [], sound_only: false, tables: [],
  });
  assert.equal(voicesOf({ may: 'yes' }).may, false);
  assert.equal(voicesOf({ heard: [1, 2, 3, 4, 5] }).heard.length, 4);
});

test('what changed for me is said, and nothing of what did not', () => {
  const said = (/** @type {any} */ before, /** @type {any} */ after) =>
    voiceNews(before, after, words).map((sentence) => sentence.split(' ')[0]);
  const on = { mic: /** @type {const} */ ('on') };
  assert.deepEqual(said(facts(), facts({}, { may: true })), [], 'a microphone that is off');
  assert.deepEqual(said(facts(on), facts(on, { may: true })), ['said_heard']);
  assert.deepEqual(said(facts(on, { may: true }), facts(on)), ['said_not_heard']);
  const unheard = { ...on, reaches: false };
  assert.deepEqual(said(facts(on), facts(unheard, { may: true })), ['line_sealing']);
  assert.deepEqual(said(facts(unheard, { may: true }), facts(on, { may: true })), ['said_heard']);
  assert.deepEqual(said(facts(on, { may: true }), facts(unheard, { may: true })), ['line_sealing']);
  const nobody = { may: true, to_nobody: true };
  assert.deepEqual(said(facts(on), facts(on, nobody)), ['line_nobody']);
  assert.deepEqual(said(facts(on, nobody), facts(on, { may: true })), ['said_heard']);
  assert.deepEqual(said(facts(on, { may: true }), facts({}, { rested: true })), ['line_rested']);
  assert.deepEqual(said(facts({}, { rested: true }), facts()), ['said_let']);
  assert.deepEqual(said(facts(on, { may: true }), facts(on, { yields: true })), ['line_yields']);
  // Granted before anything is connected, nobody is heard; and it is said when they are.
  const connecting = { ...on, sound: /** @type {const} */ ('connecting') };
  assert.deepEqual(said(facts(connecting), facts(connecting, { may: true })), ['line_waits']);
  assert.deepEqual(said(facts(connecting, { may: true }), facts(on, { may: true })), ['said_heard']);
  // Beside a phone on the table that doesn't carry my voice.
  const quiet = { isBeside: true, speaker: false };
  assert.deepEqual(said(facts(quiet), facts(quiet, { may: true })), ['phone_mic']);
  assert.deepEqual(said(facts(quiet, { may: true }), facts(quiet, { may: true })), []);
  assert.deepEqual(said(facts(on), facts({ ...on, interrupted: true })), ['line_interrupted']);
  assert.deepEqual(said(facts(), facts({ sound: 'lost' })), ['sound_lost']);
  assert.deepEqual(said(facts({ sound: 'lost' }), facts()), ['said_sound_back']);
  assert.deepEqual(said(facts({ sound: 'connecting' }), facts()), []);
  const away = facts({ isAway: true });
  assert.deepEqual(said(facts(), away), ['outlet_away']);
  assert.deepEqual(said(away, facts()), ['said_sound_back']);
  // Where no sound comes out by its owner's own wish, nothing is missed.
  assert.deepEqual(said(facts({ speaker: false }), facts({ speaker: false, isAway: true })), []);
  assert.deepEqual(said(away, facts({ isAway: true, speaker: false })), []);
  assert.deepEqual(said(facts(), facts({}, { sound_only: true })), ['sound_only']);
});

test('a voice lights its ring in three steps', () => {
  assert.deepEqual([0, 0.001, 0.005, 0.02, 0.1, 1].map(ringStep), [0, 0, 1, 2, 3, 3]);
});

test('every way of a browser to refuse has its words', () => {
  /** @param {string} name @param {string} [message] */
  const of = (name, message = '') => problemOf({ name, message });
  assert.equal(of('NotAllowedError', 'Permission denied'), 'blocked');
  assert.equal(of('NotAllowedError', 'Permission denied by system'), 'blocked_device');
  assert.equal(of('NotAllowedError', 'Permission dismissed'), 'dismissed');
  assert.equal(of('NotFoundError'), 'none');
  assert.equal(of('NotReadableError'), 'busy');
  assert.equal(of('OverconstrainedError'), 'none');
  assert.equal(of('TypeError'), 'unknown');
  assert.equal(problemOf(undefined), 'unknown');
  const navigator = { mediaDevices: {} };
  assert.equal(hindrance({ isSecureContext: false, navigator }), 'insecure');
  assert.equal(hindrance({ isSecureContext: true, navigator: {} }), 'old');
  assert.equal(hindrance({ isSecureContext: true, navigator }), null);
  const trouble = problemWords('busy', 'camera', { busy: '{what} is busy', busy_mend: 'b', the_camera: 'it' });
  assert.deepEqual(trouble, { text: 'it is busy', mend: 'b' });
});

test('a chosen device is kept by its number, and a browser that keeps nothing is no harm', () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const choice = new Choice(fakeStorage(kept));
  choice.keep('audioinput', 'abc');
  assert.equal(choice.of('audioinput'), 'abc');
  assert.equal(choice.of('videoinput'), '');
  assert.equal(kindOf([...kept.keys()][0] ?? ''), 'audioinput');
  assert.equal(kindOf('another'), undefined);
  choice.keep('audioinput', '');
  assert.equal(kept.size, 0);
  const closed = new Choice(/** @type {any} */ ({ getItem() { throw new Error('no'); } }));
  assert.equal(closed.of('audioinput'), '');
  // What isn't kept holds as long as the page does.
  assert.equal(closed.keep('audioinput', 'abc'), false);
  assert.equal(closed.of('audioinput'), 'abc');
});

/** A connection's other half, which does what a test tells it. */
class Peer extends EventTarget {
  connectionState = 'new';
  /** @type {string[]} */
  lines = [];
  /** @type {(unknown)[]} */
  sent = [];
  /** Bytes, so far. */
  came = 0;
  localDescription = { sdp: 'offer' };

  /** @param {string} kind @param {any} options */
  addTransceiver(kind, options) {
    const at = this.lines.push(`${kind} ${options.direction}`) - 1;
    const replaceTrack = (/** @type {unknown} */ track) => {
      this.sent[at] = track;
      return Promise.resolve();
    };
    return { sender: { replaceTrack }, receiver: { track: `${kind} ${at}` } };
  }

  createOffer() {
    return Promise.resolve({});
  }

  setLocalDescription() {
    return Promise.resolve();
  }

  setRemoteDescription() {
    return Promise.resolve();
  }

  getStats() {
    return Promise.resolve(new Map([['T1', { type: 'transport', bytesReceived: this.came }]]));
  }

  /** @param {string} state */
  becomes(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close() {
    this.connectionState = 'closed';
  }
}

/** @param {any} [answer] */
function connected(answer = { sdp: 'answer' }) {
  /** @type {Peer[]} */
  const peers = [];
  /** @type {string[]} */
  const said = [];
  const server = { answer, may: true };
  const connection = new Connection({
    make: () => {
      const peer = new Peer();
      peers.push(peer);
      return /** @type {any} */ (peer);
    },
    may: () => server.may,
    post: () => Promise.resolve(server.answer),
    onSound: (sound, sentence) => said.push(sentence ? `${sound}: ${sentence}` : sound),
    onReceivers: () => {},
  });
  const last = () => /** @type {Peer} */ (peers[peers.length - 1]);
  return { connection, peers, said, last, server };
}

/** Lets time pass, in steps between which promises come to their end. @param {number[]} steps */
async function ticks(...steps) {
  for (const ms of steps) {
    mock.timers.tick(ms);
    await settle();
  }
}

/** Lets promises that wait for nothing else come to their end. */
const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};

test('an offer has its lines in the order that the server knows', async () => {
  const { connection, last } = connected();
  connection.start([]);
  await settle();
  assert.deepEqual(last().lines, [
    'audio sendonly', 'video sendonly',
    ...Array.from({ length: 4 }, () => 'audio recvonly'),
    ...Array.from({ length: 4 }, () => 'video recvonly'),
  ]);
  connection.stop();
});

test('no connection is made while none may be, and one is as soon as it may', async () => {
  const { connection, peers, server, last } = connected();
  connection.start([]);
  await settle();
  last().becomes('connected');
  server.may = false;
  for (const ask of [() => connection.renew(), () => connection.wake()]) ask();
  await settle();
  assert.equal(peers.length, 1);
  assert.equal(last().connectionState, 'connected', 'that of before goes on meanwhile');
  server.may = true;
  connection.start([]);
  await settle();
  assert.equal(peers.length, 2);
  assert.equal(peers[0]?.connectionState, 'closed');
  // Nothing is owed any more.
  last().becomes('connected');
  connection.start([]);
  await settle();
  assert.equal(peers.length, 2);
  connection.stop();
});

test('what was said to go out goes out on every new connection, and not before it stands', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, peers, last, said } = connected();
    const voice = /** @type {any} */ ({ kind: 'audio' });
    connection.send('voice', voice);
    connection.start([]);
    await settle();
    assert.equal(last().sent[0], undefined);
    last().becomes('connected');
    assert.equal(last().sent[0], voice);
    last().becomes('failed');
    assert.deepEqual(said, ['connecting', 'on', 'lost']);
    mock.timers.tick(1_000);
    await settle();
    assert.equal(peers.length, 2);
    last().becomes('connected');
    assert.equal(last().sent[0], voice);
    connection.send('voice', null);
    assert.equal(last().sent[0], null);
    connection.stop();
    assert.equal(last().connectionState, 'closed');
    assert.equal(said.at(-1), 'off');
  } finally {
    mock.timers.reset();
  }
});

test('a network that lets nothing through is not called a moment’s trouble', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, said, last } = connected();
    connection.start([]);
    await settle();
    await ticks(10_000, 1_000, 10_000, 2_000, 10_000);
    assert.deepEqual(said, ['connecting', 'connecting', 'connecting', 'connecting', 'connecting', 'blocked']);
    await ticks(4_000);
    assert.equal(said.at(-1), 'blocked', 'while it goes on trying');
    last().becomes('connected');
    assert.equal(said.at(-1), 'on');
    connection.stop();
  } finally {
    mock.timers.reset();
  }
});

test('a browser that makes no connection is asked again, and nothing is thrown', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let made = 0;
    const connection = new Connection({
      make: () => {
        made += 1;
        throw new SyntaxError('no such server');
      },
      post: () => Promise.resolve({ sdp: '' }),
      onSound: () => {},
      onReceivers: () => {},
    });
    connection.start([]);
    await ticks(1_000, 2_000);
    assert.equal(made, 3);
    connection.stop();
    await ticks(60_000);
    assert.equal(made, 3);
  } finally {
    mock.timers.reset();
  }
});

test('tries grow rarer, and one who comes back is not kept waiting', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, peers, last, server } = connected({ sentence: 'Full for now.', again: true });
    assert.deepEqual([1, 2, 3, 4, 5, 50].map(againMs), [1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    connection.start([]);
    await settle();
    for (const ms of [1_000, 2_000, 4_000]) {
      const before = peers.length;
      mock.timers.tick(ms - 1);
      assert.equal(peers.length, before, `${ms}`);
      mock.timers.tick(1);
      await settle();
      assert.equal(peers.length, before + 1, `${ms}`);
    }
    server.answer = { sdp: 'answer' };
    connection.wake();
    assert.equal(peers.length, 5);
    await settle();
    last().becomes('connected');
    connection.wake();
    assert.equal(peers.length, 5, 'a connection that stands is left alone');
    connection.stop();
    mock.timers.tick(60_000);
    assert.equal(peers.length, 5, 'who has left tries no more');
  } finally {
    mock.timers.reset();
  }
});

test('a short gap mends itself, and a longer one is not waited for', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, peers, last } = connected();
    connection.start([]);
    await settle();
    last().becomes('connected');
    last().becomes('disconnected');
    mock.timers.tick(900);
    last().becomes('connected');
    mock.timers.tick(5_000);
    assert.equal(peers.length, 1);
    last().becomes('disconnected');
    await ticks(500, 500);
    assert.equal(peers.length, 2);
    await settle();
    mock.timers.tick(10_000);
    mock.timers.tick(1_000);
    assert.equal(peers.length, 3, 'one that never came to stand');
    connection.stop();
  } finally {
    mock.timers.reset();
  }
});

test('a connection in which voices come is not given up for a few answers that were lost', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, peers, last } = connected();
    connection.start([]);
    await settle();
    last().becomes('connected');
    last().becomes('disconnected');
    for (let looks = 0; looks < 6; looks += 1) {
      last().came += 1_000;
      await ticks(500);
    }
    assert.equal(peers.length, 1, 'voices come');
    await ticks(500);
    assert.equal(peers.length, 2, 'nothing comes any more');
    last().becomes('connected');
    last().becomes('disconnected');
    for (let looks = 0; looks < 20; looks += 1) {
      last().came += 1_000;
      await ticks(500);
    }
    assert.equal(peers.length, 3, 'nobody knows whether anything goes out');
    connection.stop();
  } finally {
    mock.timers.reset();
  }
});

test('a voice is asked to take little, whatever else the answer says', () => {
  const lines = [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=1',
    'm=video 9 UDP/TLS/RTP/SAVPF 96', 'a=fmtp:97 apt=96', '',
  ];
  const thrift = thrifty(lines.join('\r\n')).split('\r\n');
  assert.deepEqual(thrift, [
    ...lines.slice(0, 2), 'a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1', 'a=ptime:40', ...lines.slice(3),
  ]);
  assert.equal(thrifty('a=fmtp:111 useinbandfec=1;usedtx=0\r\n'), 'a=fmtp:111 useinbandfec=1;usedtx=0\r\n');
});

test('who has no place in the room any more is told so once', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { connection, peers, said } = connected({ sentence: '', again: false });
    connection.start([]);
    await settle();
    assert.deepEqual(said, ['connecting', 'refused']);
    mock.timers.tick(60_000);
    connection.wake();
    assert.equal(peers.length, 1);
    connection.start([]);
    assert.equal(peers.length, 2, 'one who is let in again');
    connection.stop();
  } finally {
    mock.timers.reset();
  }
});

test('for who wants less motion a ring stands still while somebody speaks, pauses and all', () => {
  const spoken = new Spoken();
  assert.deepEqual([...spoken.still(new Map([[2, 3], [3, 0]]), 0)], [[2, 1]]);
  assert.deepEqual([...spoken.still(new Map([[2, 0], [3, 1]]), STILL_MS - 1)], [[2, 1], [3, 1]]);
  assert.deepEqual([...spoken.still(new Map([[2, 0], [3, 0]]), STILL_MS)], [[3, 1]]);
  assert.deepEqual([...spoken.still(new Map([[2, 0]]), STILL_MS)], [], 'whose voice has gone');
});

test('who stepped out is out, and who was asked aside is not', () => {
  const seat = (/** @type {string} */ presence) => ({ who: 3, presence });
  const view = (/** @type {string} */ presence, room = null) =>
    /** @type {any} */ ({ me: 3, seats: [seat(presence)], mine: { room } });
  assert.equal(isOut(view('stepped_out')), true);
  assert.equal(isOut(view('here')), false);
  assert.equal(isOut(view('stepped_out', /** @type {any} */ ({ room: 1, aside: true }))), false);
});
