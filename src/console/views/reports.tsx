import { monthText } from '../presenters/format';
import type { Words } from '../words';
import { Icon } from './parts';

interface ReportsProps {
  /** "YYYY-MM"; the first is still running. */
  readonly months: readonly string[];
  readonly words: Words;
}

/** console.js makes reports through the API and lists those that are kept. */
export function ReportsBlock({ months, words }: ReportsProps) {
  const { reports } = words;
  return (
    <>
      <p class="tt-hint">{reports.intro}</p>
      <ul class="tt-months">
        {months.map((month, index) => (
          <li key={month} class="tt-month">
            <h3 class="tt-card-title">
              {monthText(month, words)} {index === 0 && <span class="tt-muted tt-thin">({reports.running})</span>}
            </h3>
            <form data-api="report" data-month={month} method="post" action="/api/v1/reports" novalidate>
              <input type="hidden" name="month" value={month} />
              <div class="tt-buttons">
                <button type="submit" class="btn" aria-label={`${reports.create}: ${monthText(month, words)}`}>
                  <Icon name="report" /> {reports.create}
                </button>
                <a class="btn btn-link" href={`/api/v1/reports/monthly?month=${month}`}>
                  {reports.data}
                </a>
              </div>
              <div class="tt-result" data-result role="status" aria-live="polite" />
            </form>
            <p class="tt-files" data-files={month} data-label={reports.kept} data-version={reports.version}>
              {reports.none}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
