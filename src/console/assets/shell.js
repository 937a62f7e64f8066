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
    if (!answer?.ok) return 'offline';
    form.elements._csrf.value = (await answer.json()).csrf;
    return null;
  }

  const checked = new WeakSet();
  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event;
    // Nobody is signed in on a page without the banners; scripts send what has data-api.
    if (event.defaultPrevented || !form.elements._csrf || form.dataset.api || !byId('signed-out')) return;
    if (checked.delete(form)) return;
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    form.setAttribute('aria-busy', 'true');
    const found = await hindrance(form);
    form.removeAttribute('aria-busy');
    for (const id of ['signed-out', 'offline']) byId(id).hidden = id !== found;
    if (found) return byId(found).scrollIntoView({ block: 'nearest' });
    checked.add(form);
    form.requestSubmit(submitter);
  });

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
