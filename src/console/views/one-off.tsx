import type { Choice } from '../calendar.board';
import { CALENDAR_WORDS } from '../pages/calendar-words';
import type { CalendarTyped } from './airing';
import { Empty } from './parts';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

interface OneOffProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly recordings: readonly Choice[];
  readonly clusters: readonly Choice[];
  readonly typed: CalendarTyped;
  /** Codes of the clusters that were ticked. */
  readonly ticked: readonly string[];
  /** Sent twice, it makes one airing. */
  readonly idempotencyKey: string;
}

export function OneOffPage(props: OneOffProps) {
  const { frame, notice, recordings } = props;
  const words = CALENDAR_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.oneOff} notice={notice}>
      <p class="tt-contents">
        <a href="/lich-phat">{words.back}</a>
      </p>
      <Panel id="one-off" title={words.oneOff}>
        <p class="tt-muted">{words.oneOffIntro}</p>
        {recordings.length === 0 ? <Empty icon="microphone">{words.noApproved}</Empty> : <OneOffForm {...props} />}
      </Panel>
    </Shell>
  );
}

function OneOffForm({ frame, recordings, clusters, typed, ticked, idempotencyKey }: OneOffProps) {
  const words = CALENDAR_WORDS[frame.words.language];
  const priorities: readonly Choice[] = [
    ['NORMAL', words.normal],
    ['PRIORITY', words.urgent],
  ];
  return (
    <form class="tt-form tt-narrow-form" method="post" action="/lich-phat/them">
      <Csrf frame={frame} />
      <input type="hidden" name="key" value={idempotencyKey} />
      <Select name="recordingId" label={words.chooseRecording} choices={recordings} chosen={typed.recordingId} />
      <Field id="date" name="date" label={words.date} value={typed.date} hint="22/11/2026" />
      <Field id="time" name="time" label={words.time} value={typed.time} hint="05:30" />
      <div>
        <Select name="priority" label={words.priority} choices={priorities} chosen={typed.priority} />
        <div class="tt-hint">{words.urgentHint}</div>
      </div>
      <Clusters frame={frame} clusters={clusters} ticked={ticked} />
      <div class="tt-buttons">
        <button type="submit" class="btn btn-primary">
          {words.doAdd}
        </button>
      </div>
    </form>
  );
}

function Clusters({ frame, clusters, ticked }: Pick<OneOffProps, 'frame' | 'clusters' | 'ticked'>) {
  const words = CALENDAR_WORDS[frame.words.language];
  return (
    <fieldset>
      <legend>{words.clusters}</legend>
      <div class="tt-hint">{words.clustersHint}</div>
      {clusters.map(([code, name]) => (
        <label key={code} class="form-check">
          <input
            type="checkbox"
            class="form-check-input"
            name="clusters"
            value={code}
            checked={ticked.includes(code)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | undefined;
}

export function Select({ name, label, choices, chosen }: SelectProps) {
  return (
    <div>
      <label class="form-label" for={name}>
        {label}
      </label>
      <select id={name} name={name} class="form-select" required>
        {choices.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
