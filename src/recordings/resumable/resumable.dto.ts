import { z } from 'zod';
import { unverifiedActor } from '../../audit/actor';
import { taking } from '../../platform/config/fields';
import { parseInput } from '../../platform/http/parse';
import { toUploadRequest, uploadFields } from '../recordings.dto';
import type { UploadRequest } from '../upload.service';

const LONGEST_NAME = 1_000;

const sha256 = taking(z.string(), (value) => /^[0-9a-f]{64}$/i.test(value), {
  vi: 'mã SHA-256 của cả tệp, 64 chữ số thập lục phân',
  en: 'the SHA-256 of the whole file, 64 hexadecimal digits',
});

/** Set by us when an upload begins, whatever its sender says. */
const UPLOADER_NAME = 'uploader-name';
const UPLOADER_ID = 'uploader-id';

/** Who began an upload; it is recorded as theirs, whoever or whatever finishes it. */
export interface Uploader {
  /** As rows and prints carry it. */
  readonly name: string;
  /** Account; null where no guard is wired. */
  readonly id: string | null;
}

type Metadata = Readonly<Record<string, string | null>>;

export function withUploader(metadata: Metadata, { name, id }: Uploader): Metadata {
  return { ...metadata, [UPLOADER_NAME]: name, [UPLOADER_ID]: id };
}

/** The metadata as its sender gave it, and whose upload it is. */
export function partedFromUploader(metadata: Metadata): { readonly given: Metadata; readonly uploader: Uploader } {
  const { [UPLOADER_NAME]: name, [UPLOADER_ID]: id = null, ...given } = metadata;
  // Without a name it began before there was sign-in.
  return { given, uploader: { name: name ?? unverifiedActor(given['actor'] ?? undefined), id } };
}

/** @param callerId account; null where no guard is wired */
export function isBegunBy(metadata: Metadata, callerId: string | null): boolean {
  return partedFromUploader(metadata).uploader.id === callerId;
}

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
export function toAnnouncedUpload(metadata: Metadata): AnnouncedUpload {
  const { given, uploader } = partedFromUploader(metadata);
  const texts = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value ?? '']));
  const { filename, sha256: expected, ...fields } = parseInput(uploadMetadata, texts);
  const request = { ...toUploadRequest(fields, filename), actor: uploader.name, uploaderId: uploader.id };
  return { request, sha256: expected?.toLowerCase() ?? null };
}
