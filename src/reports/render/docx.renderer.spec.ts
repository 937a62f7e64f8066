import { renderDocx } from './docx.renderer';
import { busyReport, otherStation, sampleReport as report, unzip } from '../../../test/support/sample-report';

/** A4's margins as the decree bounds them, in twentieths of a point: 20–25, 30–35 and 15–20 mm. */
const TWIPS_PER_MM = 1440 / 25.4;

/** Texts of the document's paragraphs, in order. */
function paragraphs(xml: string): string[] {
  return [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) =>
    [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
  );
}

function part(entries: ReadonlyMap<string, string>, name: string): string {
  const xml = entries.get(name);
  if (xml === undefined) throw new Error(`no ${name} among ${[...entries.keys()].join(', ')}`);
  return xml;
}

describe('the Word document', () => {
  let entries: ReadonlyMap<string, string>;
  let xml: string;

  beforeAll(async () => {
    entries = unzip(await renderDocx(report));
    xml = part(entries, 'word/document.xml');
  });

  it('is A4 with the margins of the decree, landscape only for the tables and the appendix', () => {
    const pages = [...xml.matchAll(/<w:pgSz w:w="(\d+)" w:h="(\d+)"/g)].map(([, w, h]) => [Number(w), Number(h)]);
    expect(pages).toEqual([
      [11906, 16838],
      [16838, 11906],
      [11906, 16838],
      [16838, 11906],
    ]);
    const margins = [...xml.matchAll(/<w:pgMar [^>]*>/g)].map(([tag]) =>
      ['top', 'bottom', 'left', 'right'].map((side) => Number(new RegExp(`w:${side}="(\\d+)"`).exec(tag)?.[1])),
    );
    expect(margins).toHaveLength(4);
    for (const [top = 0, bottom = 0, left = 0, right = 0] of margins) {
      for (const [value, least, most] of [
        [top, 20, 25],
        [bottom, 20, 25],
        [left, 30, 35],
        [right, 15, 20],
      ] as const) {
        expect(value).toBeGreaterThanOrEqual(least * TWIPS_PER_MM);
        expect(value).toBeLessThanOrEqual(most * TWIPS_PER_MM);
      }
    }
  });

  it('numbers pages in the top margin, but not the first page of the document', () => {
    const sections = [...xml.matchAll(/<w:sectPr>.*?<\/w:sectPr>/gs)].map(([section]) => section);
    expect(sections.map((section) => /<w:titlePg\/>/.test(section))).toEqual([true, false, false, false]);
    const relations = part(entries, 'word/_rels/document.xml.rels');
    const header = (section: string | undefined, type: string): string => {
      const id = new RegExp(`w:type="${type}" r:id="(\\w+)"`).exec(section ?? '')?.[1] ?? '';
      const relation = [...relations.matchAll(/<Relationship [^>]*>/g)].find(([tag]) => tag.includes(`Id="${id}"`));
      return part(entries, `word/${/Target="([^"]+)"/.exec(relation?.[0] ?? '')?.[1] ?? ''}`);
    };
    expect(header(sections[0], 'first')).not.toContain('PAGE');
    for (const section of sections) {
      const page = header(section, 'default');
      expect(page).toContain('PAGE');
      expect(page).toContain('<w:jc w:val="center"/>');
    }
  });

  it('is Times New Roman 14 with real heading styles', () => {
    const styles = part(entries, 'word/styles.xml');
    const defaults = /<w:docDefaults>.*?<\/w:docDefaults>/s.exec(styles)?.[0] ?? '';
    expect(defaults).toContain('w:ascii="Times New Roman"');
    expect(defaults).toContain('<w:sz w:val="28"/>');
    expect(styles).toContain('w:styleId="Heading1"');
    const headings = [...xml.matchAll(/<w:p><w:pPr><w:pStyle w:val="Heading1"\/>.*?<\/w:p>/gs)].map(
      ([heading]) => paragraphs(heading)[0],
    );
    expect(headings).toEqual([
      'I. CĂN CỨ VÀ TÌNH HÌNH CHUNG',
      'II. KẾT QUẢ THỰC HIỆN CHỈ TIÊU',
      'III. SẢN XUẤT VÀ THỜI LƯỢNG',
      'IV. CHỦ ĐỀ',
      'V. KỸ THUẬT',
      'VI. TỒN TẠI, NGUYÊN NHÂN',
      'VII. PHƯƠNG HƯỚNG',
      'VIII. KIẾN NGHỊ',
    ]);
  });

  it('repeats table heads and splits no row', () => {
    const rows = [...xml.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) => row);
    expect(rows.filter((row) => row.includes('<w:tblHeader/>'))).toHaveLength(7);
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
  });

  it('carries letterhead, title, recipients and signature block, blank where staff write', () => {
    const texts = paragraphs(xml);
    for (const text of [
      'ỦY BAN NHÂN DÂN XÃ SƠN MAI',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BÁO CÁO',
      'Kết quả phát thanh tuyên truyền cải cách hành chính và chuyển đổi số trên hệ thống truyền thanh xã tháng 10/2026',
      'Kính gửi:',
      '- UBND xã;',
      '- Phòng Văn hóa – Xã hội.',
      'Căn cứ Kế hoạch truyền thông năm 2026 của UBND xã Sơn Mai (số ……/KH-UBND ngày ……/……/………) (cần xác nhận).',
      'Số liệu lấy từ nhật ký phát sóng, tính đến 09:00:00 ngày 05/11/2026.',
      'Nơi nhận:',
      '- Lưu: VT.',
      'GIÁM ĐỐC',
    ])
      expect(texts).toContain(text);
    expect(texts.find((text) => text.startsWith('Số: '))).toMatch(/^Số: +\/BC-TTCƯDVC$/);
    expect(texts.find((text) => text.startsWith('Sơn Mai, ngày'))).toMatch(/^Sơn Mai, ngày +tháng +năm +$/);
    expect(texts.filter((text) => text.endsWith('./.'))).toHaveLength(1);
  });

  it('prints what the station set, a title of the signer line by line', async () => {
    const texts = paragraphs(part(unzip(await renderDocx(otherStation)), 'word/document.xml'));
    const first = texts.indexOf('Nơi nhận:');
    expect(texts.slice(first, first + 8)).toEqual([
      ...['Nơi nhận:', '- Như trên;', '- Đảng ủy xã;', '- Lưu: VT, TTCƯ.'],
      ...['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', ''],
    ]);
    expect(texts.join('\n')).toContain('chuyển đổi số trên mạng loa xã tháng 10/2026\n');
    expect(texts.join('\n')).toContain('Trong tháng 10/2026, mạng loa xã phát 0 lượt trọn vẹn');
    expect(texts.join('\n')).not.toContain('truyền thanh');
  });

  it('prints tables cell by cell', () => {
    const cells = [...xml.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => paragraphs(cell).join(' | '));
    const rowAfter = (first: string, length: number) =>
      cells.slice(cells.indexOf(first), cells.indexOf(first) + length);
    expect(rowAfter('Chuyên mục Chuyển đổi số', 10)).toEqual([
      'Chuyên mục Chuyển đổi số',
      'C.I.1.a',
      'số',
      '3',
      '2',
      '66,7',
      '7',
      '5',
      'Chưa đạt',
      'Không phát: số 4 (chưa có bản ghi âm) | Phát bù: số 7 (muộn, sau kỳ)',
    ]);
    // The second line of the programme lies under the merged cells of the first.
    expect(rowAfter('lượt phát lại', 8)).toEqual(['lượt phát lại', '0', '0', '–', '7', '5', '–', '']);
    expect(rowAfter('12/10/2026', 9)).toEqual([
      '12/10/2026',
      '05:30:09',
      // No control character, which XML could not hold; decomposed letters composed.
      'Đường dây nóng &lt;&quot;&amp;  &gt; Quảng Ngãi',
      'B.I.4.đ Dịch vụ công trực tuyến',
      'Phát bù | (không trọn vẹn)',
      'Tiếng Hrê',
      '1 giờ 2 phút 5 giây',
      '4/6',
      'Nguyễn Văn A (chưa xác thực)',
    ]);
    expect(rowAfter('Tổng cộng: 0 lượt phát trọn vẹn, 1 lượt không trọn vẹn', 2)[1]).toBe('1 giờ 2 phút 5 giây');
  });

  it('puts a dot into thousands', async () => {
    const texts = paragraphs(part(unzip(await renderDocx(busyReport)), 'word/document.xml'));
    for (const text of [
      'Trong tháng 10/2026, hệ thống truyền thanh xã phát 1.032 lượt trọn vẹn và 1.000 lượt không trọn vẹn, tổng thời lượng 1.032 giờ.',
      'Tổng cộng: 1.032 lượt phát trọn vẹn, 1.000 lượt không trọn vẹn',
      '999',
      '2.032',
      '66,7',
      // The log's own number.
      '1032',
    ])
      expect(texts).toContain(text);
  });

  it('is NFC throughout, and says in its properties what it is and whose', () => {
    for (const [name, text] of entries)
      if (!name.endsWith('.png')) expect([name, text === text.normalize('NFC')]).toEqual([name, true]);
    const properties = part(entries, 'docProps/core.xml');
    expect(properties).toContain('<dc:title>Báo cáo Kết quả phát thanh');
    expect(properties).toContain('<dc:creator>TRUNG TÂM CUNG ỨNG DỊCH VỤ CÔNG</dc:creator>');
  });

  it('says so in a sentence when there is nothing to tabulate', async () => {
    const none = { targets: [], airings: [], sources: [], topics: [], clusters: [], lost: [], weeks: [], log: [] };
    const empty = { ...report, ...none, ended: false };
    const text = part(unzip(await renderDocx(empty)), 'word/document.xml');
    expect(paragraphs(text)).toContain('Trong kỳ báo cáo không có lượt phát nào.');
    expect(paragraphs(text)).toContain('Trong kỳ báo cáo không có kế hoạch nào có hiệu lực.');
    expect(text).not.toContain('<w:tblHeader/>');
    expect(text).toContain('số liệu là tạm tính');
  });
});
