import * as z from "zod/mini";
import { readFailureSchema } from "@/lib/contracts/read-failure";
import type { ReadFailure } from "@/lib/domain/read-failure";

/** A read that failed in an expected way; `failure` says how. It travels as an error because that is TanStack's channel. */
export class ReadFailed extends Error {
  override name = "ReadFailed";
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

const failedSchema = z.object({ failure: readFailureSchema });

/**
 * GETs one of our route handlers and parses its answer.
 *
 * @throws ReadFailed for expected failures, and when our own server cannot be reached
 */
export async function fetchJson<Schema extends z.ZodMiniType>(
  schema: Schema,
  path: string,
  search: Readonly<Record<string, string | null | undefined>>,
  signal: AbortSignal | undefined,
): Promise<z.output<Schema>> {
  const response = await fetch(withSearch(path, search), {
    signal,
    headers: { accept: "application/json" },
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ReadFailed({ kind: "console", because: "gone" });
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return z.parse(schema, body);
  const failed = z.safeParse(failedSchema, body);
  throw new ReadFailed(failed.success ? failed.data.failure : { kind: "console", because: "error" });
}

function withSearch(path: string, search: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
