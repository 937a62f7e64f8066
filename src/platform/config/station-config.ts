import { z } from 'zod';
import type { StationGrid } from '../../domain/station';
import {
  absolutePath,
  civilDate,
  endOfWindow,
  listWithUnique,
  localTime,
  seconds,
  slug,
  taking,
  text,
  variableName,
} from './fields';
import { oneOf, showFound, type Finding } from './config-error';
import { reminders } from './reminder-fields';
import { leadOf, liveSource, session, sessionFindings } from './session-fields';
import { parseYaml, readText } from './yaml-file';

const timeZone = taking(z.string(), isTimeZone, {
  vi: 'múi giờ IANA, ví dụ "Asia/Ho_Chi_Minh"',
  en: 'an IANA time zone, such as "Asia/Ho_Chi_Minh"',
});

const letterhead = z.strictObject({
  issuingBodyParent: text,
  issuingBody: text,
  documentSymbol: text,
  place: text,
  recipients: z.array(text).min(1),
  distribution: z.array(text).min(1).default(['Như trên', 'Lưu: VT']),
  signerTitle: text,
  signerName: text.nullable().default(null),
  systemName: text.default('hệ thống truyền thanh xã'),
});

/** Bounds only keep out slips of the pen: outside them no loudspeaker is meant. */
const loudness = z.strictObject({
  name: z.enum(['clean', 'speech-horn']).default('clean'),
  targetLufs: z.number().min(-36).max(-9).default(-18),
  truePeakCeilingDbtp: z.number().min(-9).max(0).default(-1.5),
  maxLimiterReductionDb: z.number().min(0).max(24).default(6),
  // Loudspeakers are mono and playout mixes at 48 kHz.
  channels: z.literal(1).default(1),
  sampleRateHz: z.literal(48_000).default(48_000),
  codec: z.literal('mp3').default('mp3'),
  // Worse ones of LAME's leave 48 kHz.
  vbrQuality: z.int().min(0).max(6).default(0),
});

const limits = z.strictObject({
  uploadMaxBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024),
  normaliseTimeoutSeconds: seconds.default(600),
  unfinishedUploadKeepHours: z.number().min(0.01).max(8_760).default(72),
  unfinishedUploadsMaxBytes: z
    .int()
    .min(1)
    .default(4 * 1024 ** 3),
  keepFreeBytes: z
    .int()
    .min(0)
    .default(1024 ** 3),
});

const everyOutput = {
  code: slug,
  role: z.enum(['transmission', 'monitor']),
  label: text,
  calibrationMs: z.int().min(-1_000).max(10_000).default(0),
};

const mount = taking(z.string(), (value) => /^\/[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(value), {
  vi: 'điểm phát bắt đầu bằng "/", gồm chữ không dấu, số và . _ -, ví dụ "/son-mai.mp3"',
  en: 'a mount that starts with "/", of unaccented letters, digits and . _ -, such as "/son-mai.mp3"',
});

/** An ALSA name goes to aplay as an argument of its own: it must not look like an option. */
const alsaDevice = taking(z.string(), (value) => /^[A-Za-z0-9][A-Za-z0-9_:,.=]*$/.test(value), {
  vi: 'tên thiết bị ALSA, ví dụ "default" hoặc "plughw:0,0" (xem bằng aplay -L)',
  en: 'an ALSA device, such as "default" or "plughw:0,0" (aplay -L lists them)',
});

/** Goes to ffmpeg as an argument of its own. */
const monitorSource = taking(
  z.string(),
  (value) => /^(@DEFAULT_MONITOR@|[A-Za-z0-9][A-Za-z0-9_:,.+=-]*)$/.test(value),
  {
    vi: 'nguồn nghe lại của máy chủ âm thanh, ví dụ "@DEFAULT_MONITOR@" (xem bằng pactl list short sources)',
    en: 'a monitor source of the sound server, such as "@DEFAULT_MONITOR@" (pactl list short sources shows them)',
  },
);

const output = z.discriminatedUnion('kind', [
  z.strictObject({ ...everyOutput, kind: z.literal('file') }),
  z.strictObject({
    ...everyOutput,
    kind: z.literal('soundcard'),
    device: alsaDevice.default('default'),
    monitor: monitorSource.optional(),
  }),
  z.strictObject({
    ...everyOutput,
    kind: z.literal('icecast'),
    host: text,
    port: z.int().min(1).max(65_535).default(8000),
    mount,
    user: text.default('source'),
    passwordEnv: variableName,
    bitrateKbps: z.literal([32, 48, 64, 96, 128]).default(64),
  }),
]);

const CUE_MARGIN_MS = 4_000;

const cluster = z.strictObject({ code: slug, name: text, village: text, outputs: z.array(slug).min(1) });

const stationSchema = z.strictObject({
  station: z.strictObject({ id: slug, name: text, timeZone: timeZone.default('Asia/Ho_Chi_Minh') }),
  letterhead,
  plans: z.array(slug).default([]),
  trackedFrom: civilDate.nullable().default(null),
  sessions: listWithUnique(session, 'code').min(1),
  routineWindow: z.strictObject({ start: localTime.default('05:30'), end: endOfWindow.default('20:00') }).prefault({}),
  horizonDays: z.int().min(1).max(400).default(60),
  cueLeadSeconds: z.int().min(5).max(600).default(30),
  warnBeforeSeconds: z.array(seconds).default([86_400, 7200]),
  loudness: loudness.prefault({}),
  limits: limits.prefault({}),
  emergency: z.strictObject({ chime: text.default('chuong-khan-cap.flac') }).prefault({}),
  liveSources: listWithUnique(liveSource, 'code').default([]),
  filler: text.nullable().default(null),
  approval: z.strictObject({ ownUploads: z.boolean().default(false) }).prefault({}),
  signIn: z
    .strictObject({
      idleMinutes: z.int().min(5).max(1_440).default(60),
      absoluteHours: z.int().min(1).max(168).default(12),
    })
    .prefault({}),
  reminders,
  backup: z
    .strictObject({
      folder: absolutePath.nullable().default(null),
      at: localTime.default('01:00'),
      keepCount: z.int().min(1).max(365).default(14),
    })
    .prefault({}),
  airCheckKeepDays: z.int().min(1).max(3_650).default(90),
  outputs: listWithUnique(output, 'code').min(1),
  clusters: listWithUnique(cluster, 'code').min(1),
});

/** `config/station.yaml`; units are in the names, the knobs are described in the file itself. */
export type StationConfig = z.output<typeof stationSchema>;
export type OutputConfig = StationConfig['outputs'][number];

/** Reads and checks a station file. Throws ConfigError 'configInvalid'. */
export function loadStationConfig(path: string): StationConfig {
  return parseStationConfig(readText(path, 'configInvalid'), path);
}

/** A station's configuration from YAML text; `file` is the name that problems carry. Throws ConfigError 'configInvalid'. */
export function parseStationConfig(source: string, file: string): StationConfig {
  return parseYaml(source, file, stationSchema, 'configInvalid', (config) => [
    ...windowFindings(config),
    ...overlapFindings(config),
    ...sessionFindings(config.sessions, config.liveSources),
    ...outputFindings(config),
    ...calibrationFindings(config),
  ]);
}

/** What scheduling needs of a station's configuration. */
export function stationGrid({ station, sessions, routineWindow }: StationConfig): StationGrid {
  const templates = sessions.map((template) => {
    const { code, title, start, maxDurationSeconds, weekdays } = template;
    return { ...{ code, title, start, maxDurationSeconds, weekdays }, ...leadOf(template) };
  });
  return { timeZone: station.timeZone, sessions: templates, routineWindow };
}

function windowFindings({ sessions, routineWindow }: StationConfig): readonly Finding[] {
  const [opens, closes] = [secondOfDay(routineWindow.start), secondOfDay(routineWindow.end)];
  const window = `${routineWindow.start}–${routineWindow.end}`;
  if (opens >= closes) {
    const allowed = { vi: `giờ sau ${routineWindow.start}`, en: `a time after ${routineWindow.start}` };
    return [{ path: ['routineWindow', 'end'], found: showFound(routineWindow.end), allowed, at: 'value' }];
  }
  return sessions.flatMap(({ start, maxDurationSeconds }, index): readonly Finding[] => {
    const starts = secondOfDay(start);
    const inside = starts >= opens && starts + maxDurationSeconds <= closes;
    const allowed = {
      vi: `buổi nằm trọn trong routineWindow ${window}, kể cả ${String(maxDurationSeconds)} giây độ dài`,
      en: `a session wholly inside the routineWindow ${window}, its ${String(maxDurationSeconds)} seconds included`,
    };
    return inside ? [] : [{ path: ['sessions', index, 'start'], found: showFound(start), allowed, at: 'value' }];
  });
}

/** Two sessions of one day must not meet: the rundown of each lays its items out as if the air were its own. */
function overlapFindings({ sessions }: StationConfig): readonly Finding[] {
  return sessions.flatMap((session, index): readonly Finding[] => {
    const [starts, ends] = spanOf(session);
    const other = sessions.slice(0, index).find((earlier) => {
      const [from, to] = spanOf(earlier);
      return starts < to && from < ends && earlier.weekdays.some((day) => session.weekdays.includes(day));
    });
    if (!other) return [];
    const allowed = { vi: `giờ không trùng với buổi "${other.code}"`, en: `a time clear of session "${other.code}"` };
    return [{ path: ['sessions', index, 'start'], found: showFound(session.start), allowed, at: 'value' }];
  });
}

function spanOf({ start, maxDurationSeconds }: StationConfig['sessions'][number]): readonly [number, number] {
  return [secondOfDay(start), secondOfDay(start) + maxDurationSeconds];
}

function outputFindings({ clusters, outputs }: StationConfig): readonly Finding[] {
  const findings: Finding[] = [];
  const codes = outputs.map(({ code }) => code);
  clusters.forEach((item, index) => {
    item.outputs.forEach((code, position) => {
      if (codes.includes(code)) return;
      const path = ['clusters', index, 'outputs', position];
      findings.push({ path, found: showFound(code), allowed: oneOf(codes), at: 'value' });
    });
  });
  if (!outputs.some(({ role }) => role === 'transmission')) {
    const allowed = {
      vi: 'ít nhất một đầu ra có role "transmission"',
      en: 'at least one output of role "transmission"',
    };
    findings.push({ path: ['outputs'], found: showFound(outputs), allowed, at: 'value' });
  }
  return findings;
}

/** An item handed over earlier must have been cued by then, with time to verify and decode it. */
function calibrationFindings({ outputs, cueLeadSeconds }: StationConfig): readonly Finding[] {
  const longestMs = cueLeadSeconds * 1000 - CUE_MARGIN_MS;
  return outputs.flatMap(({ calibrationMs }, index): readonly Finding[] => {
    if (calibrationMs <= longestMs) return [];
    const allowed = {
      vi: `nhiều nhất ${String(longestMs)} (cueLeadSeconds trừ ${String(CUE_MARGIN_MS)} mili giây để chuẩn bị)`,
      en: `at most ${String(longestMs)} (cueLeadSeconds less ${String(CUE_MARGIN_MS)} ms to prepare)`,
    };
    return [{ path: ['outputs', index, 'calibrationMs'], found: showFound(calibrationMs), allowed, at: 'value' }];
  });
}

function secondOfDay(time: string): number {
  const [hours = 0, minutes = 0, rest = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value.includes('/') || value === 'UTC';
  } catch {
    return false;
  }
}
