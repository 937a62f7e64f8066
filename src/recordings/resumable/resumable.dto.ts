import { z } from 'zod';
import { taking } from '../../platform/config/fields';
import { parseInput } from '../../platform/http/parse';
import { toUploadRequest, uploadFields } from '../recordings.dto';
import type { UploadRequest } from '../upload.service';

const LONGEST_NAME = 1_000;

const sha256 = taking(z.string(), (value) => /^[0-9a-f]{64}$/i.test(value), {
  vi: 'mã SHA-256 của cả tệp, 64 chữ số thập lục phân',
  en: 'the SHA-256 of the whole file, 64 hexadecimal digits',
});

/** The form's fields, with the file's name and, when the sender knows it, its hash. Other keys say nothing to us. */
const uploadMetadata = z.intersection(
  z.object({
    filename: z.string().min(1).max(LONGEST_NAME),
    sha256: z.preprocess((value) => (value === '' ? undefined : value), sha256.optional()),
  }),
  uploadFields,
);

export interface AnnouncedUpload {
  readonly request: UploadRequest;
  /** Lower-case hexadecimal; null: not given. */
  readonly sha256: string | null;
}

/**
 * @param metadata decoded Upload-Metadata; a key without a value is an empty field
 * @throws InvalidInput naming every fault
 */
export function toAnnouncedUpload(metadata: Readonly<Record<string, string | null>>): AnnouncedUpload {
  const given = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, value ?? '']));
  const { filename, sha256: expected, ...fields } = parseInput(uploadMetadata, given);
  return { request: toUploadRequest(fields, filename), sha256: expected?.toLowerCase() ?? null };
}
