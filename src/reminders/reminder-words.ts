import { civilDateAt, localTimeAt, type CivilDate, type EpochMs } from '../domain/calendar';
import type { ReminderKind, ReminderStage } from '../domain/reminders';
import type { Language } from '../platform/config/config-error';

export interface TellableReminder {
  readonly kind: ReminderKind;
  readonly stage: ReminderStage;
  readonly dueAt: EpochMs;
  readonly facts: Readonly<Record<string, string>>;
}

const SENTENCES: Readonly<
  Record<Language, Readonly<Record<ReminderKind, Readonly<Partial<Record<ReminderStage, string>>>>>>
> = {
  vi: {
    recordingDue: { due: 'Cần bản ghi âm: {title}, kỳ {periodKey}, phát lúc {at}.' },
    approvalDue: { due: 'Cần phê duyệt bản ghi âm: {title}, kỳ {periodKey}, phát lúc {at}.' },
    slotAtRisk: {
      noRecording: 'Lượt phát có nguy cơ bị lỡ, chưa có bản ghi âm: {title}, lúc {at}.',
      notApproved: 'Lượt phát có nguy cơ bị lỡ, bản ghi âm chưa được duyệt: {title}, lúc {at}.',
      noSlot: 'Không còn buổi phát nào cho {title}, kỳ {periodKey}; cần xếp lịch trước {at}.',
    },
    reportDue: {
      due: 'Đến hạn báo cáo {cadence} {name} (số liệu từ {from} đến {to}): nộp chậm nhất ngày {dueOn}.',
      overdue: 'Quá hạn báo cáo {cadence} {name} (số liệu từ {from} đến {to}): hạn nộp là ngày {dueOn}.',
    },
  },
  en: {
    recordingDue: { due: 'Recording needed: {title}, period {periodKey}, on air {at}.' },
    approvalDue: { due: 'Approval needed: {title}, period {periodKey}, on air {at}.' },
    slotAtRisk: {
      noRecording: 'At risk, no recording: {title}, {at}.',
      notApproved: 'At risk, the recording is not approved: {title}, {at}.',
      noSlot: 'No session has room for {title}, period {periodKey}; place it before {at}.',
    },
    reportDue: {
      due: 'Report due: {cadence} {name} (data from {from} to {to}), by {dueOn}.',
      overdue: 'Report overdue: {cadence} {name} (data from {from} to {to}), it was due by {dueOn}.',
    },
  },
};

const CADENCES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  vi: { monthly: 'tháng', quarterly: 'quý', halfYearly: '6 tháng', yearly: 'năm' },
  en: { monthly: 'monthly', quarterly: 'quarterly', halfYearly: 'half-yearly', yearly: 'yearly' },
};

/** One sentence; dates as staff write them, "22/11/2026". */
export function reminderText(reminder: TellableReminder, language: Language, timeZone: string): string {
  const { kind, stage, dueAt, facts } = reminder;
  const words: Record<string, string> = { ...facts, at: momentText(dueAt, timeZone) };
  for (const day of ['from', 'to', 'dueOn']) if (words[day] !== undefined) words[day] = dateText(words[day]);
  if (words.cadence !== undefined) words.cadence = CADENCES[language][words.cadence] ?? words.cadence;
  const sentence = SENTENCES[language][kind][stage] ?? '';
  return sentence.replace(/\{(\w+)\}/g, (_all, name: string) => words[name] ?? '');
}

export function subjectText(station: string, digestOf: CivilDate | null, count: number): string {
  const what = digestOf === null ? `${String(count)} việc cần làm` : `Việc cần làm ngày ${dateText(digestOf)}`;
  return `${station}: ${what}`;
}

/** Vietnamese first, English second. */
export function bodyText(reminders: readonly TellableReminder[], timeZone: string): string {
  const lines = (language: Language) => reminders.map((one) => `- ${reminderText(one, language, timeZone)}`).join('\n');
  return `${lines('vi')}\n\n---\n${lines('en')}\n`;
}

function momentText(at: EpochMs, timeZone: string): string {
  return `${localTimeAt(at, timeZone).slice(0, 5)} ${dateText(civilDateAt(at, timeZone))}`;
}

function dateText(date: CivilDate): string {
  return date.split('-').reverse().join('/');
}
