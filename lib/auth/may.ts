import { fail, ok, type Result } from "@/lib/domain/result";
import type { Actor } from "./actor";
import { type Deed, mayDo } from "./permissions";

/** The first line of each use case: refuses what the actor's role does not allow. */
export function requireMay(actor: Actor, deed: Deed): Result<void, { kind: "forbidden"; deed: Deed }> {
  return mayDo(actor.role, deed) ? ok(undefined) : fail({ kind: "forbidden", deed });
}
