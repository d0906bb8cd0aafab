// @ts-check
// How loud somebody's own microphone is, measured on their own device.

/** Samples of one look: about a twentieth of a second. */
const SAMPLES = 2_048;

export class OwnLevel {
  /** @type {AudioContext | null} */
  context = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  source = null;
  /** @type {AnalyserNode | null} */
  look = null;
  /** @type {Float32Array<ArrayBuffer>} */
  samples = new Float32Array(SAMPLES);

  /** @param {MediaStreamTrack | null} track */
  of(track) {
    this.source?.disconnect();
    this.source = null;
    if (!track || typeof AudioContext === 'undefined') return;
    this.context ??= new AudioContext();
    // A page that nobody has tapped on yet may not run one.
    if (this.context.state === 'suspended') this.context.resume().catch(() => {});
    this.look ??= new AnalyserNode(this.context, { fftSize: SAMPLES });
    this.source = new MediaStreamAudioSourceNode(this.context, { mediaStream: new MediaStream([track]) });
    this.source.connect(this.look);
  }

  /** From 0 to 1. */
  now() {
    if (!this.source || !this.look) return 0;
    this.look.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return Math.sqrt(sum / SAMPLES);
  }
}
