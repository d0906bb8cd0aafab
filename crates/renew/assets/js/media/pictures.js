// @ts-check
// Cameras and microphones in the seats: a picture only while its owner's camera is on, a small sign
// for a microphone that is on, and a ring that follows the voice.

import { all, find, h, icon, set, write } from '../room/dom.js';
import { SLOTS, pictured } from './facts.js';

/**
 * @typedef {import('./types.js').Voices} Voices
 * @typedef {import('./types.js').Words} Words
 */

/**
 * When a slot passes to somebody else, packets of the one before may still be on their way. Nobody's
 * face may stand in another's seat, so the picture stays away for longer than that.
 */
const OTHERS_MS = 300;

/** One slot for pictures, and whose it shows. */
class Slot {
  constructor() {
    this.video = makeVideo();
    this.who = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {MediaStreamTrack | null} */
    this.track = null;
  }

  /** @param {MediaStreamTrack | null} track */
  attach(track) {
    this.track = track;
    this.who = 0;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    this.video.srcObject = null;
    set(this.video, 'data-shows', false);
  }

  /** @param {number} who 0 for nobody */
  give(who) {
    if (this.who === who) return;
    this.who = who;
    this.clear();
    if (who === 0 || !this.track) return;
    const { track } = this;
    this.timer = setTimeout(() => begin(this.video, track), OTHERS_MS);
  }
}

export class Pictures {
  constructor() {
    this.slots = Array.from({ length: SLOTS }, () => new Slot());
    this.own = makeVideo();
    this.own.classList.add('is-mirrored');
    /** @type {MediaStreamTrack | null} */
    this.ownTrack = null;
  }

  /** @param {RTCRtpReceiver[]} receivers of a new connection */
  attach(receivers) {
    this.slots.forEach((slot, at) => slot.attach(receivers[at]?.track ?? null));
  }

  /** @param {MediaStreamTrack | null} track my own camera */
  showOwn(track) {
    if (this.ownTrack === track) return;
    this.ownTrack = track;
    set(this.own, 'data-shows', false);
    if (track) begin(this.own, track);
    else this.own.srcObject = null;
  }

  /**
   * @param {Voices} voices
   * @param {{ me: number, mic: boolean }} mine whether my own microphone is on is known here first
   * @param {Words} words
   */
  draw(voices, { me, mic }, words) {
    const slots = pictured(voices, me);
    this.slots.forEach((slot, at) => {
      slot.give([...slots].find(([, other]) => other === at)?.[0] ?? 0);
    });
    for (const seat of seatNodes()) {
      const who = Number(seat.dataset.key);
      const slot = slots.get(who);
      const isMe = who === me;
      const own = isMe && this.ownTrack ? this.own : undefined;
      const video = own ?? (slot === undefined ? undefined : this.slots[slot]?.video);
      const hasMic = isMe ? mic : voices.mics.includes(who);
      const isTables = !isMe && voices.tables.some((one) => one.on && one.seats.includes(who));
      drawSeat(seat, video, { hasMic, isTables }, words);
    }
  }

  clear() {
    this.showOwn(null);
    for (const slot of this.slots) slot.attach(null);
    for (const seat of seatNodes()) drawSeat(seat, undefined, { hasMic: false, isTables: false }, {});
  }
}

/**
 * @param {Map<number, number>} steps how bright the ring of a seat is, where it is
 */
export function drawRings(steps) {
  for (const seat of seatNodes()) {
    const step = steps.get(Number(seat.dataset.key)) ?? 0;
    set(find('.av', seat), 'data-level', step > 0 ? step : false);
  }
}

function seatNodes() {
  return all('[data-part="seats"] > [data-key]');
}

/**
 * @param {HTMLElement} seat
 * @param {HTMLVideoElement | undefined} video
 * @param {{ hasMic: boolean, isTables: boolean }} mic whether it is on, and shared with their table
 * @param {Words} words
 */
function drawSeat(seat, video, { hasMic, isTables }, words) {
  const av = find('.av', seat);
  const micWord = isTables ? words.seat_table : words.seat_mic;
  const said = [hasMic && micWord, video && words.seat_camera].filter(Boolean).join(', ');
  let media = av.querySelector('[data-media]');
  let hidden = seat.querySelector('[data-media-said]');
  if (said === '') {
    media?.remove();
    hidden?.remove();
    return;
  }
  if (!hidden) {
    hidden = h('span', { class: 'vh', 'data-media-said': true });
    find('.vh', seat).after(hidden);
  }
  write(hidden, `, ${said}`);
  if (!media) {
    media = h('span', { class: 'seat-media', 'data-media': true, 'aria-hidden': 'true' });
    av.querySelector('.i')?.after(media);
  }
  const shown = media.querySelector('video');
  if (shown !== (video ?? null)) {
    shown?.remove();
    if (video) {
      media.prepend(video);
      // Moved to another place in the page, it stands still.
      video.play().catch(() => {});
    }
  }
  const sign = media.querySelector('.seat-mic');
  if (hasMic && !sign) media.append(h('span', { class: 'seat-mic' }, icon('microphone-fill')));
  else if (!hasMic) sign?.remove();
}

function makeVideo() {
  const video = document.createElement('video');
  video.className = 'seat-video';
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  set(video, 'playsinline', true);
  // Until there is a picture, the sign is seen behind it.
  video.addEventListener('playing', () => set(video, 'data-shows', true));
  return video;
}

/**
 * @param {HTMLVideoElement} video
 * @param {MediaStreamTrack} track
 */
function begin(video, track) {
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => {});
}
