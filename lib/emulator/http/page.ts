import type { RollPage } from "../state/roll.ts";
import { invalidRequest } from "./aws-error.ts";
import type { Call } from "./operation.ts";

/** AWS does not document the length of a page without maxResults (facts 1.4). */
const DEFAULT_PAGE_SIZE = 100;

/**
 * Answers one page of a list call. At the end of a list AWS sends `"nextToken": null` (observed for
 * ListThingsInThingGroup, presumed for the others).
 *
 * @param question the API and all its filters: a nextToken is valid only for the same ones
 * @param read     reads from a position on, undefined for the first page
 */
export function answerPage<T>(
  { world, maxRows }: Call,
  question: (string | number | boolean | undefined)[],
  input: { nextToken?: string | undefined; maxResults?: number | undefined },
  read: (from: number | undefined, limit: number) => RollPage<T>,
): { rows: T[]; nextToken: string | null } {
  const text = JSON.stringify(question);
  let from: number | undefined;
  if (input.nextToken !== undefined) {
    from = world.tokens.read(text, input.nextToken);
    if (from === undefined) throw invalidRequest("Invalid nextToken");
  }
  const wanted = input.maxResults ?? DEFAULT_PAGE_SIZE;
  const limit = Math.min(wanted, maxRows ?? wanted);
  const { rows, next: nextRow } = read(from, limit);
  // An empty page always has a token, even at the end of the list: the caller has to request another page.
  const next = limit === 0 ? (nextRow ?? from ?? 0) : nextRow;
  return { rows, nextToken: next === undefined ? null : world.tokens.issue(text, next) };
}
