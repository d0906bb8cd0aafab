// @ts-check
// Where the sound comes out, and whether that is still there. Devices let go on through a loudspeaker
// what was heard through headphones until these went away, and whoever is near hears it then. So
// nothing comes out from that moment on, until somebody says that it may.

import { kindOf } from './choice.js';

/**
 * @typedef {object} Told
 * @property {(id: string) => Promise<boolean>} through plays through this one, empty for the usual; and
 *   whether the browser does that
 * @property {(is: boolean) => void} hush whether nothing may come out
 * @property {(is: boolean) => void} onAway what was listened through can't be reached, or is back
 */

/** What browsers call whatever the device itself uses. */
const USUAL = ['', 'default', 'communications'];
/** Some devices use another one first, and say only then that the one before is gone. */
const SETTLES_MS = 2_000;

export class Outlet {
  /**
   * @param {import('./choice.js').Choice} choice
   * @param {Told} told
   */
  constructor(choice, told) {
    this.choice = choice;
    this.told = told;
    this.isAway = false;
    /** The one that the device itself uses, and the one that the sound came out of when it was looked
     * at last; empty where the browser doesn't say. */
    this.usual = '';
    this.used = '';
    /** One that was chosen, without which its owner goes on. */
    this.waived = '';
    /** Which look is the latest: what an earlier one finds is over. */
    this.looks = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settles = undefined;
    navigator.mediaDevices?.addEventListener?.('devicechange', () => {
      // Before anything is known, it may already come out of another one.
      told.hush(true);
      void this.look();
    });
    // It is chosen on a page of its own, in another tab.
    window.addEventListener('storage', ({ key }) => {
      if (kindOf(key) !== 'audiooutput') return;
      this.used = '';
      void this.look();
    });
  }

  /**
   * Lets the sound come out of what was chosen, and looks whether it can be reached.
   * @param {boolean} [isSettled] what the device itself uses is no more about to change
   */
  async look(isSettled = false) {
    clearTimeout(this.settles);
    this.looks += 1;
    const mine = this.looks;
    const outputs = await named(this.used !== '');
    if (mine !== this.looks) return;
    const kept = this.choice.of('audiooutput');
    const has = (/** @type {string} */ id) => outputs?.some((one) => one.deviceId === id) ?? false;
    if (has(kept)) this.waived = '';
    const chosen = USUAL.includes(kept) || kept === this.waived ? '' : kept;
    const needed = chosen || this.used;
    const isGone = outputs !== null && needed !== '' && !has(needed);
    // Away from one that is gone, so that it is taken anew when it is back.
    const id = isGone || kept === this.waived ? '' : kept;
    const plays = await this.told.through(id);
    if (mine !== this.looks) return;
    this.usual = outputs ? usualOf(outputs, chosen || kept === this.waived ? '' : kept) : '';
    const isAway = isGone || !plays;
    const waits = !isAway && this.uses(chosen, isSettled);
    this.away(isAway, waits);
  }

  /**
   * @param {string} chosen empty for the usual
   * @param {boolean} isSettled
   * @returns {boolean} whether that is only known in a moment, and nothing may come out before
   */
  uses(chosen, isSettled) {
    const isKnown = chosen !== '' || this.used === '' || isSettled;
    if (isKnown) this.used = chosen || this.usual;
    if (this.used === (chosen || this.usual)) return false;
    this.settles = setTimeout(() => void this.look(true), SETTLES_MS);
    return true;
  }

  /** It may come out of whatever the device itself uses. */
  goOn() {
    if (!this.isAway) return;
    this.looks += 1;
    this.waived = this.choice.of('audiooutput');
    this.used = this.usual;
    void this.told.through('');
    this.away(false);
  }

  /**
   * @param {boolean} is
   * @param {boolean} [waits] until it is known what it comes out of
   */
  away(is, waits = false) {
    this.told.hush(is || waits);
    if (this.isAway === is) return;
    this.isAway = is;
    this.told.onAway(is);
  }
}

/**
 * What sound can come out of; nothing where the browser doesn't say, as before it was allowed a device.
 * @param {boolean} didSay some were named before, so that none means none
 * @returns {Promise<MediaDeviceInfo[] | null>}
 */
async function named(didSay) {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const outputs = all.filter((one) => one.kind === 'audiooutput');
  const isSaid = outputs.length > 0 ? outputs.every((one) => one.deviceId !== '') : didSay;
  return isSaid ? outputs : null;
}

/**
 * Which of them the device itself uses; empty if the browser doesn't say.
 * @param {MediaDeviceInfo[]} outputs
 * @param {string} name that was chosen for it
 */
function usualOf(outputs, name) {
  const usual = outputs.find((one) => one.deviceId === (name || 'default'));
  if (!usual) return '';
  const same = outputs.filter((one) => !USUAL.includes(one.deviceId) && one.groupId === usual.groupId);
  // A thing with several sockets has several of one group.
  const one = same.length > 1 ? same.find(({ label }) => label && usual.label.endsWith(label)) : same[0];
  return one?.deviceId ?? '';
}
