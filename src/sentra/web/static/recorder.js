// Recording for orientation: the microphone as it is, without echo, noise or gain processing, into an
// uncompressed WAV of 24 bit that never leaves this device by itself.

const LONGEST_S = 120;
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
const REMARK = "SENTRA ORIENTASI"; // the laboratory refuses a file that says so

// RIFF WAVE, PCM 24 bit, one channel, with a LIST INFO comment.
function wave(pieces, rate) {
  const count = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const remark = 4 + 8 + REMARK.length;
  const file = new DataView(new ArrayBuffer(44 + 8 + remark + count * 3 + (count % 2)));
  let place = 0;
  const text = (words) => [...words].forEach((letter) => file.setUint8(place++, letter.charCodeAt(0)));
  const long = (value) => (file.setUint32(place, value, true), (place += 4));
  const word = (value) => (file.setUint16(place, value, true), (place += 2));
  text("RIFF"), long(file.byteLength - 8), text("WAVE");
  text("fmt "), long(16), word(1), word(1), long(rate), long(rate * 3), word(3), word(24);
  text("LIST"), long(remark), text("INFO"), text("ICMT"), long(REMARK.length), text(REMARK);
  text("data"), long(count * 3);
  for (const piece of pieces) {
    for (const sample of piece) {
      const value = Math.max(-8388608, Math.min(8388607, Math.round(sample * 8388607)));
      file.setUint8(place++, value & 255);
      file.setUint8(place++, (value >> 8) & 255);
      file.setUint8(place++, (value >> 16) & 255);
    }
  }
  return new Blob([file], { type: "audio/wav" });
}

// What the browser says it still does to the sound; some ignore the request.
function stillOn(track) {
  const settings = track.getSettings();
  return ["echoCancellation", "noiseSuppression", "autoGainControl"].filter((name) => settings[name] === true);
}

const decibels = (share) => 20 * Math.log10(Math.max(share, 1e-6));
const isLoud = (piece) => piece.some((sample) => Math.abs(sample) >= 0.999);

class Recorder {
  constructor(box) {
    this.box = box;
    this.pieces = [];
    this.find("start").addEventListener("click", () => this.start());
    this.find("stop").addEventListener("click", () => this.stop());
  }

  find(part) {
    return this.box.querySelector(`[data-${part}]`);
  }

  say(part) {
    for (const words of this.box.querySelectorAll("[data-says]")) words.hidden = words.dataset.says !== part;
  }

  async start() {
    this.stream = await navigator.mediaDevices?.getUserMedia({ audio: AS_IT_IS }).catch(() => null);
    if (!this.stream) return this.say("no-microphone");
    const [track] = this.stream.getAudioTracks();
    const { sampleRate } = track.getSettings(); // taken as it comes where the browser tells it: no resampling
    this.context = new AudioContext(sampleRate ? { sampleRate } : {});
    await this.context.audioWorklet.addModule(this.box.dataset.worklet);
    const tap = new AudioWorkletNode(this.context, "tap");
    tap.port.onmessage = ({ data }) => this.take(data);
    this.context.createMediaStreamSource(this.stream).connect(tap);
    this.pieces = [];
    this.clipped = false;
    this.show(true);
    this.say(stillOn(track).length ? "processed" : "recording");
  }

  take(piece) {
    this.pieces.push(piece);
    const rms = Math.sqrt(piece.reduce((sum, sample) => sum + sample * sample, 0) / piece.length);
    this.find("level").value = decibels(rms);
    this.find("level-words").textContent = `${decibels(rms).toFixed(0)} dB`;
    this.clipped ||= isLoud(piece);
    this.find("clipped").hidden = !this.clipped;
    this.find("seconds").textContent = this.seconds.toFixed(0);
    if (this.seconds >= LONGEST_S) this.stop();
  }

  get seconds() {
    return (this.pieces.length * 4096) / this.context.sampleRate;
  }

  show(recording) {
    this.find("start").hidden = recording;
    this.find("stop").hidden = !recording;
    this.find("result").hidden = true;
  }

  async stop() {
    if (this.context.state === "closed") return;
    for (const track of this.stream.getTracks()) track.stop();
    await this.context.close();
    this.show(false);
    this.say("done");
    const address = URL.createObjectURL(wave(this.pieces, this.context.sampleRate));
    const moment = new Date().toISOString().slice(0, 19).replaceAll(":", "");
    this.find("play").src = address;
    Object.assign(this.find("save"), { href: address, download: `orientasi-${moment}.wav` });
    this.find("rate").textContent = this.context.sampleRate;
    this.find("result").hidden = false;
  }
}

for (const box of document.querySelectorAll("[data-recorder]")) new Recorder(box);
