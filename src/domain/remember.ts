/**
 * A pure function that keeps its answers: stations by the thousand ask for the same weeks, rules and midnights.
 * Holds at most `kept` answers, then forgets them all, so that a hostile range cannot grow it.
 */
export function remember<Args extends readonly string[], Value>(
  kept: number,
  compute: (...args: Args) => Value,
): (...args: Args) => Value {
  const answers = new Map<string, Value>();
  return (...args) => {
    const key = args.join('\n');
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = compute(...args);
    if (answers.size >= kept) answers.clear();
    answers.set(key, answer);
    return answer;
  };
}
