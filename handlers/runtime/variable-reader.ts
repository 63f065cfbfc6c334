/** Names every variable that is missing or unreadable, at once. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(problems: readonly string[]) {
    super(
      `The function's environment is not what its stack writes: ${problems.join('; ')}. ` +
        'Deploy the stack again instead of editing the variables by hand.',
    );
  }
}

/** As `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The value of a variable without which the function cannot do anything. @throws EnvironmentError */
export const requiredVariable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new EnvironmentError([`${name} is missing`]);
  return value;
};

/** Collects problems instead of stopping at the first; what it returns then is never used. */
export class VariableReader {
  readonly problems: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  optional(name: string): string | undefined {
    const value = this.#variables[name];
    return value === '' ? undefined : value;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is missing`);
    return value ?? '';
  }

  /** A list may be empty, but not absent. */
  list(name: string): readonly string[] {
    const value = this.#variables[name];
    if (value === undefined) this.problems.push(`${name} is missing`);
    return (value ?? '').split(',').filter((entry) => entry !== '');
  }

  yesOrNo(name: string): boolean {
    return this.oneOf(name, ['true', 'false']) === 'true';
  }

  oneOf<T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
    return this.member(this.text(name), name, allowed);
  }

  member<T extends string>(value: string, name: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined && value !== '') this.problems.push(`${name} must be ${allowed.join(' or ')}`);
    return found ?? allowed[0];
  }

  json<T>(name: string, isShape: (value: unknown) => value is T, substitute: T): T {
    const value = parseJson(this.text(name));
    if (isShape(value)) return value;
    if (this.optional(name) !== undefined) this.problems.push(`${name} is not the JSON expected`);
    return substitute;
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whether it is an object, no array, all of whose members are strings. */
export const isStringRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((member) => typeof member === 'string');
