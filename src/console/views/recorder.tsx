import type { Language } from '../../platform/config/config-error';
import { RECORDER_WORDS, type RecorderWords } from '../pages/recorder-words';
import { Icon } from './parts';

interface RecorderProps {
  readonly language: Language;
  /** Whose recordings that were never sent are offered again in this browser. */
  readonly owner: string;
}

/** Part of a form with a field called "file", into which recorder.js puts what was recorded. */
export function Recorder({ language, owner }: RecorderProps) {
  const words = RECORDER_WORDS[language];
  return (
    <div
      class="tt-recorder"
      role="group"
      aria-label={words.group}
      data-recorder
      data-owner={owner}
      data-words={JSON.stringify(words)}
      hidden
    >
      <div class="tt-buttons">
        <button type="button" class="btn btn-outline-primary" data-act="start">
          <Icon name="microphone" /> {words.start}
        </button>
        <Act act="stop" text={words.stop} look="btn btn-primary" />
        <Act act="pause" text={words.pause} />
        <Act act="resume" text={words.resume} />
        <Act act="use" text={words.use} look="btn btn-primary" />
        <Act act="discard" text={words.discard} />
      </div>
      <Level words={words} />
      <audio controls data-take aria-label={words.listen} hidden />
      <div class="tt-result" data-says role="status" aria-live="polite" />
      <Found words={words} />
    </div>
  );
}

interface ActProps {
  readonly act: string;
  readonly text: string;
  readonly look?: string;
}

function Act({ act, text, look = 'btn' }: ActProps) {
  return (
    <button type="button" class={look} data-act={act} hidden>
      {text}
    </button>
  );
}

function Level({ words }: { readonly words: RecorderWords }) {
  return (
    <div data-live hidden>
      <div class="tt-level">
        <span class="tt-num" data-clock />
        <div
          class="tt-meter"
          role="meter"
          aria-label={words.level}
          aria-valuemin={-60}
          aria-valuemax={0}
          aria-valuenow={-60}
        />
        <span class="tt-muted tt-num" data-dbfs />
      </div>
      <p class="tt-hint" role="status" data-advice />
    </div>
  );
}

/** What a tab that is gone left behind. */
function Found({ words }: { readonly words: RecorderWords }) {
  return (
    <div class="tt-notice tt-info" data-found hidden>
      <span data-found-text />
      <div class="tt-buttons">
        <button type="button" class="btn btn-primary" data-act="adopt">
          {words.adopt}
        </button>
        <button type="button" class="btn" data-act="abandon">
          {words.abandon}
        </button>
      </div>
    </div>
  );
}
