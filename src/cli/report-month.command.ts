import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { unverifiedActor } from '../audit/actor';
import { ReportRegister } from '../reports/report.register';
import { caller, withApplication } from './application';
import { UsageError, type Command, type Invocation } from './command';
import { environment } from './context';
import { makeFolder, refuseExisting, writeWhole } from '../platform/files';
import { RunningService } from './running-service';

export const reportMonth: Command = {
  name: 'report month',
  synopsis: 'YYYY-MM --out DIR [--force] [--json]',
  help: {
    vi: 'Lập báo cáo tháng (JSON, DOCX, PDF, XLSX, CSV), lưu thành phiên bản như trên bảng điều khiển và chép vào DIR. --force: ghi đè.',
    en: "Makes a month's report (JSON, DOCX, PDF, XLSX, CSV), keeps it as a version as the console does, and copies it to DIR. --force: replace.",
  },
  options: { out: 'string', force: 'boolean' },
  operandCount: { min: 1, max: 1 },
  run,
};

interface MonthFiles {
  readonly version: number;
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
}

const kept = z.object({
  version: z.int(),
  files: z.array(z.object({ name: z.string().regex(/^[\w-]+(\.[\w-]+)+$/), href: z.string().startsWith('/api/') })),
});

async function run(invocation: Invocation): Promise<0> {
  const month = invocation.operand(0);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new UsageError({
      vi: `"${month}": tháng phải có dạng YYYY-MM.`,
      en: `"${month}": a month must read YYYY-MM.`,
    });
  }
  const folder = invocation.path(invocation.required('out'));
  await makeFolder(folder);
  const { version, files } = await reportFiles(month);
  const written: string[] = [];
  for (const { name, content } of files) {
    const file = join(folder, name);
    // Staff finish the Word file by hand: a copy that differs is theirs.
    const isSame = existsSync(file) && content.equals(await readFile(file));
    if (!isSame) refuseExisting(file, invocation.has('force'));
    if (!isSame) await writeWhole(file, content);
    written.push(file);
  }
  invocation.answer({ month, version, files: written }, [
    `Báo cáo tháng ${month}, phiên bản ${version}:`,
    `Report of ${month}, version ${version}:`,
    ...written.map((file) => `  ${file}`),
  ]);
  return 0;
}

async function reportFiles(month: string): Promise<MonthFiles> {
  const service = await RunningService.find(environment().dataDir);
  return service === null ? fromDatabase(month) : fromService(service, month);
}

async function fromService(service: RunningService, month: string): Promise<MonthFiles> {
  const { version, files } = await service.post('/api/v1/reports', { month }, kept, caller());
  const contents = await Promise.all(files.map(({ href }) => service.download(href)));
  return { version, files: files.map(({ name }, index) => ({ name, content: contents[index] ?? Buffer.alloc(0) })) };
}

async function fromDatabase(month: string): Promise<MonthFiles> {
  return withApplication(async (application) => {
    const register = application.get(ReportRegister);
    const { id, version, files } = await register.create(month, 'all', unverifiedActor(caller()));
    const contents = await Promise.all(files.map(({ name }) => register.file(id, name)));
    return { version, files: contents.map(({ file, content }) => ({ name: file.name, content })) };
  });
}
