// Speed, waveform and playhead of the page's players, also of those that come with a refresh. Without it the browser's own controls remain.
(() => {
  'use strict';
  function bind(player) {
    const audio = player.querySelector('audio');
    const wave = player.querySelector('[data-wave]');
    const head = player.querySelector('[data-head]');
    const rates = player.querySelector('[data-rates]');
    const seconds = () => Number(wave?.dataset.seconds) || audio.duration;

    if (rates) {
      rates.hidden = false;
      rates.addEventListener('click', ({ target }) => {
        const rate = target.closest('[data-rate]');
        if (!rate) return;
        // A load sets playbackRate back to the default.
        audio.defaultPlaybackRate = audio.playbackRate = Number(rate.dataset.rate);
        for (const one of rates.querySelectorAll('[data-rate]')) one.setAttribute('aria-pressed', String(one === rate));
      });
    }
    audio.addEventListener('timeupdate', () => {
      if (head) head.setAttribute('transform', `translate(${(audio.currentTime / seconds()) * 480})`);
    });
    wave?.addEventListener('click', ({ clientX }) => {
      const { left, width } = wave.getBoundingClientRect();
      audio.currentTime = ((clientX - left) / width) * seconds();
      void audio.play().catch(() => undefined);
    });
    audio.addEventListener('play', () => {
      for (const other of document.querySelectorAll('audio')) if (other !== audio) other.pause();
    });
  }

  document.querySelectorAll('[data-player]').forEach(bind);
  document.addEventListener('htmx:afterSwap', ({ target }) => target.querySelectorAll('[data-player]').forEach(bind));
})();
