import { probeAfterMs, type SystemFault } from "./circuit-breaker";
import type { Lease } from "./fleet-lease";
import type { RunnerServices } from "./runner-services";
import { suspendOperation, type UnfinishedOperation } from "./runner-store";

/**
 * Suspends an operation until a probe succeeds. If the operation is already suspended, its probe did not succeed: the
 * time to the next probe doubles, up to a limit.
 */
export async function suspendByFault(
  services: Pick<RunnerServices, "database">,
  lease: Lease,
  { id, suspension: before }: UnfinishedOperation,
  { cause, error }: Pick<SystemFault, "cause" | "error">,
): Promise<void> {
  const { kysely } = await services.database();
  const probes = before === null ? 0 : before.probes + 1;
  await suspendOperation(kysely, lease, id, { cause, error, probes }, probeAfterMs(probes));
}
