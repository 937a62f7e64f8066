import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderDocx } from '../../src/reports/render/docx.renderer';
import { sampleReport } from '../support/sample-report';

it('a word processor lays the Word file out as the decree asks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-word-'));
  try {
    const file = join(folder, 'report.docx');
    writeFileSync(file, await renderDocx(sampleReport));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const options = ['--headless', profile, '--convert-to', 'pdf:writer_pdf_Export', '--outdir', folder, file];
    execFileSync('soffice', options, { stdio: 'ignore', timeout: 170_000 });
    const pdf = join(folder, 'report.pdf');
    const pages = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
    expect(pages[0]?.trim()).toMatch(/^ỦY BAN NHÂN DÂN XÃ SƠN MAI/);
    expect(pages.slice(1).map((page) => page.trim().split('\n')[0]?.trim())).toEqual(
      pages.slice(1).map((_, index) => String(index + 2)),
    );
    const sizes = execFileSync('pdfinfo', ['-f', '1', '-l', String(pages.length), pdf], { encoding: 'utf8' });
    const [first, second] = [...sizes.matchAll(/size: +(\d+)\S* x (\d+)/g)].map(([, width, height]) => [width, height]);
    expect([first, second]).toEqual([
      ['595', '841'],
      ['841', '595'],
    ]);
    // Where letters stand on page 1: at least 30 mm from the left edge and 20 mm from the top, 15 mm from the right.
    const boxes = execFileSync('pdftotext', ['-bbox', '-l', '1', pdf, '-'], { encoding: 'utf8' });
    const words = [...boxes.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"/g)].map((found) =>
      found.slice(1).map((value) => (Number(value) / 72) * 25.4),
    );
    expect(Math.min(...words.map(([left = 0]) => left))).toBeGreaterThan(29.5);
    expect(Math.min(...words.map(([, top = 0]) => top))).toBeGreaterThan(19.5);
    expect(Math.max(...words.map(([, , right = 0]) => right))).toBeLessThan(210 - 14.5);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 180_000);
