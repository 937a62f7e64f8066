// Records from the microphone into the upload form's file field. Without it, or without a microphone, files are chosen as ever.
(() => {
  'use strict';
  const PIECE_MS = 1000;
  const BITS_PER_SECOND = 128_000;
  const TYPES = { 'audio/webm;codecs=opus': 'webm', 'audio/mp4': 'm4a', 'audio/ogg;codecs=opus': 'ogg' };
  const FLOOR_DBFS = -60;
  const QUIET_DBFS = -40;
  const LOUD_DBFS = -1;
  const REMEMBERED_LEVELS = 30;

  /* What was recorded is kept piece by piece: a tab that dies loses a second. */

  const outcome = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  class Shelf {
    async open() {
      const opening = indexedDB.open('thu-am', 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('takes', { keyPath: 'id' });
        opening.result.createObjectStore('pieces');
      };
      this.db = await outcome(opening);
    }

    write(act) {
      return new Promise((resolve, reject) => {
        const transaction = this.db.transaction(['takes', 'pieces'], 'readwrite');
        act(transaction.objectStore('takes'), transaction.objectStore('pieces'));
        transaction.oncomplete = resolve;
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    }

    keep({ pieces, ...take }, piece) {
      return this.write((takes, all) => {
        takes.put(take);
        all.put(piece, [take.id, pieces.length]);
      });
    }

    forget({ id }) {
      return this.write((takes, pieces) => {
        takes.delete(id);
        pieces.delete(this.range(id));
      });
    }

    range = (id) => IDBKeyRange.bound([id], [id, []]);
    takes = () => outcome(this.db.transaction('takes').objectStore('takes').getAll());
    pieces = ({ id }) => outcome(this.db.transaction('pieces').objectStore('pieces').getAll(this.range(id)));
  }

  /* Who records or holds a take has its lock: what nobody holds was left by a tab that is gone. */

  const lockOf = ({ id }) => `thu-am-${id}`;
  const releases = new Map();
  const hold = (take) =>
    void navigator.locks?.request(lockOf(take), () => new Promise((release) => releases.set(take.id, release)));

  async function left(shelf, owner) {
    const { held } = await navigator.locks.query();
    const isHeld = (take) => held.some(({ name }) => name === lockOf(take));
    return (await shelf.takes()).filter((take) => take.owner === owner && !isHeld(take));
  }

  const fill = (text, facts) => text.replace(/{(\w+)}/g, (_, name) => facts[name]);
  const twoDigits = (value) => String(value).padStart(2, '0');
  function parts(at) {
    const date = new Date(at);
    const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
    return { day, time: [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits) };
  }

  /** The same take always gives the same file, so that an upload of it goes on where it stopped. */
  function fileOf({ startedAt, type, pieces }) {
    const { day, time } = parts(startedAt);
    const name = `thu-am-${day.join('-')}-${time.join('')}.${TYPES[type]}`;
    return new File(pieces, name, { type: type.split(';')[0], lastModified: startedAt });
  }

  function recorder(root) {
    const words = JSON.parse(root.dataset.words);
    const form = root.closest('form');
    const input = form.elements.file;
    const part = (name) => root.querySelector(`[data-${name}]`);
    const button = (act) => root.querySelector(`[data-act="${act}"]`);
    const audio = part('take');
    const shelf = new Shelf();
    const type = window.MediaRecorder && Object.keys(TYPES).find((one) => MediaRecorder.isTypeSupported(one));
    const ready = shelf.open().catch(() => (shelf.db = null));
    let state = 'idle';
    let take = null;
    let running = null;
    let found = [];

    const isRecording = () => state === 'recording' || state === 'paused';
    const isUsed = () => {
      const [file] = input.files;
      return take !== null && file !== undefined && file.name === fileOf(take).name;
    };

    function lasting(ms) {
      const seconds = Math.round(ms / 1000);
      const minutes = Math.floor(seconds / 60);
      return [minutes > 0 && `${minutes} ${words.minutes}`, `${seconds % 60} ${words.seconds}`].filter(Boolean).join(' ');
    }

    function say(text, look = 'busy') {
      part('says').textContent = text;
      part('says').className = text ? `tt-result tt-result-${look}` : 'tt-result';
    }

    function show(next) {
      state = next;
      const focused = document.activeElement;
      const visible = {
        start: state === 'idle',
        pause: state === 'recording',
        resume: state === 'paused',
        stop: isRecording(),
        use: state === 'taken' && !isUsed(),
        discard: state !== 'idle',
      };
      for (const [act, isVisible] of Object.entries(visible)) button(act).hidden = !isVisible;
      part('live').hidden = !isRecording();
      audio.hidden = state !== 'taken';
      offer();
      // Whoever works by keyboard goes on where they were.
      const following = { idle: button('start'), recording: button('pause'), paused: button('resume'), taken: audio };
      if (root.contains(focused) && focused.closest('[hidden]')) following[state].focus();
    }

    /* Recording */

    async function start() {
      button('start').disabled = true;
      try {
        const audioWanted = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: false };
        const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted });
        await ready;
        record(stream);
      } catch ({ name }) {
        say(words[name] ?? words.failed, 'error');
      } finally {
        button('start').disabled = false;
      }
    }

    function record(stream) {
      const made = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS_PER_SECOND });
      take = { id: crypto.randomUUID(), owner: root.dataset.owner, startedAt: Date.now(), type, ms: 0, pieces: [] };
      running = { made, stream, meter: meterOf(stream), since: null, timer: setInterval(tick, 100) };
      hold(take);
      made.ondataavailable = ({ data }) => keep(data);
      made.onstart = made.onresume = () => (running.since = performance.now());
      made.onpause = count;
      made.onstop = finish;
      made.onerror = () => stop(words.broken);
      stream.getAudioTracks()[0].onended = () => stop(words.unplugged);
      made.start(PIECE_MS);
      show('recording');
      say(words.recording);
    }

    function count() {
      if (running.since === null) return;
      const now = performance.now();
      take.ms += now - running.since;
      running.since = running.made.state === 'recording' ? now : null;
    }

    function keep(piece) {
      if (piece.size === 0) return;
      count();
      const kept = shelf.db ? shelf.keep(take, piece) : Promise.reject(new Error('no shelf'));
      kept.catch(() => isRecording() && say(words.notKept, 'error'));
      take.pieces.push(piece);
    }

    function stop(why = '') {
      if (!isRecording()) return;
      running.why = why;
      if (running.made.state !== 'inactive') running.made.stop();
    }

    function finish() {
      const { why, stream, timer, meter } = running;
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      void meter.context.close();
      running = null;
      if (state === 'discarding') return void drop();
      have([why, take.pieces.length > 0 ? fill(words.taken, { duration: lasting(take.ms) }) : words.empty].filter(Boolean).join(' '));
    }

    /* Level */

    function meterOf(stream) {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      return { context, analyser, samples: new Float32Array(analyser.fftSize), levels: [] };
    }

    function tick() {
      const { analyser, samples, levels } = running.meter;
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      const dbfs = Math.max(FLOOR_DBFS, Math.round(20 * Math.log10(peak)));
      levels.push(dbfs);
      if (levels.length > REMEMBERED_LEVELS) levels.shift();
      const meter = root.querySelector('[role=meter]');
      meter.style.setProperty('--level', `${100 - (dbfs / FLOOR_DBFS) * 100}%`);
      meter.setAttribute('aria-valuenow', dbfs);
      part('dbfs').textContent = `${String(dbfs).replace('-', '−')} dBFS`;
      part('clock').textContent = lasting(take.ms + (running.since === null ? 0 : performance.now() - running.since));
      if (levels.length === REMEMBERED_LEVELS) part('advice').textContent = adviceOn(Math.max(...levels));
    }

    function adviceOn(loudest) {
      if (loudest >= LOUD_DBFS) return words.tooLoud;
      return loudest < QUIET_DBFS ? words.tooQuiet : '';
    }

    /* What was recorded */

    function have(text) {
      if (take.pieces.length === 0) {
        drop();
        return say(text, 'error');
      }
      URL.revokeObjectURL(audio.src);
      audio.src = URL.createObjectURL(fileOf(take));
      use();
      say(text, 'ok');
    }

    function use() {
      const transfer = new DataTransfer();
      transfer.items.add(fileOf(take));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      show('taken');
    }

    function drop() {
      if (isUsed()) {
        input.value = '';
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }
      forget();
    }

    function forget() {
      URL.revokeObjectURL(audio.src);
      audio.removeAttribute('src');
      if (shelf.db) shelf.forget(take).catch(() => undefined);
      releases.get(take.id)?.();
      take = null;
      say('');
      show('idle');
    }

    function discard() {
      if (!confirm(words.discardAsk)) return;
      if (!isRecording()) return drop();
      state = 'discarding';
      running.made.stop();
    }

    /* What a tab that is gone left behind */

    function offer() {
      const [one] = found;
      part('found').hidden = state !== 'idle' || one === undefined;
      if (one === undefined) return;
      const { day, time } = parts(one.startedAt);
      const when = `${day.reverse().join('/')} ${time.slice(0, 2).join(':')}`;
      part('found-text').textContent = fill(words.found, { when, duration: lasting(one.ms) });
    }

    async function adopt() {
      if (take !== null) return;
      take = found.shift();
      take.pieces = await shelf.pieces(take);
      hold(take);
      have(fill(words.taken, { duration: lasting(take.ms) }));
    }

    async function abandon() {
      if (!confirm(words.discardAsk)) return;
      await shelf.forget(found.shift());
      offer();
    }

    const acts = {
      ...{ start, use, discard, adopt, abandon, stop: () => stop() },
      pause: () => {
        running.made.pause();
        show('paused');
        say(words.paused);
      },
      resume: () => {
        running.made.resume();
        show('recording');
        say(words.recording);
      },
    };
    root.addEventListener('click', ({ target }) => void acts[target.closest('[data-act]')?.dataset.act]?.());
    input.addEventListener('change', () => state === 'taken' && show('taken'));
    form.addEventListener('submit', (event) => {
      if (!isRecording()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(words.stillRecording, 'error');
    });
    // The form is reset once its recording is stored.
    form.addEventListener('reset', () => isUsed() && forget());
    addEventListener('beforeunload', (event) => {
      if (take !== null && !('leaving' in document.body.dataset)) event.preventDefault();
    });
    // Chromium writes no length into what it records; the player finds it by going to the end.
    audio.addEventListener('loadedmetadata', () => audio.duration === Infinity && (audio.currentTime = 1e6));
    audio.addEventListener('durationchange', () => Number.isFinite(audio.duration) && (audio.currentTime = 0));

    root.hidden = false;
    if (!isSecureContext) {
      button('start').hidden = true;
      return say(words.insecure, 'busy');
    }
    if (!navigator.mediaDevices || !type) {
      button('start').hidden = true;
      return say(words.unsupported, 'busy');
    }
    show('idle');
    void ready.then(async () => {
      if (!shelf.db || !navigator.locks) return;
      found = await left(shelf, root.dataset.owner);
      offer();
    });
  }

  document.querySelectorAll('[data-recorder]').forEach(recorder);
})();
