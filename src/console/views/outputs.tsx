import type { SystemWords } from '../pages/system-words';
import type { SystemView } from '../system.board';
import { PostButton, SureForm } from './forms';
import { Badge, PlainTable, type IconName, type Tone } from './parts';
import { Panel, type Frame } from './shell';

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
  const [about, action] = [output.label, `/he-thong/dau-ra/${output.code}/am-thu`];
  if (output.isTesting)
    return <PostButton frame={frame} action={`${action}/dung`} label={tone.stop} tone="danger" about={about} />;
  const hint = output.clusters.length === 0 ? tone.heardByNobody : tone.heardBy(output.clusters.join(', '));
  const words = { more: tone.more, hint, sure: tone.sure, label: tone.play };
  return <SureForm frame={frame} action={action} words={words} about={about} />;
}
