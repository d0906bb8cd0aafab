// @ts-check
// The eight seat signs, their symbols and colours. The twin of `site::sign`.

/** @type {Record<string, { symbol: string, colour: string }>} */
const SIGNS = {
  bird: { symbol: 'bird-fill', colour: 'av-moss' },
  boat: { symbol: 'sailboat-fill', colour: 'av-heather' },
  fire: { symbol: 'campfire-fill', colour: 'av-clay' },
  hills: { symbol: 'mountains-fill', colour: 'av-stone' },
  anchor: { symbol: 'anchor-fill', colour: 'av-sky' },
  lotus: { symbol: 'flower-lotus-fill', colour: 'av-rose' },
  tree: { symbol: 'tree-evergreen-fill', colour: 'av-teal' },
  sun: { symbol: 'sun-horizon-fill', colour: 'av-honey' },
};

/** What is drawn for a sign that this page does not know yet. */
const OTHER = { symbol: 'user', colour: 'av-stone' };

/** @param {string} sign */
export function signOf(sign) {
  return SIGNS[sign] ?? OTHER;
}
