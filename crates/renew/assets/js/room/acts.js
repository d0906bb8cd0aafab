// @ts-check
// Commands as they stand in forms, and as they go over the socket.

/** @typedef {Record<string, string | number | boolean | number[]>} Act */

/** Fields that are numbers on the wire. */
const NUMBERS = [
  'turn', 'word', 'phase', 'proposal', 'who', 'to', 'minutes', 'heard', 'safe', 'useful', 'together',
  'activity', 'slip', 'room', 'nth', 'level',
];
/** Numbers that may be left out. */
const MAY_BE_NONE = ['to', 'level'];
/** Fields that are yes or no on the wire. */
const FLAGS = ['up', 'is', 'only', 'named', 'on'];
/** Commands whose `who` is a choice, not a person. */
const WHO_IS_A_CHOICE = ['plan'];

/**
 * Reads a form's fields as a command.
 * @param {Iterable<[string, string]>} fields
 * @returns {Act}
 */
export function actOf(fields) {
  /** @type {Act} */
  const act = {};
  for (const [name, value] of fields) act[name] = value;
  for (const [name, value] of Object.entries(act)) {
    if (FLAGS.includes(name) && (value === 'true' || value === 'false')) act[name] = value === 'true';
    const isNumber = NUMBERS.includes(name) && !(name === 'who' && WHO_IS_A_CHOICE.includes(String(act.do)));
    if (isNumber) act[name] = Number(value);
    if (value === '' && MAY_BE_NONE.includes(name)) delete act[name];
    // The step of an activity has a number, the one of a side room a name.
    if (name === 'step' && /^\d+$/.test(String(value))) act[name] = Number(value);
    if (name === 'seats') act[name] = String(value).split(',').filter(Boolean).map(Number);
  }
  return act;
}
