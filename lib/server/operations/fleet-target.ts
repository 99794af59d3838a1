import type { AwsTarget } from "@/lib/core/domain/execution";
import type { Fleet } from "@/lib/server/config/fleet";

/** Where a fleet's calls go now. */
export const targetOf = ({ region, account, endpoint }: Fleet): AwsTarget => ({ region, account, endpoint });

/**
 * Says where the fleet points now, if that is not where the plan was made. A plan must never be carried out in an
 * account that it was not made for.
 *
 * @param planned null: a row that is older than this column
 * @returns null: the target is the same, or the plan did not record it
 */
export function movedTo(planned: AwsTarget | null, now: AwsTarget): string | null {
  if (planned === null) return null;
  const isOtherAccount = planned.account !== null && now.account !== null && planned.account !== now.account;
  const isSame = !isOtherAccount && planned.region === now.region && planned.endpoint === now.endpoint;
  return isSame ? null : targetWords(now);
}

function targetWords({ account, region, endpoint }: AwsTarget): string {
  return [account, region, endpoint].filter((word) => word !== null).join(", ");
}
