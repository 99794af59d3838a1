import { onStop } from "@/lib/server/runtime/graceful-stop";
import { listAccountChecks } from "@/lib/server/runtime/services";
import { repeatObserved } from "@/lib/server/telemetry/repeat-observed";

/** Credentials are rotated, and a role may be replaced, while the console runs. */
const CHECK_EVERY_MS = 10 * 60_000;

/**
 * Checks that the credentials of each fleet belong to the account that its configuration names, now and every ten
 * minutes. A mismatch is logged and named by readiness. Cancellations do not rely on this check: they compare the
 * account in the ARN of what they cancel.
 */
export function startAccountChecks(): void {
  const checks = listAccountChecks();
  if (checks.length === 0) return;
  const stopping = new AbortController();
  const loop = repeatObserved("check-accounts", CHECK_EVERY_MS, stopping.signal, async () => {
    const problems = (await Promise.allSettled(checks.map((check) => check()))).flatMap((checked) =>
      checked.status === "rejected" ? [String(checked.reason)] : [],
    );
    if (problems.length > 0) throw new Error(problems.join(" "));
  });
  onStop("the check of accounts", async () => {
    stopping.abort();
    await loop;
  });
}
