// What sound can come out of, as a page's browser says it: no browser that tests are run in has
// headphones to unplug.

/** @typedef {import('./people.mjs').Person} Person */

/**
 * Runs in a page: from now on these are there, of which the device itself uses the first, and the
 * browser says that something was plugged in or out.
 * @param {string[]} ids
 */
export function plug(ids) {
  const { mediaDevices } = navigator;
  const real = MediaDevices.prototype.enumerateDevices;
  const outputs = ['default', ...ids].map((deviceId) => {
    const groupId = deviceId === 'default' ? ids[0] : deviceId;
    return { kind: 'audiooutput', deviceId, groupId, label: deviceId };
  });
  mediaDevices.enumerateDevices = async () => {
    const others = (await real.call(mediaDevices)).filter((one) => one.kind !== 'audiooutput');
    return /** @type {any} */ ([...others, ...outputs]);
  };
  HTMLMediaElement.prototype.setSinkId = async function (id) {
    this.dataset.outlet = id;
  };
  mediaDevices.dispatchEvent(new Event('devicechange'));
}

/**
 * What all voices come out of; nothing while they don't.
 * @param {Person} person
 * @returns {Promise<string>}
 */
export function heardThrough({ page }) {
  return page.evaluate(() => {
    const voices = [...document.querySelectorAll('audio')];
    if (voices.some((one) => one.muted)) return '';
    return [...new Set(voices.map((one) => one.dataset.outlet || 'usual'))].join(' and ');
  });
}
