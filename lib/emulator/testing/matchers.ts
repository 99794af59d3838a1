import { expect } from "vitest";

/** Vitest's asymmetric matchers as `unknown`: their own type, any, would spread into every expectation. */
export const anyDate: unknown = expect.any(Date);
export const anyText: unknown = expect.any(String);
export const someMessage: unknown = expect.stringMatching(/\S/);
export const someRequestId: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);

export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
