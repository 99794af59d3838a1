import * as z from "zod/mini";
import type { Tables } from "./tables";

/** A table and one of its columns. */
type ColumnName = {
  [Table in keyof Tables]: `${Table}.${Extract<keyof Tables[Table], string>}`;
}[keyof Tables];

/** A column that holds JSON as text, as both engines do. */
export interface JsonColumn<Value> {
  /** @throws InvalidColumn */
  parse(text: string): Value;
  /** @throws InvalidColumn */
  parse(text: string | null): Value | null;
  stringify(value: Value): string;
}

/** A column whose text is not JSON, or not of its schema. The message names the column and leaves its content out. */
export class InvalidColumn extends Error {
  override name = "InvalidColumn";
}

/**
 * The one place where the JSON of a column is read and written. Rows outlive versions, so the schema also accepts what
 * earlier versions wrote.
 */
export function jsonColumn<Value>(name: ColumnName, schema: z.ZodMiniType<Value>): JsonColumn<Value> {
  function parse(text: string): Value;
  function parse(text: string | null): Value | null;
  function parse(text: string | null): Value | null {
    if (text === null) return null;
    const result = z.safeParse(schema, parseJson(name, text));
    if (result.success) return result.data;
    const { path, message } = result.error.issues[0]!;
    throw new InvalidColumn(`${name}: ${message} at ${path.join(".") || "the top"}`);
  }
  return { parse, stringify: (value) => JSON.stringify(value) };
}

function parseJson(name: ColumnName, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidColumn(`${name}: not JSON`);
  }
}
