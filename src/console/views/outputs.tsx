import type { SystemWords } from '../pages/system-words';
import type { SystemView } from '../system.board';
import { Badge, PlainTable, type IconName, type Tone } from './parts';
import { Csrf, Panel, type Frame } from './shell';

type Output = SystemView['outputs'][number];

interface OutputsProps {
  readonly frame: Frame;
  readonly outputs: readonly Output[];
  readonly words: SystemWords;
}

const STATE_LOOK: Readonly<Record<Output['state'], readonly [Tone, IconName]>> = {
  starting: ['info', 'clock'],
  idle: ['ok', 'check'],
  onAir: ['live', 'play'],
  reconnecting: ['warn', 'warning'],
  down: ['bad', 'cross'],
};

export function OutputsPanel({ frame, outputs, words }: OutputsProps) {
  const mayTest = frame.reader?.may('outputs.test') === true;
  const columns = [words.output, words.state, words.clusters, ...(mayTest ? [words.tone.column] : [])];
  const rows = outputs.map((output) => {
    const [tone, icon] = STATE_LOOK[output.state];
    const state = (
      <Badge tone={tone} icon={icon}>
        {frame.words.onAir.state[output.state]}
      </Badge>
    );
    const served = output.clusters.length === 0 ? words.noClusters : output.clusters.join(', ');
    const heard = output.isMonitor ? words.monitor : served;
    const test = <TestTone frame={frame} output={output} words={words} />;
    return { key: output.code, cells: [output.label, state, heard, ...(mayTest ? [test] : [])] };
  });
  return (
    <Panel id="outputs" title={words.outputs}>
      <PlainTable columns={columns} rows={rows} />
    </Panel>
  );
}

/** Villages hear it: what that means is said before the button. */
function TestTone({ frame, output, words: { tone } }: { frame: Frame; output: Output; words: SystemWords }) {
  const action = `/he-thong/dau-ra/${output.code}/am-thu`;
  if (output.isTesting)
    return (
      <form method="post" action={`${action}/dung`}>
        <Csrf frame={frame} />
        <button type="submit" class="btn btn-danger">
          {tone.stop}
        </button>
      </form>
    );
  return (
    <details class="tt-more">
      <summary>{tone.more}</summary>
      <form class="tt-form tt-narrow-form" method="post" action={action}>
        <Csrf frame={frame} />
        <p class="tt-notice tt-warn">
          {output.clusters.length === 0 ? tone.heardByNobody : tone.heardBy(output.clusters.join(', '))}
        </p>
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="heard" value="co" required />
          <span>{tone.sure}</span>
        </label>
        <button type="submit" class="btn btn-primary">
          {tone.play}
        </button>
      </form>
    </details>
  );
}
