import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Page } from "@/lib/core/contracts/page";
import type { NameList } from "@/lib/core/contracts/thing";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

type Services = { iot: Pick<IotGateway, "listThingTypes" | "listThingGroups"> };

/** A list of more than a thousand choices helps nobody: the rest can be typed. */
const MAX_PAGES = 4;
const OPTIONS = { maxAgeMs: 30_000 };

/** The names of all thing types or groups, up to a thousand; `complete` says whether these are all. */
export async function listNames(
  { iot }: Services,
  actor: Actor,
  { of }: { of: "types" | "groups" },
): Promise<Result<NameList, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const read = (cursor: string | null): Promise<Result<Page<string>, ReadFailure>> =>
    of === "types" ? iot.listThingTypes(cursor, OPTIONS) : iot.listThingGroups(null, cursor, OPTIONS);

  const names: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await read(cursor);
    if (!page.ok) return page;
    names.push(...page.value.rows);
    cursor = page.value.cursor;
    if (cursor === null) break;
  }
  return ok({ names: names.sort((a, b) => a.localeCompare(b)), complete: cursor === null });
}
