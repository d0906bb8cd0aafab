// @ts-check
// What comes out of this device: an element for each slot of sound, which stays in the page whatever
// the room shows.

import { SLOTS } from './facts.js';

/** A level that is older than this was of the word before. */
const LEVEL_MS_MAX = 400;

export class Heard {
  /**
   * @param {HTMLElement} place
   * @param {(is: boolean) => void} onRefused whether the browser waits for a tap before it plays
   */
  constructor(place, onRefused) {
    this.onRefused = onRefused;
    this.elements = Array.from({ length: SLOTS }, () => {
      const audio = document.createElement('audio');
      audio.autoplay = true;
      audio.dataset.voiceSlot = '';
      place.append(audio);
      return audio;
    });
    /** @type {RTCRtpReceiver[]} */
    this.receivers = [];
    this.isRefused = false;
    // Any tap or key will do, not only the one on the button that asks for it.
    for (const gesture of ['click', 'keydown']) {
      document.addEventListener(gesture, () => {
        if (this.isRefused) this.play();
      });
    }
  }

  /** @param {RTCRtpReceiver[]} receivers of a new connection */
  attach(receivers) {
    this.receivers = receivers;
    this.elements.forEach((audio, slot) => {
      const track = receivers[slot]?.track;
      audio.srcObject = track ? new MediaStream([track]) : null;
    });
    this.play();
  }

  /** Plays, or hears that the browser won't before somebody has tapped. */
  play() {
    for (const audio of this.elements) {
      audio.play().then(
        () => this.refuses(false),
        (error) => error?.name === 'NotAllowedError' && this.refuses(true),
      );
    }
  }

  /** @param {boolean} is */
  refuses(is) {
    if (this.isRefused === is) return;
    this.isRefused = is;
    this.onRefused(is);
  }

  /** @param {boolean[]} audible by slot */
  show(audible) {
    this.elements.forEach((audio, slot) => {
      audio.muted = !audible[slot];
    });
  }

  /** @param {string} speaker the browser's number of the one to play through; empty for the usual */
  through(speaker) {
    for (const audio of this.elements) {
      // One that is unplugged plays through the usual one, as if none had been chosen.
      if ('setSinkId' in audio) audio.setSinkId(speaker).catch(() => {});
    }
  }

  stop() {
    for (const audio of this.elements) audio.srcObject = null;
    this.receivers = [];
    this.refuses(false);
  }

  /**
   * How loud a slot is right now, from 0 to 1.
   * @param {number} slot
   * @returns {Promise<number>}
   */
  async level(slot) {
    const receiver = this.receivers[slot];
    const [source] = receiver?.getSynchronizationSources?.() ?? [];
    if (!receiver || !source) return 0;
    const age = performance.timeOrigin + performance.now() - source.timestamp;
    if (age > LEVEL_MS_MAX) return 0;
    if (typeof source.audioLevel === 'number') return source.audioLevel;
    // Where the packets don't say it, the browser has measured what it played.
    for (const one of (await receiver.getStats()).values()) {
      if (one.type === 'inbound-rtp') return one.audioLevel ?? 0;
    }
    return 0;
  }
}
