import { z } from 'zod';
import { DATABASE_FILE } from '../platform/database/database.module';

/** A backup is one tar archive: the manifest, a snapshot of the database, and these folders. Plain files only. */
export const MANIFEST_FILE = 'manifest.json';
export const FOLDERS = ['media', 'reports', 'config'] as const;
export type Folder = (typeof FOLDERS)[number];

const count = z.strictObject({ files: z.int().min(0), bytes: z.int().min(0) });

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  database: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) }),
  media: count,
  reports: count,
  config: count,
});
export type Manifest = z.output<typeof manifestSchema>;

/** What each folder may hold; also what keeps an archive's members inside their folder. */
const MEMBERS: Readonly<Record<Folder, RegExp>> = {
  media: /^media\/(originals|renditions|waveforms|documents)\/[0-9a-f]{2}\/[0-9a-f]{64}$/,
  // A folder a period, of any kind: "2026-10", "2026-Q4", "2026", "2026-10-03_2026-10-09".
  reports: /^reports\/\d{4}[\w-]*\/[\w-]+(\.[\w-]+)+$/,
  config: /^config\/(station|plans\/[\w-]+)\.yaml$/,
};

export function isMember(folder: Folder, path: string): boolean {
  return MEMBERS[folder].test(path);
}

/** Whether a backup may hold a file of this name. */
export function belongs(path: string): boolean {
  return path === MANIFEST_FILE || path === DATABASE_FILE || FOLDERS.some((folder) => isMember(folder, path));
}

/** Recordings, what is made of them and documents are called by their SHA-256; a waveform by that of its sound. */
export function isNamedByContent(path: string): boolean {
  return /^media\/(originals|renditions|documents)\//.test(path);
}
