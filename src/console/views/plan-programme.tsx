import type { Weekday } from '../../domain/calendar';
import type { Programme } from '../../domain/plan';
import type { PlanDraft } from '../plan.board';
import { PLAN_WORDS } from '../pages/plan-words';
import { weekdaysOf, type PlanLook } from '../presenters/plan';
import { Select } from './one-off';
import { PlanPreviewPanel } from './plan-preview';
import { Csrf, Field, Panel, Shell, type Frame, type Notice } from './shell';

/** What stands in the form: as typed, or as the plan says. */
export type ProgrammeTyped = Readonly<Record<string, string | undefined>>;

interface PlanProgrammeProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly look: PlanLook;
  readonly ma: string;
  readonly edited: number;
  readonly programme: Programme;
  readonly typed: ProgrammeTyped;
  readonly days: readonly string[];
  readonly draft: PlanDraft | null;
  readonly isStale: boolean;
}

/** The commonest fields of a programme, for whoever knows no YAML. */
export function PlanProgrammePage(props: PlanProgrammeProps) {
  const { frame, notice, ma, programme, draft, isStale } = props;
  const words = PLAN_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={`${words.edit}: ${programme.title}`} notice={notice}>
      {isStale && <p class="tt-notice tt-info">{words.changedMeanwhile}</p>}
      <p class="tt-contents">
        <a href={`/ke-hoach?ma=${ma}#chuyen-muc-${programme.key}-heading`}>{words.back}</a>
        <a href={`/ke-hoach/van-ban?ma=${ma}`}>{words.editText}</a>
      </p>
      {draft && <PlanPreviewPanel frame={frame} draft={draft} origin="console" />}
      <Panel id="programme" title={words.edit}>
        <p class="tt-muted">{words.moreInText}</p>
        <ProgrammeForm {...props} />
      </Panel>
    </Shell>
  );
}

type TextField = 'lead' | 'repeats' | 'issuesPerYear' | 'repeatsPerYear' | 'plannedMinutes' | 'maxMinutes';

function ProgrammeForm(props: PlanProgrammeProps) {
  const { frame, ma, edited, programme, typed } = props;
  const words = PLAN_WORDS[frame.words.language];
  const cadences = (['weekly', 'monthly', 'unscheduled'] as const).map((kind) => [kind, words[kind]] as const);
  const priorities = [['NORMAL', words.normal] as const, ['PRIORITY', words.urgent] as const];
  const field = (name: TextField, hint?: string, isOptional = false) => (
    <Field
      id={name}
      name={name}
      label={words[name]}
      value={typed[name]}
      isOptional={isOptional}
      {...(hint !== undefined && { hint })}
    />
  );
  return (
    <form class="tt-form tt-narrow-form" method="post" action="/ke-hoach/chuyen-muc">
      <Csrf frame={frame} />
      <input type="hidden" name="ma" value={ma} />
      <input type="hidden" name="key" value={programme.key} />
      <input type="hidden" name="edited" value={edited} />
      <Field id="title" name="title" label={words.programmeTitle} value={typed.title} />
      {field('lead')}
      <Select name="cadence" label={words.cadence} choices={cadences} chosen={typed.cadence} />
      {field('repeats', words.repeatsHint)}
      {field('issuesPerYear', words.emptyIsNone, true)}
      {field('repeatsPerYear', words.emptyIsNone, true)}
      <Place {...props} />
      {field('plannedMinutes', words.minutesHint)}
      {field('maxMinutes', words.minutesHint)}
      <Select name="priority" label={words.priority} choices={priorities} chosen={typed.priority} />
      <div class="tt-buttons">
        <button type="submit" class="btn btn-primary">
          {words.look}
        </button>
      </div>
    </form>
  );
}

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

function Place({ frame, look, programme, typed, days }: PlanProgrammeProps) {
  const words = PLAN_WORDS[frame.words.language];
  const rrule = programme.placement?.rrule ?? null;
  const places = [
    ...look.sessions.map(({ code, title, start }) => [code, `${title} (${start})`] as const),
    ['', words.fixedTime] as const,
  ];
  return (
    <>
      <Select name="place" label={words.where} choices={places} chosen={typed.place} />
      <Field id="at" name="at" label={words.at} value={typed.at} hint={words.atHint} isOptional />
      <fieldset>
        <legend>{words.days}</legend>
        {rrule !== null && weekdaysOf(rrule) === null && (
          <p class="tt-hint">
            {words.ownRule} <code>{rrule}</code>
          </p>
        )}
        {WEEKDAYS.map((day, index) => (
          <label key={day} class="form-check">
            <input type="checkbox" class="form-check-input" name="days" value={day} checked={days.includes(day)} />
            <span>{frame.words.weekdays[index]}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
