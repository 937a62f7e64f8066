import type { SoundChoices } from '../emergency-sounds.board';
import { EMERGENCY_WORDS } from '../pages/emergency-words';
import { refreshing } from './live-page';
import { Empty } from './parts';
import { Csrf, type Frame } from './shell';

/** What somebody had filled in when they were refused. */
export interface OrderTyped {
  readonly sound?: string;
  readonly minutes?: string;
  readonly scope?: string;
  readonly clusters: readonly string[];
  readonly reason?: string;
  readonly documentNumber?: string;
}

interface OrderProps {
  readonly frame: Frame;
  readonly sounds: SoundChoices;
  readonly clusters: readonly { readonly code: string; readonly name: string; readonly village: string }[];
  readonly typed: OrderTyped;
}

/** The first of two steps: it puts the authorisation on record and airs nothing. */
export function OrderForm({ frame, sounds, clusters, typed }: OrderProps) {
  const { order, fields } = EMERGENCY_WORDS[frame.words.language];
  if (frame.reader?.may('emergencies.authorise') !== true)
    return (
      <>
        <p class="tt-notice tt-info">{order.notYours}</p>
        {sounds.groups.length === 0 && <Empty icon="warning">{order.nothing}</Empty>}
      </>
    );
  return (
    <form class="tt-form" method="post" action="/khan-cap">
      <Csrf frame={frame} />
      <div id="sounds" {...refreshing('/khan-cap/noi-dung', '10s')}>
        <Sounds frame={frame} sounds={sounds} chosen={typed.sound ?? ''} />
      </div>
      {sounds.hasLive && (
        <Text name="minutes" label={fields.minutes} value={typed.minutes ?? '10'} hint={order.minutesHint} />
      )}
      <ClusterFields frame={frame} clusters={clusters} typed={typed} />
      <Reason frame={frame} typed={typed} />
      <Text
        name="documentNumber"
        label={fields.documentNumber}
        value={typed.documentNumber ?? ''}
        hint={order.documentHint}
      />
      <button type="submit" class="btn btn-primary tt-wide" aria-describedby="nothing-yet">
        {order.submit}
      </button>
      <p id="nothing-yet" class="tt-hint">
        {order.nothingYet}
      </p>
    </form>
  );
}

export function Sounds({ frame, sounds, chosen }: Pick<OrderProps, 'frame' | 'sounds'> & { readonly chosen: string }) {
  const { order, fields } = EMERGENCY_WORDS[frame.words.language];
  const working = sounds.working.map(({ id, title }) => (
    <div key={id} role="status">
      <span>{order.working(title)}</span>
      <div class="tt-progress">
        <progress id={`work-${id}`} max={100} value={0} aria-label={order.working(title)} />
      </div>
    </div>
  ));
  if (sounds.groups.length === 0)
    return (
      <>
        <Empty icon="warning">{order.nothing}</Empty>
        {working}
      </>
    );
  return (
    <>
      <label class="form-label" for="sound">
        {fields.sound}
      </label>
      <select id="sound" name="sound" class="form-select" required>
        <option value="">{order.choose}</option>
        {sounds.groups.map(({ label, choices }) => (
          <optgroup key={label} label={label}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value} selected={choice.value === chosen}>
                {choice.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {working}
    </>
  );
}

function ClusterFields({ frame, clusters, typed }: Pick<OrderProps, 'frame' | 'clusters' | 'typed'>) {
  const { order, fields } = EMERGENCY_WORDS[frame.words.language];
  const scopes = [
    ['all', order.all(clusters.length)],
    ['some', order.some],
  ] as const;
  return (
    <fieldset class="tt-topics">
      <legend class="form-label">{fields.scope}</legend>
      {scopes.map(([value, text]) => (
        <label key={value} class="form-check">
          <input
            id={`scope-${value}`}
            name="scope"
            value={value}
            type="radio"
            class="form-check-input"
            checked={(typed.scope ?? 'all') === value}
          />
          <span class="form-check-label">{text}</span>
        </label>
      ))}
      <ClusterList frame={frame} clusters={clusters} typed={typed} />
    </fieldset>
  );
}

function Text({ name, label, value, hint }: { name: string; label: string; value: string; hint: string }) {
  return (
    <div>
      <label class="form-label" for={name}>
        {label}
      </label>
      <input
        id={name}
        name={name}
        type="text"
        class="form-control"
        value={value}
        maxLength={500}
        autocomplete="off"
        required
        aria-describedby={`${name}-hint`}
      />
      <div id={`${name}-hint`} class="tt-hint">
        {hint}
      </div>
    </div>
  );
}

function Reason({ frame, typed }: Pick<OrderProps, 'frame' | 'typed'>) {
  const { order, fields } = EMERGENCY_WORDS[frame.words.language];
  return (
    <div>
      <label class="form-label" for="reason">
        {fields.reason}
      </label>
      <textarea
        id="reason"
        name="reason"
        class="form-control"
        rows={2}
        maxLength={500}
        required
        aria-describedby="reason-hint"
      >
        {typed.reason ?? ''}
      </textarea>
      <div id="reason-hint" class="tt-hint">
        {order.reasonHint}
      </div>
    </div>
  );
}

function ClusterList({ frame, clusters, typed }: Pick<OrderProps, 'frame' | 'clusters' | 'typed'>) {
  const { fields } = EMERGENCY_WORDS[frame.words.language];
  return (
    <div class="tt-topic-list" role="group" aria-label={fields.clusters}>
      {clusters.map(({ code, name, village }) => (
        <label key={code} class="form-check">
          <input
            id={`cluster-${code}`}
            name="clusters"
            value={code}
            type="checkbox"
            class="form-check-input"
            checked={typed.clusters.includes(code)}
          />
          <span class="form-check-label">
            {village}: {name}
          </span>
        </label>
      ))}
    </div>
  );
}
