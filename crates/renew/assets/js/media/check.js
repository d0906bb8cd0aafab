// @ts-check
// The page on which sound and camera are tried. Nothing of it leaves the device, and nothing is kept
// but which devices were chosen.

import { find, h, set, show, write } from '../room/dom.js';
import { fill } from '../room/text.js';
import { Choice, TRIED, deviceStorage } from './choice.js';
import { Device, Refused } from './devices.js';
import { OwnLevel } from './own_level.js';
import { hindrance, problemWords } from './problem.js';
import { lineTo } from './tried.js';

/** What is listened to, and then heard once. */
const LISTEN_MS = 3_000;
/** The meter moves ten times a second. */
const METER_MS = 100;
/** A voice at an ordinary distance is louder than this, as it is measured. */
const QUIET = 0.02;

const root = find('[data-check]');
/** @type {import('./types.js').Words} */
const words = JSON.parse(root.dataset.check ?? '{}');
const choice = new Choice(deviceStorage());
document.documentElement.classList.add('has-script');
const taken = lineTo(TRIED);

/** A card of the page: one device, tried and chosen. */
class Card {
  /**
   * @param {'mic' | 'camera'} what
   * @param {(track: MediaStreamTrack | null) => void} onTrack
   */
  constructor(what, onTrack) {
    this.what = what;
    this.onTrack = onTrack;
    this.place = find(`[data-try="${what}"]`);
    this.device = new Device(what, choice, {
      onOther: (track) => this.has(track),
      onGone: (problem) => this.refused(problem),
    });
    this.part('start').addEventListener('click', () => void this.tap());
    readyChoice(this.place, this.device.kind, () => void this.device.chosen());
    this.has(null);
    const hindered = hindrance(window);
    if (hindered) this.refused(hindered);
  }

  /** @param {string} name */
  part(name) {
    return find(`[data-${name}]`, this.place);
  }

  async tap() {
    show(this.part('trouble'), false);
    if (this.device.track) {
      this.stop();
      return;
    }
    // The room puts it away first: whoever hears themselves here doesn't say it to the circle.
    taken?.postMessage(this.what);
    try {
      const track = await this.device.take();
      if (track) this.has(track);
    } catch (error) {
      this.refused(error instanceof Refused ? error.problem : 'unknown');
    }
  }

  stop() {
    this.device.put();
    this.has(null);
  }

  /** @param {MediaStreamTrack | null} track */
  has(track) {
    const key = `check_${this.what}${track ? '_stop' : ''}`;
    write(this.part('start-text'), words[key] ?? '');
    show(this.part('while'), track !== null);
    this.onTrack(track);
    this.refill();
  }

  refill() {
    const { track, kind } = this.device;
    if (track) void fillChoice(this.place, kind, track.getSettings().deviceId ?? '');
  }

  /** @param {import('./problem.js').Problem} problem */
  refused(problem) {
    this.stop();
    const { text, mend } = problemWords(problem, this.what, words);
    write(this.part('trouble-text'), text);
    write(this.part('trouble-mend'), mend);
    show(this.part('trouble'), true);
  }
}

/**
 * Somebody chose another device.
 * @param {HTMLElement} place
 * @param {MediaDeviceKind} kind
 * @param {() => void} then
 */
function readyChoice(place, kind, then) {
  const which = find('[data-which]', place);
  which.addEventListener('change', () => {
    if (!(which instanceof HTMLSelectElement)) return;
    const isKept = choice.keep(kind, which.value);
    write(find('[data-said]', place), words[isKept ? 'check_kept' : 'check_not_kept'] ?? '');
    then();
  });
}

/**
 * The devices there are. Their names are told by the browser once one of them may be used.
 * @param {HTMLElement} place
 * @param {MediaDeviceKind} kind
 * @param {string} now the one in use
 */
async function fillChoice(place, kind, now) {
  const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === kind);
  const which = find('[data-which]', place);
  const options = all.map((one, at) => {
    const label = one.label || fill(words.check_nth ?? '', { n: at + 1 });
    return h('option', { value: one.deviceId, selected: one.deviceId === now }, label);
  });
  if (!all.some((one) => one.deviceId === now)) {
    options.unshift(h('option', { value: '', selected: true }, words.check_usual));
  }
  which.replaceChildren(...options);
  show(find('[data-which-field]', place), all.length > 0);
}

/** The microphone: how loud it is, and how one sounds. */
class Voice {
  constructor() {
    this.level = new OwnLevel();
    this.meter = find('[data-level]');
    this.loudest = 0;
    this.busy = false;
    this.card = new Card('mic', (track) => this.level.of(track));
    find('[data-listen]').addEventListener('click', () => void this.listen());
    setInterval(() => this.measure(), METER_MS);
  }

  measure() {
    if (!this.card.device.track) return;
    const now = this.level.now();
    this.loudest = Math.max(this.loudest, now);
    // As ears do it: what is ten times as strong is heard as one step more.
    set(this.meter, 'value', Math.round(Math.min(100, Math.max(0, 100 + 40 * Math.log10(now || 0.001)))));
  }

  /**
   * What is said goes round for three seconds inside the page, and comes out once. It is written
   * nowhere.
   */
  async listen() {
    const { track } = this.card.device;
    if (!track || this.busy) return;
    this.busy = true;
    this.loudest = 0;
    const said = find('[data-said]', this.card.place);
    const context = new AudioContext();
    try {
      write(said, words.check_listening ?? '');
      const isSame = await this.echo(context, track, () => write(said, words.check_playing ?? ''));
      const over = this.loudest < QUIET ? 'check_quiet' : 'check_over';
      write(said, isSame ? (words[over] ?? '') : '');
    } catch {
      write(said, '');
      this.card.refused('unknown');
    } finally {
      context.close().catch(() => {});
      this.busy = false;
    }
  }

  /**
   * @param {AudioContext} context
   * @param {MediaStreamTrack} track
   * @param {() => void} onHeard when it comes out
   * @returns {Promise<boolean>} whether the microphone was there all the while
   */
  async echo(context, track, onHeard) {
    const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
    const later = new DelayNode(context, { delayTime: LISTEN_MS / 1000, maxDelayTime: LISTEN_MS / 1000 });
    const out = new MediaStreamAudioDestinationNode(context);
    source.connect(later).connect(out);
    await wait(LISTEN_MS);
    // Only what was said before is heard, not what the microphone hears of it.
    source.disconnect();
    if (this.card.device.track !== track) return false;
    onHeard();
    await play(out.stream);
    await wait(LISTEN_MS);
    return true;
  }
}

function readyCamera() {
  if (!document.querySelector('[data-try="camera"]')) return null;
  const video = find('[data-picture]');
  return new Card('camera', (track) => {
    if (!(video instanceof HTMLVideoElement)) return;
    video.muted = true;
    video.srcObject = track ? new MediaStream([track]) : null;
    if (track) video.play().catch(() => {});
  });
}

/** Where others come out. Not every browser lets a page choose. */
function readySpeaker() {
  const place = find('[data-try="speaker"]');
  const mayChoose = 'setSinkId' in HTMLMediaElement.prototype && Boolean(navigator.mediaDevices);
  readyChoice(place, 'audiooutput', () => {});
  find('[data-play]', place).addEventListener('click', () => void soft());
  if (!mayChoose) return;
  const refill = async () => {
    await fillChoice(place, 'audiooutput', choice.of('audiooutput'));
    const some = find('[data-which]', place).childElementCount > 1;
    show(find('[data-while]', place), some);
  };
  void refill();
  navigator.mediaDevices.addEventListener('devicechange', () => void refill());
}

/** A soft sound, that begins and ends without a click. */
async function soft() {
  const context = new AudioContext();
  const out = new MediaStreamAudioDestinationNode(context);
  const tone = new OscillatorNode(context, { frequency: 330 });
  const loudness = new GainNode(context, { gain: 0 });
  const { currentTime: now } = context;
  loudness.gain.setValueAtTime(0, now);
  loudness.gain.linearRampToValueAtTime(0.2, now + 0.3);
  loudness.gain.linearRampToValueAtTime(0, now + 1.4);
  tone.connect(loudness).connect(out);
  tone.start();
  await play(out.stream);
  await wait(1_600);
  await context.close();
}

/**
 * Plays through the speaker that was chosen.
 * @param {MediaStream} stream
 */
async function play(stream) {
  const audio = new Audio();
  audio.srcObject = stream;
  const speaker = choice.of('audiooutput');
  if (speaker !== '' && 'setSinkId' in audio) await audio.setSinkId(speaker).catch(() => {});
  await audio.play().catch(() => {});
}

/** @param {number} ms */
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

const voice = new Voice();
const camera = readyCamera();
// Devices that come and go while one is tried can be chosen at once.
navigator.mediaDevices?.addEventListener?.('devicechange', () => {
  voice.card.refill();
  camera?.refill();
});
readySpeaker();
// Left by the back button or by Leave quickly, nothing stays on.
for (const leaving of ['pagehide', 'renew:leave']) {
  window.addEventListener(leaving, () => {
    voice.card.stop();
    camera?.stop();
  });
}
