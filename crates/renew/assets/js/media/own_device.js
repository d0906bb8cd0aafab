// @ts-check
// A microphone or a camera as its owner has it on a page: off at first, on by nothing but their tap,
// and off again in the same moment in which they say so, whoever knows of it already.

import { kindOf } from './choice.js';
import { Device, Refused } from './devices.js';
import { problemWords } from './problem.js';
import { tried } from './tried.js';

/**
 * @typedef {import('./devices.js').What} What
 * @typedef {import('./problem.js').Trouble} Trouble
 *
 * What the page does with it.
 * @typedef {object} Page
 * @property {() => void} draw what is true of it has changed
 * @property {(track: MediaStreamTrack | null) => void} onTrack this is it from now on; if it is nothing,
 *   nothing of it may go out from this line on
 * @property {() => void} [onOpen] its owner has switched it on, and it is there
 * @property {(on: boolean) => Promise<string>} tell the room; what the room says against it
 * @property {(trouble: Trouble | null) => void} trouble shows and says why it is off; nothing, when it is
 *   tried again
 * @property {() => void} onOther it went away by itself, and another one is in its place
 * @property {(trouble: Trouble) => void} onGone it went away by itself, and there is no other
 */

export class OwnDevice {
  /** @type {'off' | 'starting' | 'on'} */
  state = 'off';
  /** It is on as long as the space bar is held. */
  held = false;
  /** Something else has it for a while. */
  interrupted = false;

  /**
   * @param {What} what
   * @param {import('./choice.js').Choice} choice
   * @param {import('./types.js').Words} words
   * @param {Page} page
   */
  constructor(what, choice, words, page) {
    this.what = what;
    this.words = words;
    this.page = page;
    this.device = new Device(what, choice, {
      onOther: (track, isChosen) => {
        const counted = this.counts;
        this.has(track);
        this.tellsIf(counted);
        if (!isChosen) page.onOther();
      },
      onGone: (problem) => {
        this.close();
        page.onGone(problemWords(problem, what, words));
      },
      onInterrupted: (is) => {
        const counted = this.counts;
        this.interrupted = is;
        page.draw();
        this.tellsIf(counted);
      },
    });
    this.listen();
  }

  listen() {
    // Devices are chosen on a page of their own, in another tab.
    window.addEventListener('storage', ({ key }) => {
      if (kindOf(key) === this.device.kind) void this.device.chosen();
    });
    // Whoever hears or sees themselves on the page for that doesn't show it to the circle.
    tried((what) => {
      if (what === this.what && this.close()) this.says(`said_${what}_tried`);
    });
  }

  get isOn() {
    return this.state === 'on';
  }

  /** Whether the room may count on it. */
  get counts() {
    return this.isOn && !this.interrupted;
  }

  /**
   * What a call has taken carries nobody's voice, and another microphone in the same room may: the room
   * is told.
   * @param {boolean} counted whether the room could count on it before
   */
  tellsIf(counted) {
    if (this.counts !== counted) void this.page.tell(this.counts);
  }

  /** What it gives; nothing while it is off. */
  get track() {
    return this.device.track;
  }

  /** Its owner switches it on. @param {boolean} [held] only as long as they hold a key */
  async open(held = false) {
    this.page.trouble(null);
    this.state = 'starting';
    this.held = held;
    this.page.draw();
    const track = await this.device.take().catch((error) => this.refuse(error));
    if (!track) return;
    this.state = 'on';
    this.has(track);
    this.page.onOpen?.();
    const sentence = await this.page.tell(this.counts);
    if (sentence !== '' && this.isOn) {
      this.close();
      this.page.trouble({ text: sentence, mend: '' });
    }
  }

  /**
   * Off, in this very moment, and the room is told.
   * @returns {boolean} whether it was on, or about to be
   */
  close() {
    if (this.state === 'off') return false;
    const { isOn } = this;
    this.put();
    this.page.draw();
    if (isOn) void this.page.tell(false);
    return true;
  }

  /** Off, without a word to anybody: nothing goes on for which the room has to know. */
  put() {
    this.device.put();
    this.page.onTrack(null);
    this.state = 'off';
    this.held = false;
    this.interrupted = false;
  }

  /** @param {MediaStreamTrack} track */
  has(track) {
    this.interrupted = track.muted;
    this.page.onTrack(track);
    this.page.draw();
  }

  /**
   * @param {unknown} error
   * @returns {null} nothing was given
   */
  refuse(error) {
    this.state = 'off';
    this.held = false;
    this.page.draw();
    const problem = error instanceof Refused ? error.problem : 'unknown';
    this.page.trouble(problemWords(problem, this.what, this.words));
    return null;
  }

  /** @param {string} key of what is said where it went off without a tap here */
  says(key) {
    this.page.trouble({ text: this.words[key] ?? '', mend: '' });
  }
}
