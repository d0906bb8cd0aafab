// @ts-check
// Voice and video in the room: holds together the devices, the connection, and what is shown and said
// of them. Microphone and camera are off at first, and nothing but their owner's tap switches them on.

import { Lasting, cameraLine, crowded, lacksSome } from './cameras.js';
import { Choice, deviceStorage } from './choice.js';
import { Connection, postTo } from './connection.js';
import { Controls } from './controls.js';
import {
  audible, isHeard, isOut, mayHold, micLine, noVoices, speaks, voiceNews, voicesOf,
} from './facts.js';
import { Heard } from './heard.js';
import { readyHold } from './hold.js';
import { Outlet } from './outlet.js';
import { OwnDevice } from './own_device.js';
import { OwnLevel } from './own_level.js';
import { Pictures, drawRings } from './pictures.js';
import { Sealing } from './sealed/main.js';
import { Rings } from './rings.js';
import { OwnPhone, tableNews } from './tables.js';
import { SheetMute } from './sheet_mute.js';
import { old } from './tried.js';
import { SIGNED_OUT } from '../room/line.js';

/**
 * @typedef {import('./devices.js').What} What
 * @typedef {import('./problem.js').Trouble} Trouble
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
    /** How much of microphone and camera the room has not answered yet. */
    this.telling = 0;
    /** Whether the room was told what it might have wrong of this page. */
    this.isAgreed = false;
    this.hasLine = true;
    /** What microphone and camera were put away for. */
    this.over = { ended: false, out: false };
    this.lacking = new Lasting();
    /** For who is in a room with others: which devices are heard there. */
    this.phone = new OwnPhone();
    this.wasCut = false;
    /** @type {import('./types.js').Sound} */
    this.sound = 'off';
    this.sentence = '';
    /** @type {Facts | null} */
    this.before = null;

    this.choice = new Choice(deviceStorage());
    this.microphone = this.makeMicrophone();
    this.camera = this.makeCamera();
    this.level = new OwnLevel();
    this.heard = new Heard(document.body, (is) => this.asksTo('hear', is));
    this.outlet = new Outlet(this.choice, {
      through: (id) => this.heard.through(id),
      hush: (is) => this.heard.hush(is),
      onAway: (is) => this.misses(is),
    });
    this.rings = new Rings(this.heard, this.level);
    this.mute = new SheetMute(() => this.closeMic());
    this.pictures = new Pictures();
    this.controls = new Controls({
      mic: () => void this.tapMic(),
      camera: () => void this.tapCamera(),
      hear: () => this.heard.play(),
      goOn: () => {
        this.outlet.goOn();
        this.heard.play();
      },
      place: (on) => this.setSpeaker(on),
      speaker: () => this.setSpeaker(!this.phone.speaker),
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

  makeMicrophone() {
    return new OwnDevice('mic', this.choice, this.words, {
      ...this.shown('mic'),
      onTrack: (track) => {
        if (!track) this.connection.send('voice', null);
        this.level.of(track);
        // Before the browser was allowed a device, it may have refused the outlet that was chosen.
        if (track) void this.outlet.look();
      },
      onOpen: () => {
        // Where it is heard, that is said as soon as the room says so.
        const isSaid = this.microphone.held || isHeard({ ...this.facts(), told: true });
        if (!isSaid) this.room.announce(micLine(this.facts(), this.words));
      },
      onOther: () => this.note(this.words.said_mic_other ?? ''),
    });
  }

  makeCamera() {
    return new OwnDevice('camera', this.choice, this.words, {
      ...this.shown('camera'),
      onTrack: (track) => {
        if (track) track.contentHint = 'motion';
        else this.connection.send('camera', null);
      },
      onOpen: () => {
        const more = cameraLine({ ...this.facts(), lacks: false }, this.words);
        this.room.announce(`${this.words.said_camera_on ?? ''} ${more}`.trim());
      },
      // It is seen in its own seat.
      onOther: () => {},
    });
  }

  /**
   * What is the same for microphone and camera.
   * @param {What} what
   */
  shown(what) {
    return {
      draw: () => this.draw(),
      tell: (/** @type {boolean} */ on) => this.tell(what, on),
      trouble: (/** @type {Trouble | null} */ trouble) => {
        if (trouble) this.note(trouble.text, trouble.mend);
        else this.controls.trouble(null);
      },
      onGone: (/** @type {Trouble} */ trouble) => {
        this.room.announce(this.words[`said_${what}_gone`] ?? '');
        this.controls.trouble(trouble);
      },
    };
  }

  listen() {
    const { microphone } = this;
    readyHold({
      may: () => this.mayOpen() && mayHold(this.facts()),
      begin: () => void microphone.open(true),
      end: () => {
        if (microphone.held) microphone.close();
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
    window.addEventListener('pagehide', () => this.stop());
    this.rings.follow(() => this.ringed());
  }

  /** @param {any} frame */
  frame(frame) {
    this.sealing.frame(frame);
    if (frame.is === 'voices') {
      this.voices = voicesOf(frame);
      this.agree();
      // One at a time: on a slow line many frames come before the answer to the first.
      if (this.microphone.counts && !this.isTold() && this.telling === 0) void this.tell('mic', true);
      // Being rested puts the microphone away: it never opens again by itself.
      if (this.voices.rested) this.microphone.close();
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
    const { mics, cameras } = this.voices;
    if (this.microphone.state === 'off' && mics.includes(me)) void this.tell('mic', false);
    if (!this.camera.isOn && cameras.includes(me)) void this.tell('camera', false);
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
      void this.outlet.look();
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
    if (this.closeBoth()) this.note(this.words.sealed_fallen ?? '', this.words.sealed_fallen_mend ?? '');
  }

  /** @returns {boolean} whether either of them was on, or about to be */
  closeBoth() {
    const mic = this.microphone.close();
    return this.camera.close() || mic;
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

  /** @param {import('../room/socket.js').Status} status */
  status(status) {
    this.hasLine = status.is === 'on';
    this.draw();
    if (status.is === 'closed') {
      // Nothing of it comes back before the page does.
      this.isCarried = false;
      this.room.local.delete('media');
      this.stop();
      if (status.code === SIGNED_OUT) this.sealing.forget();
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
    if (status.is === 'on' && this.microphone.counts) void this.tell('mic', true);
    if (status.is === 'on' && this.camera.counts) void this.tell('camera', true);
  }

  /** Everything is put away, at once. */
  stop() {
    this.microphone.put();
    this.camera.put();
    this.connection.stop();
    this.sealing.leave();
    this.heard.stop();
    this.voices = noVoices();
    this.isAgreed = false;
    this.mute.draw(false, this.words);
    this.pictures.clear();
    drawRings(new Map());
    this.before = null;
  }

  /** @returns {boolean} whether it was on, or about to be */
  closeMic() {
    const wasOn = this.microphone.close();
    if (wasOn) this.room.announce(this.words.said_mic_off ?? '');
    return wasOn;
  }

  /** Whether there is anybody to hear or see it: nobody, at the door and after the line is closed. */
  mayOpen() {
    return this.isCarried && !this.state?.view.waiting;
  }

  async tapMic() {
    if (this.closeMic() || !this.mayOpen()) return;
    if (this.voices.rested) {
      this.room.announce(micLine(this.facts(), this.words));
    } else if (!this.phone.mayOpen) {
      this.controls.ask('phone', true);
      this.room.announce(this.words.phone_mic ?? '');
    } else {
      await this.microphone.open();
    }
  }

  async tapCamera() {
    this.controls.trouble(null);
    // A second tap while the browser still asks means no.
    if (this.camera.close()) this.room.announce(this.words.said_camera_off ?? '');
    else if (this.mayOpen()) await this.camera.open();
  }

  /** Whether the room counts on my microphone. */
  isTold() {
    return this.voices.mics.includes(this.state?.view.me ?? 0);
  }

  /**
   * @param {What} what
   * @param {boolean} on
   * @returns {Promise<string>} what the room says against it
   */
  async tell(what, on) {
    this.telling += 1;
    try {
      const answer = await this.room.say({ do: what, on });
      return answer.ok ? '' : answer.sentence;
    } finally {
      this.telling -= 1;
    }
  }

  /** @param {boolean} on */
  setSpeaker(on) {
    this.phone.answer(on);
    if (on) this.outlet.goOn();
    // Without headphones two microphones in one room are an echo.
    if (!this.phone.mayOpen) this.microphone.close();
    this.draw();
    if (on) this.heard.play();
  }

  /**
   * What the sound came out of can't be reached, or is back.
   * @param {boolean} is
   */
  misses(is) {
    if (is && this.phone.isBeside && this.phone.speaker) {
      // Those were the headphones without which it would echo.
      this.setSpeaker(false);
      this.note(this.words.said_headphones_gone ?? '');
    }
    this.draw();
  }

  /** @returns {Facts} */
  facts() {
    const { hasLine, sound, sentence, voices } = this;
    const { state: mic, held, interrupted } = this.microphone;
    const { speaker, isBeside } = this.phone;
    const view = this.state?.view;
    const who = view?.lead.who ?? null;
    const face = who === null ? undefined : this.state?.people[who];
    const lead = face?.name ?? this.room.told.words.the_facilitator ?? '';
    const apart = Boolean(view?.mine.room);
    const others = view?.seats.filter((seat) => seat.who !== view.me && seat.presence === 'here');
    const alone = !others?.length;
    const listens = Boolean(view?.seats.find((seat) => seat.who === view.me)?.listening);
    const reaches = this.sealing.reaches();
    const leads = who !== null && who === view?.me;
    return {
      mic, held, interrupted, camera: this.camera.state, hasLine, told: this.isTold(), sound, sentence,
      speaker, isAway: this.outlet.isAway, isBeside, apart, alone, listens, leads, lead, reaches, voices,
      isCrowded: crowded(voices, view?.me ?? 0), lacks: this.lacking.is,
    };
  }

  /**
   * @param {State | null} [state] as the room was drawn a moment ago
   */
  draw(state = this.state) {
    this.state = state;
    if (!state || !this.isCarried) return;
    this.offWith('ended', state.view.session.state === 'ended');
    this.offWith('out', isOut(state.view));
    this.askInRoom(state);
    this.lacking.follow(lacksSome(this.voices, state.view.me), performance.now());
    this.sealing.draw(state);
    const facts = this.facts();
    this.controls.draw(facts, this.words);
    this.mute.draw(facts.mic !== 'off', this.words);
    this.controls.speaker(this.phone.isAnswered, this.words[this.phone.turns] ?? '');
    const { seats, me } = state.view;
    this.heard.show(audible(this.voices, { seats, me, speaker: this.phone.speaker }));
    const passes = this.sealing.mayPass();
    this.connection.send('voice', passes && speaks(facts) ? this.microphone.track : null);
    this.connection.send('camera', passes ? this.camera.track : null);
    this.pictures.showOwn(this.camera.track);
    this.pictures.draw(this.voices, { me, mic: facts.mic === 'on' }, this.words);
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
   * What was on for the circle isn't for the lounge, and who steps out may be in another room when they
   * come back, or not alone: they decide anew.
   * @param {'ended' | 'out'} what
   * @param {boolean} is
   */
  offWith(what, is) {
    const was = this.over[what];
    this.over[what] = is;
    if (is && !was && this.closeBoth()) this.note(this.words[`said_${what}`] ?? '');
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
    if (!this.phone.mayOpen) this.microphone.close();
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
  ringed() {
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
