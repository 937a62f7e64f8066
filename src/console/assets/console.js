// Sends the forms through the API and keeps what was typed while htmx refreshes the blocks around it.
(() => {
  'use strict';
  const words = JSON.parse(document.body.dataset.words);
  const language = document.documentElement.lang;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);

  /* Forms: each knows its kind by data-api. */

  class Refusal extends Error {
    constructor(message, field) {
      super(message);
      this.field = field;
    }
  }

  async function outcomeOf(status, text) {
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      throw new Refusal(words.unreadable);
    }
    if (status < 400) return body;
    if (status === 401) byId('signed-out').hidden = false;
    throw new Refusal(refusalText(body));
  }

  function refusalText({ detail, errors = [] }) {
    return [detail, ...errors.map(({ path, allowed }) => `${path}: ${allowed}`)].join(' ');
  }

  const PATIENCE_MS = 30000;
  async function answerOf(url, request) {
    return fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
      throw new Refusal(words.network);
    });
  }

  /** Asked for each time: whoever signed in again in another tab goes on here. */
  async function csrf() {
    const response = await answerOf('/console/csrf', { headers: { 'Accept-Language': language } });
    const answer = await outcomeOf(response.status, await response.text());
    byId('signed-out').hidden = true;
    return { 'X-CSRF-Token': answer.csrf };
  }

  async function post(url, json, headers = {}) {
    const sent = { 'Content-Type': 'application/json', 'Accept-Language': language, ...headers, ...(await csrf()) };
    const response = await answerOf(url, { method: 'POST', headers: sent, body: JSON.stringify(json) });
    return outcomeOf(response.status, await response.text());
  }

  function need(form, name, message) {
    const field = form.elements[name];
    if (!field.value.trim()) throw new Refusal(message, field);
    return field.value;
  }

  async function upload(form) {
    const fields = new FormData(form);
    need(form, 'file', words.noFile);
    const proof = await csrf();
    const [kind, id] = fields.get('target').split(':');
    fields.delete('target');
    if (kind === 'content') fields.set('contentId', id);
    else fields.set('special', 'true');
    if (kind === 'special' && id) fields.set('programmeKey', id);
    const file = fields.get('file');
    fields.delete('file');
    const texts = { ...Object.fromEntries(fields), topics: fields.getAll('topics').join() };
    const area = form.querySelector('[data-progress]');
    const bar = area.querySelector('progress');
    const cancelling = new AbortController();
    const leave = (event) => 'leaving' in document.body.dataset || event.preventDefault();
    const onProgress = (sent, total) => {
      bar.value = (sent / total) * 100;
      bar.textContent = `${Math.round(bar.value)} %`;
      say(form, sent === total ? words.storing : words.sending);
    };
    addEventListener('beforeunload', leave);
    // What would be put in meanwhile goes when the form is emptied.
    const rest = [...form.children].filter((part) => part !== area && !part.matches('[data-result]'));
    area.hidden = false;
    area.querySelector('[data-cancel]').onclick = () => cancelling.abort(new Refusal(words.cancelled));
    // Not the button: a key that is still held down would press it.
    area.tabIndex = -1;
    area.focus();
    rest.forEach((part) => (part.inert = true));
    say(form, words.checking);
    try {
      await loadScripts();
      await sendInPieces({ file, fields: texts, headers: { 'Accept-Language': language, ...proof }, onProgress, signal: cancelling.signal });
    } catch (error) {
      throw error instanceof Refusal ? error : refusalOf(error);
    } finally {
      rest.forEach((part) => (part.inert = false));
      if (area.contains(document.activeElement)) form.querySelector('[type=submit]').focus();
      area.hidden = true;
      bar.value = 0;
      removeEventListener('beforeunload', leave);
    }
  }

  /* 507 Insufficient Storage: the answer says what to do, and asking again at once helps nobody. */
  const NO_ROOM = 507;
  function refusalOf({ originalRequest, originalResponse }) {
    const status = originalResponse?.getStatus() ?? 0;
    if (status === 0 || (status >= 500 && status !== NO_ROOM)) return new Refusal(words.broken);
    if (status === 401) byId('signed-out').hidden = false;
    // What it is for may be gone too, before it begins.
    if (status === 404 && originalRequest.getMethod() !== 'POST') return new Refusal(words.gone);
    try {
      return new Refusal(refusalText(JSON.parse(originalResponse.getBody())));
    } catch {
      return new Refusal(words.unreadable);
    }
  }

  /* Sending in pieces takes two scripts of its own; most visits upload nothing. */
  let loading;
  function loadScripts() {
    const load = (src) =>
      new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement('script'), { src, onload: resolve });
        script.onerror = () => {
          loading = undefined;
          reject(new Refusal(words.network));
        };
        document.head.append(script);
      });
    loading ??= Promise.all(document.body.dataset.uploadScripts.split(' ').map(load));
    return loading;
  }

  async function review(form, button) {
    const comment = form.elements.comment?.value;
    if (button.dataset.decision === 'return') need(form, 'comment', words.noComment);
    const { from, to } = button.dataset;
    const kept = from === undefined ? {} : { fromSeconds: Number(from), toSeconds: Number(to) };
    return post(button.formAction, { comment, ...kept }, { 'If-Match': `"${form.dataset.revision}"` });
  }

  const retry = (_form, button) => post(button.formAction, {});

  const send = { upload, review, retry, report: (form) => post('/api/v1/reports', { month: form.dataset.month }) };

  function done(form, button, result) {
    const kind = form.dataset.api;
    if (kind === 'report') {
      say(form, '');
      document.dispatchEvent(new Event('news'));
      return showReports([result]);
    }
    if (kind === 'upload') {
      form.reset();
      showFileName();
      say(form, form.dataset.done, 'ok');
    } else {
      toast(button.dataset.done);
      byId('recordings-heading').focus();
    }
    htmx.trigger(document.body, 'recordings-changed');
  }

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    const kind = form.dataset.api;
    if (!kind) return;
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    const button = event.submitter ?? form.querySelector('[type=submit]');
    all('[aria-invalid]', form).forEach((field) => field.removeAttribute('aria-invalid'));
    form.setAttribute('aria-busy', 'true');
    try {
      say(form, words.working);
      done(form, button, await send[kind](form, button));
    } catch (error) {
      say(form, error.message, 'error');
      error.field?.setAttribute('aria-invalid', 'true');
      error.field?.focus();
    } finally {
      form.removeAttribute('aria-busy');
    }
  });

  function say(form, text, look = 'busy') {
    const place = form.querySelector('[data-result]');
    place.textContent = text;
    place.className = text ? `tt-result tt-result-${look}` : 'tt-result';
  }

  const toast = (text) => document.dispatchEvent(new CustomEvent('toast', { detail: text }));

  function showFileName() {
    const [file] = byId('upload-file').files;
    document.querySelector('[data-file-name]').textContent = file?.name ?? words.noneChosen;
  }

  document.addEventListener('change', ({ target }) => {
    if (target.id === 'upload-file') showFileName();
  });

  /* Reports that are kept. */

  function showReports(reports) {
    for (const place of all('[data-files]')) {
      const report = reports.find(({ month }) => month === place.dataset.files);
      if (!report) continue;
      const [date, time] = report.createdAt.split('T');
      const when = `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
      const links = report.files.map(({ href, name }) => {
        const link = Object.assign(document.createElement('a'), { href, download: name });
        link.textContent = name.split('.').at(-1).toUpperCase();
        return link;
      });
      place.replaceChildren(`${place.dataset.label}: ${when}, ${place.dataset.version} ${report.version}. `, ...links);
    }
  }

  /* Refreshing: never under somebody's fingers or ears. */

  const shown = new Map();
  const typed = new Map();
  let focused = '';
  /* A button that is held down, or a form on its way: drawn anew, it would be gone before it did what it was pressed for. */
  const isInUse = (root) => root.matches(':active') || root.querySelector('form[aria-busy]') !== null;
  const PAUSE_MS = 5 * 60000;
  const pausedAt = new WeakMap();
  document.addEventListener('pause', ({ target }) => pausedAt.set(target, performance.now()), true);
  const isInterrupted = (audio) => audio.currentTime && !audio.ended && performance.now() - (pausedAt.get(audio) ?? 0) < PAUSE_MS;
  const isListening = (root) => all('audio', root).some((audio) => !audio.paused || isInterrupted(audio));
  /* What somebody here has done is shown whatever they listen to: how much that was, when each block asked, and as it shows. */
  let deeds = 0;
  const asked = new Map();
  const told = new Map();
  document.addEventListener('recordings-changed', () => (deeds += 1), true);
  const fields = (root) => [root, ...all('[id]', root)].filter((one) => one.matches('input,textarea,select,details'));
  const property = (field) => (field.type === 'checkbox' ? 'checked' : field.matches('details') ? 'open' : 'value');

  document.addEventListener('htmx:beforeRequest', (event) => {
    if (document.hidden) event.preventDefault();
    asked.set(event.detail.target.id, deeds);
  });
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const { target, xhr } = detail;
    const isPoll = (told.get(target.id) ?? 0) === deeds;
    const isSame = shown.get(target.id) === xhr.responseText;
    target.querySelector(':scope > .tt-failed')?.remove();
    // What the block showed, and what was typed in it, stays below the word of its failure.
    if (xhr.status >= 500 && xhr.getResponseHeader('Content-Type')?.startsWith('text/html')) {
      detail.isError = false;
      target.insertAdjacentHTML('afterbegin', xhr.responseText);
    }
    if (xhr.status !== 200) return;
    if (!isSame && (isInUse(target) || (isPoll && isListening(target)))) return void (detail.shouldSwap = false);
    told.set(target.id, asked.get(target.id));
    if (isSame) return void (detail.shouldSwap = false);
    shown.set(target.id, xhr.responseText);
    focused = target.contains(document.activeElement) ? document.activeElement.id : '';
    typed.set(target.id, fields(target).map((field) => [field.id, field[property(field)]]));
  });
  document.addEventListener('htmx:afterSwap', ({ detail: { target } }) => {
    for (const [id, value] of typed.get(target.id) ?? []) {
      const field = byId(id);
      if (field && field[property(field)] !== value) field[property(field)] = value;
      if (field?.matches('select') && field.selectedIndex < 0) field.selectedIndex = 0;
    }
    // htmx tried while the fold around it was still shut.
    if (focused !== '' && document.activeElement?.id !== focused && target.contains(byId(focused))) byId(focused).focus();
  });

  for (const name of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'])
    document.addEventListener(name, ({ detail }) => {
      byId(detail.xhr?.status === 401 ? 'signed-out' : 'offline').hidden = false;
    });
  document.addEventListener('htmx:afterOnLoad', ({ detail }) => {
    if (detail.xhr.status === 200) byId('offline').hidden = byId('signed-out').hidden = true;
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) htmx.trigger(document.body, 'wake');
    listen();
  });

  /* Live: state, position and level as they come out. Without it the blocks refresh as they do anyway. */

  const FLOOR_DBFS = -60;
  const live = new Map();
  let source;

  function listen() {
    source?.close();
    if (document.hidden) return forgetLive();
    source = new EventSource('/api/v1/playout/events');
    source.addEventListener('snapshot', ({ data }) => JSON.parse(data).outputs.forEach(takeLive));
    source.addEventListener('output', ({ data }) => takeLive(JSON.parse(data)));
    source.onerror = forgetLive;
  }

  function takeLive(output) {
    const before = live.get(output.outputCode);
    live.set(output.outputCode, output);
    showLive(output);
    const isNew = before?.state !== output.state || before.item?.airingId !== output.item?.airingId;
    if (before && isNew) htmx.trigger(document.body, 'wake');
  }

  function showLive({ outputCode, level, item }) {
    document.body.classList.add('tt-listening');
    const place = document.querySelector(`[data-level="${outputCode}"]`);
    if (!place) return;
    const dbfs = Math.max(FLOOR_DBFS, Math.round(level?.peakDbfs ?? FLOOR_DBFS));
    const meter = place.querySelector('[role=meter]');
    place.hidden = !level;
    meter.style.setProperty('--level', `${100 - (dbfs / FLOOR_DBFS) * 100}%`);
    meter.setAttribute('aria-valuenow', dbfs);
    place.querySelector('[data-dbfs]').textContent = `${String(dbfs).replace('-', '−')} dBFS`;
    const bar = byId(`bar-${outputCode}`);
    if (bar && item) bar.style.width = `${Math.min(100, (item.positionSeconds / item.durationSeconds) * 100)}%`;
  }

  document.addEventListener('normalise-progress', ({ detail }) => showWork(detail));
  /* Nobody here has done it: what somebody listens to stays ('recordings-changed' would not let it). */
  document.addEventListener('normalise-ended', ({ detail }) => {
    stages.delete(detail.recordingId);
    htmx.trigger(document.body, 'wake');
  });

  /* The words beside the bar are the server's: they are asked for at each stage, and when its time left is known. */
  const REFRESH_MS = 300;
  const stages = new Map();
  let refresh;
  function showWork({ recordingId, share, stage, secondsLeft }) {
    const bar = byId(`work-${recordingId}`);
    if (bar) bar.value = Math.round(share * 100);
    const words = `${stage} ${secondsLeft === null}`;
    if (stages.get(recordingId) === words) return;
    stages.set(recordingId, words);
    clearTimeout(refresh);
    refresh = setTimeout(() => htmx.trigger(document.body, 'wake'), REFRESH_MS);
  }

  function forgetLive() {
    live.clear();
    document.body.classList.remove('tt-listening');
    all('[data-level]').forEach((place) => (place.hidden = true));
  }

  document.addEventListener('htmx:afterSwap', () => live.forEach(showLive));
  listen();

  document.addEventListener('play', ({ target }) => all('audio').forEach((one) => one !== target && one.pause()), true);

  if (document.querySelector('[data-files]'))
    fetch('/api/v1/reports')
      .then((response) => response.json())
      .then(({ items }) => showReports(items), () => undefined);
})();
