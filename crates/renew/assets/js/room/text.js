// @ts-check
// Sentences made of a text with places in it. The texts come from the server in the person's
// language; `site::lang::fill` and `room_view::scene::pieces` do the same there.

/**
 * A piece of a sentence; names are strong.
 * @typedef {{ s: string, b: boolean }} Piece
 */

/**
 * Puts values into a text. A place without a value stays as it is.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    has(values, name) ? String(values[name]) : whole,
  );
}

/**
 * As `fill`, with every value a strong piece.
 * @param {string} text
 * @param {Record<string, string | number>} values
 * @returns {Piece[]}
 */
export function pieces(text, values) {
  /** @type {Piece[]} */
  const out = [];
  let from = 0;
  for (const match of text.matchAll(/\{(\w+)\}/g)) {
    const name = match[1] ?? '';
    if (!has(values, name)) continue;
    const at = match.index ?? 0;
    if (at > from) out.push({ s: text.slice(from, at), b: false });
    out.push({ s: String(values[name]), b: true });
    from = at + match[0].length;
  }
  if (from < text.length) out.push({ s: text.slice(from), b: false });
  return out;
}

/**
 * The words of a sentence without its weight.
 * @param {Piece[]} sentence
 */
export function plain(sentence) {
  return sentence.map((piece) => piece.s).join('');
}

/**
 * `Object.hasOwn`, which the oldest browsers we serve don't have.
 * @param {object} values
 * @param {string} name
 */
function has(values, name) {
  return Object.prototype.hasOwnProperty.call(values, name);
}
