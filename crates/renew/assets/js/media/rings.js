// @ts-check
// Who is heard to speak, as a ring round their seat.

import { ringStep } from './facts.js';
import { drawRings } from './pictures.js';
import { ringed } from './tables.js';

/** The ring follows the voice seven times a second: more is not seen, and costs a phone its battery. */
const RING_MS = 150;

/**
 * What they go by: whose voice is in each slot, the phones on tables, and my own seat if others hear me.
 * @typedef {{ heard: number[], tables: import('./types.js').TableMic[], me: number }} Shown
 */

export class Rings {
  /**
   * @param {import('./heard.js').Heard} heard
   * @param {import('./own_level.js').OwnLevel} own
   */
  constructor(heard, own) {
    this.heard = heard;
    this.own = own;
    this.isMeasuring = false;
  }

  /** @param {() => Shown | null} shown nothing while there is no sound */
  follow(shown) {
    setInterval(() => void this.draw(shown()), RING_MS);
  }

  /** @param {Shown | null} shown */
  async draw(shown) {
    if (!shown || this.isMeasuring) return;
    this.isMeasuring = true;
    try {
      drawRings(isStill() ? new Map() : await this.measured(shown));
    } finally {
      this.isMeasuring = false;
    }
  }

  /**
   * How bright the ring of each seat is.
   * @param {Shown} shown
   * @returns {Promise<Map<number, number>>}
   */
  async measured({ heard, tables, me }) {
    const levels = heard.map(async (who, slot) => {
      const level = who === 0 ? 0 : await this.heard.level(slot).catch(() => 0);
      return /** @type {[number, number]} */ ([who, ringStep(level)]);
    });
    const steps = ringed(new Map(await Promise.all(levels)), tables);
    if (me !== 0) steps.set(me, ringStep(this.own.now()));
    return steps;
  }
}

/** Whether the device or the person asked for less motion. */
function isStill() {
  const less = document.documentElement.dataset.motion === 'less';
  return less || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
