import { reminders } from './reminder-fields';

const email = { host: 'mail.vn', from: 'dai@son-mai.vn', to: ['truong@son-mai.vn'] };
const webhook = { url: 'https://nhan.vn/nhac', secretEnv: 'WEBHOOK_SECRET' };

it('sends nothing by default, and encrypted once it is to', () => {
  expect(reminders.parse(undefined)).toMatchObject({ email: null, webhook: null });
  expect(reminders.parse({ email, webhook })).toMatchObject({
    email: { port: 587, security: 'starttls', user: null, caFile: null },
    webhook: { allowPrivate: [] },
  });
});

it.each([
  [{ email: { ...email, to: [] } }],
  [{ email: { ...email, to: ['truong@son-mai.vn, khac@x.vn'] } }],
  [{ email: { ...email, from: 'Đài <dai@son-mai.vn>' } }],
  [{ email: { ...email, passwordEnv: 'mật khẩu' } }],
  [{ email: { ...email, caFile: 'ca.pem' } }],
  [{ webhook: { ...webhook, url: 'ftp://nhan.vn' } }],
  [{ webhook: { ...webhook, url: 'https://ai:gi@nhan.vn' } }],
  [{ webhook: { ...webhook, allowPrivate: ['nội bộ'] } }],
  [{ digestAt: '7h' }],
  [{ slotHoursBefore: -1 }],
])('refuses %j', (settings) => {
  expect(reminders.safeParse(settings).success).toBe(false);
});
