import type { Actor } from "@/lib/core/permissions/actor";
import { csvRow } from "@/lib/core/contracts/csv";
import type { OperationItemsFilter } from "@/lib/core/contracts/operation-filter";
import { streamText } from "@/lib/core/contracts/text-stream";
import type { OperationItem } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { findItems } from "./find-items";
import { requireOperation } from "./list-operation-items";
import type { OperationServices } from "./operation-services";

type Services = Pick<OperationServices, "fleet" | "database"> & {
  /** The sentence that the page has for an item. */
  sayWhy: (item: OperationItem) => string;
};

const READ_AT_ONCE = 1_000;

/** All items of a filter as CSV, a piece at a time: what has been read is sent before more is read. */
export async function exportOperationItems(
  { sayWhy, ...services }: Services,
  actor: Actor,
  { operationId, ...filter }: OperationItemsFilter & { operationId: string },
): Promise<Result<ReadableStream<Uint8Array>, ReadFailure>> {
  const there = await requireOperation(services, actor, operationId);
  if (!there.ok) return there;

  async function* lines(): AsyncGenerator<string> {
    yield csvRow(COLUMNS.map(([name]) => name));
    const { kysely } = await services.database();
    let seq = -1;
    for (;;) {
      const items = await findItems(kysely, operationId, filter, seq, READ_AT_ONCE);
      for (const item of items) yield csvRow(COLUMNS.map(([, read]) => read(item, sayWhy)));
      if (items.length < READ_AT_ONCE) return;
      seq = items.at(-1)!.seq;
    }
  }
  return ok(streamText(lines()));
}

type Read = (item: OperationItem, sayWhy: Services["sayWhy"]) => unknown;

const COLUMNS: readonly (readonly [string, Read])[] = [
  ["seq", ({ seq }) => seq],
  ["thing", ({ thingName }) => thingName],
  ["job", ({ jobId }) => jobId],
  ["outcome", ({ outcome, state }) => outcome ?? state],
  ["why", (item, sayWhy) => sayWhy(item)],
  ["kind", ({ note }) => note?.kind],
  ["status", ({ note, plannedStatus }) => note?.status ?? plannedStatus],
  ["error", ({ note }) => note?.error],
  ["tries", ({ tries }) => tries],
  ["settled_at", ({ endedAt }) => endedAt?.toISOString()],
];
