// @ts-check
// Who is heard to speak, as a ring round their seat.

import { ringStep } from './facts.js';
import { drawRings } from './pictures.js';
import { ringed } from './tables.js';

/** The ring follows the voice seven times a second: more is not seen, and costs a phone its battery. */
const RING_MS = 150;
/** For who wants less motion it stands still, through the pauses between words and sentences. */
export const STILL_MS = 2_000;
const STILL_STEP = 1;

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
    this.spoken = new Spoken();
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
      const steps = await this.measured(shown);
      const still = this.spoken.still(steps, performance.now());
      drawRings(isStill() ? still : steps);
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

/** Who spoke a moment ago. */
export class Spoken {
  constructor() {
    /** @type {Map<number, number>} */
    this.at = new Map();
  }

  /**
   * A ring for each who speaks, that doesn't move.
   * @param {Map<number, number>} steps as they are heard now
   * @param {number} now in milliseconds
   * @returns {Map<number, number>}
   */
  still(steps, now) {
    for (const [who, step] of steps) if (step > 0) this.at.set(who, now);
    // Whose voice is not heard any more has no ring, however short ago it was.
    for (const [who, at] of this.at) if (!steps.has(who) || now - at >= STILL_MS) this.at.delete(who);
    return new Map([...this.at.keys()].map((who) => [who, STILL_STEP]));
  }
}

/** Whether the device or the person asked for less motion. */
function isStill() {
  const less = document.documentElement.dataset.motion === 'less';
  return less || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
