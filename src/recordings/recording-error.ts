import { AUDIO_ERRORS } from '../audio/audio-errors';
import type { Language } from '../platform/config/config-error';
import { ERROR_CATALOGUE, type ErrorText } from '../platform/http/error-catalogue';

/** Why a recording was rejected, for programs and for the clerk. */
export interface RecordingError {
  readonly code: string;
  readonly detail: string;
}

const TEXTS: Readonly<Record<string, ErrorText>> = { ...ERROR_CATALOGUE, ...AUDIO_ERRORS };

export function recordingError(code: string, language: Language): RecordingError {
  return { code, detail: TEXTS[code]?.[language] ?? code };
}
