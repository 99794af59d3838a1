import type { AwsTarget } from "@/lib/core/domain/execution";
import type { Fleet } from "@/lib/server/config/fleet";

/** Where a fleet's calls go now. */
export const targetOf = ({ region, account, endpoint }: Fleet): AwsTarget => ({ region, account, endpoint });

/**
 * Says in words where the fleet points now, if that is not where the plan was made for. Null: it is, or the plan did
 * not record it. A plan must never be carried out in an account that nobody planned for.
 *
 * @param planned AwsTarget as JSON; null in rows that are older than this column
 */
export function movedTo(planned: string | null, now: AwsTarget): string | null {
  if (planned === null) return null;
  const before = JSON.parse(planned) as AwsTarget;
  const isOtherAccount = before.account !== null && now.account !== null && before.account !== now.account;
  const isSame = !isOtherAccount && before.region === now.region && before.endpoint === now.endpoint;
  return isSame ? null : targetWords(now);
}

function targetWords({ account, region, endpoint }: AwsTarget): string {
  return [account, region, endpoint].filter((part) => part !== null).join(", ");
}
