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

/**
 * What a form asks for, in order. A sheet holds several places to write in, each a command of its
 * own, and the button that was pressed may ask for something `then`.
 * @param {[string, string][]} fields
 * @returns {Act[]}
 */
export function actsOf(fields) {
  const own = fields.filter(([name]) => name !== 'then');
  const then = fields.filter(([name]) => name === 'then').pop()?.[1];
  const isSheet = own.some(([name, value]) => name === 'do' && value === 'sheet');
  const slots = own.filter(([name]) => name === 'slot');
  const acts = isSheet ? slots.map(([, slot]) => writeOf(own, slot)) : [actOf(own)];
  return then === undefined ? acts : [...acts, furtherOf(own, then)];
}

/**
 * One place of a sheet as a command: `part.nth`, or `part.nth.to`.
 * @param {[string, string][]} fields
 * @param {string} slot
 * @returns {Act}
 */
export function writeOf(fields, slot) {
  const [part = '', nth = '', to = ''] = slot.split('.');
  /** @type {[string, string][]} */
  const own = [['do', 'write'], ...fields.filter(([name]) => name === 'activity')];
  own.push(['part', part], ['nth', nth], ['to', to]);
  for (const name of ['text', 'level', 'named', 'on']) {
    const value = fields.filter(([other]) => other === `${name}.${slot}`).pop()?.[1] ?? '';
    if (value !== '') own.push([name, value]);
  }
  return actOf(own);
}

/**
 * What a button asks for beside its form: `keep_slip&slip=3&is=true`.
 * @param {[string, string][]} fields
 * @param {string} then
 * @returns {Act}
 */
function furtherOf(fields, then) {
  const own = fields.filter(([name]) => name === 'activity' || name === 'room');
  const [what = '', ...more] = then.split('&');
  const pairs = more.map((pair) => /** @type {[string, string]} */ (pair.split('=', 2)));
  return actOf([...own, ['do', what], ...pairs]);
}
