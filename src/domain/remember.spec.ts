import { remember } from './remember';

describe('a remembered function', () => {
  it('computes once for the same arguments, and tells arguments apart', () => {
    const asked: string[] = [];
    const joined = remember(10, (a: string, b: string) => {
      asked.push(`${a}|${b}`);
      return a + b;
    });
    expect([joined('a', 'bc'), joined('a', 'bc'), joined('ab', 'c')]).toEqual(['abc', 'abc', 'abc']);
    expect(asked).toEqual(['a|bc', 'ab|c']);
  });

  it('keeps no more answers than it may', () => {
    let computed = 0;
    const counted = remember(2, (key: string) => key + String((computed += 1)));
    for (const key of ['a', 'b', 'a', 'b', 'c', 'c']) counted(key);
    expect(computed).toBe(3);
    expect(counted('a')).toBe('a4');
  });
});
