// @ts-check
// Voice and video in the room: holds together the devices, the connection, and what is shown and said
// of them. Microphone and camera are off at first, and nothing but their owner's tap switches them on.

import { Choice, deviceStorage, kindOf } from './choice.js';
import { Connection, postTo } from './connection.js';
import { Controls } from './controls.js';
import { Device, Refused } from './devices.js';
import { audible, micLine, noVoices, ringStep, speaks, voiceNews, voicesOf } from './facts.js';
import { Heard } from './heard.js';
import { readyHold } from './hold.js';
import { OwnLevel } from './own_level.js';
import { Pictures, drawRings } from './pictures.js';
import { problemWords } from './problem.js';
import { Sealing } from './sealed/main.js';
import { OwnPhone, ringed, tableNews } from './tables.js';

/**
 * @typedef {import('./types.js').Facts} Facts
 * @typedef {import('../room/types.js').State} State
 * @typedef {import('../room/socket.js').Answer} Answer
 *
 * @typedef {object} Room
 * @property {import('../room/types.js').Told} told
 * @property {number} page the number of the socket's own page
 * @property {(act: Record<string, unknown>) => Promise<Answer>} say
 * @property {(sentence: string) => void} announce
 * @property {Set<string>} local
 */

/** The ring follows the voice seven times a second: more is not seen, and costs a phone its battery. */
const RING_MS = 150;

export class Media {
  /** @param {Room} room */
  constructor(room) {
    this.room = room;
    this.words = room.told.voice;
    /** @type {State | null} */
    this.state = null;
    this.isCarried = false;
    this.voices = noVoices();
    /** Whether the room was told what it might have wrong of this page. */
    this.isAgreed = false;
    /** @type {Facts['mic']} */
    this.mic = 'off';
    this.camera = false;
    this.held = false;
    this.interrupted = false;
    /** For who is in a room with others: which devices are heard there. */
    this.phone = new OwnPhone();
    this.isMeasuring = false;
    this.wasCut = false;
    /** @type {import('./types.js').Sound} */
    this.sound = 'off';
    this.sentence = '';
    /** @type {Facts | null} */
    this.before = null;

    this.choice = new Choice(deviceStorage());
    this.level = new OwnLevel();
    this.heard = new Heard(document.body, (is) => this.controls.ask('hear', is));
    this.pictures = new Pictures();
    this.controls = new Controls({
      mic: () => void this.tapMic(),
      camera: () => void this.tapCamera(),
      hear: () => this.heard.play(),
      place: (on) => this.setSpeaker(on),
      speaker: () => this.setSpeaker(!this.phone.speaker),
    });
    this.microphone = new Device('mic', this.choice, {
      onOther: (track) => this.takeVoice(track, this.words.said_mic_other),
      onGone: (problem) => this.lose('mic', problem),
      onInterrupted: (is) => {
        this.interrupted = is;
        this.draw();
      },
    });
    this.lens = new Device('camera', this.choice, {
      onOther: (track) => this.takePicture(track),
      onGone: (problem) => this.lose('camera', problem),
    });
    this.sealing = new Sealing({
      session: room.told.session,
      group: room.told.group,
      say: room.say,
      words: this.words,
      announce: room.announce,
      onFallen: () => this.fall(),
      onBroken: (peer) => this.connection.again(peer, ''),
    });
    this.connection = new Connection({
      make: (ice) =>
        new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle', ...this.sealing.more() }),
      may: () => this.sealing.mayConnect(),
      takes: (sdp) => this.sealing.takes(sdp),
      onLines: (peer) => this.sealing.attach(peer),
      post: postTo(`/sessions/${room.told.session}/media`, room.page),
      onSound: (sound, sentence) => {
        this.sound = sound;
        this.sentence = sentence;
        this.draw();
      },
      onReceivers: (voices, pictures) => {
        this.heard.attach(voices);
        this.pictures.attach(pictures);
      },
    });
    this.listen();
  }

  listen() {
    readyHold({
      may: () => this.isCarried && this.mic === 'off' && !this.voices.rested && this.phone.mayOpen,
      begin: () => void this.openMic(true),
      end: () => {
        if (this.held) this.closeMic();
      },
    });
    window.addEventListener('online', () => this.connection.wake());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.connection.wake();
    });
    window.addEventListener('pagehide', () => this.stop());
    // Devices are chosen on a page of their own, in another tab.
    window.addEventListener('storage', ({ key }) => {
      const kind = kindOf(key);
      if (kind === 'audioinput') void this.microphone.chosen();
      if (kind === 'videoinput') void this.lens.chosen();
      if (kind === 'audiooutput') this.heard.through(this.choice.of(kind));
    });
    this.heard.through(this.choice.of('audiooutput'));
    setInterval(() => void this.drawRings(), RING_MS);
  }

  /** @param {any} frame */
  frame(frame) {
    this.sealing.frame(frame);
    if (frame.is === 'voices') {
      this.voices = voicesOf(frame);
      this.agree();
      // Being rested puts the microphone away: it never opens again by itself.
      if (this.voices.rested && this.mic !== 'off') this.closeMic();
      this.draw();
    }
    if (frame.is === 'view') this.carry(frame);
  }

  /**
   * After a cut, or a page that was loaded again, the room may still count on what is off here: that
   * is said once, since others see it.
   */
  agree() {
    if (this.isAgreed || !this.state) return;
    this.isAgreed = true;
    const { me } = this.state.view;
    if (this.mic === 'off' && this.voices.mics.includes(me)) void this.tell('mic', false);
    if (!this.camera && this.voices.cameras.includes(me)) void this.tell('camera', false);
  }

  /** @param {any} view */
  carry(view) {
    this.isCarried = Boolean(view.media);
    if (this.isCarried) this.room.local.add('media');
    else this.room.local.delete('media');
    // Who waits at the door hears nothing of the circle.
    if (!this.isCarried || view.view.waiting) {
      this.stop();
      return;
    }
    const start = () => {
      this.connection.start(view.media.ice ?? []);
      if (this.sealing.isBehind()) this.connection.renew();
    };
    if (view.media.seal) {
      // A session that is sealed is connected to when the room knows what this page can.
      void this.sealing.arrive(view).then((is) => is && start());
    } else {
      this.sealing.without();
      start();
    }
  }

  /** What was said for a sealed session doesn't go on in the open by itself: its owner decides. */
  fall() {
    // One that the browser is still asked for doesn't come either.
    if (!this.camera) this.lens.put();
    if (this.mic === 'off' && !this.camera) return;
    if (this.mic !== 'off') this.closeMic();
    if (this.camera) this.closeCamera();
    this.controls.trouble({
      text: this.words.sealed_fallen ?? '',
      mend: this.words.sealed_fallen_mend ?? '',
    });
    this.room.announce(this.words.sealed_fallen ?? '');
  }

  /** @param {import('../room/socket.js').Status} status */
  status(status) {
    if (status.is === 'closed') this.stop();
    if (status.is === 'trying') {
      this.isAgreed = false;
      this.wasCut = status.ever;
      this.sealing.cut();
    }
    // A program that was started again knows nothing of the connection, and the browser would only
    // find out after some seconds of silence.
    if (status.is === 'on' && this.wasCut) {
      this.wasCut = false;
      this.connection.renew();
    }
    // What the room knew of this page may be gone with the line.
    if (status.is === 'on' && this.mic === 'on') void this.tell('mic', true);
    if (status.is === 'on' && this.camera) void this.tell('camera', true);
  }

  /** Everything is put away, at once. */
  stop() {
    this.microphone.put();
    this.lens.put();
    this.level.of(null);
    this.mic = 'off';
    this.camera = false;
    this.held = false;
    this.connection.send('voice', null);
    this.connection.send('camera', null);
    this.connection.stop();
    this.sealing.leave();
    this.heard.stop();
    this.voices = noVoices();
    this.pictures.clear();
    this.before = null;
  }

  async tapMic() {
    if (this.mic !== 'off') {
      this.closeMic();
      this.room.announce(this.words.said_mic_off ?? '');
    } else if (this.voices.rested) {
      this.room.announce(micLine(this.facts(), this.words));
    } else if (!this.phone.mayOpen) {
      this.controls.ask('phone', true);
      this.room.announce(this.words.phone_mic ?? '');
    } else {
      await this.openMic(false);
      if (this.isOn()) this.room.announce(micLine(this.facts(), this.words));
    }
  }

  /** @param {boolean} held by the space bar, and only as long as it is */
  async openMic(held) {
    this.controls.trouble(null);
    this.mic = 'starting';
    this.held = held;
    this.draw();
    const track = await this.microphone.take().catch((error) => this.refuse('mic', error));
    if (!track) return;
    this.mic = 'on';
    this.takeVoice(track);
    const answer = await this.tell('mic', true);
    if (!answer.ok && answer.sentence !== '' && this.isOn()) {
      this.closeMic();
      this.controls.trouble({ text: answer.sentence, mend: '' });
    }
  }

  isOn() {
    return this.mic === 'on';
  }

  /** In this very moment, whoever knows it already. */
  closeMic() {
    this.microphone.put();
    this.connection.send('voice', null);
    this.level.of(null);
    const wasOn = this.mic === 'on';
    this.mic = 'off';
    this.held = false;
    this.interrupted = false;
    this.draw();
    if (wasOn) void this.tell('mic', false);
  }

  async tapCamera() {
    this.controls.trouble(null);
    if (this.camera) {
      this.closeCamera();
      this.room.announce(this.words.said_camera_off ?? '');
      return;
    }
    const track = await this.lens.take().catch((error) => this.refuse('camera', error));
    if (!track) return;
    this.camera = true;
    this.takePicture(track);
    this.room.announce(this.words.said_camera_on ?? '');
    const answer = await this.tell('camera', true);
    if (!answer.ok && answer.sentence !== '' && this.camera) {
      this.closeCamera();
      this.controls.trouble({ text: answer.sentence, mend: '' });
    }
  }

  closeCamera() {
    this.lens.put();
    this.connection.send('camera', null);
    this.camera = false;
    this.draw();
    void this.tell('camera', false);
  }

  /**
   * @param {'mic' | 'camera'} what
   * @param {boolean} on
   */
  tell(what, on) {
    return this.room.say({ do: what, on });
  }

  /**
   * @param {MediaStreamTrack} track
   * @param {string} [sentence]
   */
  takeVoice(track, sentence) {
    this.interrupted = track.muted;
    this.level.of(track);
    this.draw();
    if (sentence) this.room.announce(sentence);
  }

  /** @param {MediaStreamTrack} track */
  takePicture(track) {
    track.contentHint = 'motion';
    this.draw();
  }

  /**
   * A device went away by itself, and there is no other.
   * @param {'mic' | 'camera'} what
   * @param {import('./problem.js').Problem} problem
   */
  lose(what, problem) {
    if (what === 'mic') this.closeMic();
    else this.closeCamera();
    this.room.announce(this.words[what === 'mic' ? 'said_mic_gone' : 'said_camera_gone'] ?? '');
    this.controls.trouble(problemWords(problem, what, this.words));
  }

  /**
   * @param {'mic' | 'camera'} what
   * @param {unknown} error
   * @returns {null} nothing was given
   */
  refuse(what, error) {
    if (what === 'mic') this.mic = 'off';
    this.held = false;
    this.draw();
    const problem = error instanceof Refused ? error.problem : 'unknown';
    const trouble = problemWords(problem, what, this.words);
    this.controls.trouble(trouble);
    this.room.announce(`${trouble.text} ${trouble.mend}`);
    return null;
  }

  /** @param {boolean} on */
  setSpeaker(on) {
    this.phone.answer(on);
    // Without headphones two microphones in one room are an echo.
    if (!this.phone.mayOpen && this.mic !== 'off') this.closeMic();
    this.draw();
    if (on) this.heard.play();
  }

  /** @returns {Facts} */
  facts() {
    const { mic, held, interrupted, camera, sound, sentence, voices } = this;
    const { speaker, isBeside } = this.phone;
    const view = this.state?.view;
    const who = view?.lead.who ?? null;
    const face = who === null ? undefined : this.state?.people[who];
    const lead = face?.name ?? this.room.told.words.the_facilitator ?? '';
    const apart = Boolean(view?.mine.room);
    const others = view?.seats.filter((seat) => seat.who !== view.me && seat.presence === 'here');
    const alone = !others?.length;
    const reaches = this.sealing.reaches();
    return {
      mic, held, interrupted, camera, sound, sentence, speaker, isBeside, apart, alone, lead, reaches,
      voices,
    };
  }

  /**
   * @param {State | null} [state] as the room was drawn a moment ago
   */
  draw(state = this.state) {
    this.state = state;
    if (!state || !this.isCarried) return;
    this.askInRoom(state);
    this.sealing.draw(state);
    const facts = this.facts();
    this.controls.draw(facts, this.words);
    this.controls.speaker(this.phone.isAnswered, this.words[this.phone.turns] ?? '');
    const { seats, me } = state.view;
    this.heard.show(audible(this.voices, { seats, me, speaker: this.phone.speaker }));
    const passes = this.sealing.mayPass();
    this.connection.send('voice', passes && speaks(facts) ? this.microphone.track : null);
    this.connection.send('camera', passes && this.camera ? this.lens.track : null);
    this.pictures.showOwn(this.camera ? this.lens.track : null);
    this.pictures.draw(this.voices, { me, mic: this.mic === 'on' }, this.words);
    if (this.before) {
      const { tables } = this.before.voices;
      const name = (/** @type {number} */ who) => state.people[who]?.name ?? '';
      const said = voiceNews(this.before, facts, this.words);
      said.push(...tableNews(tables, facts.voices.tables, { me, name }, this.words));
      for (const sentence of said) this.room.announce(sentence);
    }
    this.before = facts;
  }

  /**
   * Who sits with others in a room is asked which device is heard there. Until they say so this one is
   * quiet: two speakers in one room are an echo for everybody.
   * @param {State} state
   */
  askInRoom({ view }) {
    const isInRoom = view.seats.some((seat) => seat.who === view.me && seat.in_room);
    const asks = this.phone.beside(isInRoom, this.voices.tables.length > 0);
    if (asks === undefined) return;
    this.controls.ask('table', asks === 'table');
    this.controls.ask('phone', asks === 'phone');
    if (!this.phone.mayOpen && this.mic !== 'off') this.closeMic();
    if (asks !== '') {
      const sentence = document.querySelector(`[data-voice="${asks}"] p`)?.textContent;
      this.room.announce(sentence ?? '');
    }
  }

  async drawRings() {
    if (!this.isCarried || this.sound === 'off' || this.isMeasuring) return;
    this.isMeasuring = true;
    try {
      drawRings(isStill() ? new Map() : await this.measured());
    } finally {
      this.isMeasuring = false;
    }
  }

  /** How bright the ring of each seat is. @returns {Promise<Map<number, number>>} */
  async measured() {
    const heard = this.voices.heard.map(async (who, slot) => {
      const level = who === 0 ? 0 : await this.heard.level(slot).catch(() => 0);
      return /** @type {[number, number]} */ ([who, ringStep(level)]);
    });
    const steps = ringed(new Map(await Promise.all(heard)), this.voices.tables);
    // My own ring says that others hear me, so it needs more than a voice.
    const me = this.state?.view.me ?? 0;
    if (speaks(this.facts()) && this.sound === 'on') steps.set(me, ringStep(this.level.now()));
    return steps;
  }
}

/** Whether the device or the person asked for less motion. */
function isStill() {
  const less = document.documentElement.dataset.motion === 'less';
  return less || matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * The media of this page; nothing where the browser has none, or the page was drawn without.
 * @param {Room} room
 * @returns {Media | null}
 */
export function readyMedia(room) {
  if (typeof RTCPeerConnection === 'undefined') return null;
  return document.querySelector('[data-part="voice"]') ? new Media(room) : null;
}
