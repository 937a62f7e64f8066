import { isAbsolute } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Allowed } from './config-error';

/** A check whose refusal says, in both languages, what is taken. */
export function taking<T>(schema: z.ZodType<T>, holds: (value: T) => boolean, allowed: Allowed): z.ZodType<T> {
  return schema.refine(holds, { params: { allowed } });
}

export const text = z.string().trim().min(1);

export const absolutePath = taking(z.string(), isAbsolute, {
  vi: 'đường dẫn đầy đủ, bắt đầu bằng "/"',
  en: 'an absolute path',
});

/** Identifier in files and addresses: "son-mai-2025". */
export const slug = taking(z.string(), (value) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value), {
  vi: 'chữ thường a-z, số và dấu gạch nối, ví dụ "buoi-sang"',
  en: 'lower-case a-z, digits and hyphens, such as "buoi-sang"',
});

export const civilDate = taking(z.string(), isCivilDate, {
  vi: 'ngày có thật, viết "2025-07-23"',
  en: 'a real date written "2025-07-23"',
});

export const monthDay = taking(z.string(), (value) => isCivilDate(`2024-${value}`), {
  vi: 'tháng-ngày viết "11-30"',
  en: 'a month and day written "11-30"',
});

export const localTime = taking(z.string(), (value) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value), {
  vi: 'giờ viết "05:30"',
  en: 'a time written "05:30"',
});

export const endOfWindow = taking(
  z.string(),
  (value) => value === '24:00' || /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(value),
  { vi: 'giờ viết "20:00", muộn nhất "24:00"', en: 'a time written "20:00", at latest "24:00"' },
);

export const languageCode = taking(z.string(), (value) => /^[a-z]{3}$/.test(value), {
  vi: 'mã ISO 639-3 gồm ba chữ thường, ví dụ "vie", "hre"',
  en: 'an ISO 639-3 code of three lower-case letters, such as "vie" or "hre"',
});

export const variableName = taking(z.string(), (value) => /^[A-Z][A-Z0-9_]*$/.test(value), {
  vi: 'tên biến môi trường, ví dụ "ICECAST_PASSWORD"; mật khẩu không ghi ở đây',
  en: 'the name of an environment variable, such as "ICECAST_PASSWORD"; never the password itself',
});

export const weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

/** Whole seconds, at least 1. */
export const seconds = z.int().min(1);

/** A list whose items differ in `field`; every later double is reported, even when other fields are at fault. */
export function listWithUnique<T extends z.ZodType>(item: T, field: string): z.ZodArray<T> {
  return z.array(item).check(
    z.superRefine(
      (items: readonly unknown[], context) => {
        const firstIndexOf = new Map<unknown, number>();
        items.forEach((entry, index) => {
          const code =
            typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[field] : undefined;
          if (typeof code !== 'string') return;
          const first = firstIndexOf.get(code);
          if (first === undefined) firstIndexOf.set(code, index);
          else context.addIssue({ code: 'custom', path: [index, field], params: { allowed: unused(first) } });
        });
      },
      // By default zod skips a list check once any item is at fault; all problems are to be listed at once.
      { when: ({ value }) => Array.isArray(value) },
    ),
  );
}

function unused(firstIndex: number): Allowed {
  return {
    vi: `mã chưa dùng (mục thứ ${String(firstIndex + 1)} của danh sách đã dùng mã này)`,
    en: `a code not used yet (item ${String(firstIndex + 1)} of the list has it)`,
  };
}

function isCivilDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    Temporal.PlainDate.from(value, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
