// @ts-check
// The sound's own connection: one offer, one answer, and no further word. What is wrong with it is
// mended by a fresh one, which takes the place of the old at the server.

import { SLOTS } from './facts.js';

/**
 * @typedef {import('./types.js').Sound} Sound
 * @typedef {{ sdp: string } | { sentence: string, again: boolean }} Answer
 *
 * @typedef {object} Means
 * @property {(ice: RTCIceServer[]) => RTCPeerConnection} make
 * @property {(sdp: string, signal: AbortSignal) => Promise<Answer>} post
 * @property {(sdp: string) => string} [takes] an answer as the browser is given it
 * @property {(sound: Sound, sentence: string) => void} onSound
 * @property {(voices: RTCRtpReceiver[], pictures: RTCRtpReceiver[]) => void} onReceivers
 * @property {() => boolean} [may] whether a connection may be made now; if not, it is when it is started
 *   again
 * @property {(peer: RTCPeerConnection) => void} [onLines] its lines are there, and nothing has gone
 *   through them yet
 */

/** Between tries: a weak network is given time, a person who comes back isn't left waiting. */
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000];
/** So many tries in vain are no hole in the reception: something lets no packets through. */
const BLOCKED_AFTER = 3;
/** A connection that doesn't stand by then won't: its packets are blocked somewhere. */
const CONNECT_MS_MAX = 10_000;
/** A gap this short is mended by the connection itself. */
const GAP_MS = 500;
/** How often it is looked whether anything comes in, and how often at most: if what goes out is lost
 * and what comes isn't, nobody here would ever know. */
const LOOK_MS = 500;
const LOOKS_MAX = 12;
/** What somebody says in a packet. */
const PACKET_MS = 40;
/** Enough for speech in full; music isn't made here. */
const VOICE = [{ maxBitrate: 24_000 }];
/** Small enough for a seat, which is all that a camera is for. */
const CAMERA = [
  { rid: 's', scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  { rid: 'l', maxBitrate: 500_000 },
];

/** @param {number} attempt from 1 */
export function againMs(attempt) {
  return AGAIN_MS[Math.min(attempt, AGAIN_MS.length) - 1] ?? 0;
}

export class Connection {
  /** @param {Means} means */
  constructor(means) {
    this.means = means;
    /** @type {RTCIceServer[]} */
    this.ice = [];
    /** @type {RTCPeerConnection | null} */
    this.peer = null;
    /** @type {(MediaStreamTrack | null)[]} my voice, my camera */
    this.tracks = [null, null];
    /** @type {RTCRtpSender[]} */
    this.senders = [];
    this.isWanted = false;
    this.posting = new AbortController();
    /** One was to be made when none might be. */
    this.isDue = false;
    this.attempt = 0;
    this.ever = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Sound} */
    this.sound = 'off';
  }

  /** @param {RTCIceServer[]} ice */
  start(ice) {
    this.ice = ice;
    if (this.isWanted) {
      if (this.isDue) this.renew();
      else this.wake();
      return;
    }
    this.isWanted = true;
    this.attempt = 0;
    void this.open();
  }

  /** For good, or until it is started again. */
  stop() {
    this.isWanted = false;
    this.ever = false;
    this.drop();
    this.say('off', '');
  }

  /** Tries at once: the network is back, or the person is. */
  wake() {
    if (!this.isWanted) return;
    const state = this.peer && stateOf(this.peer);
    if (state === 'connected' || state === 'connecting' || state === 'new') return;
    this.renew();
  }

  /** Makes a fresh one, whatever the present one seems to be. */
  renew() {
    if (!this.isWanted) return;
    this.attempt = 0;
    void this.open();
  }

  /**
   * What goes out from now on.
   * @param {'voice' | 'camera'} which
   * @param {MediaStreamTrack | null} track
   */
  send(which, track) {
    const at = which === 'voice' ? 0 : 1;
    if (this.tracks[at] === track) return;
    this.tracks[at] = track;
    if (this.sound === 'on') this.put(at);
  }

  /** @param {number} at */
  put(at) {
    // A connection that has just been closed takes no track, and its successor gets it anyway.
    this.senders[at]?.replaceTrack(this.tracks[at] ?? null).catch(() => {});
  }

  async open() {
    this.isDue = this.means.may?.() === false;
    if (this.isDue) return;
    this.drop();
    if (this.sound !== 'blocked') this.say(this.ever ? 'lost' : 'connecting', '');
    let peer;
    try {
      peer = this.means.make(this.ice);
    } catch {
      // What the operator set can't be read by this browser. The direct way may be open, and it is
      // told anew with the next view.
      this.ice = [];
      this.later('');
      return;
    }
    this.peer = peer;
    this.timer = setTimeout(() => this.again(peer, ''), CONNECT_MS_MAX);
    // Some browsers have the one only.
    const change = 'connectionState' in peer ? 'connectionstatechange' : 'iceconnectionstatechange';
    peer.addEventListener(change, () => this.changed(peer));
    try {
      this.prepare(peer);
      await peer.setLocalDescription(await peer.createOffer());
      if (this.peer !== peer) return;
      const answer = await this.means.post(peer.localDescription?.sdp ?? '', this.posting.signal);
      if (this.peer !== peer) return;
      if ('sdp' in answer) {
        const thrift = thrifty(answer.sdp);
        await peer.setRemoteDescription({ type: 'answer', sdp: this.means.takes?.(thrift) ?? thrift });
      } else if (answer.again) {
        this.again(peer, answer.sentence);
      } else {
        // Until the room takes this page in again.
        this.isWanted = false;
        this.drop();
        this.say('refused', answer.sentence);
      }
    } catch {
      this.again(peer, '');
    }
  }

  /**
   * The lines of the offer, in the order that the server knows: my voice, my camera, and the slots
   * for what others say and show.
   * @param {RTCPeerConnection} peer
   */
  prepare(peer) {
    const voice = peer.addTransceiver('audio', { direction: 'sendonly', sendEncodings: VOICE });
    const camera = peer.addTransceiver('video', { direction: 'sendonly', sendEncodings: CAMERA });
    /** @param {'audio' | 'video'} kind */
    const slots = (kind) =>
      Array.from({ length: SLOTS }, () => peer.addTransceiver(kind, { direction: 'recvonly' }));
    const [voices, pictures] = [slots('audio'), slots('video')];
    for (const one of [voice, ...voices]) limit(one, 'audio', ['audio/opus']);
    for (const one of [camera, ...pictures]) limit(one, 'video', ['video/vp8', 'video/rtx']);
    this.senders = [voice.sender, camera.sender];
    this.means.onLines?.(peer);
    this.means.onReceivers(voices.map((one) => one.receiver), pictures.map((one) => one.receiver));
  }

  /** @param {RTCPeerConnection} peer */
  changed(peer) {
    if (this.peer !== peer) return;
    const state = stateOf(peer);
    if (state === 'connected') {
      clearTimeout(this.timer);
      this.attempt = 0;
      this.ever = true;
      this.say('on', '');
      this.put(0);
      this.put(1);
    } else if (state === 'failed' || state === 'closed') {
      this.again(peer, '');
    } else if (state === 'disconnected') {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.judge(peer), GAP_MS);
    }
  }

  /**
   * A connection that is said to be gone. On a weak network some answers were lost, and the voices come
   * in all the same; a fresh one would cost seconds of silence there, so it is made when nothing comes.
   * @param {RTCPeerConnection} peer
   * @param {number} [before] what had come when it was looked at last
   * @param {number} [looks]
   */
  async judge(peer, before = -1, looks = 0) {
    const came = await bytesReceived(peer);
    if (this.peer !== peer || peer.connectionState === 'connected') return;
    if (looks < LOOKS_MAX && came > before) {
      this.timer = setTimeout(() => void this.judge(peer, came, looks + 1), LOOK_MS);
    } else {
      void this.open();
    }
  }

  /**
   * @param {RTCPeerConnection} peer the one that didn't come to be, or is no more
   * @param {string} sentence what the server said to it
   */
  again(peer, sentence) {
    if (this.peer !== peer || !this.isWanted) return;
    this.later(sentence);
  }

  /** @param {string} sentence */
  later(sentence) {
    this.drop();
    this.attempt += 1;
    this.say(this.attempt >= BLOCKED_AFTER ? 'blocked' : this.ever ? 'lost' : 'connecting', sentence);
    this.timer = setTimeout(() => void this.open(), againMs(this.attempt));
  }

  drop() {
    clearTimeout(this.timer);
    // An offer that is late must not take the place of the next one.
    this.posting.abort();
    this.posting = new AbortController();
    const peer = this.peer;
    this.peer = null;
    this.senders = [];
    peer?.close();
  }

  /**
   * @param {Sound} sound
   * @param {string} sentence
   */
  say(sound, sentence) {
    this.sound = sound;
    this.means.onSound(sound, sentence);
  }
}

/**
 * Asks a voice to take little of a network, whoever it is for: next to nothing while its owner is quiet
 * (`usedtx` of RFC 7587), and half as many packets, since to carry one costs as much as what it says.
 * Three people who talk at once fit into 100 kbit/s then. A voice comes 20 ms later for it.
 * @param {string} sdp the answer, in which who receives says how it wants to be spoken to
 */
export function thrifty(sdp) {
  return sdp.replace(/^a=fmtp:\d+ (?=.*useinbandfec=)(?!.*usedtx=).*$/gm, `$&;usedtx=1\r\na=ptime:${PACKET_MS}`);
}

/** @param {RTCPeerConnection} peer */
async function bytesReceived(peer) {
  let sum = 0;
  (await peer.getStats()).forEach((one) => {
    if (one.type === 'transport') sum += one.bytesReceived ?? 0;
  });
  return sum;
}

/** @param {RTCPeerConnection} peer */
function stateOf(peer) {
  if ('connectionState' in peer) return peer.connectionState;
  /** @type {Record<string, RTCPeerConnectionState>} */
  const byIce = { checking: 'connecting', completed: 'connected' };
  const { iceConnectionState: ice } = /** @type {RTCPeerConnection} */ (peer);
  return byIce[ice] ?? /** @type {RTCPeerConnectionState} */ (ice);
}

/**
 * Keeps a line to what the server carries. A browser that can't be told offers more, of which the
 * server takes what it knows.
 * @param {RTCRtpTransceiver} one
 * @param {'audio' | 'video'} kind
 * @param {string[]} names
 */
function limit(one, kind, names) {
  if (!('setCodecPreferences' in one)) return;
  const codecs = RTCRtpReceiver.getCapabilities?.(kind)?.codecs ?? [];
  const ours = codecs.filter((codec) => names.includes(codec.mimeType.toLowerCase()));
  if (ours.length > 0) one.setCodecPreferences(ours);
}

/**
 * Sends an offer to an address.
 * @param {string} address
 * @param {number} page the number that the room knows this page by
 * @returns {(sdp: string, signal: AbortSignal) => Promise<Answer>}
 */
export function postTo(address, page) {
  return async (sdp, signal) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ page, sdp }),
      signal,
    });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok && typeof said.sdp === 'string') return { sdp: said.sdp };
    // A browser that can't, nobody who is signed in, no such room: only a new page changes that.
    const isOver = [400, 401, 403, 404].includes(answer.status);
    return { sentence: typeof said.sentence === 'string' ? said.sentence : '', again: !isOver };
  };
}
