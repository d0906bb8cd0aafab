// @ts-check
// A microphone or a camera: taken when somebody switches it on, put away in the same moment in which
// they switch it off, so that the browser's own sign of it goes out as well.

import { hindrance, problemOf } from './problem.js';

/**
 * @typedef {import('./problem.js').Problem} Problem
 * @typedef {'mic' | 'camera'} What
 *
 * @typedef {object} Told
 * @property {(track: MediaStreamTrack, isChosen: boolean) => void} onOther this one is in its place, because
 *   its owner chose it, or because it went away
 * @property {(problem: Problem) => void} onGone it went away, and there is no other
 * @property {(is: boolean) => void} [onInterrupted] something else has it for a while: a phone call
 */

/** What the browser does for a voice: no echo of others, less of the street, the same loudness. */
const VOICE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** As much of a picture as a seat shows. A wish only: a camera that knows nothing smaller will do. */
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20 } };
/** No other device would be given either: somebody has said no. */
const REFUSALS = ['blocked', 'dismissed', 'blocked_device'];
/** A headset that comes or goes makes several changes within a moment. */
const SETTLES_MS = 500;
/** Devices that end as soon as they are taken aren't taken for ever. */
const RETAKES_MAX = 3;
const RETAKES_MS = 10_000;

/** Why a device can't be had. */
export class Refused extends Error {
  /** @param {Problem} problem */
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

export class Device {
  /**
   * @param {What} what
   * @param {import('./choice.js').Choice} choice
   * @param {Told} told
   */
  constructor(what, choice, told) {
    this.what = what;
    this.choice = choice;
    this.told = told;
    /** @type {MediaStreamTrack | null} */
    this.track = null;
    /** Which asking is the latest: what an earlier one brings is not wanted any more. */
    this.asked = 0;
    /** When it was taken again by itself lately. @type {number[]} */
    this.retakes = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settles = undefined;
    navigator.mediaDevices?.addEventListener?.('devicechange', () => {
      clearTimeout(this.settles);
      this.settles = setTimeout(() => void this.changed(), SETTLES_MS);
    });
  }

  /** @returns {MediaDeviceKind} */
  get kind() {
    return this.what === 'mic' ? 'audioinput' : 'videoinput';
  }

  /**
   * Takes the device; nothing, if it was put away again before the browser had given it.
   * @returns {Promise<MediaStreamTrack | null>}
   */
  async take() {
    const hindered = hindrance(window);
    if (hindered) throw new Refused(hindered);
    this.asked += 1;
    const mine = this.asked;
    const chosen = this.choice.of(this.kind);
    // Many phones give one camera only, and another one when that has been given back.
    if (this.what === 'camera') this.release();
    const stream = await this.ask(chosen).catch((error) => {
      // What an earlier asking came to is nobody's business any more.
      if (mine === this.asked) throw error;
      return new MediaStream();
    });
    const [track] = stream.getTracks();
    if (mine !== this.asked || !track) {
      for (const one of stream.getTracks()) one.stop();
      return null;
    }
    // Another one was chosen while the browser was still giving this one.
    if (this.choice.of(this.kind) !== chosen) {
      track.stop();
      return this.take();
    }
    this.release();
    this.track = track;
    this.listen(track);
    return track;
  }

  /** Puts it away: nothing of it goes anywhere from this line on. */
  put() {
    this.asked += 1;
    this.release();
  }

  release() {
    if (!this.track) return;
    this.track.enabled = false;
    this.track.stop();
    this.track = null;
  }

  /**
   * Asks for the one that was chosen; for any, if that one stayed at home or is just leaving.
   * @param {string} id
   */
  async ask(id) {
    for (const one of id === '' ? [''] : [id, '']) {
      try {
        return await navigator.mediaDevices.getUserMedia(this.wanted(one));
      } catch (error) {
        const problem = problemOf(error);
        if (one === '' || REFUSALS.includes(problem)) throw new Refused(problem);
      }
    }
    throw new Refused('none');
  }

  /**
   * @param {string} id of the one that was chosen; empty for any
   * @returns {MediaStreamConstraints}
   */
  wanted(id) {
    const chosen = id === '' ? {} : { deviceId: { exact: id } };
    if (this.what === 'mic') return { audio: { ...VOICE, ...chosen } };
    const facing = id === '' ? { facingMode: 'user' } : {};
    return { video: { ...PICTURE, ...facing, ...chosen } };
  }

  /** @param {MediaStreamTrack} track */
  listen(track) {
    const mine = () => this.track === track;
    // Our own `stop` says nothing here: this is a headset out of reach, or a permission taken back.
    track.addEventListener('ended', () => {
      if (!mine()) return;
      // Nobody is heard until there is another, for which the browser may ask first.
      this.told.onInterrupted?.(true);
      void this.another();
    });
    track.addEventListener('mute', () => mine() && this.told.onInterrupted?.(true));
    track.addEventListener('unmute', () => mine() && this.told.onInterrupted?.(false));
  }

  /**
   * Takes whatever there is in the place of what was there.
   * @param {boolean} [isChosen] by its owner, so that nothing went away
   */
  async another(isChosen = false) {
    const now = performance.now();
    this.retakes = [...this.retakes.filter((at) => now - at < RETAKES_MS), now];
    try {
      if (!isChosen && this.retakes.length > RETAKES_MAX) throw new Refused('busy');
      const track = await this.take();
      if (track) this.told.onOther(track, isChosen);
    } catch (error) {
      // The one that is there still does: a better one that can't be had yet is no reason to fall silent.
      if (this.track?.readyState === 'live') return;
      this.put();
      this.told.onGone(error instanceof Refused ? error.problem : 'unknown');
    }
  }

  /** Something was plugged in or out. The one that was chosen is taken again as soon as it is back. */
  async changed() {
    // One that has just ended is being replaced already.
    if (this.track?.readyState !== 'live') return;
    const { deviceId: now } = this.track.getSettings();
    const list = await navigator.mediaDevices.enumerateDevices();
    const there = list.filter((one) => one.kind === this.kind).map((one) => one.deviceId);
    const chosen = this.choice.of(this.kind);
    const comesBack = chosen !== '' && chosen !== now && there.includes(chosen);
    const went = now !== undefined && !there.includes(now);
    if (this.track && (comesBack || went)) await this.another(!went);
  }

  /** Another one was chosen, here or on the page where devices are tried. */
  async chosen() {
    if (this.track) await this.another(true);
  }
}
