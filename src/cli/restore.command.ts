import { SystemClock } from '../platform/clock';
import { requireFile } from '../platform/files';
import type { Manifest } from '../upkeep/backup-format';
import { restoreBackup } from '../upkeep/restore-backup';
import type { Command, Invocation } from './command';
import { environment } from './context';

export const restore: Command = {
  name: 'restore',
  synopsis: 'FILE [--json]',
  help: {
    vi:
      'Khôi phục từ tệp sao lưu; phải dừng dịch vụ trước. Kiểm tra xong mới thay; dữ liệu và cấu hình đang có được chuyển\n' +
      'vào DATA_DIR/before-restore-…; nếu có lỗi thì giữ nguyên như cũ.',
    en:
      'Restores a backup; stop the service first. Everything is verified before anything is replaced; present data and settings\n' +
      'move to DATA_DIR/before-restore-…; on any failure all stays as it was.',
  },
  options: {},
  operandCount: { min: 1, max: 1 },
  run,
};

async function run(invocation: Invocation): Promise<0> {
  const archive = invocation.path(invocation.operand(0));
  await requireFile(archive);
  const order = { archive, now: new SystemClock().now(), signal: invocation.io.signal };
  const { manifest, before } = await restoreBackup(environment(), order);
  tell(invocation, archive, manifest, before);
  return 0;
}

function tell(invocation: Invocation, file: string, manifest: Manifest, before: string): void {
  invocation.answer({ file, manifest, before }, [
    `Đã khôi phục bản sao lưu lúc ${manifest.createdAt} (${manifest.media.files} tệp âm thanh). Có thể khởi động dịch vụ.`,
    `Restored the backup of ${manifest.createdAt} (${manifest.media.files} audio files). The service can be started.`,
    `Dữ liệu trước đó / Former data: ${before}`,
  ]);
}
