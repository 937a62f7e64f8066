import { actorFromHeader, unverifiedActor } from './actor';

describe('a typed name', () => {
  it.each([
    ['Nguyễn Thị Lan', 'Nguyễn Thị Lan (chưa xác thực)'],
    ['Nguyễn Thị Lan'.normalize('NFD'), 'Nguyễn Thị Lan (chưa xác thực)'],
    ['  Lan\r\nTrí\u202e ', 'Lan Trí (chưa xác thực)'],
    ['Lan (chưa xác thực)', 'Lan (chưa xác thực)'],
    ['Lan (đã xác thực)', 'Lan (đã xác thực) (chưa xác thực)'],
    ['   ', 'chưa ghi tên (chưa xác thực)'],
    [undefined, 'chưa ghi tên (chưa xác thực)'],
  ])('%j is printed as %s', (typed, printed) => {
    expect(unverifiedActor(typed)).toBe(printed);
  });

  it('is cut to a length that fits a page', () => {
    expect(unverifiedActor('ấ'.repeat(500))).toBe(`${'ấ'.repeat(100)} (chưa xác thực)`);
  });
});

it.each([
  ['UTF-8 bytes, as scripts send them', Buffer.from('Lan Ấ').toString('latin1'), 'Lan Ấ'],
  ['percent-encoding, as browsers must', encodeURIComponent('Lan Ấ'), 'Lan Ấ'],
  ['plain latin1', 'Andr\u00e9', 'André'],
  ['a stray percent sign', '100% Lan', '100% Lan'],
])('X-Actor may be %s', (_how, value, name) => {
  expect(actorFromHeader(value)).toBe(name);
});
