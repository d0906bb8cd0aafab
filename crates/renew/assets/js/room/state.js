// @ts-check
// Folds what comes from the room into what this person knows. Every event carries the whole new
// state of one small thing, so it takes the place of the old one: `circle::view::View::apply` does
// the same, and a test compares the two.

/**
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').View} View
 */

/**
 * The state after a frame. `null` as long as no snapshot has come. The given state is not changed.
 * @param {State | null} state
 * @param {any} frame
 * @returns {State | null}
 */
export function fold(state, frame) {
  if (frame.is === 'view') {
    const { view, people, phases, plans, milestones, words, mine, greeting, first_time } = frame;
    return { view, people, phases, plans, milestones, words, mine, greeting, first_time };
  }
  if (!state) return null;
  switch (frame.is) {
    case 'ev':
      return { ...state, view: frame.ev.reduce(apply, state.view) };
    case 'people':
      return { ...state, people: { ...state.people, ...frame.people } };
    case 'plan': {
      const { who, when, text, how } = frame;
      const told = how ? { who, when, text, how } : { who, when, text };
      const same = (/** @type {{ who: number, when: string }} */ plan) =>
        plan.who === who && plan.when === when;
      // An empty text means that its owner took the plan back.
      if (text === '') return { ...state, plans: state.plans.filter((plan) => !same(plan)) };
      return { ...state, plans: put(state.plans, told, same) };
    }
    case 'milestone': {
      const told = { who: frame.who, text: frame.text };
      return { ...state, milestones: put(state.milestones, told, (m) => m.who === told.who) };
    }
    case 'words': {
      const text = { word: frame.word, text: frame.text, reply: frame.reply };
      return { ...state, words: put(state.words, text, (w) => w.word === text.word) };
    }
    default:
      return state;
  }
}

/**
 * What a command of mine changed that only this page shows, once the room has kept it.
 * @param {State} state
 * @param {Record<string, any>} act
 * @returns {State}
 */
export function keptMine(state, act) {
  const last = state.mine.last_plan;
  if (act.do === 'how' && last) {
    return { ...state, mine: { ...state.mine, last_plan: { ...last, how: act.how } } };
  }
  if (act.do === 'show_plan' && last) {
    return { ...state, mine: { ...state.mine, last_plan: { ...last, shown: true } } };
  }
  return state;
}

/**
 * Puts one event in its place.
 * @param {View} view
 * @param {any} event
 * @returns {View}
 */
export function apply(view, event) {
  switch (event.t) {
    case 'session':
    case 'lead':
    case 'phase':
    case 'turn':
    case 'queue':
    case 'timetable':
    case 'door':
    case 'proposal':
    case 'nudges':
    case 'mine':
    case 'activity':
    case 'rooms':
    case 'airtime':
    case 'lounge':
      return { ...view, [event.t]: event[event.t] };
    case 'rooms_run':
      return { ...view, rooms_run: event.rooms };
    case 'mics_rested':
      return { ...view, mics_rested: event.who };
    case 'seat':
      return { ...view, seats: put(view.seats, event.seat, (s) => s.who === event.seat.who) };
    case 'seat_gone':
      return { ...view, seats: view.seats.filter((seat) => seat.who !== event.who) };
    case 'word':
      return { ...view, words: put(view.words, event.word, (w) => w.word === event.word.word) };
    // `refresh`: a whole new view follows. An event of a newer server changes nothing here.
    default:
      return view;
  }
}

/**
 * The list with `item` in the place of the one that is the same thing, or at the end.
 * @template T
 * @param {T[]} list
 * @param {T} item
 * @param {(other: T) => boolean} same
 * @returns {T[]}
 */
function put(list, item, same) {
  return list.some(same) ? list.map((other) => (same(other) ? item : other)) : [...list, item];
}
