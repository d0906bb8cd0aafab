// @ts-check
// The leaving weather: one of five, told to nobody unless it is stormy.

import { all, set } from './dom.js';
import { notice } from './forms.js';
import { fill } from './text.js';

/**
 * What the page does when the room has kept a person's weather.
 * @param {string} is
 * @param {string} lead the name of who leads
 * @param {import('./types.js').Words} words
 */
export function weatherKept(is, lead, words) {
  for (const button of all('[data-weather]')) {
    set(button, 'aria-pressed', String(button.dataset.weather === is));
  }
  const text = is === 'stormy' ? words.weather_stormy : words.weather_kept;
  notice(fill(text ?? '', { name: lead }));
}
