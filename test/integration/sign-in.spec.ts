import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../src/audit/audit.log';
import { AuditModule } from '../../src/audit/audit.module';
import { AccountsService } from '../../src/auth/accounts.service';
import { AuthModule } from '../../src/auth/auth.module';
import { SessionsService } from '../../src/auth/sessions.service';
import { SetUp } from '../../src/auth/set-up';
import { TokensService } from '../../src/auth/tokens.service';
import { Clock } from '../../src/domain/clock';
import { DomainError } from '../../src/domain/errors';
import { Environment } from '../../src/platform/config/environment';
import { StationModule } from '../../src/platform/config/station.module';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { EnvironmentModule } from '../../src/platform/environment.module';
import { FakeClock } from '../support/fake-clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PASSWORD = 'mưa rào tháng bảy';
const HERE = { address: '192.0.2.1', userAgent: 'Chrome, Windows' };

let empty: string;
let dataDir: string;
let nest: TestingModule;
let clock: FakeClock;
let sessions: SessionsService;
let accounts: AccountsService;
let tokens: TokensService;

// Making the tables takes longer than most of these tests: it is done once.
beforeAll(async () => {
  empty = dataDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  await start();
  await nest.close();
});
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
  cpSync(empty, dataDir, { recursive: true });
  await start();
});
afterEach(async () => {
  await nest.close();
  rmSync(dataDir, { recursive: true });
});
afterAll(() => {
  rmSync(empty, { recursive: true });
});

async function start(): Promise<void> {
  clock = new FakeClock(Date.parse('2026-11-22T08:00:00+07:00'));
  const environment = new Environment(0, '127.0.0.1', dataDir, join(__dirname, '../../config'), undefined);
  nest = await Test.createTestingModule({
    imports: [EnvironmentModule, DatabaseModule, StationModule, AuditModule, AuthModule],
  })
    .overrideProvider(Environment)
    .useValue(environment)
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  await nest.init();
  [sessions, accounts, tokens] = [nest.get(SessionsService), nest.get(AccountsService), nest.get(TokensService)];
}

const codeOf = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
const administrator = () => accounts.createFirst({ username: 'an', name: 'Nguyễn Văn An' }, PASSWORD);
const signIn = (username = 'an', password = PASSWORD, origin = HERE) => sessions.signIn(username, password, origin);

it('is set up once, by the link of this start alone', async () => {
  const setUp = nest.get(SetUp);
  const code = new URL((await setUp.path()) ?? '', 'http://x').searchParams.get('ma') ?? '';
  const person = { username: 'An', name: 'Nguyễn Văn An' };
  expect(await codeOf(setUp.makeAdministrator('wrong', person, PASSWORD))).toBe('setUpCodeWrong');
  expect(await codeOf(setUp.makeAdministrator(code, person, 'an an an an'))).toBe('passwordWeak');
  const both = [setUp.makeAdministrator(code, person, PASSWORD), setUp.makeAdministrator(code, person, PASSWORD)];
  expect((await Promise.all(both.map(codeOf))).sort()).toEqual(['done', 'setUpDone']);
  expect(await codeOf(setUp.makeAdministrator(code, person, PASSWORD))).toBe('setUpDone');
  expect(await setUp.path()).toBeNull();
  expect(await accounts.list()).toMatchObject([{ username: 'an', roles: ['admin'], mustChangePassword: false }]);
});

it('keeps a password as argon2id, and sessions and tokens as hashes', async () => {
  await administrator();
  const secret = await signIn();
  const made = await tokens.create({ name: 'tập lệnh', role: 'viewer', days: 1 }, { id: null, name: 'An' });
  const rows = JSON.stringify([
    await nest.get(DataSource).query('SELECT * FROM account'),
    await nest.get(DataSource).query('SELECT * FROM sign_in'),
    await nest.get(DataSource).query('SELECT * FROM api_token'),
    await nest.get(DataSource).query('SELECT * FROM audit'),
  ]);
  expect(rows).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  for (const hidden of [PASSWORD, secret, made.secret]) expect(rows).not.toContain(hidden);
});

it('ends a session after an hour of nothing and after twelve hours of work', async () => {
  await administrator();
  const secret = await signIn();
  clock.advance(59 * MINUTE);
  expect(await sessions.personOf(secret, false)).toMatchObject({ name: 'Nguyễn Văn An', roles: ['admin'] });
  clock.advance(MINUTE);
  // What the page fetched by itself has not kept it alive.
  expect(await sessions.personOf(secret, true)).toBeNull();

  const busy = await signIn();
  for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
    clock.advance(30 * MINUTE);
    expect(await sessions.personOf(busy, true)).not.toBeNull();
  }
  clock.advance(30 * MINUTE);
  expect(await sessions.personOf(busy, true)).toBeNull();
});

it('locks a name after five wrong passwords, longer each time, whether anybody has it or not', async () => {
  await administrator();
  for (const username of ['an', 'nobody']) {
    for (let n = 0; n < 5; n += 1) expect(await codeOf(signIn(username, 'sai'))).toBe('wrongPassword');
    expect(await codeOf(signIn(username))).toBe('tooManyAttempts');
    clock.advance(29_000);
    expect(await codeOf(signIn(username))).toBe('tooManyAttempts');
    clock.advance(1_000);
    expect(await codeOf(signIn(username, 'sai'))).toBe('wrongPassword');
    clock.advance(59_000);
    expect(await codeOf(signIn(username))).toBe('tooManyAttempts');
    clock.advance(1_000);
  }
  expect(await codeOf(signIn('an'))).toBe('done');
  // Right once: five more are free.
  expect(await codeOf(signIn('an', 'sai'))).toBe('wrongPassword');
});

it('slows an address down that tries many names, and tries made at once', async () => {
  await administrator();
  const tries = Array.from({ length: 30 }, (_, n) => codeOf(signIn(`ten${n}`, 'sai')));
  expect((await Promise.all(tries)).filter((code) => code === 'tooManyAttempts')).toHaveLength(10);
  expect(await codeOf(signIn())).toBe('tooManyAttempts');
  expect(await codeOf(signIn('an', PASSWORD, { ...HERE, address: '192.0.2.2' }))).toBe('done');
});

it('ends every session when the password changes, by oneself or by an administrator', async () => {
  const id = await administrator();
  const [one, two] = [await signIn(), await signIn()];
  expect(await codeOf(accounts.changePassword(id, 'sai', 'gió bấc cuối năm'))).toBe('wrongPassword');
  expect(await codeOf(accounts.changePassword(id, PASSWORD, 'ngắn'))).toBe('passwordWeak');
  expect(await sessions.personOf(one, true)).not.toBeNull();
  await accounts.changePassword(id, PASSWORD, 'gió bấc cuối năm');
  for (const secret of [one, two]) expect(await sessions.personOf(secret, true)).toBeNull();
  expect(await codeOf(signIn())).toBe('wrongPassword');

  const three = await signIn('an', 'gió bấc cuối năm');
  const given = await accounts.resetPassword(id, 'An');
  expect(await sessions.personOf(three, true)).toBeNull();
  expect(await sessions.personOf(await signIn('an', given), true)).toMatchObject({ mustChangePassword: true });
});

it('lists a person’s sessions and ends one or the others', async () => {
  const id = await administrator();
  const secrets = [await signIn(), await signIn(), await signIn()];
  const people = await Promise.all(secrets.map((secret) => sessions.personOf(secret, true)));
  const [first = '', second = ''] = people.map((person) => person?.sessionId ?? '');
  expect(await sessions.ofPerson(id)).toHaveLength(3);
  await sessions.end(id, { id: second });
  expect(await sessions.personOf(secrets[1] ?? '', true)).toBeNull();
  await sessions.end(id, { except: first });
  expect((await sessions.ofPerson(id)).map((one) => one.id)).toEqual([first]);
});

it('locks a person out at once, gives no engineer the right to authorise, and keeps an administrator', async () => {
  const id = await administrator();
  const password = await accounts.create({ username: 'tri', name: 'Trí', roles: ['engineer'] }, 'An');
  const secret = await signIn('tri', password);
  const [tri] = (await accounts.list()).filter(({ username }) => username === 'tri');
  const all = { name: 'Trí', roles: ['engineer', 'approver'] as const, isActive: true };
  expect(await codeOf(accounts.change(tri?.id ?? '', 1, all, 'An'))).toBe('rolesIncompatible');
  expect(await codeOf(accounts.change(tri?.id ?? '', 9, { ...all, roles: ['viewer'] }, 'An'))).toBe('revisionConflict');
  await accounts.change(tri?.id ?? '', 1, { ...all, roles: ['engineer'], isActive: false }, 'An');
  expect(await sessions.personOf(secret, true)).toBeNull();
  expect(await codeOf(signIn('tri', password))).toBe('wrongPassword');
  const less = { name: 'An', roles: ['viewer'] as const, isActive: true };
  expect(await codeOf(accounts.change(id, 1, less, 'An'))).toBe('lastAdministrator');
  expect((await accounts.get(id)).roles).toEqual(['admin']);
});

it('lets a token in with its one role until its end or its revocation', async () => {
  const by = { id: 'person-1', name: 'An' };
  const { secret, token } = await tokens.create({ name: 'đo mưa', role: 'viewer', days: 2 }, by);
  expect(await tokens.principalOf(secret)).toMatchObject({ roles: ['viewer'], id: 'person-1', kind: 'token' });
  expect(await tokens.principalOf(`${secret}x`)).toBeNull();
  clock.advance(48 * HOUR - 1);
  expect(await tokens.principalOf(secret)).not.toBeNull();
  clock.advance(1);
  expect(await tokens.principalOf(secret)).toBeNull();
  expect(await tokens.list()).toEqual([]);
  const other = await tokens.create({ name: 'khác', role: 'editor', days: 2 }, by);
  await tokens.revoke(other.token.id, 'An');
  expect(await tokens.principalOf(other.secret)).toBeNull();
  expect(await codeOf(tokens.revoke(token.id, 'An'))).toBe('done');
  expect(await codeOf(tokens.revoke(token.id, 'An'))).toBe('notFound');
});

it('finds deeds in the audit log, newest first, and lets nobody change one', async () => {
  await administrator();
  await codeOf(signIn('an', 'sai'));
  clock.advance(1_000);
  await signIn();
  const log = nest.get(AuditLog);
  const all = { text: '', actions: [], from: null, to: null, after: null };
  const found = await log.search({ ...all, text: '192.0.2.1' }, 10);
  expect(found.map(({ action }) => action)).toEqual(['account.signIn', 'account.signInRefused']);
  expect(await log.search({ ...all, text: 'nguyễn_văn' }, 10)).toEqual([]);
  expect(await log.search({ ...all, text: 'Nguyễn Văn' }, 10)).toHaveLength(3);
  const refused = { text: 'không được', actions: ['account.signInRefused'] };
  expect(await log.search({ ...all, ...refused }, 10)).toHaveLength(1);
  const [newest] = found;
  expect(await log.search({ ...all, after: newest ?? null }, 10)).toHaveLength(2);
  expect(await log.search({ ...all, from: clock.now() }, 10)).toHaveLength(1);
  for (const statement of ["UPDATE audit SET actor = 'x'", 'DELETE FROM audit'])
    await expect(nest.get(UnitOfWork).run((manager) => manager.query(statement))).rejects.toThrow('append-only');
  expect(await log.search(all, 10)).toHaveLength(3);
});
