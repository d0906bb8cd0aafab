// @ts-check
// Whose voice or picture each lane brings, as the room says it. Everybody in a circle can open what
// everybody seals, and so could seal it: without this, one person's words could be played as another's.

/** @typedef {import('./frame.js').Kind} Kind */

/** What is still under way of who was in a lane before is theirs. */
export const LATE_MS = 300;
/** The room's word travels by another way than the pieces, and may come so much later. */
export const NEWS_MS = 300;

/**
 * @typedef {{ seat: number, before: number, since: number, refused: Set<number>,
 *   waits: Set<() => void> }} Place
 */

export class Whose {
  /**
   * @param {() => number} now in milliseconds, of a clock that only goes forward
   * @param {(ms: number, then: () => void) => void} later
   */
  constructor(now, later) {
    this.now = now;
    this.later = later;
    /** @type {Map<string, Place>} */
    this.places = new Map();
  }

  /** @param {Kind} kind @param {number} slot */
  place(kind, slot) {
    const name = `${kind} ${slot}`;
    const known = this.places.get(name);
    if (known) return known;
    /** @type {Place} */
    const place = { seat: 0, before: 0, since: 0, refused: new Set(), waits: new Set() };
    this.places.set(name, place);
    return place;
  }

  /** @param {{ heard: number[], seen: number[] }} told the seat in each slot, 0 for nobody */
  hear({ heard, seen }) {
    for (const [kind, seats] of /** @type {const} */ ([['audio', heard], ['video', seen]])) {
      seats.forEach((seat, slot) => this.put(this.place(kind, slot), seat));
    }
  }

  /** @param {Place} place @param {number} seat */
  put(place, seat) {
    if (place.seat === seat) return;
    [place.before, place.seat, place.since] = [place.seat, seat, this.now()];
    place.refused.clear();
    for (const wake of place.waits) wake();
    place.waits.clear();
  }

  /** @param {Kind} kind @param {number} slot */
  seat(kind, slot) {
    return this.place(kind, slot).seat;
  }

  /**
   * Whether a piece of this seat belongs in the lane. It waits a moment for the room to say so, once:
   * who doesn't belong there must not hold up who does.
   * @param {Kind} kind
   * @param {number} slot
   * @param {number} seat
   */
  async is(kind, slot, seat) {
    const place = this.place(kind, slot);
    if (!fits(place, seat, this.now()) && !place.refused.has(seat)) await this.news(place, seat);
    return fits(place, seat, this.now());
  }

  /** @param {Place} place @param {number} seat */
  async news(place, seat) {
    let isOver = false;
    const over = new Promise((done) => {
      this.later(NEWS_MS, () => {
        isOver = true;
        done(undefined);
      });
    });
    while (!isOver && !fits(place, seat, this.now())) {
      const said = new Promise((done) => place.waits.add(() => done(undefined)));
      await Promise.race([said, over]);
    }
    if (!fits(place, seat, this.now())) place.refused.add(seat);
  }
}

/** @param {Place} place @param {number} seat @param {number} now */
function fits(place, seat, now) {
  if (seat === 0) return false;
  return place.seat === seat || (place.before === seat && now - place.since < LATE_MS);
}
