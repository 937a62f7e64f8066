import fc from 'fast-check';
import { csvOf } from './csv';

/** As RFC 4180 says. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cells.exec(csv); match !== null; match = cells.exec(csv)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push(row.splice(0));
  }
  return rows;
}

it('is read back as it was written, and holds nothing that a spreadsheet would run', () => {
  const text = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n,";\'a ă1'.match(/./gsu)!) });
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 3 }), { minLength: 1 }), (rows) => {
      const csv = csvOf(rows, ',');
      expect(csv.startsWith('\uFEFF')).toBe(true);
      const read = parsed(csv.slice(1));
      expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=\s*[=+\-@\t\r])/, '')))).toEqual(
        rows.map((row) => row.map((cell) => cell.replace(/^'(?=\s*[=+\-@\t\r])/, ''))),
      );
      for (const cell of read.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]|^[\t\r]/);
    }),
  );
});

it('writes numbers as numbers of the language', () => {
  expect(csvOf([['Lệch (ms)', -12.5, null, '=1+1', 'a"b']], ',')).toBe('\uFEFFLệch (ms),"-12,5",,\'=1+1,"a""b"\r\n');
});
