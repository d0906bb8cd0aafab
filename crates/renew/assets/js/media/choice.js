// @ts-check
// Which microphone, camera and speaker somebody chose, by nothing but the browser's own number for
// it: on another site the same device has another number.

/** @type {Record<MediaDeviceKind, string>} */
const KEYS = {
  audioinput: 'renew-microphone',
  videoinput: 'renew-camera',
  audiooutput: 'renew-speaker',
};

export class Choice {
  /** @param {Storage | null} storage nothing where the browser keeps nothing */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {MediaDeviceKind} kind */
  of(kind) {
    try {
      return this.storage?.getItem(KEYS[kind]) ?? '';
    } catch {
      return '';
    }
  }

  /**
   * @param {MediaDeviceKind} kind
   * @param {string} id empty for the one that the device uses
   */
  keep(kind, id) {
    try {
      if (id === '') this.storage?.removeItem(KEYS[kind]);
      else this.storage?.setItem(KEYS[kind], id);
    } catch {
      // What can't be kept is chosen again the next time.
    }
  }
}

/** What this device keeps, if its browser lets us. */
export function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * Which kind of device a change of what is kept was about; nothing for what isn't ours.
 * @param {string | null} key
 * @returns {MediaDeviceKind | undefined}
 */
export function kindOf(key) {
  const found = Object.entries(KEYS).find(([, name]) => name === key);
  return /** @type {MediaDeviceKind | undefined} */ (found?.[0]);
}
