import { AUDIO_ERRORS } from '../audio/audio-errors';
import { DomainError } from '../domain/errors';
import { ConfigError, describeProblems, type Language } from '../platform/config/config-error';
import { EnvironmentError } from '../platform/config/environment';
import { ERROR_CATALOGUE, type ErrorTexts } from '../platform/http/error-catalogue';
import { fill } from '../platform/http/problem';

const TEXTS: ErrorTexts = { ...ERROR_CATALOGUE, ...AUDIO_ERRORS };
const DISK_FULL = ['ENOSPC', 'EDQUOT'];
const UNWRITABLE = ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS'];
const DAMAGED = ['SQLITE_NOTADB', 'SQLITE_CORRUPT'];

/** What went wrong, for people: Vietnamese, then English; never a stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return [problems(error, 'vi'), problems(error, 'en')].join('\n\n');
  if (error instanceof EnvironmentError) return error.message;
  const code = codeOf(error);
  const text = TEXTS[code];
  if (text !== undefined && code !== 'internal') {
    const facts = error instanceof DomainError ? error.facts : {};
    return `${fill(text.vi, facts)}\n${fill(text.en, facts)}`;
  }
  const { code: cause, port, path: place } = (error ?? {}) as { code?: unknown; port?: unknown; path?: unknown };
  if (cause === 'EADDRINUSE')
    return `Cổng ${String(port)} đang được chương trình khác dùng; hãy đặt PORT khác.\nPort ${String(port)} is in use by another program; set another PORT.`;
  if (typeof cause === 'string' && UNWRITABLE.includes(cause) && typeof place === 'string')
    return `Không ghi được vào ${place} (${cause}); hãy kiểm tra DATA_DIR và quyền ghi.\nCannot write to ${place} (${cause}); check DATA_DIR and its permissions.`;
  if (isDamagedDatabase(error))
    return 'Cơ sở dữ liệu bị hỏng; hãy khôi phục từ bản sao lưu: npm run -s cli -- restore TỆP\nThe database is damaged; restore a back-up: npm run -s cli -- restore FILE';
  const reason = error instanceof Error ? error.message : String(error);
  return `Lỗi ngoài dự kiến: ${reason}\nUnexpected error: ${reason}`;
}

/** The Vietnamese sentence alone, where one line is all there is room for. */
export function explainBriefly(error: unknown): string {
  return explain(error).split('\n')[0] ?? '';
}

/** A stable code for programs: the refusal's own, diskFull, or "internal" for a fault of the machine. */
export function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  const { code, diskFull } = (error ?? {}) as { code?: unknown; diskFull?: unknown };
  return diskFull === true || (typeof code === 'string' && DISK_FULL.includes(code)) ? 'diskFull' : 'internal';
}

function isDamagedDatabase(error: unknown): boolean {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  return [code, driverError?.code].some((one) => typeof one === 'string' && DAMAGED.includes(one));
}

function problems(error: ConfigError, language: Language): string {
  return describeProblems(error.problems, language);
}
