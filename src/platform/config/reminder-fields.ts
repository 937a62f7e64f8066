import { z } from 'zod';
import { absolutePath, localTime, taking, text, variableName } from './fields';
import { addressBlock } from './session-fields';

const webAddress = taking(z.string(), isWebAddress, {
  vi: 'địa chỉ http:// hoặc https:// không kèm tên và mật khẩu',
  en: 'an http:// or https:// address without a user name and password',
});

const mailAddress = taking(z.string(), (value) => /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(value), {
  vi: 'địa chỉ thư, ví dụ "dai@son-mai.vn"',
  en: 'a mail address, such as "dai@son-mai.vn"',
});

const email = z.strictObject({
  host: text,
  port: z.int().min(1).max(65_535).default(587),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  user: text.nullable().default(null),
  passwordEnv: variableName.nullable().default(null),
  caFile: absolutePath.nullable().default(null),
  from: mailAddress,
  to: z.array(mailAddress).min(1),
});

const webhook = z.strictObject({
  url: webAddress,
  secretEnv: variableName,
  allowPrivate: z.array(addressBlock).default([]),
});

const days = (usual: number) => z.int().min(0).max(60).default(usual);

export const reminders = z
  .strictObject({
    recordingDaysBefore: days(5),
    approvalDaysBefore: days(2),
    slotHoursBefore: z.int().min(0).max(240).default(24),
    reportDaysAfter: days(5),
    yearlyDaysBefore: days(14),
    digestAt: localTime.nullable().default('07:00'),
    email: email.nullable().default(null),
    webhook: webhook.nullable().default(null),
  })
  .prefault({});

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}
