// Sends a recording in pieces (tus): a closed page or a dropped link goes on where it stopped. Loaded with the first upload.
(() => {
  'use strict';
  const CHUNK_BYTES = 8 * 1024 * 1024;
  const READ_BYTES = 1024 * 1024;
  const RETRY_DELAYS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];

  /* SHA-256 (FIPS 180-4) piece by piece: crypto.subtle wants the whole file in memory. */

  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  class Sha256 {
    state = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
    words = new Int32Array(64);
    rest = new Uint8Array(0);
    bytes = 0;

    /** Any length; whole blocks are taken at once, what is left waits. */
    update(piece) {
      this.bytes += piece.length;
      const data = new Uint8Array(this.rest.length + piece.length);
      data.set(this.rest);
      data.set(piece, this.rest.length);
      const view = new DataView(data.buffer);
      let at = 0;
      for (; at + 64 <= data.length; at += 64) this.block(view, at);
      this.rest = data.slice(at);
    }

    hex() {
      const length = this.bytes;
      const padding = new Uint8Array(((119 - (length % 64)) % 64) + 9);
      padding[0] = 0x80;
      new DataView(padding.buffer).setBigUint64(padding.length - 8, BigInt(length) * 8n);
      this.update(padding);
      return [...this.state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    }

    block(view, at) {
      const { state, words: w } = this;
      for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i += 1) {
        const [x, y] = [w[i - 15], w[i - 2]];
        const small = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
        w[i] = (w[i - 16] + small + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) | 0));
    }
  }

  async function sha256(file, signal) {
    const hash = new Sha256();
    for (let at = 0; at < file.size; at += READ_BYTES) {
      signal.throwIfAborted();
      hash.update(new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer()));
    }
    return hash.hex();
  }

  /* No answer, a fault, or an upload that another request still holds; 507 stays until somebody makes room. */
  function mayPass({ originalResponse }) {
    const status = originalResponse?.getStatus() ?? 0;
    return navigator.onLine && (status === 409 || status === 423 || ((status < 400 || status >= 500) && status !== 507));
  }

  /**
   * Resolves when the recording is stored. Rejects with the signal's reason, or with tus's error.
   * The same file with the same fields goes on where an earlier try stopped.
   */
  window.sendInPieces = async ({ file, fields, headers, onProgress, signal }) => {
    const metadata = { ...fields, filename: file.name, sha256: await sha256(file, signal) };
    await new Promise((resolve, reject) => {
      const upload = new window.tus.Upload(file, {
        endpoint: '/api/v1/uploads',
        chunkSize: CHUNK_BYTES,
        retryDelays: RETRY_DELAYS,
        headers,
        metadata,
        fingerprint: () => Promise.resolve(`tt-upload-${JSON.stringify(metadata)}`),
        removeFingerprintOnSuccess: true,
        onShouldRetry: mayPass,
        onProgress,
        onSuccess: resolve,
        onError: reject,
      });
      signal.addEventListener('abort', () => {
        upload.abort();
        reject(signal.reason);
      });
      upload.findPreviousUploads().then((earlier) => {
        if (earlier.length > 0) upload.resumeFromPreviousUpload(earlier[0]);
        if (!signal.aborted) upload.start();
      }, reject);
    });
  };
  window.sha256OfFile = sha256;
})();
