import { SystemClock } from '../platform/clock';
import { makeBackup } from '../upkeep/make-backup';
import type { Command, Invocation } from './command';
import { environment } from './context';

export const backup: Command = {
  name: 'backup',
  synopsis: 'FILE [--force] [--json]',
  help: {
    vi:
      'Sao lưu vào một tệp tar, kể cả khi dịch vụ đang chạy: cơ sở dữ liệu, bản ghi âm, báo cáo, cấu hình (station.yaml, plans/).\n' +
      'Không gồm tệp đã phát ra, bản thu kiểm tra sóng và sổ tạm của bộ phát. --force: ghi đè tệp đã có.',
    en:
      'Backs up into one tar file, even while the service runs: database, recordings, reports, settings (station.yaml, plans/).\n' +
      "Not in it: what the outputs wrote, air-checks, the playout engine's journal. --force: replace an existing file.",
  },
  options: { force: 'boolean' },
  operandCount: { min: 1, max: 1 },
  run,
};

async function run(invocation: Invocation): Promise<0> {
  const file = invocation.path(invocation.operand(0));
  const [mayReplace, now, { signal }] = [invocation.has('force'), new SystemClock().now(), invocation.io];
  const { bytes, sha256, manifest } = await makeBackup(environment(), { file, mayReplace, now, signal });
  invocation.answer({ file, bytes, sha256, manifest }, [
    `Đã sao lưu: ${file} (${bytes} byte; ${manifest.media.files} tệp âm thanh, ${manifest.reports.files} tệp báo cáo).`,
    `Backed up: ${file} (${bytes} bytes; ${manifest.media.files} audio files, ${manifest.reports.files} report files).`,
    `SHA-256: ${sha256}`,
  ]);
  return 0;
}
