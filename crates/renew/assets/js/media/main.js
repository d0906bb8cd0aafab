// @ts-check
// Voice and video in the room: holds together the devices, the connection, and what is shown and said
// of them. Microphone and camera are off at first, and nothing but their owner's tap switches them on.

import { Choice, deviceStorage, kindOf } from './choice.js';
import { Connection, postTo } from './connection.js';
import { Controls } from './controls.js';
import { Device, Refused } from './devices.js';
import { audible, isHeard, micLine, noVoices, speaks, voiceNews, voicesOf } from './facts.js';
import { Heard } from './heard.js';
import { readyHold } from './hold.js';
import { OwnLevel } from './own_level.js';
import { Pictures, drawRings } from './pictures.js';
import { problemWords } from './problem.js';
import { Sealing } from './sealed/main.js';
import { Rings } from './rings.js';
import { OwnPhone, tableNews } from './tables.js';
import { SheetMute } from './sheet_mute.js';
import { old, tried } from './tried.js';

/**
 * @typedef {import('./types.js').Facts} Facts
 * @typedef {import('./types.js').Room} Room
 * @typedef {import('../room/types.js').State} State
 */

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
    this.isCameraStarting = false;
    this.held = false;
    this.interrupted = false;
    this.hasLine = true;
    this.hasEnded = false;
    /** For who is in a room with others: which devices are heard there. */
    this.phone = new OwnPhone();
    this.wasCut = false;
    /** @type {import('./types.js').Sound} */
    this.sound = 'off';
    this.sentence = '';
    /** @type {Facts | null} */
    this.before = null;

    this.choice = new Choice(deviceStorage());
    this.level = new OwnLevel();
    this.heard = new Heard(document.body, (is) => this.asksTo('hear', is));
    this.rings = new Rings(this.heard, this.level);
    this.mute = new SheetMute(() => void this.tapMic());
    this.pictures = new Pictures();
    this.controls = new Controls({
      mic: () => void this.tapMic(),
      camera: () => void this.tapCamera(),
      hear: () => this.heard.play(),
      place: (on) => this.setSpeaker(on),
      speaker: () => this.setSpeaker(!this.phone.speaker),
    });
    this.microphone = new Device('mic', this.choice, {
      onOther: (track, isChosen) => {
        this.takeVoice(track);
        if (!isChosen) this.note(this.words.said_mic_other ?? '');
      },
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
      if (document.hidden) return;
      this.connection.wake();
      // A call that was taken meanwhile has stopped both.
      this.level.wake();
      if (this.sound === 'on') this.heard.play();
    });
    // Whoever hears themselves on the page for that doesn't say it to the circle.
    tried((what) => this.isTried(what));
    window.addEventListener('pagehide', () => this.stop());
    // Devices are chosen on a page of their own, in another tab.
    window.addEventListener('storage', ({ key }) => {
      const kind = kindOf(key);
      if (kind === 'audioinput') void this.microphone.chosen();
      if (kind === 'videoinput') void this.lens.chosen();
      if (kind === 'audiooutput') this.heard.through(this.choice.of(kind));
    });
    this.heard.through(this.choice.of('audiooutput'));
    this.rings.follow(() => this.shown());
  }

  /** @param {any} frame */
  frame(frame) {
    this.sealing.frame(frame);
    if (frame.is === 'voices') {
      this.voices = voicesOf(frame);
      this.agree();
      if (this.mic === 'on' && !this.isTold()) void this.tell('mic', true);
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
    this.note(this.words.sealed_fallen ?? '', this.words.sealed_fallen_mend ?? '');
  }

  /**
   * Something is shown and said that happened without a tap.
   * @param {string} text
   * @param {string} [mend] what can be done
   */
  note(text, mend = '') {
    this.controls.trouble({ text, mend });
    this.room.announce(`${text} ${mend}`.trim());
  }

  /** @param {'mic' | 'camera'} what */
  isTried(what) {
    if (what === 'mic' && this.mic !== 'off') {
      this.closeMic();
      this.note(this.words.said_mic_tried ?? '');
    }
    if (what === 'camera' && (this.camera || this.isCameraStarting)) {
      this.closeCamera();
      this.note(this.words.said_camera_tried ?? '');
    }
  }

  /** @param {import('../room/socket.js').Status} status */
  status(status) {
    this.hasLine = status.is === 'on';
    this.draw();
    if (status.is === 'closed') {
      // Nothing of it comes back before the page does.
      this.isCarried = false;
      this.room.local.delete('media');
      this.stop();
    }
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
    this.isCameraStarting = false;
    this.held = false;
    this.connection.send('voice', null);
    this.connection.send('camera', null);
    this.connection.stop();
    this.sealing.leave();
    this.heard.stop();
    this.voices = noVoices();
    this.pictures.clear();
    drawRings(new Map());
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
      // Where it is heard, that is said as soon as the room says so.
      if (this.isOn() && !isHeard({ ...this.facts(), told: true })) {
        this.room.announce(micLine(this.facts(), this.words));
      }
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
      this.note(answer.sentence);
    }
  }

  isOn() {
    return this.mic === 'on';
  }

  /** Whether the room counts on my microphone. */
  isTold() {
    return this.voices.mics.includes(this.state?.view.me ?? 0);
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
    // A second tap while the browser still asks means no.
    if (this.camera || this.isCameraStarting) {
      this.closeCamera();
      this.room.announce(this.words.said_camera_off ?? '');
      return;
    }
    this.isCameraStarting = true;
    this.draw();
    const track = await this.lens.take().catch((error) => this.refuse('camera', error));
    if (!track) return;
    this.isCameraStarting = false;
    this.camera = true;
    this.takePicture(track);
    this.room.announce(this.words.said_camera_on ?? '');
    const answer = await this.tell('camera', true);
    if (!answer.ok && answer.sentence !== '' && this.camera) {
      this.closeCamera();
      this.note(answer.sentence);
    }
  }

  closeCamera() {
    this.lens.put();
    this.connection.send('camera', null);
    const wasOn = this.camera;
    this.camera = false;
    this.isCameraStarting = false;
    this.draw();
    if (wasOn) void this.tell('camera', false);
  }

  /**
   * @param {'mic' | 'camera'} what
   * @param {boolean} on
   */
  tell(what, on) {
    return this.room.say({ do: what, on });
  }

  /** @param {MediaStreamTrack} track */
  takeVoice(track) {
    this.interrupted = track.muted;
    this.level.of(track);
    // Before the browser was allowed a device, it may have refused the chosen speaker.
    this.heard.through(this.choice.of('audiooutput'));
    this.draw();
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
    if (what === 'mic') {
      this.mic = 'off';
      this.held = false;
    } else {
      this.isCameraStarting = false;
    }
    this.draw();
    const problem = error instanceof Refused ? error.problem : 'unknown';
    const { text, mend } = problemWords(problem, what, this.words);
    this.note(text, mend);
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
    const { mic, held, interrupted, camera, isCameraStarting, hasLine, sound, sentence, voices } = this;
    const { speaker, isBeside } = this.phone;
    const view = this.state?.view;
    const who = view?.lead.who ?? null;
    const face = who === null ? undefined : this.state?.people[who];
    const lead = face?.name ?? this.room.told.words.the_facilitator ?? '';
    const apart = Boolean(view?.mine.room);
    const others = view?.seats.filter((seat) => seat.who !== view.me && seat.presence === 'here');
    const alone = !others?.length;
    const reaches = this.sealing.reaches();
    const leads = who !== null && who === view?.me;
    return {
      mic, held, interrupted, camera, isCameraStarting, hasLine, told: this.isTold(), sound, sentence,
      speaker, isBeside, apart, alone, leads, lead, reaches, voices,
    };
  }

  /**
   * @param {State | null} [state] as the room was drawn a moment ago
   */
  draw(state = this.state) {
    this.state = state;
    if (!state || !this.isCarried) return;
    this.endWith(state.view.session.state === 'ended');
    this.askInRoom(state);
    this.sealing.draw(state);
    const facts = this.facts();
    this.controls.draw(facts, this.words);
    this.mute.draw(this.mic !== 'off', this.words);
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
   * What was on for the circle isn't for the lounge: who goes there decides anew.
   * @param {boolean} hasEnded
   */
  endWith(hasEnded) {
    if (hasEnded === this.hasEnded) return;
    this.hasEnded = hasEnded;
    if (!hasEnded || (this.mic === 'off' && !this.camera && !this.isCameraStarting)) return;
    if (this.mic !== 'off') this.closeMic();
    this.closeCamera();
    this.note(this.words.said_ended ?? '');
  }

  /**
   * Who sits with others in a room is asked which device is heard there. Until they say so this one is
   * quiet: two speakers in one room are an echo for everybody.
   * @param {State} state
   */
  askInRoom({ view }) {
    const isInRoom = view.seats.some((seat) => seat.who === view.me && seat.in_room);
    const asks = this.phone.beside(isInRoom, this.voices.beside);
    if (asks === undefined) return;
    this.asksTo('table', asks === 'table');
    this.asksTo('phone', asks === 'phone');
    if (!this.phone.mayOpen && this.mic !== 'off') this.closeMic();
  }

  /**
   * Asks for a tap, and says so to who doesn't see it.
   * @param {'hear' | 'table' | 'phone'} name
   * @param {boolean} is
   */
  asksTo(name, is) {
    this.controls.ask(name, is);
    if (is) this.room.announce(document.querySelector(`[data-voice="${name}"] p`)?.textContent ?? '');
  }

  /** What the rings go by; nothing while no sound comes. */
  shown() {
    if (!this.isCarried || this.sound === 'off') return null;
    const { heard, tables } = this.voices;
    // My own ring says that others hear me, so it needs more than a voice.
    const me = isHeard(this.facts()) ? (this.state?.view.me ?? 0) : 0;
    return { heard, tables, me };
  }
}

/**
 * The media of this page; nothing where the browser has none, or the page was drawn without.
 * @param {Room} room
 * @returns {Media | null}
 */
export function readyMedia(room) {
  if (typeof RTCPeerConnection === 'undefined') {
    old(room.told.voice);
    return null;
  }
  return document.querySelector('[data-part="voice"]') ? new Media(room) : null;
}
