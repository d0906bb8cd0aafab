// @ts-check
// The parts of the session. A part that was left out is drawn as one that is over.

import { find, h, keep, set, write } from './dom.js';
import { fill } from './text.js';

/**
 * @param {import('./scene.js').Scene} scene
 * @param {import('./types.js').Words} words
 */
export function drawRibbon(scene, words) {
  const ribbon = find('[data-part="ribbon"]');
  const make = () => h('li', {}, h('span', { class: 'r-name' }));
  const keyed = scene.parts.map((part, at) => ({ ...part, key: String(at) }));
  keep(ribbon, keyed, (part) => part.key, make, (node, part) => {
    const over = part.state === 'done' || part.state === 'skipped';
    const current = part.state === 'now';
    node.classList.toggle('done', over);
    set(node, 'aria-current', current ? 'step' : false);
    write(
      find('.r-name', node),
      over ? fill(words.part_done ?? '', { part: part.name }) : part.name,
    );
    let of = node.querySelector('.r-of');
    if (!current) of?.remove();
    else {
      if (!of) node.append((of = h('span', { class: 'r-of' })));
      write(of, scene.part_of);
    }
  });
}
