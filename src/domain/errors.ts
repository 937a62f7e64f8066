/**
 * A refusal the domain can explain. It carries a stable code and facts, never HTTP and never a sentence:
 * `platform/http` turns the code into a status and into Vietnamese or English text.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly facts: Readonly<Record<string, string | number | boolean | null>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.name = 'DomainError';
  }
}

/** Closes a switch over a union: a new member fails to compile here instead of being ignored at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
