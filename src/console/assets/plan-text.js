// Copies a chosen file into the box of the plan's text. Without it the text is pasted.
(() => {
  'use strict';
  const place = document.querySelector('[data-file]');
  const text = document.getElementById('source');
  if (!place || !text) return;
  place.hidden = false;
  place.querySelector('input').addEventListener('change', async ({ target }) => {
    const [file] = target.files;
    if (file) text.value = await file.text();
  });
})();
