// @ts-check
// The sound of the room on a table's phone: one microphone and one loudspeaker for all around it. The
// microphone is off at first, and nothing but a tap on this phone switches it on.

import { Choice, deviceStorage } from '../media/choice.js';
import { Connection, postTo } from '../media/connection.js';
import { SLOTS } from '../media/facts.js';
import { Heard } from '../media/heard.js';
import { Outlet } from '../media/outlet.js';
import { OwnDevice } from '../media/own_device.js';
import { all, find, set, show, write } from '../room/dom.js';
import { micLine, news, plays, playsLine, speaks, toldOf } from './sound_facts.js';

/**
 * @typedef {import('./sound_facts.js').Facts} Facts
 * @typedef {Omit<Facts, 'mic' | 'interrupted'>} Known
 * @typedef {import('./sound_facts.js').Where} Where
 */

/** Pages have a number of their own: of two that are open, the room knows which one asks. */
const PAGE_MAX = 2 ** 48;
/** A question waits twenty seconds at the server; what takes longer than this got lost. */
const ASK_MS_MAX = 35_000;
/** What a page says it knows that had the sound before, to be told all of it. */
const SOMETHING = 1;
/** Between tries: soon at first, seldom for a phone whose network is gone. */
const AGAIN_MS = [500, 1000, 2000, 4000];
/** What the room could not be told by then, it is told with the next thing that it says. */
const TELLS_MAX = 5;

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

export class TableSound {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {import('../room/types.js').Words} */
    this.words = JSON.parse(element.dataset.tableSound ?? '{}');
    /** @type {import('../room/types.js').Words} */
    this.voiceWords = JSON.parse(element.dataset.voiceWords ?? '{}');
    this.page = 1 + Math.floor(Math.random() * PAGE_MAX);
    /** What the room told last; 0 to take the sound of this table over. */
    this.since = 0;
    this.asking = new AbortController();
    this.wasCut = false;
    this.isOver = false;
    /** What is so, but for the microphone, of which nobody else has to be asked. @type {Known} */
    this.known = { where: 'away', told: null, hasLine: true, speaker: true, sound: 'off', sentence: '' };
    this.choice = new Choice(deviceStorage());
    this.microphone = this.makeMicrophone();
    this.before = this.facts();
    this.heard = new Heard(document.body, (is) => {
      show(this.part('hear'), is);
      if (is) this.say(this.words.hear_text);
    });
    this.outlet = new Outlet(this.choice, {
      through: (id) => this.heard.through(id),
      // It is meant to be heard by everybody, by whatever can.
      hush: () => {},
      onAway: (is) => {
        if (is) this.goOn();
      },
    });
    this.connection = new Connection({
      make: (ice) => new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' }),
      post: postTo('/table/media', this.page),
      onSound: (sound, sentence) => this.now({ sound, sentence }),
      onReceivers: (voices) => this.heard.attach(voices),
    });
    this.listen();
    void this.stayAwake();
    void this.follow();
  }

  makeMicrophone() {
    return new OwnDevice('mic', this.choice, this.voiceWords, {
      draw: () => this.draw(),
      onTrack: (track) => {
        if (!track) this.connection.send('voice', null);
        // Before the browser was allowed a device, it may have refused the outlet that was chosen.
        else void this.outlet.look();
      },
      onOpen: () => this.say(micLine(this.facts(), this.words)),
      tell: async (on) => {
        await this.tell(on);
        return '';
      },
      trouble: (trouble) => this.trouble(trouble),
      onOther: () => this.say(this.words.said_other),
      onGone: (trouble) => {
        this.say(this.words.said_gone);
        this.trouble(trouble);
      },
    });
  }

  /** @returns {Facts} */
  facts() {
    const { state: mic, interrupted } = this.microphone;
    return { ...this.known, mic, interrupted };
  }

  /** @param {string} name */
  part(name) {
    return find(`[data-sound="${name}"]`, this.element);
  }

  listen() {
    this.part('mic').addEventListener('click', () => void this.tapMic());
    this.part('speaker').addEventListener('click', () => this.tapSpeaker());
    this.part('here-now').addEventListener('click', () => this.takeOver());
    this.part('hear-now').addEventListener('click', () => {
      show(this.part('hear'), false);
      this.part('mic').focus({ preventScroll: true });
      this.heard.play();
    });
    this.part('trouble-over').addEventListener('click', () => {
      this.trouble(null);
      this.part('mic').focus({ preventScroll: true });
    });
    window.addEventListener('online', () => this.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      this.wake();
      // A call that was taken meanwhile has stopped it.
      if (this.known.sound === 'on') this.heard.play();
      void this.stayAwake();
    });
    for (const leaving of ['pagehide', 'renew:leave']) {
      window.addEventListener(leaving, () => this.leave());
    }
    // A page that comes back from the browser's own memory begins anew.
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload();
    });
  }

  /** A phone that lies untouched locks itself, and the table would be silent. */
  async stayAwake() {
    // A browser that can't leaves it to the phone's own settings.
    await navigator.wakeLock?.request('screen').catch(() => {});
  }

  /** Asks the room what is so, again and again. */
  async follow() {
    let tries = 0;
    while (!this.isOver) {
      const answer = await this.ask();
      if (this.isOver || answer === 'gone') return;
      if (answer === 'same') {
        tries = 0;
        this.now({ hasLine: true });
        continue;
      }
      if (answer === 'lost' || answer.is === 'away') {
        this.wasCut ||= this.known.where === 'here';
        this.now({ hasLine: false });
        await wait(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)] ?? 4000);
        tries += 1;
        continue;
      }
      tries = 0;
      if (!this.take(answer)) return;
    }
  }

  /** @returns {Promise<any>} what the room says; `same`, `lost` or `gone` where it says nothing */
  async ask() {
    this.asking = new AbortController();
    const late = setTimeout(() => this.asking.abort(), ASK_MS_MAX);
    try {
      const { signal } = this.asking;
      // After a cut the page asks for what is so now, and doesn't wait for something new.
      const since = this.known.hasLine ? this.since : Math.min(this.since, SOMETHING);
      const answer = await fetch(`/table/sound?page=${this.page}&since=${since}`, { signal });
      if (answer.status === 404) return this.gone();
      if (answer.status === 204) return 'same';
      return answer.ok ? await answer.json() : 'lost';
    } catch {
      return 'lost';
    } finally {
      clearTimeout(late);
    }
  }

  /** This device is no table any more; the page itself leads elsewhere. */
  gone() {
    this.putAway('none');
    return 'gone';
  }

  /**
   * @param {any} answer
   * @returns {boolean} whether to ask again
   */
  take(answer) {
    show(this.element, answer.is !== 'no_voices');
    if (answer.is !== 'sound') {
      const where = answer.is === 'sealed' ? 'sealed' : answer.is === 'elsewhere' ? 'elsewhere' : 'none';
      this.putAway(where);
      return false;
    }
    this.since = Number(answer.n);
    const told = toldOf(answer);
    if (this.known.where !== 'here') void this.outlet.look();
    this.connection.start(answer.ice ?? []);
    if (this.wasCut) {
      // A program that was started again knows nothing of the connection.
      this.wasCut = false;
      this.connection.renew();
    }
    const ends = told.ended && this.known.told?.ended === false;
    this.now({ where: 'here', told, hasLine: true });
    if (ends) this.end();
    // What the room may have wrong of this page is said once more: others see it.
    const { counts, state } = this.microphone;
    if (told.on !== counts && state !== 'starting' && !this.isTelling) void this.tell(counts);
    return true;
  }

  /** What was on for the circle isn't for those who stay after it: they decide anew. */
  end() {
    if (this.microphone.close()) this.trouble({ text: this.words.said_ended ?? '', mend: '' });
  }

  /** Everything is put away, at once. @param {Where} where the sound is instead */
  putAway(where) {
    this.microphone.put();
    this.connection.stop();
    this.heard.stop();
    this.now({ where, told: null });
  }

  takeOver() {
    this.since = 0;
    this.now({ where: 'away' });
    void this.follow();
    this.part('mic').focus({ preventScroll: true });
  }

  wake() {
    if (this.known.where !== 'here') return;
    this.connection.wake();
  }

  /** The page is left: nothing of it may be thought to be on. */
  leave() {
    if (this.microphone.isOn) {
      const off = new Blob([JSON.stringify({ page: this.page, on: false })], { type: 'application/json' });
      navigator.sendBeacon?.('/table/mic', off);
    }
    this.isOver = true;
    this.asking.abort();
    this.putAway('away');
  }

  async tapMic() {
    if (this.microphone.close()) this.say(this.words.said_mic_off);
    else await this.microphone.open();
  }

  /** What the sound came out of can't be reached, and something else plays it. */
  goOn() {
    this.outlet.goOn();
    if (plays(this.facts())) this.trouble({ text: this.words.outlet_other ?? '', mend: '' });
  }

  tapSpeaker() {
    const speaker = !this.known.speaker;
    this.now({ speaker });
    if (speaker) this.heard.play();
    this.say(this.words[speaker ? 'said_speaker_on' : 'said_speaker_off']);
  }

  isTelling = false;
  /** How often in a row the room could not be told. */
  untold = 0;

  /** @param {boolean} on */
  async tell(on) {
    this.isTelling = true;
    try {
      const answer = await fetch('/table/mic', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ page: this.page, on }),
      });
      this.untold = answer.ok ? 0 : this.untold + 1;
    } catch {
      this.untold += 1;
    } finally {
      this.isTelling = false;
    }
    if (this.untold > 0 && this.untold <= TELLS_MAX) {
      await wait(AGAIN_MS[Math.min(this.untold - 1, AGAIN_MS.length - 1)] ?? 4000);
      const { counts } = this.microphone;
      const { where, told } = this.known;
      const isMine = !this.isOver && where === 'here';
      if (isMine && !this.isTelling && told?.on !== counts) await this.tell(counts);
      return;
    }
    // A tap that came meanwhile is what counts.
    const { counts, state } = this.microphone;
    if (counts !== on && state !== 'starting') await this.tell(!on);
  }

  /** @param {Partial<Known>} change */
  now(change) {
    Object.assign(this.known, change);
    this.draw();
  }

  draw() {
    const { words } = this;
    const facts = this.facts();
    const isHere = facts.where === 'here' || facts.where === 'away';
    const micIsOn = facts.mic === 'on';
    press(this.part('mic'), micIsOn, words[micIsOn ? 'mic_on' : 'mic_off'] ?? '');
    press(this.part('speaker'), facts.speaker, words[facts.speaker ? 'speaker_on' : 'speaker_off'] ?? '');
    show(this.part('buttons'), isHere);
    show(this.part('here'), facts.where === 'elsewhere');
    write(this.part('line'), micLine(facts, words));
    write(this.part('plays'), playsLine(facts, words));
    this.heard.show(Array.from({ length: SLOTS }, () => plays(facts)));
    this.connection.send('voice', speaks(facts) ? this.microphone.track : null);
    const sentence = news(this.before, facts, words);
    if (sentence !== '') this.say(sentence);
    this.before = facts;
  }

  /** @param {import('../media/problem.js').Trouble | null} trouble */
  trouble(trouble) {
    write(this.part('trouble-text'), trouble?.text ?? '');
    write(this.part('trouble-mend'), trouble?.mend ?? '');
    show(this.part('trouble'), trouble !== null);
    if (trouble) this.say(`${trouble.text} ${trouble.mend}`);
  }

  /** To who doesn't see it. @param {string | undefined} sentence */
  say(sentence) {
    write(this.part('said'), sentence ?? '');
  }
}

/**
 * A browser without any means for it: the line says so, since nothing else would.
 * @param {HTMLElement} element
 */
export function soundless(element) {
  /** @type {import('../room/types.js').Words} */
  const words = JSON.parse(element.dataset.voiceWords ?? '{}');
  show(find('[data-sound="buttons"]', element), false);
  write(find('[data-sound="line"]', element), words.sound_old ?? '');
  show(element, true);
}

/**
 * @param {HTMLElement} button
 * @param {boolean} is
 * @param {string} word
 */
function press(button, is, word) {
  set(button, 'aria-pressed', String(is));
  for (const on of all('[data-sound-on]', button)) show(on, is);
  for (const off of all('[data-sound-off]', button)) show(off, !is);
  write(find('[data-sound-word]', button), word);
}
