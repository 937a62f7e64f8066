import type { ComponentChildren } from 'preact';
import type { UploadTargets, UploadView } from '../presenters/upload';
import type { Words } from '../words';
import { Icon } from './parts';
import { Recorder } from './recorder';

const ACCEPTED = 'audio/*,video/mp4,video/webm,.mp3,.wav,.m4a,.aac,.ogg,.opus,.flac,.amr,.3gp,.wma';

interface UploadProps {
  readonly view: UploadView;
  readonly words: Words;
  /** See `Recorder`. */
  readonly owner: string;
}

export function UploadBlock({ view, words, owner }: UploadProps) {
  return (
    <UploadForm words={words} owner={owner} done={words.upload.done}>
      <div>
        <label class="form-label" for="upload-target">
          {words.upload.target}
        </label>
        <select
          id="upload-target"
          name="target"
          class="form-select"
          hx-get="/console/fragments/targets"
          hx-trigger="recordings-changed from:body, wake from:body, every 60s"
        >
          <TargetOptions targets={view.targets} />
        </select>
      </div>
      <details id="upload-more" class="tt-more">
        <summary>{words.upload.more}</summary>
        <MoreFields view={view} words={words} />
      </details>
    </UploadForm>
  );
}

interface UploadFormProps extends Omit<UploadProps, 'view'> {
  /** Said once the recording is stored. */
  readonly done: string;
  /** What the recording is for, and its fields. */
  readonly children: ComponentChildren;
}

/** console.js sends it: a browser alone would leave the page and forget what was typed. */
export function UploadForm({ words, owner, done, children }: UploadFormProps) {
  return (
    <form id="upload-form" class="tt-form" data-api="upload" data-done={done} method="post" novalidate>
      <FileField words={words} />
      <Recorder language={words.language} owner={owner} />
      {children}
      <div class="tt-result" data-result role="status" aria-live="polite" />
      <div class="tt-progress" data-progress hidden>
        <progress max={100} value={0} aria-label={words.script.sending} />
        <button type="button" class="btn" data-cancel>
          {words.upload.cancel}
        </button>
      </div>
      <button type="submit" class="btn btn-primary tt-wide">
        <Icon name="upload" /> {words.upload.submit}
      </button>
    </form>
  );
}

export function TargetOptions({ targets }: { readonly targets: UploadTargets }) {
  return (
    <>
      {targets.groups.map(({ label, choices }) => (
        <optgroup key={label} label={label}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

/** The input lies over the whole zone: clicking, dropping and the keyboard all reach the browser's own control. */
function FileField({ words }: { readonly words: Words }) {
  return (
    <div>
      <label class="form-label" for="upload-file">
        {words.upload.file}
      </label>
      <div class="tt-drop">
        <input
          id="upload-file"
          name="file"
          type="file"
          accept={ACCEPTED}
          aria-describedby="upload-formats upload-name"
        />
        <div class="tt-drop-face" aria-hidden="true">
          <Icon name="microphone" />
          <strong>{words.upload.choose}</strong>
          <span class="tt-muted">{words.upload.drop}</span>
        </div>
        <div id="upload-name" class="tt-file-name" data-file-name>
          {words.script.noneChosen}
        </div>
      </div>
      <div id="upload-formats" class="tt-hint">
        {words.upload.formats}
      </div>
    </div>
  );
}

function MoreFields({ view, words }: { readonly view: UploadView; readonly words: Words }) {
  return (
    <div class="tt-form">
      <TitleField words={words} hint={words.upload.titleHint} />
      <LanguageField languages={view.languages} words={words} />
      <TopicFields view={view} words={words} />
      <Flag name="hasMusic" id="upload-music" text={words.upload.hasMusic} />
      <Flag name="urgent" id="upload-urgent" text={words.upload.urgent} />
    </div>
  );
}

export function TitleField({ words, hint }: { readonly words: Words; readonly hint: string }) {
  return (
    <div>
      <label class="form-label" for="upload-title">
        {words.upload.title}
      </label>
      <input
        id="upload-title"
        name="title"
        type="text"
        class="form-control"
        maxLength={300}
        aria-describedby="upload-title-hint"
      />
      <div id="upload-title-hint" class="tt-hint">
        {hint}
      </div>
    </div>
  );
}

export function LanguageField({ languages, words }: Pick<UploadView, 'languages'> & { readonly words: Words }) {
  return (
    <div>
      <label class="form-label" for="upload-language">
        {words.upload.spoken}
      </label>
      <select id="upload-language" name="language" class="form-select">
        {languages.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Flag({ id, name, text }: { readonly id: string; readonly name: string; readonly text: string }) {
  return (
    <label class="form-check">
      <input id={id} name={name} value="true" type="checkbox" class="form-check-input" />
      <span class="form-check-label">{text}</span>
    </label>
  );
}

function TopicFields({ view, words }: { readonly view: UploadView; readonly words: Words }) {
  return (
    <fieldset class="tt-topics">
      <legend class="form-label">
        {words.upload.topics} <span class="tt-muted">({words.upload.topicsHint})</span>
      </legend>
      {view.topics.length === 0 && <p class="tt-hint">{words.upload.noTopics}</p>}
      <div class="tt-topic-list">
        {view.topics.map(({ code, title }) => (
          <label key={code} class="form-check">
            <input id={`topic-${code}`} name="topics" value={code} type="checkbox" class="form-check-input" />
            <span class="form-check-label">
              {code} {title}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
