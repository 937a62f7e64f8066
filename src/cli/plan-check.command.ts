import { ConfigError } from '../platform/config/config-error';
import { loadPlan } from '../platform/config/plan-file';
import type { Command, Invocation } from './command';
import { station } from './context';

export const planCheck: Command = {
  name: 'plan check',
  synopsis: 'FILE [--json]',
  help: {
    vi: 'Kiểm tra một tệp kế hoạch theo cấu hình của đài; nêu từng lỗi với dòng, mục và giá trị được nhận.',
    en: "Checks a plan file against the station's settings; names every fault with its line, place and what is allowed.",
  },
  options: {},
  operandCount: { min: 1, max: 1 },
  run: (invocation) => Promise.resolve(check(invocation)),
};

function check(invocation: Invocation): 0 | 1 {
  try {
    const { code, title, programmes, topics } = loadPlan(invocation.path(invocation.operand(0)), station().grid);
    invocation.answer(
      { valid: true, code, title, programmes: programmes.length, topics: topics.length, problems: [] },
      [
        `Hợp lệ: ${code} – ${title} (${programmes.length} chuyên mục, ${topics.length} chủ đề)`,
        `Valid: ${code} (${programmes.length} programmes, ${topics.length} topics)`,
      ],
    );
    return 0;
  } catch (error) {
    if (!invocation.json || !(error instanceof ConfigError)) throw error;
    invocation.answer({ valid: false, problems: error.problems }, []);
    return 1;
  }
}
