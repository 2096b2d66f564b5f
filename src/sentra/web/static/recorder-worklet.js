// Hands the samples of the first channel on as they come, in pieces of 4096; nothing is changed.
class Tap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(4096);
    this.filled = 0;
  }

  process([input]) {
    const samples = input[0];
    if (!samples) return true; // nothing is plugged in yet
    for (const sample of samples) {
      this.piece[this.filled++] = sample;
      if (this.filled === this.piece.length) {
        this.port.postMessage(this.piece);
        this.piece = new Float32Array(4096);
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("tap", Tap);
