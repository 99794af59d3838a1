/**
 * Shapes of request members: the constraints of the service model on a value.
 *
 * `read` adds every violated constraint to `wrongs`; its result is not used then. `text` is true for a value of a label
 * or query string, which has to be converted first.
 */
export type Shape<T> = { read(value: unknown, where: string, wrongs: string[], text: boolean): T };

type Structure = Record<string, Member<unknown>>;
export type Member<T> = { shape: Shape<T>; required: boolean };
export type ReadOf<S extends Structure> = {
  [K in keyof S]: S[K] extends { shape: Shape<infer T>; required: infer R }
    ? R extends true
      ? T
      : T | undefined
    : never;
};

export function optional<T>(shape: Shape<T>): { shape: Shape<T>; required: false } {
  return { shape, required: false };
}

export function required<T>(shape: Shape<T>): { shape: Shape<T>; required: true } {
  return { shape, required: true };
}

/** Reads all members of a record. Null counts as absent, as for AWS's deserializer. */
export function readMembers<S extends Structure>(
  members: S,
  from: (name: string) => { value: unknown; text: boolean },
  where: string,
  wrongs: string[],
): ReadOf<S> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const at = where === "" ? name : `${where}.${name}`;
    const { value, text } = from(name);
    if (value === undefined || value === null) {
      if (member.required) wrongs.push(wrong(null, at, "Member must not be null"));
    } else {
      result[name] = member.shape.read(value, at, wrongs, text);
    }
  }
  return result as ReadOf<S>;
}

export function string(
  limits: {
    min?: number;
    max?: number;
    /** The pattern as in the model; it has to match the whole text. */
    pattern?: string;
  } = {},
): Shape<string> {
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = limits;
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, "u");
  return {
    read(value, where, wrongs) {
      if (typeof value !== "string") {
        wrongs.push(wrong(value, where, "Member must be a string"));
        return "";
      }
      if (value.length < min) {
        wrongs.push(wrong(value, where, `Member must have length greater than or equal to ${min}`));
      }
      if (value.length > max) {
        wrongs.push(wrong(value, where, `Member must have length less than or equal to ${max}`));
      }
      if (whole && !whole.test(value)) {
        wrongs.push(wrong(value, where, `Member must satisfy regular expression pattern: ${pattern}`));
      }
      return value;
    },
  };
}

export function oneOf<const V extends string>(values: readonly V[]): Shape<V> {
  return {
    read(value, where, wrongs) {
      if (!values.includes(value as V)) {
        wrongs.push(wrong(value, where, `Member must satisfy enum value set: [${values.join(", ")}]`));
      }
      return value as V;
    },
  };
}

/** An integer or long of the model. Beyond 2^53 JSON has already lost digits; no constraint reaches that far. */
export function integer(limits: { min?: number; max?: number } = {}): Shape<number> {
  return number(limits, (value) => Number.isInteger(value), "an integer", /^-?\d+$/);
}

/** @param limits.decimals the most digits after the decimal point; unlimited by default */
export function double(limits: { min?: number; max?: number; decimals?: number } = {}): Shape<number> {
  const { decimals } = limits;
  return number(
    limits,
    (value) =>
      Number.isFinite(value) && (decimals === undefined || Number(value.toFixed(decimals)) === value),
    decimals === undefined ? "a number" : `a number of at most ${decimals} decimals`,
    /^-?\d+(\.\d+)?$/,
  );
}

function number(
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number },
  isRight: (value: number) => boolean,
  kind: string,
  asText: RegExp,
): Shape<number> {
  return {
    read(value, where, wrongs, text) {
      const given = text && typeof value === "string" && asText.test(value) ? Number(value) : value;
      if (typeof given !== "number" || !isRight(given)) {
        wrongs.push(wrong(value, where, `Member must be ${kind}`));
        return 0;
      }
      if (given < min)
        wrongs.push(wrong(given, where, `Member must have value greater than or equal to ${min}`));
      if (given > max)
        wrongs.push(wrong(given, where, `Member must have value less than or equal to ${max}`));
      return given;
    },
  };
}

export function boolean(): Shape<boolean> {
  return {
    read(value, where, wrongs, text) {
      if (text && (value === "true" || value === "false")) return value === "true";
      if (text || typeof value !== "boolean") wrongs.push(wrong(value, where, "Member must be a boolean"));
      return value === true;
    },
  };
}

export function list<T>(of: Shape<T>, limits: { min?: number; max?: number } = {}): Shape<T[]> {
  return {
    read(value, where, wrongs) {
      if (!Array.isArray(value)) {
        wrongs.push(wrong(value, where, "Member must be a list"));
        return [];
      }
      checkSize(value.length, limits, value, where, wrongs);
      return value.map((item, index) => of.read(item, `${where}.${index + 1}.member`, wrongs, false));
    },
  };
}

/** `max` counts pairs. Members whose value is null are dropped, as the SDKs drop them. */
export function map<T>(
  key: Shape<string>,
  of: Shape<T>,
  limits: { max?: number } = {},
): Shape<Record<string, T>> {
  return {
    read(value, where, wrongs) {
      // Without a prototype, so that `__proto__` is an ordinary key.
      const result = Object.create(null) as Record<string, T>;
      if (!isRecord(value)) {
        wrongs.push(wrong(value, where, "Member must be a map"));
        return result;
      }
      const pairs = Object.entries(value).filter(([, one]) => one !== null);
      checkSize(pairs.length, limits, value, where, wrongs);
      for (const [name, one] of pairs) {
        key.read(name, `${where}.key`, wrongs, false);
        result[name] = of.read(one, `${where}.${name}.member`, wrongs, false);
      }
      return result;
    },
  };
}

export function structure<S extends Structure>(members: S): Shape<ReadOf<S>> {
  return {
    read(value, where, wrongs) {
      if (!isRecord(value)) {
        wrongs.push(wrong(value, where, "Member must be a structure"));
        return {} as ReadOf<S>;
      }
      return readMembers(
        members,
        (name) => ({ value: Object.hasOwn(value, name) ? value[name] : undefined, text: false }),
        where,
        wrongs,
      );
    },
  };
}

function checkSize(
  size: number,
  { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number },
  value: unknown,
  where: string,
  wrongs: string[],
): void {
  if (size < min) wrongs.push(wrong(value, where, `Member must have length greater than or equal to ${min}`));
  if (size > max) wrongs.push(wrong(value, where, `Member must have length less than or equal to ${max}`));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SHOWN_CHARACTERS = 200;

/** The wording of AWS's validation errors. Unconfirmed for the jobs APIs. */
function wrong(value: unknown, where: string, constraint: string): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown = value === null ? "null" : `'${text.slice(0, SHOWN_CHARACTERS)}'`;
  return `Value ${shown} at '${where}' failed to satisfy constraint: ${constraint}`;
}

/** One sentence that lists every violation, or undefined when there is none. */
export function describeWrongs(wrongs: string[]): string | undefined {
  if (wrongs.length === 0) return undefined;
  const count = `${wrongs.length} validation error${wrongs.length === 1 ? "" : "s"} detected`;
  return `${count}: ${wrongs.join("; ")}`;
}
