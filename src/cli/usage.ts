import type { Command } from './command';

const PROGRAM = 'npm run -s cli --';

/** How to call these commands, Vietnamese first. */
export function usageOf(commands: readonly Command[]): string {
  const parts = commands.map(({ name, synopsis, help }) =>
    [`  ${name} ${synopsis}`, ...indented(help.vi), ...indented(help.en)].join('\n'),
  );
  return [
    `Cách dùng / Usage: ${PROGRAM} LỆNH…`,
    ...parts,
    '--json: chỉ in JSON. DATA_DIR, CONFIG_DIR: như của dịch vụ. Mã thoát: 0 xong, 1 lỗi, 2 gọi sai cách.',
    '--json: prints JSON alone. DATA_DIR, CONFIG_DIR: as for the service. Exit codes: 0 done, 1 failed, 2 not understood.\n',
  ].join('\n\n');
}

function indented(text: string): string[] {
  return text.split('\n').map((line) => `      ${line}`);
}
