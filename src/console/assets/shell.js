// What every page has: a form sent after its session ended waits on the page, with all that was typed; the page says what
// was finished in the background meanwhile; and a long part comes when its fold is opened.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const PATIENCE_MS = 10000;

  /** 'signed-out' | 'offline' | null; of this moment, for whoever signed in again in another tab goes on here. */
  async function hindrance(form) {
    const answer = await fetch('/console/csrf', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    if (answer?.status === 401) return 'signed-out';
    // Something between here and the service may answer in its place.
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!told?.csrf) return 'offline';
    form.elements._csrf.value = told.csrf;
    return null;
  }

  /** Until the next page comes; else until it can be taken for lost. A second press would do everything twice. */
  function goes(form) {
    form.setAttribute('aria-busy', 'true');
    setTimeout(() => form.removeAttribute('aria-busy'), PATIENCE_MS);
  }

  /** Beside the button, since whoever pressed it looks there, and the page's own banner goes with the next answer. */
  function sayUnsent(form) {
    const said = Object.assign(document.createElement('p'), { className: 'tt-error', textContent: byId('offline').dataset.unsent });
    said.setAttribute('role', 'alert');
    said.dataset.unsentHere = '';
    form.append(said);
  }

  const checked = new WeakSet();
  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event;
    // Nobody is signed in on a page without the banners; scripts send what has data-api.
    if (event.defaultPrevented || !form.elements._csrf || form.dataset.api || !byId('signed-out')) return;
    if (checked.delete(form)) return goes(form);
    if (form.hasAttribute('aria-busy')) return event.preventDefault();
    if ('atOnce' in form.dataset) {
      // Nothing comes before it: no question to the service, and none whether to leave what is kept here anyway.
      document.body.dataset.leaving = '';
      setTimeout(() => delete document.body.dataset.leaving, PATIENCE_MS);
      return goes(form);
    }
    event.preventDefault();
    form.setAttribute('aria-busy', 'true');
    form.querySelector('[data-unsent-here]')?.remove();
    const found = await hindrance(form);
    form.removeAttribute('aria-busy');
    for (const id of ['signed-out', 'offline']) byId(id).hidden = id !== found;
    if (found === 'offline') sayUnsent(form);
    if (found) return byId(found).scrollIntoView({ block: 'nearest' });
    checked.add(form);
    form.requestSubmit(submitter);
    checked.delete(form);
  });

  /* What was done is said once: not again after a reload. */
  const address = new URL(location);
  if (address.searchParams.has('xong')) {
    address.searchParams.delete('xong');
    history.replaceState(history.state, '', address);
  }

  document.addEventListener(
    'toggle',
    async ({ target: fold }) => {
      const place = fold.open && fold.querySelector(':scope > [data-later]');
      if (!place) return;
      const { later: path } = place.dataset;
      delete place.dataset.later;
      place.setAttribute('aria-busy', 'true');
      const answer = await fetch(path).catch(() => null);
      const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
      place.removeAttribute('aria-busy');
      // It may be the sign-in: the link that stands there leads to it.
      const part = page && page.getElementById(place.id);
      if (part) place.replaceWith(part);
      else place.dataset.later = path;
    },
    true,
  );

  /* Toasts: each goes by itself; what it says stands on some page as well. */

  const TOAST_MS = 8000;
  const NEWS_MS = 60000;

  document.addEventListener('toast', ({ detail }) => {
    const toast = Object.assign(document.createElement('p'), { className: 'tt-toast', textContent: detail });
    byId('toast').append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  });

  let since = '';
  async function askNews(recording = '') {
    const query = new URLSearchParams(Object.entries({ since, recording }).filter(([, value]) => value !== ''));
    const answer = await fetch(`/console/news?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { at, items } = await answer.json();
    since = at;
    for (const detail of items) document.dispatchEvent(new CustomEvent('toast', { detail }));
  }

  let events;
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource('/api/v1/recordings/events');
    const tell = (name, data) => document.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(data) }));
    events.addEventListener('progress', ({ data }) => tell('normalise-progress', data));
    events.addEventListener('ended', ({ data }) => {
      tell('normalise-ended', data);
      askNews(JSON.parse(data).recordingId);
    });
    askNews();
  }

  if (byId('signed-out')) {
    listen();
    document.addEventListener('visibilitychange', listen);
    document.addEventListener('news', () => askNews());
    setInterval(() => document.hidden || askNews(), NEWS_MS);
  }
})();
