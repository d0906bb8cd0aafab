// @ts-check
// Phones on tables, as the other pages go by them: whose ring a table's voice lights, what is said of
// its microphone, and when an own phone in the same room is heard. Nothing here touches the page.

import { fill } from '../room/text.js';

/**
 * @typedef {import('./types.js').TableMic} TableMic
 * @typedef {import('./types.js').Words} Words
 */

/**
 * Where a table's one microphone is open for several, nobody can tell which of them speaks: the ring
 * is theirs together.
 * @param {Map<number, number>} steps how bright the ring of a seat is
 * @param {TableMic[]} tables
 */
export function ringed(steps, tables) {
  for (const { carries } of tables) {
    const step = Math.max(0, ...carries.map((who) => steps.get(who) ?? 0));
    for (const who of carries) steps.set(who, step);
  }
  return steps;
}

/**
 * What is said when a table's microphone was switched. Those around it have been told there.
 * @param {TableMic[]} before
 * @param {TableMic[]} after
 * @param {{ me: number, name: (who: number) => string }} room
 * @param {Words} words
 * @returns {string[]}
 */
export function tableNews(before, after, { me, name }, words) {
  const said = [];
  for (const { seats, on } of after) {
    if (seats.includes(me)) continue;
    const was = before.some((one) => one.on && one.seats.some((who) => seats.includes(who)));
    const key = on ? 'table_mic_on' : 'table_mic_off';
    const names = seats.map(name).filter(Boolean).join(', ');
    if (was !== on) said.push(fill(words[key] ?? '', { names }));
  }
  return said;
}

/**
 * What an own phone asks who is in a room with others: where the sound comes out, or, beside a phone
 * on the table, whether they have headphones on. Nothing for who is online.
 * @typedef {'' | 'table' | 'phone'} Asks
 */

/** The own phone of somebody in a room: of all devices there, one is heard and listens. */
export class OwnPhone {
  /** @type {Asks} */
  asks = '';
  speaker = true;
  isAnswered = false;
  /** What was answered beside a phone on the table: it may come and go. */
  hasHeadphones = false;

  /**
   * @param {boolean} isInRoom
   * @param {boolean} hasTable a phone on a table has the sound of the room
   * @returns {Asks | undefined} what to ask from now on; nothing if that is as before
   */
  beside(isInRoom, hasTable) {
    const asks = !isInRoom ? '' : hasTable ? 'phone' : 'table';
    if (asks === this.asks) return undefined;
    this.asks = asks;
    // Who goes home, or comes from there, is asked anew.
    if (asks === '') this.hasHeadphones = false;
    // Who has headphones on is no echo for anybody, whatever is on the table.
    this.speaker = asks === '' || this.hasHeadphones;
    this.isAnswered = asks !== '' && this.hasHeadphones;
    return this.hasHeadphones ? '' : asks;
  }

  /** @param {boolean} on */
  answer(on) {
    this.speaker = on;
    this.isAnswered = true;
    if (this.asks === 'phone') this.hasHeadphones = on;
  }

  /** Beside a phone on the table, and quiet for that. */
  get isBeside() {
    return this.asks === 'phone';
  }

  /** Whether the own microphone may be switched on. */
  get mayOpen() {
    return this.asks !== 'phone' || this.speaker;
  }

  /** What the button for the sound says. */
  get turns() {
    if (this.asks === 'phone') return this.speaker ? 'phone_stop' : 'phone_on';
    return this.speaker ? 'turn_sound_off' : 'turn_sound_on';
  }
}
