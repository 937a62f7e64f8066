import { CALENDAR_WORDS } from './calendar-words';
import { EMERGENCY_WORDS } from './emergency-words';
import { ERROR_WORDS } from './error-words';
import { HELP_WORDS } from './help-words';
import { LOG_WORDS } from './log-words';
import { MAKE_UP_WORDS } from './make-up-words';
import { NAV_WORDS } from './nav-words';
import { PLAN_WORDS } from './plan-words';
import { RECORDER_WORDS } from './recorder-words';
import { RECORDINGS_WORDS } from './recordings-words';
import { REPORT_PAGE_WORDS } from './report-words';
import { REVIEW_WORDS } from './review-words';
import { SYSTEM_WORDS } from './system-words';
import { YEAR_WORDS } from './year-words';

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String((value as (...facts: unknown[]) => unknown)(1, 2, 3))];
  return value === null ? [] : Object.values(value as Record<string, unknown>).flatMap(texts);
}

it.each(
  Object.entries({
    ...{ CALENDAR_WORDS, EMERGENCY_WORDS, ERROR_WORDS, HELP_WORDS, LOG_WORDS, MAKE_UP_WORDS, NAV_WORDS },
    ...{ PLAN_WORDS, RECORDER_WORDS, RECORDINGS_WORDS, REPORT_PAGE_WORDS, REVIEW_WORDS, SYSTEM_WORDS, YEAR_WORDS },
  }),
)('%s: in NFC, none empty, and no Vietnamese in the English ones', (_, words) => {
  for (const text of [...texts(words.vi), ...texts(words.en)]) {
    expect(text).toBe(text.normalize('NFC'));
    expect(text.trim()).not.toBe('');
  }
  expect(texts(words.en).filter((text) => /[ăâđêôơưạảấầẩậắằặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷỹ]/i.test(text))).toEqual([]);
});
