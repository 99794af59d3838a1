import * as z from "zod/mini";
import { groupNameSchema } from "@/lib/core/contracts/names";
import type { Page } from "@/lib/core/contracts/page";
import { isPlainText } from "@/lib/core/domain/plain-text";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";

/** Where a list that is read group by group continues. */
const placeSchema = z.object({
  /** Calls that have a next page: the groups of the call, and AWS's token. */
  open: z.array(z.tuple([z.array(groupNameSchema), z.string().check(z.refine(isPlainText))])),
  /** The last group that was read. */
  last: groupNameSchema,
});
type Place = z.output<typeof placeSchema>;

/**
 * Reads one page of rows that are in any of these groups, if AWS takes only some groups in one call. A row that is in
 * several groups may come more than once.
 *
 * The cursor names groups instead of counting them, so a group that is created or deleted between two pages hides no
 * other.
 *
 * @param names as `readGroupScope` orders them
 * @param how.take how many of the remaining names fit into one call
 * @param how.atOnce calls for one page
 */
export async function readByGroup<Row>(
  names: readonly string[],
  cursor: string | null,
  { take, atOnce }: { take: (names: readonly string[]) => number; atOnce: number },
  read: (groups: readonly string[], token: string | null) => Promise<Result<Page<Row>, ReadFailure>>,
): Promise<Result<Page<Row>, ReadFailure>> {
  const place = cursor === null ? null : unpack(cursor);
  if (cursor !== null && place === null)
    return fail({ kind: "invalid-request", api: "the console", message: "cursor: is none of this list" });

  const open = place?.open ?? [];
  const calls: { groups: readonly string[]; token: string | null }[] = open
    .splice(0, atOnce)
    .map(([groups, token]) => ({ groups, token }));
  let left = place === null ? names : namesAfter(names, place.last);
  let last = place?.last ?? names[0]!;
  while (left.length > 0 && calls.length < atOnce) {
    const groups = left.slice(0, Math.max(1, take(left)));
    left = left.slice(groups.length);
    last = groups.at(-1)!;
    calls.push({ groups, token: null });
  }

  const page: Page<Row> = { rows: [], cursor: null, readAt: new Date() };
  const answers = await Promise.all(calls.map(({ groups, token }) => read(groups, token)));
  for (const [at, answer] of answers.entries()) {
    // A group below may have been deleted since the groups were listed. Only the filter's own group has to exist.
    if (!answer.ok && answer.failure.kind === "not-found" && calls[at]!.groups[0] !== names[0]) continue;
    if (!answer.ok) return answer;
    page.rows.push(...answer.value.rows);
    if (answer.value.readAt < page.readAt) page.readAt = answer.value.readAt;
    if (answer.value.cursor !== null) open.push([[...calls[at]!.groups], answer.value.cursor]);
  }
  if (open.length > 0 || left.length > 0) page.cursor = pack({ open, last });
  return ok(page);
}

/** The filter's own group comes first, those below it follow by name. */
const namesAfter = ([first, ...below]: readonly string[], last: string) =>
  last === first ? below : below.filter((name) => name > last);

const pack = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** Null: it is not one of our cursors. */
function unpack(cursor: string): Place | null {
  try {
    return z.parse(placeSchema, JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
