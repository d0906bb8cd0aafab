// @ts-check
// A sheet lies over the dock and keeps every touch to itself. While the microphone is on, the touch
// that switches it off comes along.

import { h, show, write } from '../room/dom.js';

export class SheetMute {
  /** @param {() => void} close switches it off, and never on */
  constructor(close) {
    this.button = h('button', { type: 'button', class: 'btn btn-s sheet-mute', hidden: true }, '');
    this.button.addEventListener('click', close);
    document.addEventListener('renew:sheet', ({ target }) => {
      if (target instanceof HTMLElement) target.prepend(this.button);
    });
  }

  /**
   * @param {boolean} isOn
   * @param {import('./types.js').Words} words
   */
  draw(isOn, words) {
    write(this.button, words.mute_here ?? '');
    show(this.button, isOn);
  }
}
