import type { ApiBodyOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { isoAt } from '../../domain/calendar';
import { required, typedLines, typedText } from '../../platform/http/typed-text';
import { actorOf, type ScheduleHeaders } from '../schedule.dto';
import type { AttestationRecord } from './attestation.repository';
import type { NewAttestation } from './attestations.service';

/** The multipart fields beside `attachment`; JSON without one is taken as well. */
export const attestationFields = z.object({
  programmeKey: z.string().min(1),
  periodKey: z.string().min(1),
  ordinal: z.coerce.number().int().min(0).default(0),
  airedAt: z.iso.datetime({ offset: true }),
  airtimeSeconds: z.coerce.number().int().min(1).max(86_400),
  note: required(typedLines(2_000)),
  document: required(typedText(200)),
  actor: z.string().max(500).optional(),
});
export type AttestationFields = z.output<typeof attestationFields>;

export const withdrawalBody = z.strictObject({
  reason: required(typedLines(2_000)),
  actor: z.string().max(500).optional(),
});
export type WithdrawalBody = z.output<typeof withdrawalBody>;

/** For the API's description only. */
export const ATTESTATION_SCHEMA: Extract<ApiBodyOptions, { schema: unknown }>['schema'] = {
  type: 'object',
  required: ['programmeKey', 'periodKey', 'airedAt', 'airtimeSeconds', 'note', 'document'],
  properties: {
    programmeKey: { type: 'string' },
    periodKey: { type: 'string', description: '"2026-W07" or "2026-08"' },
    ordinal: { type: 'integer', default: 0, description: '0: the first airing; n: the nth repeat' },
    airedAt: { type: 'string', format: 'date-time' },
    airtimeSeconds: { type: 'integer' },
    note: { type: 'string', description: 'How it was aired, and why it was not measured' },
    document: { type: 'string', description: 'Number of the document that records it' },
    attachment: { type: 'string', format: 'binary', description: 'Its scan: PDF, JPEG or PNG, at most 20 MiB' },
    actor: { type: 'string' },
  },
};

export function toAttestation(
  fields: AttestationFields,
  file: Express.Multer.File | undefined,
  headers: ScheduleHeaders,
): NewAttestation {
  const { actor: _typed, airedAt, ...facts } = fields;
  const attachment = file ? { name: file.originalname.normalize('NFC'), content: file.buffer } : null;
  return { ...facts, airedAt: Date.parse(airedAt), attachment, actor: actorOf(fields, headers) };
}

export function attestationResponse(row: AttestationRecord, timeZone: string) {
  const { stationId: _station, airedAt, attestedAt, withdrawnAt, attachment, ...facts } = row;
  return {
    ...facts,
    airedAt: isoAt(airedAt, timeZone),
    attestedAt: isoAt(attestedAt, timeZone),
    withdrawnAt: withdrawnAt === null ? null : isoAt(withdrawnAt, timeZone),
    attachment: attachment && { ...attachment, href: `/api/v1/attestations/${row.id}/attachment` },
  };
}
