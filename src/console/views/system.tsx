import { SYSTEM_WORDS, type SystemWords } from '../pages/system-words';
import type { HealthReport } from '../../platform/health/health.service';
import { momentText } from '../presenters/format';
import type { SystemView } from '../system.board';
import { bytesText } from '../presenters/system';
import { OutputsPanel } from './outputs';
import { Badge, PlainTable } from './parts';
import { Panel, Shell, type Frame, type Notice } from './shell';
import { BackupsPanel } from './backups';

interface SystemProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly view: SystemView;
}

export function SystemPage({ frame, notice, view }: SystemProps) {
  const words = SYSTEM_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-muted">{words.intro}</p>
      <OutputsPanel frame={frame} outputs={view.outputs} words={words} />
      <Disk frame={frame} disk={view.disk} words={words} />
      <BackupsPanel frame={frame} view={view} words={words} />
      <Channels view={view} words={words} />
      <Health frame={frame} view={view} words={words} />
    </Shell>
  );
}

function Disk({ frame, disk, words }: { frame: Frame; disk: SystemView['disk']; words: SystemWords }) {
  return (
    <section id="disk">
      <Panel id="disk-panel" title={words.disk}>
        <p class="tt-num">
          {freeText(frame, disk, words)} <code>{disk.dataDir}</code>
        </p>
        {disk.isLow && <p class="tt-notice tt-bad">{words.low}</p>}
        <p class="tt-hint">{words.purged}</p>
      </Panel>
    </section>
  );
}

function freeText({ words: general }: Frame, disk: SystemView['disk'], words: SystemWords): string {
  const [free, total] = [bytesText(disk.freeBytes, general), bytesText(disk.totalBytes, general)];
  return words.free(free, total, String(Math.floor(disk.freeShare * 100)));
}

function Channels({ view: { channels, timeZone }, words }: { view: SystemView; words: SystemWords }) {
  const rows = channels.map(({ channel, isSet, lastSentAt, failing, lastError }) => ({
    key: channel,
    cells: [
      words.channels[channel],
      <Badge tone={isSet ? 'ok' : 'mute'} icon={isSet ? 'check' : 'minus'}>
        {isSet ? words.set : words.unset}
      </Badge>,
      lastSentAt === null ? words.never : momentText(lastSentAt, timeZone),
      <>
        {failing}
        {lastError !== null && <code class="tt-block">{lastError}</code>}
      </>,
    ],
  }));
  return (
    <Panel id="reminder-channels" title={words.reminders}>
      <p class="tt-hint">{words.channelsHint}</p>
      <PlainTable columns={[words.channel, words.state, words.lastSent, words.failing]} rows={rows} />
    </Panel>
  );
}

const HEALTH_LOOK = { ok: ['ok', 'check'], degraded: ['warn', 'warning'], down: ['bad', 'cross'] } as const;

/** The checks are worded for scripts; what staff can do something about is said in their language. */
function detailOf(
  name: string,
  { status, detail }: HealthReport['checks'][string],
  diskText: string,
  words: SystemWords,
) {
  if (name === 'disk') return diskText;
  if (detail === undefined) return '–';
  return name === 'clock' && status !== 'ok' ? words.wrongClock : <code>{detail}</code>;
}

interface HealthProps {
  readonly frame: Frame;
  readonly view: SystemView;
  readonly words: SystemWords;
}

function Health({ frame, view: { health, versions, disk }, words }: HealthProps) {
  const rows = Object.entries(health.checks).map(([name, check]) => {
    const [tone, icon] = HEALTH_LOOK[check.status];
    const badge = (
      <Badge tone={tone} icon={icon}>
        {words.statuses[check.status]}
      </Badge>
    );
    return {
      key: name,
      cells: [words.parts[name] ?? name, badge, detailOf(name, check, freeText(frame, disk, words), words)],
    };
  });
  return (
    <Panel id="health" title={words.health}>
      <PlainTable columns={[words.part, words.state, words.detail]} rows={rows} />
      <p class="tt-muted tt-num">
        {words.version}: Truyền Thanh {versions.service}, Node.js {versions.node}
      </p>
    </Panel>
  );
}
