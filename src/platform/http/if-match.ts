/**
 * The revision that an If-Match header asks for. Optional: null when absent or "*"; an entity tag that is no
 * revision of ours never matches (RFC 9110 §13.1.1). What EntityTag gave out for a row counts by the revision it begins with.
 */
export function revisionFromIfMatch(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null;
  const [, digits] = /^"?(\d{1,9})(?:-[\w-]{22})?"?$/.exec(header.trim()) ?? [];
  return digits === undefined ? -1 : Number(digits);
}
