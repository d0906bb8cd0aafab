// @ts-check
// What comes out of this device: an element for each slot of sound, which stays in the page whatever
// the room shows.

import { SLOTS } from './facts.js';

/** A level that is older than this was of the word before. */
const LEVEL_MS_MAX = 400;
/** What else has the loudspeaker, a phone call or a voice assistant, is given a moment. */
const PLAY_AGAIN_MS = 2_000;
const PLAY_AGAIN_MAX = 5;

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
      audio.addEventListener('pause', () => this.paused());
      audio.addEventListener('playing', () => { this.pauses = 0; });
      place.append(audio);
      return audio;
    });
    /** @type {RTCRtpReceiver[]} */
    this.receivers = [];
    this.isRefused = false;
    this.isHushed = false;
    /** By slot. @type {boolean[]} */
    this.audible = this.elements.map(() => true);
    /** How often it was stopped from outside, since it last played. */
    this.pauses = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** The last sign of each slot's voice, and when it came. @type {{ sign: number, at: number }[]} */
    this.signs = [];
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
    const tried = this.elements.map((audio) =>
      audio.play().then(
        () => null,
        // One that makes no sound is let through, and says nothing of the others.
        (error) => (audio.muted ? null : (error?.name ?? '')),
      ),
    );
    void Promise.all(tried).then((names) => this.refuses(names.includes('NotAllowedError')));
  }

  /** Something stopped it that wasn't us: on a phone, a call. */
  paused() {
    if (!this.elements.some((audio) => audio.srcObject && audio.paused)) return;
    // All slots are paused at once, by one interruption.
    if (this.timer !== undefined) return;
    this.pauses += 1;
    if (this.pauses > PLAY_AGAIN_MAX) {
      this.refuses(true);
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.play();
    }, PLAY_AGAIN_MS);
  }

  /** @param {boolean} is */
  refuses(is) {
    if (this.isRefused === is) return;
    this.isRefused = is;
    this.onRefused(is);
  }

  /** @param {boolean[]} audible by slot */
  show(audible) {
    this.audible = audible;
    this.elements.forEach((audio, slot) => {
      audio.muted = this.isHushed || !audible[slot];
    });
  }

  /** @param {boolean} is whether nothing may come out, whatever is audible */
  hush(is) {
    this.isHushed = is;
    this.show(this.audible);
  }

  /**
   * @param {string} outlet the browser's number of the one to play through; empty for the usual
   * @returns {Promise<boolean>} whether the browser does
   */
  through(outlet) {
    const set = this.elements.map((audio) => ('setSinkId' in audio ? audio.setSinkId(outlet) : null));
    return Promise.all(set).then(() => true, () => false);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pauses = 0;
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
    // Browsers read these times on clocks of their own, so it only counts that they go on.
    const now = performance.now();
    if (this.signs[slot]?.sign !== source.timestamp) this.signs[slot] = { sign: source.timestamp, at: now };
    if (now - (this.signs[slot]?.at ?? 0) > LEVEL_MS_MAX) return 0;
    if (typeof source.audioLevel === 'number') return source.audioLevel;
    // Where the packets don't say it, the browser has measured what it played.
    for (const one of (await receiver.getStats()).values()) {
      if (one.type === 'inbound-rtp') return one.audioLevel ?? 0;
    }
    return 0;
  }
}
