/**
 * The answer, unless it takes longer: BullMQ's commands wait for Redis however long that takes, and callers must not.
 * @throws Error `<what> has not answered within … ms`
 */
export async function inTime<T>(answer: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} has not answered within ${limitMs} ms`));
    }, limitMs);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
    // When it lost the race it may still fail, long after anybody listens.
    answer.catch(() => undefined);
  }
}
