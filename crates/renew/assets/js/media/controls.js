// @ts-check
// Mic and Camera in the dock, the line that says what is true of them, and what has to be asked.

import { all, find, set, show, write } from '../room/dom.js';
import { cameraLine } from './cameras.js';
import { asksOutlet, mayHold, micLine, soundLine } from './facts.js';

/**
 * @typedef {import('./types.js').Facts} Facts
 * @typedef {import('./types.js').Words} Words
 *
 * @typedef {object} Taps
 * @property {() => void} mic
 * @property {() => void} camera
 * @property {() => void} hear play now, which the browser waited for
 * @property {() => void} goOn through another outlet than the one that is away
 * @property {(on: boolean) => void} place whether the sound comes out of this device
 * @property {() => void} speaker the other way round from now on
 */

/** @param {string} name */
const part = (name) => find(`[data-voice="${name}"]`);

export class Controls {
  /** @param {Taps} taps */
  constructor(taps) {
    part('mic').addEventListener('click', () => taps.mic());
    part('camera').addEventListener('click', () => taps.camera());
    part('hear-now').addEventListener('click', () => this.over('hear', () => taps.hear()));
    part('outlet-on').addEventListener('click', () => this.over('outlet', () => taps.goOn()));
    for (const asked of ['table', 'phone']) {
      part(`${asked}-off`).addEventListener('click', () => this.over(asked, () => taps.place(false)));
      part(`${asked}-on`).addEventListener('click', () => this.over(asked, () => taps.place(true)));
    }
    part('speaker').addEventListener('click', () => taps.speaker());
    part('trouble-over').addEventListener('click', () => this.over('trouble', () => {}));
  }

  /**
   * What was asked is answered; the focus that was in it goes to the button that it was about.
   * @param {string} name
   * @param {() => void} then
   */
  over(name, then) {
    const hadFocus = part(name).contains(document.activeElement);
    show(part(name), false);
    if (hadFocus) part('mic').focus({ preventScroll: true });
    then();
  }

  /**
   * @param {Facts} facts
   * @param {Words} words
   */
  draw(facts, words) {
    const micIsOn = facts.mic === 'on';
    press(part('mic'), micIsOn, words[micIsOn ? 'mic_on' : 'mic_off'] ?? '');
    press(part('camera'), facts.camera === 'on', words[`camera_${facts.camera}`] ?? '');
    const line = [micLine(facts, words), soundLine(facts, words), cameraLine(facts, words)];
    write(part('line'), line.filter(Boolean).join(' '));
    show(part('keys'), mayHold(facts));
    show(part('outlet'), asksOutlet(facts));
  }

  /**
   * Who sits in a room may always change where the sound comes out.
   * @param {boolean} is
   * @param {string} word
   */
  speaker(is, word) {
    write(part('speaker'), word);
    show(part('speaker'), is);
  }

  /** @param {import('./problem.js').Trouble | null} trouble */
  trouble(trouble) {
    write(part('trouble-text'), trouble?.text ?? '');
    write(part('trouble-mend'), trouble?.mend ?? '');
    show(part('trouble'), trouble !== null);
  }

  /**
   * @param {'hear' | 'table' | 'phone'} name
   * @param {boolean} is
   */
  ask(name, is) {
    show(part(name), is);
  }
}

/**
 * @param {HTMLElement} button
 * @param {boolean} is
 * @param {string} word
 */
function press(button, is, word) {
  set(button, 'aria-pressed', String(is));
  for (const on of all('[data-voice-on]', button)) show(on, is);
  for (const off of all('[data-voice-off]', button)) show(off, !is);
  write(find('[data-voice-word]', button), word);
}
