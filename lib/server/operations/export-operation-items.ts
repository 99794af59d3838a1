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
  /** The sentence that the page shows for an item. */
  sayWhy: (item: OperationItem) => string;
};

const PAGE_SIZE = 1_000;

/** All items of a filter as CSV. Each page is sent before the next is read. */
export async function exportOperationItems(
  { sayWhy, ...services }: Services,
  actor: Actor,
  { operationId, ...filter }: OperationItemsFilter & { operationId: string },
): Promise<Result<ReadableStream<Uint8Array>, ReadFailure>> {
  const authorized = await requireOperation(services, actor, operationId);
  if (!authorized.ok) return authorized;

  async function* lines(): AsyncGenerator<string> {
    yield csvRow(COLUMNS.map(([name]) => name));
    const { kysely } = await services.database();
    let seq = -1;
    for (;;) {
      const items = await findItems(kysely, operationId, filter, seq, PAGE_SIZE);
      for (const item of items) yield csvRow(COLUMNS.map(([, read]) => read(item, sayWhy)));
      if (items.length < PAGE_SIZE) return;
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
