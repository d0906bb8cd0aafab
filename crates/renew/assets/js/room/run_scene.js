// @ts-check
// What who leads sees beside the circle. The twin of `room_view::run_scene`.

import { airtime, airtimeRoom } from './airtime.js';
import { Eye } from './eye.js';
import { knocks, turnline, wordsNew } from './lines.js';
import { leading } from './scene.js';
import { fill, pieces } from './text.js';

/**
 * @typedef {{ label: string, fields: [string, string][] }} Order
 * @typedef {ReturnType<typeof runSceneOf>} RunScene
 * @typedef {ReturnType<typeof note>} Note
 */

/**
 * @param {import('./types.js').State} state
 * @param {import('./types.js').Words} words
 * @param {number} now the server's time, in milliseconds
 * @param {number} minuteMs how long a minute of the plan lasts
 */
export function runSceneOf(state, words, now, minuteMs) {
  const eye = new Eye(state, words, now, minuteMs);
  const lamp = lampOf(eye);
  const next = nextPart(eye);
  const differs = lamp && next && JSON.stringify(lamp.fields) !== JSON.stringify(next.fields);
  return {
    header: header(eye),
    lamp,
    next: differs ? next : null,
    line: line(eye),
    plan: plan(eye),
    fix: fix(eye),
    new: wordsNew(eye),
    notes: notes(eye),
    say: mightSay(eye),
    here: here(eye),
    airtime: airtime(eye),
    airtime_room: airtimeRoom(eye),
    door: eye.view.door.is,
    knocks: knocks(eye),
    calls: callsOf(eye),
    held: (eye.view.turn?.held_at ?? eye.view.phase?.held_at ?? null) !== null,
    nudges: nudges(eye),
    queue: queue(eye),
  };
}

/**
 * Whose side rooms ask for help: said where who leads sees it, wherever they have scrolled to.
 * @param {Eye} eye
 */
function callsOf(eye) {
  const calling = eye.view.rooms_run.filter((run) => run.calls).map((run) => run.room);
  const rooms = calling.map((room) => eye.view.rooms.find((one) => one.room === room));
  const owners = rooms.flatMap((room) => room?.places.find((place) => place.part === 'owner') ?? []);
  const names = owners.map((owner) => eye.name(owner.who)).join(', ');
  return names === '' ? '' : fill(eye.w('run_calls'), { names });
}

/** @param {Eye} eye */
function header(eye) {
  const lead = leading(eye);
  if (eye.view.session.state !== 'live') return lead;
  const minutes = eye.minutes(eye.view.session.ends_at - eye.now);
  const over = minutes === -1 ? 'run_over_one' : 'run_over';
  const key = minutes >= 2 ? 'run_left' : minutes >= 0 ? 'run_left_one' : over;
  const behind = eye.minutes(eye.view.timetable.behind_ms);
  const late = behind >= 1 ? fill(eye.w('run_behind'), { n: behind }) : eye.w('run_on_plan');
  return `${lead}. ${fill(eye.w(key), { n: Math.abs(minutes) })}, ${late}.`;
}

/**
 * The part's suggested words. `{name}` in them is who speaks, or who comes next; nobody who is here
 * for the first time is called on by it.
 * @param {Eye} eye
 */
function mightSay(eye) {
  const who = eye.view.turn?.who ?? eye.view.queue[0];
  const name = who === undefined ? eye.w('everyone') : eye.name(who);
  const isNew = who !== undefined && eye.isNew(who);
  const said = (eye.phaseText()?.say ?? []).filter((text) => !isNew || !text.includes('{name}'));
  const texts = said.map((text) => fill(text, { name }));
  return isNew ? [eye.w('run_say_first'), ...texts] : texts;
}

/**
 * The one button that says exactly what will happen.
 * @param {Eye} eye
 * @returns {Order | null}
 */
function lampOf(eye) {
  const { session, turn, queue: coming, me } = eye.view;
  const next = coming[0];
  if (session.state === 'ended') return null;
  if (session.state === 'gathering') return { label: eye.w('run_begin'), fields: [['do', 'start']] };
  if (turn) {
    const mine = turn.who === me;
    const key = mine
      ? next === undefined ? 'run_your_turn_last' : 'run_your_turn'
      : next === undefined ? 'run_thank' : next === me ? 'run_thank_to_you' : 'run_thank_to';
    const b = next === undefined ? '' : eye.label(next);
    return {
      label: fill(eye.w(key), { a: eye.name(turn.who), b }),
      fields: [['do', mine ? 'done' : 'go_on'], ['turn', String(turn.turn)]],
    };
  }
  if (next === undefined) return nextPart(eye);
  const label = next === me ? eye.w('run_take') : fill(eye.w('run_give'), { b: eye.name(next) });
  return { label, fields: [['do', 'go_on'], ['turn', '0']] };
}

/**
 * The next part that is not left out; after the last one, the end.
 * @param {Eye} eye
 * @returns {Order | null}
 */
function nextPart(eye) {
  const { session, phase } = eye.view;
  if (!phase || session.state !== 'live') return null;
  const part = eye.comingPhase()?.name;
  if (part === undefined) return { label: eye.w('run_end'), fields: [['do', 'end']] };
  return {
    label: fill(eye.w('run_next_part'), { part }),
    fields: [['do', 'next_phase'], ['phase', String(phase.index)]],
  };
}

/**
 * The quiet lines under the circle of who leads. A nudge about a turn that is over is none, and
 * neither is one that the fix on offer says already.
 * @param {Eye} eye
 */
function nudges(eye) {
  const offered = fix(eye)?.text;
  return nudgeTexts(eye).filter((text) => text !== offered);
}

/**
 * @param {Eye} eye
 * @returns {string[]}
 */
function nudgeTexts(eye) {
  const { turn } = eye.view;
  const ofTurn = (/** @type {number} */ id, /** @type {string} */ key) =>
    turn?.turn === id ? [fill(eye.w(key), { name: eye.name(turn.who) })] : [];
  return eye.view.nudges.flatMap((nudge) => {
    switch (nudge.nudge) {
      case 'turn_over':
        return eye.myTurn() ? [eye.w('nudge_turn_mine')] : ofTurn(nudge.turn, 'nudge_turn');
      case 'speaker_away':
        return ofTurn(nudge.turn, 'nudge_away');
      case 'phase_over': {
        const part = eye.comingPhase()?.name;
        return [part === undefined ? eye.w('nudge_part_last') : fill(eye.w('fix_advance'), { part })];
      }
      case 'closing_due':
        return [eye.w('nudge_closing')];
      case 'step_over':
        return [eye.w('nudge_step')];
      default:
        return [];
    }
  });
}

/**
 * Everyone still to come, in one sentence: those who are not here «if back».
 * @param {Eye} eye
 */
function line(eye) {
  const [a, ...rest] = eye.view.queue.map((who) => {
    const name = eye.label(who);
    const seat = eye.view.seats.find((one) => one.who === who);
    return seat && seat.presence !== 'here' ? fill(eye.w('run_if_back'), { name }) : name;
  });
  if (a === undefined) return turnline(eye);
  const mine = eye.view.queue[0] === eye.view.me;
  const text = rest.length
    ? eye.w(mine ? 'run_line_you' : 'run_line')
    : eye.w(mine ? 'run_line_you_one' : 'run_line_one');
  return pieces(text, { a, rest: rest.join(', ') });
}

/** @param {Eye} eye */
function plan(eye) {
  return eye.view.timetable.phases.flatMap((part, phase) => {
    const name = eye.state.phases[phase]?.name;
    return name === undefined ? [] : [{ phase, name, state: part.state, time: planTime(eye, part) }];
  });
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').PhasePlan} part
 */
function planTime(eye, part) {
  const target = eye.minutes(part.planned_ms);
  if (part.state === 'coming') return String(target);
  if (part.state === 'skipped') return eye.w('run_skipped');
  const usedMs =
    part.state === 'done' ? part.used_ms : eye.now - (eye.view.phase?.started_at ?? eye.now);
  return fill(eye.w('run_minutes_of'), { used: eye.minutes(usedMs), target });
}

/** @param {Eye} eye */
function fix(eye) {
  const { proposal } = eye.view;
  if (!proposal) return null;
  const { offer } = proposal;
  return { proposal: proposal.proposal, text: offerText(eye, offer) };
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').Offer} offer
 */
function offerText(eye, offer) {
  if (offer.offer === 'end_later') return fill(eye.w('fix_later'), { n: offer.minutes });
  const part = eye.state.phases[offer.phase]?.name ?? '';
  return offer.offer === 'go_on'
    ? fill(eye.w('fix_advance'), { part })
    : fill(eye.w('fix_take'), { n: offer.minutes, part });
}

/**
 * The newest first; those that nobody has taken before the others.
 * @param {Eye} eye
 */
function notes(eye) {
  const taken = (/** @type {import('./types.js').Word} */ word) => Number(word.taken_by !== null);
  return [...eye.view.words]
    .sort((a, b) => taken(a) - taken(b) || b.word - a.word)
    .map((word) => note(eye, word));
}

const CHOICE = { not_ok: 'run_note_not_ok', few_minutes: 'run_note_minutes', upset: 'run_note_upset' };

/**
 * @param {Eye} eye
 * @param {import('./types.js').Word} word
 */
function note(eye, word) {
  const texts = eye.state.words.find((one) => one.word === word.word);
  const name = eye.name(word.from);
  const minutes = Math.floor((eye.now - word.at) / 60_000);
  return {
    word: word.word,
    from: word.from,
    sign: eye.sign(word.from),
    what: fill(eye.w('run_note_said'), { name, what: eye.w(CHOICE[word.choice]) }),
    ago: minutes < 1 ? eye.w('run_ago_now') : fill(eye.w('run_ago'), { n: minutes }),
    text: texts?.text ?? '',
    state: noteState(eye, word, texts?.reply ?? ''),
    name,
    taken: word.taken_by !== null,
    seen: word.seen_by !== null,
    replied: word.replied,
  };
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').Word} word
 * @param {string} reply
 */
function noteState(eye, word, reply) {
  const replied = word.replied && reply ? fill(eye.w('run_replied'), { text: reply }) : '';
  return [hasIt(eye, word, replied), replied].filter((text) => text).join('. ');
}

/**
 * @param {Eye} eye
 * @param {import('./types.js').Word} word
 * @param {string} replied
 */
function hasIt(eye, word, replied) {
  if (word.taken_by === eye.view.me) return eye.w('run_you_have_it');
  if (word.taken_by !== null) return fill(eye.w('run_has_it'), { name: eye.name(word.taken_by) });
  // An answer says already that it was seen.
  return replied || word.seen_by === null ? '' : eye.w('run_seen');
}

/** @param {Eye} eye */
function here(eye) {
  const { seats } = eye.view;
  const present = seats.filter((seat) => seat.presence === 'here');
  const lines = [fill(eye.w('run_here'), { n: present.length, all: seats.length })];
  const inRoom = present.filter((seat) => seat.in_room).length;
  if (inRoom) lines.push(fill(eye.w('run_here_room'), { n: inRoom, m: present.length - inRoom }));
  /** @type {[string, (seat: import('./types.js').Seat) => boolean][]} */
  const kinds = [
    ['run_dropped', (seat) => seat.presence === 'away'],
    ['run_out', (seat) => seat.presence === 'stepped_out'],
    ['run_reading', (seat) => !seat.agreed],
    ['run_listening', (seat) => seat.listening],
  ];
  for (const [key, is] of kinds) {
    for (const seat of seats.filter(is)) lines.push(fill(eye.w(key), { name: eye.name(seat.who) }));
  }
  for (const seat of seats.filter((one) => eye.isNew(one.who))) {
    lines.push(fill(eye.w('run_first'), { name: eye.name(seat.who) }));
  }
  return lines;
}

/** @param {Eye} eye */
function queue(eye) {
  return eye.view.queue.map((who) => {
    const name = eye.name(who);
    return {
      who,
      name: who === eye.view.me ? eye.w('you') : name,
      up: fill(eye.w('run_up'), { name }),
      down: fill(eye.w('run_down'), { name }),
    };
  });
}
