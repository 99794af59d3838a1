import type * as z from "zod/mini";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type * as AnswerSchemas from "./answer-schemas";

/** A read that failed for the expected reason in `failure`. An error, because TanStack Query carries failures so. */
export class ReadFailed extends Error {
  override name = "ReadFailed";
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/**
 * GETs one of our route handlers and parses its answer.
 *
 * The schemas load with the first answer, not with the page: with zod they would be a tenth of its script, and the
 * first rows, which the server has rendered, need none.
 *
 * @param choose picks the schema of the answer
 * @throws ReadFailed for expected failures, and when our own server cannot be reached
 */
export async function fetchJson<Schema extends z.ZodMiniType>(
  choose: (schemas: typeof AnswerSchemas) => Schema,
  path: string,
  search: Readonly<Record<string, string | null | undefined>>,
  signal: AbortSignal | undefined,
): Promise<z.output<Schema>> {
  const [response, schemas] = await Promise.all([
    fetch(withSearch(path, search), { signal, headers: { accept: "application/json" } }),
    import("./answer-schemas"),
  ]).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ReadFailed({ kind: "console", because: "gone" });
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return choose(schemas).parse(body);
  const failed = schemas.failedAnswerSchema.safeParse(body);
  if (failed.success) throw new ReadFailed(failed.data.failure);
  throw new ReadFailed({ kind: "console", because: response.status === 429 ? "busy" : "error" });
}

function withSearch(path: string, search: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
