import * as z from "zod/mini";
import type { AwsFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";

/** The input does not match its schema: a 400, not a bug of ours. */
export type InvalidRequest = Extract<AwsFailure, { kind: "invalid-request" }>;

/** Parses input. The failure says which part is wrong, and how. */
export function parseInput<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
): Result<z.output<Schema>, InvalidRequest> {
  const parsed = z.safeParse(schema, input);
  return parsed.success ? ok(parsed.data) : fail(invalidRequest(parsed.error.issues[0]));
}

/** The failure for the first issue of an input. */
export function invalidRequest(
  issue: { path: readonly PropertyKey[]; message: string } | undefined,
): InvalidRequest {
  const path = issue?.path.map(String).join(".");
  const message = issue ? `${path ? `${path}: ` : ""}${issue.message}` : "The request is not valid.";
  return { kind: "invalid-request", api: "the console", message };
}
