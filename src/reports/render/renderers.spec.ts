import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busyReport, otherStation, sampleReport, unzip } from '../../../test/support/sample-report';
import type { Report } from '../report';
import { differencesOf, sameData } from '../report-differences';
import { renderCsv } from './csv.renderer';
import { renderPdf } from './pdf.renderer';
import { renderXlsx } from './xlsx.renderer';

/** RFC 4180 by its own grammar, not by ours. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        if (text[at] === '"') at += 1;
        field += text[at] ?? '';
      }
      at += 1;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++] ?? '';
    records.at(-1)?.push(field);
    if (text[at] === ',') at += 1;
    else if (text.slice(at, at + 2) === '\r\n') {
      at += 2;
      records.push([]);
    } else throw new Error(`stray ${JSON.stringify(text.slice(at, at + 9))}`);
  }
  return records.slice(0, -1);
}

describe('CSV', () => {
  const bytes = renderCsv(sampleReport);

  it('is UTF-8 with its mark, rectangular, bare numbers and ISO dates', () => {
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const records = parseCsv(bytes.toString('utf8').slice(1));
    expect(new Set(records.map(({ length }) => length))).toEqual(new Set([12]));
    expect(records.filter(([table]) => table === 'Bang 3')).toEqual([
      ['Bang 3', 'Nguồn', 'Số tin bài', 'Lượt phát', 'Thời lượng', ...Array.from({ length: 7 }, () => '')],
      ['Bang 3', 'Tự sản xuất', '1', '1', '3725', ...Array.from({ length: 7 }, () => '')],
    ]);
    const [, log] = records.filter(([table]) => table === 'Nhat ky');
    expect(log?.slice(1, 9)).toEqual([
      '7',
      '2026-10-12',
      '05:30:00',
      '05:30:09',
      '06:32:14',
      'loa',
      'Đường dây nóng, "số 1"',
      '3725',
    ]);
  });

  it('keeps figures of four digits bare', () => {
    const records = parseCsv(renderCsv(busyReport).toString('utf8').slice(1));
    const [, own] = records.filter(([table]) => table === 'Bang 3');
    expect(own?.slice(1, 5)).toEqual(['Tự sản xuất', '999', '2032', String(1032 * 3600)]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1'])('makes no formula of %j', (label) => {
    const lost = sampleReport.lost.map((line) => ({ ...line, label }));
    const records = parseCsv(
      renderCsv({ ...sampleReport, lost })
        .toString('utf8')
        .slice(1),
    );
    expect(records.filter(([table]) => table === 'Bang 6')[1]?.[4]).toBe(`'${label}`);
  });
});

describe('the workbook', () => {
  const entries = unzip(renderXlsx(sampleReport));
  const sheet = (name: string) => entries.get(`xl/worksheets/${name}.xml`) ?? '';

  it('has a sheet a table, its header frozen', () => {
    expect(
      [...(entries.get('xl/workbook.xml') ?? '').matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name),
    ).toEqual(['Bang 1', 'Bang 2', 'Bang 3', 'Bang 4', 'Bang 5', 'Bang 6', 'Xac nhan', 'Nhat ky']);
    for (const name of [...entries.keys()].filter((path) => path.includes('worksheets/')))
      expect(entries.get(name)).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  });

  it('types numbers, dates and durations, and holds everything else as text', () => {
    // 12/10/2026 is day 46307 since 30/12/1899; 3725 s are 3725/86400 of a day.
    expect(sheet('sheet2')).toContain('<c r="B2" s="3"><v>46307</v></c>');
    expect(sheet('sheet2')).toContain(`<c r="H2" s="4"><v>${3725 / 86_400}</v></c>`);
    expect(sheet('sheet1')).toContain('<c r="G2" s="2"><v>66.7</v></c>');
    expect(sheet('sheet6')).toContain('<c r="D2" s="0" t="inlineStr"><is><t xml:space="preserve">=CMD()</t></is></c>');
    const busy = unzip(renderXlsx(busyReport)).get('xl/worksheets/sheet3.xml');
    expect(busy).toContain('<c r="C2" s="2"><v>2032</v></c><c r="D2" s="4"><v>43</v></c>');
    for (const xml of entries.values()) {
      expect(xml).not.toContain('<f>');
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c]/);
    }
  });
});

describe('the PDF', () => {
  const tool = (name: string, ...args: string[]) => execFileSync(name, args, { encoding: 'utf8' });
  const pagesIn = (pdf: Buffer) =>
    execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).split('\f').slice(0, -1);
  const pagesOf = async (report: Report) => pagesIn(await renderPdf(report));

  it('has its fonts inside and its pages by the decree, the first without a number, every word to be found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-pdf-'));
    try {
      const path = join(folder, 'report.pdf');
      const pdf = await renderPdf(sampleReport);
      writeFileSync(path, pdf);
      const pages = pagesIn(pdf);
      const text = pages.join('\n').replace(/\s+/g, ' ');
      for (const words of [
        'Độc lập - Tự do - Hạnh phúc',
        'VI. TỒN TẠI, NGUYÊN NHÂN',
        'GIÁM ĐỐC',
        'Thời lượng theo chủ đề',
        // Of a justified paragraph, and yet not drawn apart at its signs.
        '(số ……/KH-UBND ngày',
      ])
        expect(text).toContain(words);
      expect(text).toContain('Chủ đề không được phát trong kỳ: B.I.4.g (từ sau ngày 06/07/2026).');
      // First line of each page: the letterhead, then numbers from 2 on.
      expect(pages.map((page) => page.trim().split('\n')[0]?.trim()).slice(1)).toEqual(['2', '3', '4', '5']);
      expect(pages[0]?.trim()).toMatch(/^ỦY BAN NHÂN DÂN XÃ SƠN MAI/);
      const sizes = tool('pdfinfo', '-f', '1', '-l', '5', path).match(/Page +\d size: +[\d.]+ x [\d.]+/g);
      expect(sizes?.map((line) => line.replace(/.*: +/, ''))).toEqual([
        '595.28 x 841.89',
        '841.89 x 595.28',
        '841.89 x 595.28',
        '595.28 x 841.89',
        '841.89 x 595.28',
      ]);
      const fonts = tool('pdffonts', path).trim().split('\n').slice(2);
      expect(fonts.length).toBeGreaterThan(1);
      for (const font of fonts) expect(font).toMatch(/^\w{6}\+Tinos\S* +CID TrueType +Identity-H +yes yes yes/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('puts a dot into thousands', async () => {
    const text = (await pagesOf(busyReport)).join('\n').replace(/\s+/g, ' ');
    expect(text).toContain('phát 1.032 lượt trọn vẹn và 1.000 lượt không trọn vẹn, tổng thời lượng 1.032 giờ.');
    expect(text).toContain('Tự sản xuất 999 2.032 1.032 giờ');
    expect(text).toMatch(/ 1032 12\/10\/2026 05:30:00 /);
  });

  it('prints what the station set, a title of the signer line by line', async () => {
    const text = (await pagesOf(otherStation)).join('\n');
    const lines = text.split('\n').map((line) => line.trim().split(/ {3,}/));
    // "Nơi nhận" stands on the left of the title.
    const first = lines.findIndex(([left]) => left === 'Nơi nhận:');
    const block = lines.slice(first, lines.findIndex((line) => line.includes('PHÓ CHỦ TỊCH')) + 1).flat();
    expect(block.filter((words) => words.startsWith('-'))).toEqual([
      '- Như trên;',
      '- Đảng ủy xã;',
      '- Lưu: VT, TTCƯ.',
    ]);
    expect(block.filter((words) => /Ủ/.test(words))).toEqual(['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']);
    expect(text.replace(/\s+/g, ' ')).toContain('chuyển đổi số trên mạng loa xã tháng 10/2026');
    expect(text).not.toContain('truyền thanh');
  });

  it.each([13, 18])('leaves no heading or caption at the foot of a page, after %d airings', async (count) => {
    const airings = Array.from({ length: count }, () => sampleReport.airings[0]!);
    const pages = await pagesOf({ ...sampleReport, airings });
    const feet = pages.map((page) => page.trim().split('\n').at(-1)?.trim());
    expect(feet.filter((foot = '') => /^(Bảng|Biểu đồ) \d|^[IVX]+\. /.test(foot))).toEqual([]);
  });
});

describe('versions', () => {
  it('differ by what they say, row by row, not by when they were read', () => {
    expect(sameData(sampleReport, { ...sampleReport, asOf: '2026-12-01T00:00:00.000+07:00' })).toBe(true);
    const [airing] = sampleReport.airings;
    const [programme] = sampleReport.targets;
    if (!airing || !programme) throw new Error('the sample has neither');
    const after: Report = {
      ...sampleReport,
      letterhead: { ...sampleReport.letterhead, distribution: ['Như trên', 'Lưu: VP'] },
      targets: [{ ...programme, lines: programme.lines.map((line, at) => (at === 0 ? { ...line, done: 3 } : line)) }],
      // One put in front shifts the running numbers and nothing else.
      airings: [
        { ...airing, airingId: 'a0', date: '2026-10-05', position: 1 },
        { ...airing, position: 2 },
      ],
      lost: [],
    };
    expect(sameData(sampleReport, after)).toBe(false);
    const found = differencesOf(sampleReport, after);
    expect(found.map(({ place }) => place)).toEqual([
      'Thể thức, nơi nhận',
      'Bảng 1, Chuyên mục Chuyển đổi số, C.I.1.a, số: Thực hiện',
      'Bảng 2',
      'Bảng 6',
    ]);
    expect(found[0]?.after).toBe('Như trên; Lưu: VP');
    expect(found[1]).toMatchObject({ before: '2', after: '3' });
    expect(found[2]?.before).toBe('không có');
    expect(found[2]?.after).toMatch(/^05\/10\/2026, 05:30:09, /);
    expect(found[3]?.after).toBe('không có');
  });
});
