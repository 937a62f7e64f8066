import type { ComponentChildren } from 'preact';
import type { AiringState } from '../../domain/airing';
import type { Readiness } from '../../recordings/recordings.service';
import type { RecordingStage } from '../presenters/recordings';
import type { Words } from '../words';

/** Outlines of Tabler's icons, 24 × 24. */
const ICONS = {
  radio: [
    'M12 12m-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0',
    'M15.5 15.5a5 5 0 1 0 -7 0',
    'M18.4 18.4a9 9 0 1 0 -12.8 0',
    'M12 13v8',
  ],
  check: ['M5 12l5 5l10 -10'],
  cross: ['M18 6l-12 12', 'M6 6l12 12'],
  clock: ['M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0', 'M12 7v5l3 3'],
  warning: [
    'M12 9v4',
    'M10.4 3.6l-8.1 13.5a1.9 1.9 0 0 0 1.6 2.9h16.2a1.9 1.9 0 0 0 1.6 -2.9l-8.1 -13.5a1.9 1.9 0 0 0 -3.2 0z',
    'M12 16h.01',
  ],
  play: ['M7 4v16l13 -8z'],
  half: ['M12 3a9 9 0 1 0 0 18z', 'M12 3a9 9 0 0 1 0 18'],
  minus: ['M5 12h14'],
  upload: ['M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2 -2v-2', 'M7 9l5 -5l5 5', 'M12 4v12'],
  calendar: ['M4 6h16v14h-16z', 'M16 3v4', 'M8 3v4', 'M4 11h16'],
  report: [
    'M14 3v4a1 1 0 0 0 1 1h4',
    'M17 21h-10a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2h7l5 5v11a2 2 0 0 1 -2 2z',
    'M9 12h6',
    'M9 16h6',
  ],
  microphone: ['M9 2h6v12h-6z', 'M5 10a7 7 0 0 0 14 0', 'M12 17v4', 'M8 21h8'],
  list: ['M9 6h11', 'M9 12h11', 'M9 18h11', 'M5 6h.01', 'M5 12h.01', 'M5 18h.01'],
} as const;
export type IconName = keyof typeof ICONS;

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'mute' | 'live';

/** Says nothing to a screen reader: words stand beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="tt-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {ICONS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

/** The roles are said in full: on a narrow screen the style sheet takes the table apart. */
export function TableHead({ columns }: { readonly columns: readonly string[] }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map((title) => (
          <th key={title} role="columnheader" scope="col">
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface TableProps {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[];
}

/** The first cell names the row. */
export function PlainTable({ columns, rows }: TableProps) {
  return (
    <table role="table" class="table tt-table">
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {rows.map(({ key, cells: [name, ...cells] }) => (
          <tr key={key} role="row">
            <th role="rowheader" scope="row" data-label={columns[0]}>
              {name}
            </th>
            {cells.map((cell, index) => (
              <td key={columns[index + 1]} role="cell" data-label={columns[index + 1]}>
                <span>{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const TONE_CLASS: Readonly<Record<Tone, string>> = {
  ok: 'tt-badge tt-ok',
  warn: 'tt-badge tt-warn',
  bad: 'tt-badge tt-bad',
  info: 'tt-badge tt-info',
  mute: 'tt-badge tt-mute',
  live: 'tt-badge tt-live',
};

/** A state in colour, sign and word: never in colour alone. */
export function Badge({ tone, icon, children }: { tone: Tone; icon: IconName; children: ComponentChildren }) {
  return (
    <span class={TONE_CLASS[tone]}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

const AIRING_LOOK: Readonly<Record<AiringState, readonly [Tone, IconName]>> = {
  planned: ['mute', 'clock'],
  cued: ['info', 'clock'],
  playing: ['live', 'play'],
  aired: ['ok', 'check'],
  partial: ['warn', 'half'],
  missed: ['bad', 'cross'],
  cancelled: ['mute', 'minus'],
  excused: ['mute', 'minus'],
};

export function AiringBadge({ state, words }: { readonly state: AiringState; readonly words: Words }) {
  const [tone, icon] = AIRING_LOOK[state];
  return (
    <Badge tone={tone} icon={icon}>
      {words.state[state]}
    </Badge>
  );
}

const READINESS_LOOK: Readonly<Record<Readiness, readonly [Tone, IconName]>> = {
  none: ['bad', 'warning'],
  processing: ['warn', 'clock'],
  notApproved: ['warn', 'warning'],
  approved: ['ok', 'check'],
};

export function ReadinessBadge({ readiness, words }: { readonly readiness: Readiness; readonly words: Words }) {
  const [tone, icon] = READINESS_LOOK[readiness];
  return (
    <Badge tone={tone} icon={icon}>
      {words.readiness[readiness]}
    </Badge>
  );
}

const STAGE_LOOK: Readonly<Record<RecordingStage, readonly [Tone, IconName]>> = {
  processing: ['info', 'clock'],
  rejected: ['bad', 'cross'],
  draft: ['mute', 'minus'],
  submitted: ['warn', 'clock'],
  returned: ['bad', 'warning'],
  approved: ['ok', 'check'],
};

export function StageBadge({ stage, words }: { readonly stage: RecordingStage; readonly words: Words }) {
  const [tone, icon] = STAGE_LOOK[stage];
  return (
    <Badge tone={tone} icon={icon}>
      {words.recordings.status[stage]}
    </Badge>
  );
}

/** Nothing here, and that is no fault. */
export function Empty({ icon, children }: { readonly icon: IconName; readonly children: ComponentChildren }) {
  return (
    <div class="tt-empty">
      <Icon name={icon} />
      <p>{children}</p>
    </div>
  );
}

/** Stands in place of a part that could not be made. The log has its reference. */
export function FailedBlock({ words, reference }: { readonly words: Words; readonly reference: string }) {
  return (
    <div class="tt-failed" role="alert">
      <Icon name="warning" />
      <p>
        {words.page.blockFailed} {words.page.reference}: {reference}. <a href="/">{words.page.reload}</a>
      </p>
    </div>
  );
}
