// Moves an airing by dragging it. What would stand in the way is asked while it is held and said before it is let go;
// then the page's own form is sent. Without this the airing's page has a form for it.
(() => {
  'use strict';
  const print = document.querySelector('[data-print]');
  if (print) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
  }
  const calendar = document.querySelector('[data-calendar]');
  const form = document.getElementById('move');
  if (!calendar || !form) return;
  const verdict = document.getElementById('verdict');
  const words = form.dataset;
  /** What is held, the place it is over, and what was said of each place. */
  let held = null;
  let over = null;
  let answers = new Map();

  for (const item of calendar.querySelectorAll('[data-move]')) {
    item.draggable = true;
    // Else the browser drags the address.
    item.querySelector('a').draggable = false;
    item.addEventListener('dragstart', (event) => {
      held = item;
      answers = new Map();
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', item.textContent.trim());
      item.classList.add('tt-held');
    });
    item.addEventListener('dragend', () => {
      item.classList.remove('tt-held');
      leave();
      held = null;
    });
  }

  /** A session of a day, or the day itself, on which an airing keeps its time. */
  const placeOf = (target) => target.closest?.('[data-session]') ?? target.closest?.('[data-date]') ?? null;

  function leave() {
    over?.classList.remove('tt-can', 'tt-cannot');
    over = null;
  }

  function say(text, tone) {
    verdict.textContent = text;
    verdict.className = `tt-verdict ${tone}`;
  }

  function questionOf(item, place) {
    const { date } = place.closest('[data-date]').dataset;
    return place.dataset.session
      ? { date, session: place.dataset.session }
      : { at: date + item.dataset.start.slice(10) };
  }

  async function ask(item, place) {
    const query = new URLSearchParams(questionOf(item, place));
    const headers = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
    try {
      const response = await fetch(`/api/v1/airings/${item.dataset.move}/move-check?${query}`, { headers });
      const body = await response.json();
      return response.ok ? { start: body.start } : { refusal: body.detail };
    } catch {
      return { refusal: words.unreachable };
    }
  }

  const dateOf = (start) => start.slice(0, 10).split('-').reverse().join('/');

  function show(place, { start, refusal }) {
    if (over !== place) return;
    place.classList.add(refusal === undefined ? 'tt-can' : 'tt-cannot');
    if (refusal === undefined) say(`${words.drop} ${start.slice(11, 16)}, ${dateOf(start)}.`, 'tt-ok');
    else say(refusal, 'tt-bad');
  }

  calendar.addEventListener('dragover', (event) => {
    const place = held && placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    if (place === over) return;
    leave();
    over = place;
    if (!answers.has(place)) {
      say(words.checking, 'tt-info');
      answers.set(place, ask(held, place));
    }
    answers.get(place).then((answer) => show(place, answer));
  });

  calendar.addEventListener('drop', async (event) => {
    const item = held;
    const place = item && placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    const { start, refusal } = await (answers.get(place) ?? ask(item, place));
    if (refusal !== undefined) {
      say(`${words.stays} ${refusal}`, 'tt-bad');
      return;
    }
    if (start === item.dataset.start) return;
    form.action = `/lich-phat/luot/${item.dataset.move}/chuyen`;
    form.elements.date.value = dateOf(start);
    form.elements.time.value = start.slice(11, 19);
    form.elements.revision.value = item.dataset.revision;
    form.requestSubmit();
  });
})();
