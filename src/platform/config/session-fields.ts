import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { oneOf, showFound, type Finding } from './config-error';
import { localTime, seconds, slug, taking, text, weekday } from './fields';

const tune = z.strictObject({ file: text, maxSeconds: z.int().min(1).max(120).default(15) });

export const session = z.strictObject({
  code: slug,
  title: text,
  start: localTime,
  maxDurationSeconds: z.int().min(1).max(86_400).default(2700),
  weekdays: z.array(weekday).min(1),
  openingTune: tune.nullable().default(null),
  relay: z.strictObject({ source: slug, durationSeconds: seconds }).nullable().default(null),
  closingTune: tune.nullable().default(null),
  overrun: z.enum(['move', 'drop']).default('drop'),
});
export type SessionConfig = z.output<typeof session>;

const streamUrl = taking(z.string(), isStreamUrl, {
  vi: 'địa chỉ http:// hoặc https:// của luồng âm thanh',
  en: 'the http:// or https:// address of an audio stream',
});

export const addressBlock = taking(z.string(), isAddressBlock, {
  vi: 'địa chỉ IP hoặc dải CIDR, ví dụ "192.168.1.20" hoặc "10.0.0.0/8"',
  en: 'an IP address or CIDR block, such as "192.168.1.20" or "10.0.0.0/8"',
});

export const liveSource = z.strictObject({
  code: slug,
  name: text,
  url: streamUrl,
  allowPrivate: z.array(addressBlock).default([]),
  silenceSeconds: seconds.default(15),
  giveUpSeconds: seconds.default(10),
});
type LiveSource = z.output<typeof liveSource>;

/** Seconds that a session keeps for its tunes and relay. */
export function leadOf({ openingTune, relay, closingTune }: SessionConfig): {
  readonly leadInSeconds: number;
  readonly leadOutSeconds: number;
} {
  return {
    leadInSeconds: (openingTune?.maxSeconds ?? 0) + (relay?.durationSeconds ?? 0),
    leadOutSeconds: closingTune?.maxSeconds ?? 0,
  };
}

/** Provinces cap a session's length, relay included; and a relay names a source of the settings. */
export function sessionFindings(
  sessions: readonly SessionConfig[],
  liveSources: readonly LiveSource[],
): readonly Finding[] {
  const codes = liveSources.map(({ code }) => code);
  return sessions.flatMap((item, index): readonly Finding[] => {
    const findings: Finding[] = [];
    const { leadInSeconds, leadOutSeconds } = leadOf(item);
    const least = leadInSeconds + leadOutSeconds;
    if (least > item.maxDurationSeconds) {
      const bound = String(least);
      const allowed = {
        vi: `số từ ${bound} trở lên (nhạc hiệu và tiếp âm của buổi)`,
        en: `at least ${bound} (the session's tunes and relay)`,
      };
      const path = ['sessions', index, 'maxDurationSeconds'];
      findings.push({ path, found: showFound(item.maxDurationSeconds), allowed, at: 'value' });
    }
    if (item.relay !== null && !codes.includes(item.relay.source)) {
      const path = ['sessions', index, 'relay', 'source'];
      const allowed = codes.length > 0 ? oneOf(codes) : { vi: 'mã có trong liveSources', en: 'a code of liveSources' };
      findings.push({ path, found: showFound(item.relay.source), allowed, at: 'value' });
    }
    return findings;
  });
}

function isStreamUrl(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}

function isAddressBlock(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix ?? '8'), family === 4 ? 'ipv4' : 'ipv6');
    return prefix === undefined || /^\d+$/.test(prefix);
  } catch {
    return false;
  }
}
