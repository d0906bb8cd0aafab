// @ts-check
// The one line that screen readers are told. Turns and parts as they come; never the clock, except
// to the speaker, once in a turn, and not if the speaker put the clock away.

import { find, write } from './dom.js';

/** A sentence stays this long before the next, so that a burst does not swallow one. */
const SENTENCE_MS = 1_200;
/** More sentences than this are old news by the time they would be read. */
const WAITING_MAX = 4;

/** What was said of turns and parts, so that nothing is said twice. */
export class Memory {
  turn = 0;
  part = '';

  /**
   * A turn is news when it begins, and not again when a raised hand or a person who comes or goes
   * changes who follows it. A part is news when it begins, and not after each turn in it.
   * @param {{ said: string, turn: number }} scene
   */
  fresh({ said, turn }) {
    if (said === '') return '';
    const before = this.turn;
    this.turn = turn;
    if (turn !== 0) return turn === before ? '' : said;
    if (said === this.part) return '';
    this.part = said;
    return said;
  }
}

export class Announcer {
  constructor() {
    this.line = find('[data-part="status"]');
    /** @type {string[]} */
    this.waiting = [];
    this.busy = false;
    this.memory = new Memory();
    this.minuteSaidFor = 0;
  }

  /**
   * Says what a scene has to say, when it is something new.
   * @param {import('./scene.js').Scene} scene
   * @param {import('./types.js').Words} words
   * @param {Set<string>} flags
   */
  scene(scene, words, flags) {
    this.say(this.memory.fresh(scene));
    const minute = scene.hearth.time === words.time_minute;
    const quiet = flags.has('timer_hidden') || this.minuteSaidFor === scene.turn;
    if (flags.has('my_turn') && minute && !quiet) {
      this.minuteSaidFor = scene.turn;
      this.say(words.time_said_minute ?? '');
    }
  }

  /** @param {string} sentence */
  say(sentence) {
    if (!sentence) return;
    this.waiting.push(sentence);
    if (this.waiting.length > WAITING_MAX) this.waiting.shift();
    if (!this.busy) this.next();
  }

  next() {
    const sentence = this.waiting.shift();
    this.busy = sentence !== undefined;
    if (sentence === undefined) return;
    // The same words again are only read again if the line was empty in between.
    if (this.line.textContent === sentence) write(this.line, '');
    write(this.line, sentence);
    setTimeout(() => this.next(), SENTENCE_MS);
  }
}
