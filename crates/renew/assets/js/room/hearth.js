// @ts-check
// The middle of the circle: a name, and a ring that empties. At zero nothing beeps, flashes or
// turns red; only the words change.

import { all, find, set, show, write } from './dom.js';

/**
 * @param {import('./scene.js').Scene} scene
 * @param {Set<string>} flags
 * @param {import('./types.js').Words} words
 */
export function drawHearth(scene, flags, words) {
  const { hearth } = scene;
  const breathing = scene.screen === 'breathing';
  // The speaker may put the clock away; nobody else's view of it changes.
  const hidden = flags.has('timer_hidden') && flags.has('my_turn');
  const root = find('[data-part="hearth"]');
  root.classList.toggle('hearth-breath', breathing);
  show(find('[data-part="breath"]'), breathing);
  show(find('[data-part="hearth-words"]'), !breathing);
  const ring = root.querySelector('[data-ring]');
  if (ring) {
    const left = hidden ? 0 : (hearth.ring ?? 0);
    set(ring, 'stroke-dasharray', `${left} 100`);
    // A round line cap draws a dot even for a length of nothing.
    set(ring, 'visibility', left === 0 ? 'hidden' : false);
  }
  for (const node of all('[data-hearth]')) {
    const key = /** @type {'kicker' | 'name' | 'time'} */ (node.dataset.hearth);
    write(node, key === 'time' && hidden ? (words.time_hidden ?? '') : hearth[key]);
    show(node, node.textContent !== '');
  }
}
