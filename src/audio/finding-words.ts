import { assertNever } from '../domain/errors';
import { AUDIO_WARNINGS } from './audio-errors';
import type { Finding } from './findings';

type Language = 'vi' | 'en';

/** A finding in a sentence, with its place or its figure. */
export function findingText(finding: Finding, language: Language): string {
  const sentence = AUDIO_WARNINGS[finding.code][language];
  const place = placeOf(finding, language);
  return place === null ? sentence : `${place}: ${sentence}`;
}

function placeOf(finding: Finding, language: Language): string | null {
  const number = (value: number): string => value.toFixed(1).replace('.', language === 'vi' ? ',' : '.');
  switch (finding.code) {
    case 'targetNotReached':
    case 'videoIgnored':
      return null;
    case 'stereoCancels':
      return takenText(finding.channel, language);
    case 'decodeErrors':
      return finding.lostShare === 0 ? null : `${number(finding.lostShare * 100)} %`;
    case 'leadingSilence':
    case 'trailingSilence':
    case 'longSilence':
      return `${clock(finding.fromSeconds)}–${clock(finding.toSeconds)}`;
    case 'clipping':
      return clock(finding.atSeconds);
    case 'deadChannel':
      return DEAD[finding.channel][language];
    case 'lowLevel':
      return `${number(finding.integratedLufs)} LUFS`;
    case 'levelJump':
      return `${clock(finding.atSeconds)} (${finding.byLu > 0 ? '+' : ''}${number(finding.byLu)} LU)`;
    default:
      return assertNever(finding);
  }
}

const DEAD = {
  left: { vi: 'Kênh trái không có tiếng', en: 'The left channel is dead' },
  right: { vi: 'Kênh phải không có tiếng', en: 'The right channel is dead' },
} as const;

/** @param channel null: they were mixed all the same; undefined: of before any but the left was taken */
function takenText(channel: number | null | undefined, language: Language): string {
  if (channel === null) return language === 'vi' ? 'Vẫn phải trộn hoặc bỏ bớt kênh' : 'Some of it is lost all the same';
  const taken = channel ?? 0;
  const name = SIDES[taken]?.[language] ?? String(taken + 1);
  return language === 'vi' ? `Chỉ lấy kênh ${name}` : `Only the ${name} channel was taken`;
}

const SIDES: readonly Readonly<Record<Language, string>>[] = [
  { vi: 'trái', en: 'left' },
  { vi: 'phải', en: 'right' },
];

/** "12:05", minutes and whole seconds. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
