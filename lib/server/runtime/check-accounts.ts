import type { FleetConfig } from "@/lib/server/config/fleet";
import { readCallerAccount } from "@/lib/server/iot/caller-account";
import { listFleetRuntimes } from "@/lib/server/runtime/fleets";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { repeatObserved } from "@/lib/server/telemetry/repeat-observed";

/** Credentials are rotated, and a role may be replaced, while the console runs. */
const CHECK_EVERY_MS = 10 * 60_000;

/**
 * Checks that the credentials of each fleet belong to the account that its configuration names, now and every ten
 * minutes. A mismatch is logged and reported by readiness. Cancellations do not rely on this check: they compare the
 * account in the ARN of what they cancel.
 */
export function startAccountChecks(): void {
  const configs = listFleetRuntimes()
    .map(({ config }) => config)
    .filter(isCheckable);
  if (configs.length === 0) return;
  const stopping = new AbortController();
  const loop = repeatObserved("check-accounts", CHECK_EVERY_MS, stopping.signal, async () => {
    const problems = (await Promise.allSettled(configs.map(requireAccount))).flatMap((checked) =>
      checked.status === "rejected" ? [String(checked.reason)] : [],
    );
    if (problems.length > 0) throw new Error(problems.join(" "));
  });
  onStop("the check of accounts", async () => {
    stopping.abort();
    await loop;
  });
}

/** An endpoint of its own has no STS beside it unless the configuration names one: the demo's has none. */
const isCheckable = ({ account, endpoint, stsEndpoint }: FleetConfig): boolean =>
  account !== null && (endpoint === null || stsEndpoint !== null);

/** @throws when a role's credentials belong to another account, or STS does not answer */
async function requireAccount(config: FleetConfig): Promise<void> {
  const connection = { region: config.region, endpoint: config.stsEndpoint };
  const roles = config.cancelRole === null ? [config.readRole] : [config.readRole, config.cancelRole];
  for (const role of roles) {
    const account = await readCallerAccount(connection, role);
    if (account !== config.account)
      throw new Error(`The fleet ${config.id} names account ${config.account}, its credentials ${account}.`);
  }
}
