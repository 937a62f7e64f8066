import { DateField } from './forms';
import { Empty, TableHead } from './parts';
import { Shell, type Frame } from './shell';

export interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly address: string;
}

interface AuditProps {
  readonly frame: Frame;
  readonly lines: readonly AuditLine[];
  readonly query: { readonly q: string; readonly from: string; readonly to: string };
  /** Address of what is older; null at the end. */
  readonly older: string | null;
}

export function AuditPage({ frame, lines, query, older }: AuditProps) {
  const { audit } = frame.people;
  return (
    <Shell frame={frame} title={audit.title} notice={null}>
      <p class="tt-muted">{audit.intro}</p>
      <Filter frame={frame} query={query} />
      {lines.length === 0 ? <Empty icon="list">{audit.none}</Empty> : <Lines frame={frame} lines={lines} />}
      {older !== null && (
        <p>
          <a class="btn" href={older}>
            {audit.older}
          </a>
        </p>
      )}
    </Shell>
  );
}

function Filter({ frame, query }: Pick<AuditProps, 'frame' | 'query'>) {
  const { audit, hints } = frame.people;
  return (
    <form class="tt-filter" method="get" action="/nhat-ky-he-thong">
      <div class="tt-filter-wide">
        <label class="form-label" for="q">
          {audit.search} <span class="tt-muted tt-thin">({hints.search})</span>
        </label>
        <input id="q" name="q" type="search" class="form-control" value={query.q} />
      </div>
      <DateField name="from" label={audit.from} date={query.from} />
      <DateField name="to" label={audit.to} date={query.to} />
      <button type="submit" class="btn btn-primary">
        {audit.find}
      </button>
    </form>
  );
}

function Lines({ frame, lines }: Pick<AuditProps, 'frame' | 'lines'>) {
  const { audit } = frame.people;
  const columns = [audit.at, audit.who, audit.what, audit.subject, audit.change, audit.address];
  return (
    <table role="table" class="table tt-table tt-audit">
      <TableHead columns={columns} />
      <tbody role="rowgroup">
        {lines.map((line) => (
          <Line key={line.id} audit={audit} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ audit, line }: { readonly audit: Frame['people']['audit']; readonly line: AuditLine }) {
  return (
    <tr role="row">
      <td role="cell" data-label={audit.at} class="tt-num">
        {line.at}
      </td>
      <th role="rowheader" scope="row" data-label={audit.who}>
        {line.who}
      </th>
      <td role="cell" data-label={audit.what}>
        {line.what}
      </td>
      <td role="cell" data-label={audit.subject}>
        {line.subject}
      </td>
      <td role="cell" data-label={audit.change} class="tt-change">
        {line.before !== null && <span class="tt-block">{`${audit.before}: ${line.before}`}</span>}
        {line.after !== null && <span class="tt-block">{`${audit.after}: ${line.after}`}</span>}
      </td>
      <td role="cell" data-label={audit.address} class="tt-num">
        {line.address}
      </td>
    </tr>
  );
}
