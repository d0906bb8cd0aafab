// @ts-check
// Paced breathing, in step for everyone by the server's time: four seconds in, six out. A person
// may leave it, stop the ring, or have words alone; a device that asks for less motion gets a ring
// that stands still and words that change.

import { all, find, set, write } from './dom.js';
import { breathAt } from './time.js';

const IN_MS = 4_000;
const OUT_MS = 6_000;
/** A ring that is further out of step than this is put right. */
const STEP_MS = 250;

export class Breathing {
  /**
   * @param {import('./types.js').Words} words
   * @param {() => number} now the server's time
   */
  constructor(words, now) {
    this.words = words;
    this.now = now;
    this.root = find('[data-part="breath"]');
    this.text = find('.breath-t', this.root);
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.startedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    for (const button of all('[data-breath]')) {
      button.addEventListener('click', () => this.choose(button.dataset.breath ?? ''));
    }
  }

  /** @param {string} what `off`, `still` or `words` */
  choose(what) {
    if (!this.chosen.delete(what)) this.chosen.add(what);
    for (const button of all('[data-breath]')) {
      set(button, 'aria-pressed', String(this.chosen.has(button.dataset.breath ?? '')));
    }
    this.step();
  }

  /**
   * @param {import('./scene.js').Scene} scene
   * @param {import('./types.js').Phase | null} phase
   */
  draw(scene, phase) {
    const startedAt = scene.screen === 'breathing' && phase ? phase.started_at : 0;
    if (startedAt === this.startedAt) return;
    this.startedAt = startedAt;
    this.step();
  }

  /** Changes the words now, and again when the breath turns. */
  step() {
    clearTimeout(this.timer);
    const off = this.chosen.has('off');
    const wordsOnly = this.chosen.has('words') || off;
    this.root.classList.toggle('is-still', this.chosen.has('still'));
    this.root.classList.toggle('is-words', wordsOnly);
    // Words that change by themselves are read aloud only to who asked for words alone.
    set(this.text, 'aria-live', this.chosen.has('words') && !off ? 'polite' : false);
    set(this.root, 'role', wordsOnly ? false : 'img');
    if (!this.startedAt) return;
    if (off) {
      write(this.text, this.words.breathe_off ?? '');
      return;
    }
    const breath = breathAt(this.now(), this.startedAt, IN_MS, OUT_MS);
    write(this.text, this.words[breath.is === 'in' ? 'breathe_in' : 'breathe_out'] ?? '');
    this.align(breath.atMs);
    this.timer = setTimeout(() => this.step(), breath.nextMs + 20);
  }

  /**
   * Puts the ring's own motion in step with everyone's.
   * @param {number} atMs
   */
  align(atMs) {
    for (const ring of all('.ring', this.root)) {
      for (const motion of ring.getAnimations()) {
        const at = Number(motion.currentTime ?? 0) % (IN_MS + OUT_MS);
        if (Math.abs(at - atMs) > STEP_MS) motion.currentTime = atMs;
      }
    }
  }
}
