import { z } from 'zod';
import { ConfigError, describeProblems, type Language } from './config-error';
import { parseYaml, readText } from './yaml-file';

const schema = z.strictObject({
  name: z.string(),
  cadence: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('weekly'), repeats: z.int().min(0) }),
    z.strictObject({ kind: z.literal('monthly') }),
    z.strictObject({ kind: z.literal('unscheduled') }),
  ]),
  list: z.array(z.string()).min(1).optional(),
});

function caught(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function refusal(source: string, language: Language = 'vi'): string[] {
  const { problems } = caught(() => parseYaml(source, 'x.yaml', schema, 'configInvalid'));
  return describeProblems(problems, language).split('\n');
}

describe('parseYaml', () => {
  it('gives text in NFC', () => {
    const decomposed = 'Chuyển đổi số'.normalize('NFD');
    const value = parseYaml(`name: ${decomposed}\ncadence: { kind: monthly }\n`, 'x.yaml', schema, 'configInvalid');
    expect(value.name).toBe('Chuyển đổi số'.normalize('NFC'));
  });

  it('names file, line, path, what was found and what is allowed, in both languages', () => {
    const source = 'name: a\ncadence:\n  kind: weekley\n';
    expect(refusal(source)).toEqual([
      'x.yaml, dòng 3, mục cadence.kind: gặp "weekley", chỉ nhận "weekly", "monthly" hoặc "unscheduled"',
    ]);
    expect(refusal(source, 'en')).toEqual([
      'x.yaml, line 3, at cadence.kind: found "weekley", takes only "weekly", "monthly" or "unscheduled"',
    ]);
  });

  it('lists every problem at once, in file order', () => {
    expect(refusal('nam: a\ncadence:\n  kind: weekly\n  repeats: -1\nlist: []\n')).toEqual([
      'x.yaml, dòng 1, mục name: thiếu, cần chữ',
      'x.yaml, dòng 1, mục nam: gặp "nam", chỉ nhận các khóa name, cadence, list (có phải ý là "name"?)',
      'x.yaml, dòng 4, mục cadence.repeats: gặp -1, chỉ nhận số từ 0 trở lên',
      'x.yaml, dòng 5, mục list: gặp [], chỉ nhận danh sách từ 1 mục trở lên',
    ]);
  });

  it('suggests no key when none is close', () => {
    expect(refusal('name: a\ncadence: { kind: monthly }\nvolume:\n  loud: 3\n')).toEqual([
      'x.yaml, dòng 3, mục volume: gặp "volume", chỉ nhận các khóa name, cadence, list',
    ]);
  });

  it('shortens a long value', () => {
    const [line] = refusal(`name: a\ncadence: { kind: ${'z'.repeat(500)} }\n`);
    expect(line).toContain(`gặp "${'z'.repeat(58)}…,`);
  });

  it.each([
    [
      'a doubled key',
      'name: a\nname: b\ncadence: { kind: monthly }\n',
      'dòng 2: gặp "name: b", chỉ nhận mỗi khóa một lần',
    ],
    ['broken syntax', 'name: a\ncadence: { kind: monthly\nlist: [\n', 'YAML đúng cú pháp'],
    [
      'an alias',
      'name: &n a\nlist: [*n]\ncadence: { kind: monthly }\n',
      'dòng 2: gặp "list: [*n]", chỉ nhận giá trị viết thẳng',
    ],
    ['a control character', 'name: "a\\u0007b"\ncadence: { kind: monthly }\n', 'dòng 1, mục name: gặp "a\\u0007b"'],
    ['an override of writing direction', 'cadence: { kind: monthly }\nname: "a\\u202Eb"\n', 'dòng 2, mục name'],
    ['an empty file', '', 'x.yaml, dòng 1: gặp null'],
    ['a list instead of a group', '- a\n', 'x.yaml, dòng 1: gặp ["a"], chỉ nhận nhóm các mục'],
  ])('refuses %s', (_, source, expected) => {
    expect(refusal(source).join('\n')).toContain(expected);
  });

  it('runs further checks on the value and locates what they find', () => {
    const refused = caught(() =>
      parseYaml('name: a\ncadence:\n  kind: monthly\n', 'x.yaml', schema, 'planInvalid', ({ name }) => [
        { path: ['name'], found: name, allowed: { vi: 'b', en: 'b' }, at: 'value' },
      ]),
    );
    expect(refused.code).toBe('planInvalid');
    expect(refused.facts).toEqual({
      file: 'x.yaml',
      problemCount: 1,
      problems: 'x.yaml, line 1, at name: found a, takes only b',
    });
    expect(refused.problems).toMatchObject([{ line: 1, column: 7 }]);
  });
});

describe('readText', () => {
  it('names a file that is not there', () => {
    const refused = caught(() => readText('/nowhere/a.yaml', 'configInvalid'));
    expect(refused.code).toBe('configInvalid');
    expect(refused.problems).toMatchObject([{ file: '/nowhere/a.yaml', found: 'ENOENT' }]);
  });
});
