import { strToU8, zipSync } from 'fflate';
import { tablesOf } from '../report-tables';
import type { Report } from '../report';
import type { Cell, ReportTable } from '../table';
import { escapeXml } from './svg';

/** Indices of `cellXfs` in STYLES. */
const STYLE = { text: 0, header: 1, number: 2, date: 3, duration: 4 } as const;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const font = (bold: string) => `<font>${bold}<sz val="11"/><name val="Times New Roman"/></font>`;
const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>` +
  `<fonts count="2">${font('')}${font('<b/>')}</fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
  // 49 is text: nothing in such a cell is ever taken for a formula. 46 is [h]:mm:ss.
  [
    [49, 0],
    [49, 1],
    [0, 0],
    [164, 0],
    [46, 0],
  ]
    .map(
      ([format, face]) =>
        `<xf numFmtId="${String(format)}" fontId="${String(face)}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>`,
    )
    .join('') +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

/** A fixed time, so that the same report is the same file. */
const MTIME = new Date(Date.UTC(2000, 0, 1, 12));

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table's name, columns and typed cells. */
export type Sheet = Pick<ReportTable, 'name' | 'columns' | 'rows'>;

export function renderXlsx(report: Report): Buffer {
  return workbookOf(Object.values(tablesOf(report)) as ReportTable[]);
}

/**
 * A workbook of one sheet a table: numbers, dates and durations typed, everything else inline text and never a formula,
 * the header row frozen.
 */
export function workbookOf(tables: readonly Sheet[]): Buffer {
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(tables),
    '_rels/.rels': relationships([[`${OFFICE}/officeDocument`, 'xl/workbook.xml']]),
    'xl/workbook.xml': workbook(tables),
    'xl/_rels/workbook.xml.rels': relationships([
      ...tables.map((_, index) => [`${OFFICE}/worksheet`, `worksheets/sheet${String(index + 1)}.xml`] as const),
      [`${OFFICE}/styles`, 'styles.xml'],
    ]),
    'xl/styles.xml': STYLES,
  };
  tables.forEach((table, index) => {
    parts[`xl/worksheets/sheet${String(index + 1)}.xml`] = sheet(table);
  });
  const files = Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)]));
  return Buffer.from(zipSync(files, { mtime: MTIME }));
}

function contentTypes(tables: readonly Sheet[]): string {
  const override = (part: string, type: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const sheets = tables.map((_, index) => override(`worksheets/sheet${String(index + 1)}`, 'worksheet')).join('');
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${override('workbook', 'sheet.main')}${override('styles', 'styles')}${sheets}</Types>`
  );
}

function relationships(targets: readonly (readonly [string, string])[]): string {
  const items = targets.map(
    ([type, target], index) => `<Relationship Id="rId${String(index + 1)}" Type="${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

function workbook(tables: readonly Sheet[]): string {
  const sheets = tables.map(({ name }, index) => {
    const id = String(index + 1);
    return `<sheet name="${escapeXml(name)}" sheetId="${id}" r:id="rId${id}"/>`;
  });
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function sheet({ columns, rows }: Sheet): string {
  const widths = columns.map(({ widthMm }, index) => {
    const n = String(index + 1);
    return `<col min="${n}" max="${n}" width="${String(Math.max(8, Math.round(widthMm / 2)))}" customWidth="1"/>`;
  });
  const header = columns.map(({ title }, index) => inline(`${letter(index)}1`, title, STYLE.header));
  const body = rows.map((row, index) => {
    const n = String(index + 2);
    return `<row r="${n}">${row.map((cell, at) => cellXml(`${letter(at)}${n}`, cell)).join('')}</row>`;
  });
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>` +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${header.join('')}</row>${body.join('')}</sheetData></worksheet>`
  );
}

function cellXml(place: string, { lines, value }: Cell): string {
  if (value === null) return inline(place, lines.join('\n'), STYLE.text);
  const number = {
    number: Number(value.value),
    duration: Number(value.value) / 86_400,
    date: serialOf(String(value.value)),
  };
  return `<c r="${place}" s="${String(STYLE[value.kind])}"><v>${String(number[value.kind])}</v></c>`;
}

function inline(place: string, text: string, style: number): string {
  const lines = text.split('\n').map(escapeXml).join('\n');
  return `<c r="${place}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${lines}</t></is></c>`;
}

/** Days since 1899-12-30, as spreadsheets count them. */
function serialOf(date: string): number {
  return (Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
}

/** A table has far fewer columns than letters. */
function letter(index: number): string {
  return String.fromCharCode(65 + index);
}
