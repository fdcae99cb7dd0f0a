// Answers are read, not trusted: each member is checked once, here, and is typed ever after.

export type Reader<T> = (value: unknown, at: string) => T;

/** The server answered something that this dashboard does not understand. */
export class UnreadableAnswer extends Error {
  constructor(at: string, expected: string) {
    super(`The server's answer has no ${expected} at ${at || "its root"}.`);
    this.name = "UnreadableAnswer";
  }
}

export const text: Reader<string> = (value, at) => {
  if (typeof value !== "string") throw new UnreadableAnswer(at, "text");
  return value;
};

export const number: Reader<number> = (value, at) => {
  if (typeof value !== "number") throw new UnreadableAnswer(at, "number");
  return value;
};

export const truth: Reader<boolean> = (value, at) => {
  if (typeof value !== "boolean") throw new UnreadableAnswer(at, "boolean");
  return value;
};

export function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, at) => (value === null || value === undefined ? null : reader(value, at));
}

export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new UnreadableAnswer(at, "list");
    return value.map((entry: unknown, index) => reader(entry, `${at}/${index}`));
  };
}

export function oneOf<const T extends string | number>(...choices: T[]): Reader<T> {
  return (value, at) => {
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new UnreadableAnswer(at, `one of ${choices.join(", ")}`);
    return found;
  };
}

/** Members that are not named are dropped: a newer server may send more. */
export function shape<T extends object>(members: {
  [Name in keyof T]-?: Reader<T[Name]>;
}): Reader<T> {
  const names = Object.keys(members) as (keyof T & string)[];
  return (value, at) => {
    if (typeof value !== "object" || value === null) throw new UnreadableAnswer(at, "object");
    const given = value as Record<string, unknown>;
    const result: Partial<T> = {};
    for (const name of names) result[name] = members[name](given[name], `${at}/${name}`);
    return result as T;
  };
}

export const nothing: Reader<undefined> = () => undefined;
