import type { EngineStatus } from '../../playout/playout-engine';
import type { OnAirView, OutputView } from '../presenters/on-air';
import type { Words } from '../words';
import { Badge, Empty, type IconName, type Tone } from './parts';

const LOOK: Readonly<Record<EngineStatus['state'], readonly [Tone, IconName]>> = {
  starting: ['info', 'clock'],
  idle: ['ok', 'check'],
  onAir: ['live', 'play'],
  reconnecting: ['warn', 'warning'],
  down: ['bad', 'warning'],
};

/** Not a live region: it changes every two seconds. */
export function OnAirBlock({ view, words }: { readonly view: OnAirView; readonly words: Words }) {
  return (
    <>
      {view.outputs.length === 0 && <Empty icon="radio">{words.onAir.none}</Empty>}
      <ul class="tt-outputs">
        {view.outputs.map((output) => (
          <Output key={output.code} output={output} words={words} />
        ))}
      </ul>
      <p class="tt-next">
        <span>
          {words.onAir.clock} <strong class="tt-clock">{view.clock}</strong>
        </span>
        <span>
          {view.next ? (
            <>
              {words.onAir.next}: <strong>{view.next.when}</strong>, {view.next.title}
            </>
          ) : (
            words.onAir.noNext
          )}
        </span>
      </p>
    </>
  );
}

function Output({ output, words }: { readonly output: OutputView; readonly words: Words }) {
  const [tone, icon] = LOOK[output.state];
  return (
    <li class="tt-output">
      <div class="tt-output-head">
        <Badge tone={tone} icon={icon}>
          {words.onAir.state[output.state]}
        </Badge>
        <span class="tt-muted">
          {output.label}
          {output.isMonitor && ` (${words.onAir.monitor})`}
        </span>
      </div>
      {output.current ? (
        <Playing code={output.code} item={output.current} words={words} />
      ) : (
        <Quiet output={output} words={words} />
      )}
      <Meter output={output} words={words} />
    </li>
  );
}

function Playing({ code, item, words }: { code: string; item: NonNullable<OutputView['current']>; words: Words }) {
  const reached = words.onAir.of(item.position, item.duration);
  return (
    <>
      <p class="tt-on-air-title">{item.title}</p>
      <div
        class="tt-bar"
        role="progressbar"
        aria-label={`${words.onAir.progress}: ${item.title}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={item.percent}
        aria-valuetext={reached}
      >
        {/* htmx carries attributes over between elements of one id, so that the bar moves instead of jumping. */}
        <div id={`bar-${code}`} class="tt-bar-fill" style={`width:${item.percent}%`} />
      </div>
      <p class="tt-muted tt-num">{reached}</p>
    </>
  );
}

/** The script shows it while levels come in. */
function Meter({ output, words }: { readonly output: OutputView; readonly words: Words }) {
  return (
    <div class="tt-level" data-level={output.code} hidden>
      <span class="tt-muted">{words.onAir.level}</span>
      <div
        class="tt-meter"
        role="meter"
        aria-label={`${words.onAir.level}: ${output.label}`}
        aria-valuemin={-60}
        aria-valuemax={0}
        aria-valuenow={-60}
      />
      <span class="tt-muted tt-num" data-dbfs />
    </div>
  );
}

function Quiet({ output, words }: { readonly output: OutputView; readonly words: Words }) {
  const text = output.state === 'idle' || output.state === 'onAir' ? words.onAir.idle : words.onAir[output.state];
  return <p class="tt-quiet">{text}</p>;
}
