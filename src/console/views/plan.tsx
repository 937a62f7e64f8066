import type { Plan, Programme } from '../../domain/plan';
import type { StoredPlan } from '../../plans/stored-plan';
import type { ProgrammeProgress } from '../../schedule/progress.service';
import type { PlanView } from '../plan.board';
import { PLAN_WORDS, type PlanWords } from '../pages/plan-words';
import { momentText } from '../presenters/format';
import { factsOfPlan, factsOfProgramme, type Fact, type PlanLook, type TopicCoverage } from '../presenters/plan';
import { Badge, Empty, TableHead } from './parts';
import { Panel, Shell, type Frame, type Notice } from './shell';

interface PlanProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly plans: readonly StoredPlan[];
  readonly view: PlanView | null;
  readonly look: PlanLook;
  readonly timeZone: string;
}

export function PlanPage({ frame, notice, plans, view, look, timeZone }: PlanProps) {
  const words = PLAN_WORDS[frame.words.language];
  const mayChange = frame.reader?.may('plans.import') ?? false;
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-muted">{words.intro}</p>
      {!mayChange && <p class="tt-notice tt-info">{words.notYours}</p>}
      {plans.length > 1 && (
        <nav class="tt-contents" aria-label={words.plans}>
          {plans.map(({ plan: { code, title } }) => (
            <a
              key={code}
              href={`/ke-hoach?ma=${code}`}
              aria-current={code === view?.stored.plan.code ? 'true' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
      )}
      {view === null ? <Empty icon="list">{words.none}</Empty> : <Header view={view} look={look} words={words} />}
      <Doings plan={view?.stored.plan ?? null} words={words} mayChange={mayChange} />
      {view?.stored.plan.programmes.map((programme) => (
        <ProgrammePanel
          key={programme.key}
          programme={programme}
          code={view.stored.plan.code}
          progress={view.progress.get(programme.key)}
          look={look}
          mayChange={mayChange}
        />
      ))}
      {view && <Topics topics={view.topics} words={words} />}
      {view && <Versions view={view} words={words} mayChange={mayChange} timeZone={timeZone} />}
    </Shell>
  );
}

function Header({ view, look, words }: { view: PlanView; look: PlanLook; words: PlanWords }) {
  const { plan } = view.stored;
  return (
    <section class="card tt-section tt-body" aria-label={plan.title}>
      {plan.status === 'draft' && (
        <p>
          <Badge tone="warn" icon="warning">
            {words.draft}
          </Badge>
        </p>
      )}
      <Facts facts={factsOfPlan(plan, look)} />
    </section>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="tt-facts">{facts.map(([label, text]) => [<dt key={label}>{label}</dt>, <dd key={text}>{text}</dd>])}</dl>
  );
}

/** What may be done with the whole plan. */
function Doings({ plan, words, mayChange }: { plan: Plan | null; words: PlanWords; mayChange: boolean }) {
  const nextYear = (plan?.year ?? 0) + 1;
  return (
    <div class="tt-buttons">
      {plan && mayChange && (
        <>
          <a class="btn btn-primary" href={`/ke-hoach/van-ban?ma=${plan.code}&nam=${nextYear}`}>
            {words.clone(nextYear)}
          </a>
          <a class="btn" href={`/ke-hoach/van-ban?ma=${plan.code}`}>
            {words.editText}
          </a>
        </>
      )}
      {mayChange && (
        <a class="btn" href="/ke-hoach/van-ban">
          {words.import}
        </a>
      )}
      {plan && (
        <a class="btn" href={`/ke-hoach/tep?ma=${plan.code}`} download>
          {words.export}
        </a>
      )}
    </div>
  );
}

interface ProgrammeProps {
  readonly programme: Programme;
  readonly code: string;
  readonly progress: ProgrammeProgress | undefined;
  readonly look: PlanLook;
  readonly mayChange: boolean;
}

function ProgrammePanel({ programme, code, progress, look, mayChange }: ProgrammeProps) {
  const words = look.own;
  const done: readonly Fact[] =
    progress && progress.proRataIssues > 0
      ? [[words.carriedOut, words.doneOf(progress.issues.done, progress.issues.owed, progress.proRataIssues)]]
      : [];
  return (
    <Panel id={`chuyen-muc-${programme.key}`} title={programme.title}>
      <Facts facts={[...factsOfProgramme(programme, look), ...done]} />
      <details class="tt-more">
        <summary>{words.quote}</summary>
        <blockquote class="tt-quote">{programme.basis.quote}</blockquote>
      </details>
      {mayChange && (
        <p class="tt-buttons">
          <a
            class="btn"
            href={`/ke-hoach/chuyen-muc?ma=${code}&key=${programme.key}`}
            aria-label={`${words.edit}: ${programme.title}`}
          >
            {words.edit}
          </a>
        </p>
      )}
    </Panel>
  );
}

function Topics({ topics, words }: { readonly topics: readonly TopicCoverage[]; readonly words: PlanWords }) {
  const columns = [words.code, words.content, words.airings, words.airtime, words.lastAired];
  const covered = topics.filter(({ airings }) => airings > 0).length;
  return (
    <Panel id="topics" title={words.topics}>
      {topics.length === 0 ? (
        <Empty icon="list">{words.noTopics}</Empty>
      ) : (
        <>
          <p>
            <strong>{words.covered(covered, topics.length)}.</strong> <span class="tt-muted">{words.topicsIntro}</span>
          </p>
          <table role="table" class="table tt-table">
            <TableHead columns={columns} />
            <tbody role="rowgroup">
              {topics.map((topic) => (
                <TopicRow key={topic.code} topic={topic} words={words} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </Panel>
  );
}

function TopicRow({ topic, words }: { readonly topic: TopicCoverage; readonly words: PlanWords }) {
  const { code, title, airings, airtime, lastAired } = topic;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {code}
      </th>
      <td role="cell" data-label={words.content}>
        <span>{title}</span>
      </td>
      <td role="cell" data-label={words.airings} class="tt-num">
        <span>{airings}</span>
      </td>
      <td role="cell" data-label={words.airtime} class={airtime === '' ? 'tt-nothing' : 'tt-num'}>
        <span>{airtime}</span>
      </td>
      <td role="cell" data-label={words.lastAired} class="tt-num">
        <span>{lastAired ?? words.never}</span>
      </td>
    </tr>
  );
}

interface VersionsProps {
  readonly view: PlanView;
  readonly words: PlanWords;
  readonly mayChange: boolean;
  readonly timeZone: string;
}

function Versions({ view: { stored, versions }, words, mayChange, timeZone }: VersionsProps) {
  const { code } = stored.plan;
  return (
    <Panel id="versions" title={words.versions}>
      <ul class="tt-cards">
        {versions.map(({ n, origin, activatedAt }) => (
          <li key={n} class="tt-card-head">
            <span>
              <strong>
                {words.version} {n}
              </strong>{' '}
              <span class="tt-num">{momentText(activatedAt, timeZone)}</span>, {words.origins[origin]}
            </span>
            <span class="tt-contents">
              <a
                href={`/ke-hoach/tep?ma=${code}&n=${n}`}
                aria-label={`${words.export}: ${words.version} ${n}`}
                download
              >
                {words.export}
              </a>
              {mayChange && n !== stored.n && (
                <a href={`/ke-hoach/van-ban?ma=${code}&n=${n}`} aria-label={`${words.useAgain}: ${words.version} ${n}`}>
                  {words.useAgain}
                </a>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
